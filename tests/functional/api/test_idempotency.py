"""Idempotency-Key: a POST that is sent again is answered again, and done once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from functions.api.openapi import describe
from functions.api.routing import build
from functions.domain.errors import Unavailable
from tests.fakes import FakeCatalogue
from tests.functional.api.client import ADA, OLGA, OTTO, Api, FakePlatform, Reply, event

KEY = "6f1c1b1e-5d0c-4b52-a7a5-0d3f7c1b9a55"
SHOP = {"name": "Tea & Cake", "engine": "medusa"}


def create(api: Api, body: Any = None, *, key: str = KEY, token: str = OLGA) -> Reply:
    return api.post("/api/stores", body or SHOP, token=token, headers={"idempotency-key": key})


def verify(api: Api, *, key: str = KEY, **body: Any) -> Reply:
    return api.post("/api/stores/demo/operations", body or {"kind": "verify"}, headers={"idempotency-key": key})


def ids(api: Api, token: str = ADA) -> list[str]:
    return [store["id"] for store in api.get("/api/stores", token=token).json["items"]]


def answer(reply: Reply) -> tuple[int, str, str]:
    return reply.status, reply.text, reply.headers["location"]


def test_a_store_that_is_asked_for_twice_is_one_with_the_same_answer(api: Api) -> None:
    first, second = create(api), create(api)

    assert first.status == 202
    assert answer(second) == answer(first)
    assert ids(api) == ["tea-cake"]
    assert api.platform.waker.woken == ["OP000001"]


def test_without_a_key_two_requests_are_two_stores(api: Api) -> None:
    api.post("/api/stores", SHOP)
    api.post("/api/stores", SHOP)

    assert len(ids(api)) == 2


def test_two_keys_are_two_stores(api: Api) -> None:
    assert create(api, key="one").text != create(api, key="two").text
    assert len(ids(api)) == 2


def test_the_answer_stays_what_it_was_whatever_became_of_the_store(api: Api) -> None:
    first = create(api)
    api.finish("tea-cake")
    assert answer(create(api)) == answer(first)
    api.call("DELETE", "/api/stores/tea-cake")
    api.finish("tea-cake")

    assert answer(create(api)) == answer(first)
    assert ids(api) == []


def test_an_operation_that_is_asked_for_twice_is_one(api: Api) -> None:
    api.create("demo")
    api.finish("demo")

    first, second = verify(api), verify(api)
    api.finish("demo")

    assert first.status == 202
    assert answer(second) == answer(verify(api)) == answer(first)
    assert len(api.get("/api/stores/demo/operations").json["items"]) == 2


def test_a_delete_that_joined_a_live_one_is_answered_the_same_after_the_end(api: Api) -> None:
    api.create("demo")
    api.call("DELETE", "/api/stores/demo")

    joined = verify(api, kind="delete")
    api.finish("demo")

    assert joined.status == 202
    assert answer(verify(api, kind="delete")) == answer(joined)
    assert verify(api, key="another", kind="delete").status == 404


def test_an_answer_that_was_lost_after_the_commit_is_given_again(api: Api) -> None:
    def lost() -> None:
        api.platform.repository.after_commit = None
        raise Unavailable("the process ended before it could answer")

    api.platform.repository.after_commit = lost

    assert create(api).status == 503
    assert create(api).json["store"]["id"] == "tea-cake"
    assert ids(api) == ["tea-cake"]


def test_a_request_that_loses_the_race_against_itself_gets_the_winners_answer(api: Api) -> None:
    answers: list[Reply] = []

    def rival() -> None:
        api.platform.repository.before_commit = None
        answers.append(create(api))

    api.platform.repository.before_commit = rival

    answers.append(create(api))

    assert answer(answers[0]) == answer(answers[1])
    assert ids(api) == ["tea-cake"]


def test_an_operation_that_loses_the_race_against_itself_gets_the_winners_answer(api: Api) -> None:
    api.create("demo")
    api.finish("demo")
    answers: list[Reply] = []

    def rival() -> None:
        api.platform.repository.before_commit = None
        answers.append(verify(api))

    api.platform.repository.before_commit = rival
    answers.append(verify(api))

    assert answer(answers[0]) == answer(answers[1])
    assert answers[0].status == 202


OTHERS: dict[str, Any] = {
    "another name": {**SHOP, "name": "Coffee"},
    "a field more": {**SHOP, "plan": "large"},
    "a list for a text": {**SHOP, "color": "#000000"},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_a_key_of_another_request_is_refused(api: Api, other: dict[str, Any]) -> None:
    create(api)

    reply = create(api, other)

    rule = "was used for another request: use a new key for a new request"
    assert (reply.status, reply.json["errors"]) == (422, [{"field": "Idempotency-Key", "rule": rule}])
    assert ids(api) == ["tea-cake"]


def test_a_key_of_another_path_is_refused(api: Api) -> None:
    api.create("demo")
    api.finish("demo")
    create(api)

    assert verify(api).status == 422


def test_the_same_request_in_another_spelling_is_the_same(api: Api) -> None:
    first = create(api)

    again = api.call(
        "POST",
        "/api/stores",
        body='{ "engine" : "medusa",\n "name": "Tea \\u0026 Cake" }',
        headers={"Idempotency-Key": KEY},
    )

    assert answer(again) == answer(first)


def test_a_key_of_somebody_else_is_another_key(api: Api) -> None:
    mine, theirs = create(api), create(api, token=OTTO)

    assert (mine.status, theirs.status) == (202, 202)
    assert theirs.json["store"]["owner"] == "otto"
    assert theirs.json["store"]["id"] != mine.json["store"]["id"]


def test_a_refusal_is_not_kept_so_a_mended_request_may_use_its_key(api: Api) -> None:
    assert create(api, {**SHOP, "plan": "huge"}).status == 422
    assert create(api, {**SHOP, "id": "A"}).status == 422

    assert create(api).status == 202


def test_a_conflict_is_not_kept(api: Api) -> None:
    api.create("demo")
    assert verify(api).status == 409

    api.finish("demo")

    assert verify(api).status == 202


def test_a_key_is_kept_for_a_day(api: Api) -> None:
    first = create(api)
    api.platform.clock.advance(timedelta(hours=24) - timedelta(seconds=1))
    assert answer(create(api)) == answer(first)

    api.platform.clock.advance(1)

    assert create(api).json["store"]["id"] == "tea-cake-a001"


def test_an_answer_needs_nothing_that_may_be_gone_by_then() -> None:
    catalogue = FakeCatalogue()
    api = Api(FakePlatform(catalogue=catalogue))
    first = create(api)
    catalogue.missing = ("medusa",)

    assert answer(create(api)) == answer(first)


BAD = {
    "256 characters": "x" * 256,
    "a control character": "a\x07b",
    "a tab": "a\tb",
    "a line break": "a\n",
    "not ASCII": "größe",
    "delete": "a\x7f",
}


@pytest.mark.parametrize("key", BAD.values(), ids=BAD)
def test_a_key_that_is_none_is_refused_by_name_and_rule(api: Api, key: str) -> None:
    reply = create(api, key=key)

    assert reply.status == 422
    assert reply.json["errors"] == [
        {"field": "Idempotency-Key", "rule": "must be 1 to 255 printable ASCII characters"},
    ]
    assert ids(api) == []


def test_an_empty_key_is_refused(api: Api) -> None:
    made = event("POST", "/api/stores", body=json.dumps(SHOP))
    made["headers"]["idempotency-key"] = ""

    reply = api.send(made)

    assert (reply.status, reply.json["errors"]) == (422, [{"field": "Idempotency-Key", "rule": "must not be empty"}])


@pytest.mark.parametrize("key", ["x", " ~!#'{{ 7*7 }}", "x" * 255, "a,b"])
def test_any_printable_key_is_taken(api: Api, key: str) -> None:
    assert answer(create(api, key=key)) == answer(create(api, key=key))


ONCE_ANYWAY = (
    *("/cancel", "/mail/test", "/domains", "/check", "/chat", "/chat/codes", "/chat/codes/refuse", "/chat/links"),
    *("/cordon", "/uncordon", "/drain"),
)
WITHOUT_KEY = {"access", "webhooks", "notices"}  # tags


def test_every_post_takes_the_header_and_says_so() -> None:
    """But for those of users and access, and of webhooks, whose answers hold secrets, which are not kept to be told again;
    and of notices, whose requests do.

    And for canceling, for cordons, drains and claims to domains, which are done once however often they are asked for, for
    codes of chats, which work once, and for a test mail, of which nothing is recorded.
    """
    routes = [route for route in build().routes() if route.method == "POST" and not WITHOUT_KEY & {*route.tags}]
    posts = [route.openapi_path for route in routes if not route.openapi_path.endswith(ONCE_ANYWAY)]
    described = {
        path: [(one["in"], one["required"]) for one in methods["post"]["parameters"] if one["name"] == "Idempotency-Key"]
        for path, methods in describe()["paths"].items()
        if "post" in methods and not WITHOUT_KEY & {*methods["post"]["tags"]} and not path.endswith(ONCE_ANYWAY)
    }

    assert described == {path: [("header", False)] for path in posts}

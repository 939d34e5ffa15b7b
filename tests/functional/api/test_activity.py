"""The activity log over HTTP: which requests are lines, who sees them, and that a line never spoils an answer."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from functions.api import recorded
from functions.api.asgi import App
from functions.api.recorded import STRANGERS_A_MINUTE, Recorded
from functions.domain.errors import Unavailable
from tests.functional.api.client import ADA, OLGA, OTTO, Api, over_http


def lines(api: Api, query: str = "", *, token: str = OLGA, path: str = "/api/activity") -> list[Any]:
    """Hand out what waits, and return the newest page."""
    api.platform.clock.advance(1)
    api.platform.dispatcher.dispatch()
    answer = api.get(f"{path}?{query}", token=token)
    assert answer.status == 200
    found: list[Any] = answer.json["items"]
    return found


@pytest.fixture
def errors() -> Iterator[list[logging.LogRecord]]:
    """What the process's log says at level ERROR."""
    found: list[logging.LogRecord] = []

    class Note(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.ERROR:
                found.append(record)

    target, handler = logging.getLogger("storeyard"), Note()
    target.addHandler(handler)
    yield found
    target.removeHandler(handler)


def test_a_store_that_is_made_and_deleted_is_told_with_the_requests_id_and_address(api: Api) -> None:
    api.call(
        "POST",
        "/api/stores",
        body=json.dumps({"name": "Tea", "engine": "medusa", "id": "tea"}),
        headers={"x-request-id": "Mine-1.2_3"},
    )
    api.platform.clock.advance(1)
    api.finish("tea")

    created, ended = lines(api)[::-1]

    assert created["action"] == "store.create"
    assert created["outcome"] == "accepted"
    assert (created["actor"], created["store_id"], created["source"]) == ("olga", "tea", "api")
    assert (created["request_id"], created["address"]) == ("Mine-1.2_3", "192.0.2.1")
    assert (ended["action"], ended["outcome"], ended["operation_id"]) == (
        "operation.ended",
        "succeeded",
        created["operation_id"],
    )
    assert set(created) == set(ended)
    assert "owner" not in created
    assert "expires_at" not in created


def test_a_refusal_of_what_the_caller_may_see_is_a_line_and_one_of_what_they_may_not_is_none(api: Api) -> None:
    api.create("demo")
    api.platform.clock.advance(1)

    assert api.post("/api/stores/demo/operations", {"kind": "verify"}).status == 409
    assert api.post("/api/stores/demo/operations", {"kind": "verify"}, token=OTTO).status == 404
    assert api.create("demo", token=OTTO).status == 409

    refused, created = lines(api)
    assert (refused["action"], refused["outcome"], refused["reason"]) == ("operation.create", "refused", "OperationInProgress")
    assert (refused["actor"], refused["store_id"], created["action"]) == ("olga", "demo", "store.create")
    (his,) = lines(api, token=OTTO)
    assert (his["action"], his["outcome"], his["reason"], his["store_id"]) == ("store.create", "refused", "StoreExists", None)
    assert lines(api, "store=demo", token=OTTO) == []


def test_what_an_admin_does_to_a_store_is_its_owners_to_see_without_the_admins_address(api: Api) -> None:
    api.create("demo")
    api.finish("demo")
    lines(api)
    assert api.call("DELETE", "/api/stores/demo", token=ADA).status == 202

    (hers, *_), (admins, *_) = lines(api), lines(api, token=ADA)

    assert (hers["action"], hers["actor"], hers["address"]) == ("store.delete", "ada", None)
    assert (admins["id"], admins["address"]) == (hers["id"], "192.0.2.1")
    assert lines(api, token=OTTO) == []


def test_requests_that_are_not_well_or_change_nothing_are_no_lines(api: Api) -> None:
    api.post("/api/stores", {"name": "x"})
    api.get("/api/stores/none")
    api.call("DELETE", "/api/stores/none")
    api.call("POST", "/api/stores", body="{")

    assert lines(api, token=ADA) == []


def test_strangers_are_told_to_admins_and_do_not_fill_the_log(api: Api) -> None:
    for _ in range(STRANGERS_A_MINUTE + 20):
        assert api.call("DELETE", "/api/stores/demo", token="token-nobody").status == 401

    found = lines(api, "limit=100", token=ADA)

    assert 0 < len(found) <= 2 * STRANGERS_A_MINUTE  # a minute may have turned meanwhile
    assert {(each["action"], each["actor"], each["reason"], each["store_id"]) for each in found} == {
        ("store.delete", "", "Unauthorized", None)
    }


def test_a_route_that_is_no_operation_is_a_line_when_it_is_done(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """As reading credentials and making tokens are; a route of here stands for them."""
    api.create("demo")
    monkeypatch.setitem(recorded.TABLE, "getStore", Recorded("credentials.read"))
    api.platform.clock.advance(1)

    assert api.get("/api/stores/demo", token=ADA).status == 200

    read, _ = lines(api)
    assert (read["action"], read["outcome"], read["actor"], read["store_id"]) == ("credentials.read", "done", "ada", "demo")
    assert read["operation_id"] is None


def test_the_state_that_does_not_answer_spoils_no_answer_and_is_not_silent(
    api: Api, monkeypatch: pytest.MonkeyPatch, errors: list[logging.LogRecord]
) -> None:
    api.create("demo")
    monkeypatch.setitem(recorded.TABLE, "getStore", Recorded("credentials.read"))

    def down() -> None:
        raise Unavailable("The state cannot be reached.")

    api.platform.repository.before_commit = down

    assert api.get("/api/stores/demo").status == 200

    (said,) = errors
    assert said.getMessage() == "activity not recorded"
    assert {name: said.__dict__[name] for name in ("action", "actor", "store_id", "outcome", "request_id")} == {
        "action": "credentials.read",
        "actor": "olga",
        "store_id": "demo",
        "outcome": "done",
        "request_id": "request-1",
    }


def test_filters_and_pages(api: Api) -> None:
    for store in ("demo", "tea"):
        api.create(store)
        api.platform.clock.advance(60)
        api.finish(store)
    api.platform.clock.advance(30)
    api.call("DELETE", "/api/stores/tea", token=ADA)

    assert [each["action"] for each in lines(api, "store=tea&actor=ada")] == ["store.delete"]
    assert [each["store_id"] for each in lines(api, "action=store.create")] == ["tea", "demo"]
    assert len(lines(api, "since=2026-01-01T12:01:30Z&until=2026-01-01T13:02:30%2B01:00")) == 1
    first = api.get("/api/stores/activity?limit=3").json
    rest = api.get(f"/api/stores/activity?limit=3&cursor={first['next_cursor']}").json
    assert [len(first["items"]), len(rest["items"]), rest["next_cursor"]] == [3, 2, None]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("since=0001-01-01T00:00:00%2B14:00", 1),
        ("until=0001-01-01T00:00:00%2B14:00", 0),
        ("since=9999-12-31T23:59:59-14:00", 0),
        ("until=9999-12-31T23:59:59-14:00", 1),
    ],
)
def test_times_at_the_ends_of_the_calendar_are_times(api: Api, query: str, number: int) -> None:
    api.create("demo")

    assert len(lines(api, query)) == number


@pytest.mark.parametrize(
    "query",
    [
        "since=yesterday",
        "until=0.5",
        "since=1767268800",
        "since=2026-01-01T12:00Z",
        "until=2026-02-30T00:00:00Z",
        "since=2026-01-01T12:00:00",
        "store=",
        "cursor=x",
        "limit=0",
        "who=me",
    ],
)
def test_a_query_that_is_not_well_is_refused_with_its_field(api: Api, query: str) -> None:
    answer = api.get(f"/api/activity?{query}")

    assert answer.status == 422
    assert [each["field"] for each in answer.json["errors"]] == [query.partition("=")[0]]


def test_the_paths_below_stores_that_are_no_store_are_what_they_say(api: Api) -> None:
    assert api.get("/api/stores/activity").json == {"items": [], "next_cursor": None}
    refused = api.call("DELETE", "/api/stores/activity")
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")
    assert api.create("activity").status == 422
    assert api.call("HEAD", "/api/stores/activity").status == 200


@pytest.mark.parametrize("given", ["", "with space", "x" * 65, "{{ 7 }}", "näh", "a/b", "a\tb"])
def test_a_request_id_that_is_not_fit_to_be_written_down_is_not_taken_over(api: Api, given: str) -> None:
    assert api.call("GET", "/api/stores", headers={"x-request-id": given}).headers["x-request-id"] == "request-1"


def test_a_request_that_the_door_refuses_has_the_callers_id_too(api: Api) -> None:
    refused = over_http(App(api.handler), "GET", "/api/stores", headers={"host": "evil.example", "x-request-id": "abc"})

    assert (refused.status, refused.headers["x-request-id"]) == (421, "abc")


def test_an_operation_says_which_request_asked_for_it(api: Api) -> None:
    accepted = api.call(
        "POST", "/api/stores", body='{"name": "Tea", "engine": "medusa", "id": "tea"}', headers={"x-request-id": "abc"}
    )

    assert accepted.headers["x-request-id"] == "abc"
    assert accepted.json["operation"]["request_id"] == "abc"
    assert api.get(accepted.headers["location"]).json["request_id"] == "abc"
    assert {"address", "source", "trace"}.isdisjoint(accepted.json["operation"])

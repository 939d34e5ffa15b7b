"""What is under way on the whole platform, where it stands in the queue, and how long it is expected to take."""

from __future__ import annotations

from typing import Any

import pytest

from functions.domain.entities import LIVE_OPERATIONS, Lookup
from tests.functional.api.client import ADA, OLGA, OTTO, Api

FULL = "a free slot: 2 of 2 are taken"


@pytest.fixture
def busy(api: Api) -> Api:
    """Olga's `one` and Otto's `two` run; `three` and `five` are Olga's, `four` is Otto's, and all of them wait."""
    for store_id, token in (("one", OLGA), ("two", OTTO), ("three", OLGA), ("four", OTTO), ("five", OLGA)):
        api.create(store_id, token=token)
    for operation_id in ("OP000001", "OP000002"):
        assert api.platform.lifecycle.claim(operation_id, "w1") is not None
    return api


def listed(api: Api, query: str = "", *, token: str = OLGA) -> list[Any]:
    return [each["store_id"] for each in api.get(f"/api/operations{query}", token=token).json["items"]]


def test_an_owner_sees_their_own_and_an_admin_all_oldest_first(busy: Api) -> None:
    assert listed(busy) == ["one", "three", "five"]
    assert listed(busy, token=OTTO) == ["two", "four"]
    assert listed(busy, token=ADA) == ["one", "two", "three", "four", "five"]


def test_places_count_everybodys_operations_and_tell_nothing_of_them(busy: Api) -> None:
    mine = busy.get("/api/operations")

    assert [each["queue"] for each in mine.json["items"]] == [
        None,
        {"position": 1, "waits_for": FULL},
        {"position": 3, "waits_for": FULL},
    ]
    assert not [name for name in ("otto", "two", "four", "OP000002", "OP000004") if name in mine.text]
    assert busy.get("/api/operations/OP000005").json["queue"] == {"position": 3, "waits_for": FULL}
    assert busy.get("/api/stores/five/operations").json["items"][0]["queue"] == {"position": 3, "waits_for": FULL}
    assert busy.get("/api/operations/OP000001").json["queue"] is None


def test_what_is_under_way_is_read_once_for_the_page_and_its_places(busy: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[object] = []
    find = busy.platform.repository.find

    def noted(lookup: Lookup[Any], **how: Any) -> object:
        looks.append(lookup)
        return find(lookup, **how)

    monkeypatch.setattr(busy.platform.repository, "find", noted)

    assert [each["queue"]["position"] for each in busy.get("/api/operations?status=queued").json["items"]] == [1, 3]
    assert looks.count(LIVE_OPERATIONS) == 1


def test_what_ends_is_listed_no_more_and_the_queue_moves_up(busy: Api) -> None:
    busy.call("POST", "/api/operations/OP000003/cancel")

    assert listed(busy) == ["one", "five"]
    assert busy.get("/api/operations/OP000005").json["queue"]["position"] == 2
    assert busy.get("/api/operations/OP000003").json["queue"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?status=live", ["one", "three", "five"]),
        ("?status=queued", ["three", "five"]),
        ("?status=running", ["one"]),
        ("?store=three", ["three"]),
        ("?store=four", []),
        ("?store=none", []),
        ("?kind=provision&limit=2", ["one", "three"]),
        ("?kind=delete", []),
    ],
)
def test_it_is_narrowed(busy: Api, query: str, found: list[str]) -> None:
    assert listed(busy, query) == found


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("?status=succeeded", "status: must be one of: live, queued, running"),
        ("?kind=surprise", "kind: must be one of: provision, "),
        ("?cursor=junk", "cursor: must be a cursor"),
    ],
)
def test_a_wrong_filter_is_named(busy: Api, query: str, detail: str) -> None:
    refused = busy.get(f"/api/operations{query}")

    assert (refused.status, refused.json["detail"][: len(detail)]) == (422, detail)


def test_pages_hold_what_is_ones_own_and_end(busy: Api) -> None:
    first = busy.get("/api/operations?limit=2").json
    rest = busy.get(f"/api/operations?limit=2&cursor={first['next_cursor']}").json

    assert [each["store_id"] for each in (*first["items"], *rest["items"])] == ["one", "three", "five"]
    assert rest["next_cursor"] is None


def test_the_answer_to_who_asks_for_it_is_the_same_whatever_the_queue_is(busy: Api) -> None:
    asked = [busy.post("/api/stores", {"name": "Six", "engine": "medusa"}, headers={"idempotency-key": "k"}) for _ in "ab"]

    assert asked[0].text == asked[1].text
    assert asked[0].json["operation"]["queue"] is None


def test_expected_times_are_the_median_of_what_succeeded_whoever_asked(api: Api) -> None:
    assert api.create("one").json["operation"]["expected_of"] == 0
    api.platform.clock.advance(5)
    api.finish("one")
    claimed_for = api.create("two", token=OTTO).json["operation"]["id"]

    found = api.get(f"/api/operations/{claimed_for}", token=OTTO).json

    assert (found["expected_seconds"], found["expected_of"]) == (pytest.approx(0.1), 1)
    engines = {each["name"]: each for each in api.get("/api/engines", token=OTTO).json["items"]}
    assert (engines["medusa"]["expected_seconds"], engines["medusa"]["expected_of"]) == (pytest.approx(0.1), 1)
    assert (engines["woocommerce"]["expected_seconds"], engines["woocommerce"]["expected_of"]) == (None, 0)
    every = api.get("/api/stores/two/expected", token=OTTO).json["expected"]
    assert every["provision"] == {"seconds": pytest.approx(0.1), "of": 1}
    assert every["upgrade"] == {"seconds": None, "of": 0}
    assert api.get("/api/stores/one/expected", token=OTTO).status == 404


def test_kinds_say_their_steps_and_parameters_and_may_be_kept(api: Api) -> None:
    reply = api.get("/api/kinds", token=OTTO)
    kinds = {each["name"]: each for each in reply.json["items"]}

    assert reply.headers["cache-control"] == "private, max-age=300"
    assert [step["name"] for step in kinds["provision"]["steps"]] == ["namespace", "secret", "release", "extensions", "verify"]
    assert kinds["provision"]["steps"][2] == {
        "name": "release",
        "doing": "Installing {software}",
        "done": "{software} is installed",
    }
    assert (kinds["upgrade"]["allowed_from"], kinds["upgrade"]["running"]) == (["failed", "ready"], "upgrading")
    assert (kinds["upgrade"]["timeout_seconds"], kinds["verify"]["timeout_seconds"]) == (1800, 900)
    assert kinds["rollback"]["parameters"]["required"] == ["revision"]
    assert [name for name, kind in kinds.items() if kind["interrupts"]] == ["delete"]
    assert next(iter(kinds)) == "provision"

"""Lists of stores: filters, orders and pages, and whose store a new one is."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from functions.application.paging import MAX_PAGE
from functions.application.ports.repository import Insert, Replace
from functions.domain.entities import STORES
from functions.domain.store import StoreStatus
from tests.fakes.platform import START
from tests.fakes.samples import NASTY_TEXTS, spec, store
from tests.functional.api.client import ADA, OLGA, OTTO, Api

# id, owner, name, engine, cluster, status, minutes after the start
SHOPS = (
    ("a-tea", "olga", "Zebra Tea", "medusa", "local", StoreStatus.READY, 3),
    ("b-cake", "otto", "Tea & Cake", "medusa", "local", StoreStatus.READY, 1),
    ("c-bike", "olga", "Bike Kitchen", "woocommerce", "local", StoreStatus.FAILED, 2),
    ("d-tea", "olga", "ÄTHER", "woocommerce", "paris", StoreStatus.READY, 0),
    ("e-mug", "olga", "bike kitchen", "medusa", "local", StoreStatus.PROVISIONING, 0),
)


@pytest.fixture
def shops() -> Api:
    """An API with shops of Olga's, and one of Otto's."""
    api = Api()
    for store_id, owner, name, engine, cluster, status, minutes in SHOPS:
        made = store(store_id, owner=owner, status=status, created_at=START + timedelta(minutes=minutes))
        wanted = spec(store_id, name=name, engine=engine, cluster=cluster)
        api.platform.repository.commit(Insert(made.model_copy(update={"spec": wanted})))
    return api


def listed(api: Api, query: str = "", *, token: str = OLGA) -> list[str]:
    """The ids on all pages of one store each, having made sure that one large page has the same."""

    def page(limit: int, cursor: str | None) -> Any:
        reply = api.get(f"/api/stores?limit={limit}{query}{f'&cursor={cursor}' if cursor else ''}", token=token)
        assert reply.status == 200, reply.text
        return reply.json

    found: list[str] = []
    cursor = None
    while True:
        one = page(1, cursor)
        found += [item["id"] for item in one["items"]]
        cursor = one["next_cursor"]
        if cursor is None:
            break
        assert len(one["items"]) == 1
    whole = page(100, None)
    assert [item["id"] for item in whole["items"]] == found
    assert whole["next_cursor"] is None
    return found


QUERIES: dict[str, tuple[str, list[str]]] = {
    "all": ("", ["a-tea", "c-bike", "d-tea", "e-mug"]),
    "backwards": ("&sort=-id", ["e-mug", "d-tea", "c-bike", "a-tea"]),
    "oldest first": ("&sort=created_at", ["d-tea", "e-mug", "c-bike", "a-tea"]),
    "newest first": ("&sort=-created_at", ["a-tea", "c-bike", "e-mug", "d-tea"]),
    "by name, whatever its case": ("&sort=name", ["c-bike", "e-mug", "a-tea", "d-tea"]),
    "by name backwards": ("&sort=-name", ["d-tea", "a-tea", "e-mug", "c-bike"]),
    "ready": ("&status=ready", ["a-tea", "d-tea"]),
    "on an engine": ("&engine=medusa", ["a-tea", "e-mug"]),
    "on an engine that there is not": ("&engine=magento", []),
    "on a cluster": ("&cluster=paris", ["d-tea"]),
    "part of an id": ("&q=EA", ["a-tea", "d-tea"]),
    "part of a name": ("&q=KITCH", ["c-bike", "e-mug"]),
    "part of a name beyond ASCII": (f"&q={quote('äther')}", ["d-tea"]),
    "all at once": ("&q=tea&engine=medusa&status=ready&cluster=local&sort=-name", ["a-tea"]),
    "filtered backwards": ("&status=ready&sort=-id", ["d-tea", "a-tea"]),
}


@pytest.mark.parametrize(("query", "expected"), QUERIES.values(), ids=QUERIES)
def test_a_list_has_what_is_asked_for_in_the_order_that_is_asked_for(shops: Api, query: str, expected: list[str]) -> None:
    assert listed(shops, query) == expected


def test_an_admin_lists_everyones(shops: Api) -> None:
    assert listed(shops, "&q=tea&sort=created_at", token=ADA) == ["d-tea", "b-cake", "a-tea"]


SORTS = ("id", "-id", "created_at", "-created_at", "name", "-name")


@pytest.mark.parametrize("sort", SORTS)
def test_neither_a_page_nor_a_cursor_tells_of_others_stores(shops: Api, sort: str) -> None:
    page = shops.get(f"/api/stores?limit=1&sort={sort}&q=e", token=OTTO).json
    theirs = shops.get(f"/api/stores?limit=1&sort={sort}").json["next_cursor"]

    assert [item["id"] for item in page["items"]] == ["b-cake"]
    assert page["next_cursor"] is None
    beyond = shops.get(f"/api/stores?sort={sort}&cursor={theirs}", token=OTTO)
    assert {item["id"] for item in beyond.json["items"]} <= {"b-cake"}


@pytest.mark.parametrize("sort", SORTS)
def test_a_cursor_is_of_its_order_whatever_else_is_asked_for(shops: Api, sort: str) -> None:
    cursor = shops.get(f"/api/stores?limit=1&sort={sort}").json["next_cursor"]

    answers = {other: shops.get(f"/api/stores?status=ready&sort={other}&cursor={cursor}").status for other in SORTS}

    assert answers == {other: 200 if other == sort else 422 for other in SORTS}


@pytest.mark.parametrize("sort", ["created_at", "-name", "name"])
def test_a_page_goes_on_where_it_was_though_the_store_there_is_gone(shops: Api, sort: str) -> None:
    first = shops.get(f"/api/stores?limit=2&sort={sort}").json
    shops.call("DELETE", f"/api/stores/{first['items'][-1]['id']}")
    shops.finish(first["items"][-1]["id"])

    rest = shops.get(f"/api/stores?sort={sort}&cursor={first['next_cursor']}").json

    expected = next(ids for query, ids in QUERIES.values() if query == f"&sort={sort}")
    assert [item["id"] for item in first["items"] + rest["items"]] == expected


@pytest.mark.parametrize("name", [*NASTY_TEXTS, "\U0001d54f" * 100])
def test_a_cursor_holds_every_name(api: Api, name: str) -> None:
    for store_id in ("one", "two"):
        api.platform.repository.commit(Insert(store(store_id, name=name)))

    assert listed(api, "&sort=name") == ["one", "two"]


def test_a_plain_page_reads_no_more_than_it_shows(shops: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: Counter[int] = Counter()
    repository = shops.platform.repository
    find = repository.find

    def counted(*arguments: Any, **names: Any) -> Any:
        reads[names["limit"]] += 1
        return find(*arguments, **names)

    monkeypatch.setattr(repository, "find", counted)
    for query in ("?limit=2", "?limit=2&sort=-id"):
        reads.clear()
        shops.get(f"/api/stores{query}")
        assert {size: count for size, count in reads.items() if size not in {10}} == {3: 1}  # ten: who is asking
    reads.clear()
    shops.get("/api/stores?limit=2&status=ready")
    assert reads[MAX_PAGE] == 1, "what is left out is read over in large steps"


def test_the_other_name_of_the_admins_address_is_taken(api: Api) -> None:
    made = api.create("demo", email="olga@example.com").json["store"]

    assert made["admin_email"] == "olga@example.com"
    assert "email" not in made
    kept = api.platform.repository.get(STORES, id="demo")
    assert kept is not None
    assert not kept.spec.model_extra


def test_an_admin_makes_a_store_for_another_who_then_has_it(api: Api) -> None:
    accepted = api.create("demo", token=ADA, owner="otto")

    assert accepted.json["store"]["owner"] == "otto"
    assert accepted.json["operation"]["requested_by"] == "ada"
    assert api.get("/api/stores/demo", token=OTTO).status == 200
    assert api.get(accepted.headers["location"], token=OTTO).status == 200
    assert api.get("/api/stores/demo").status == 404


def test_an_owner_may_say_that_it_is_theirs(api: Api) -> None:
    assert api.create("demo", owner="olga").json["store"]["owner"] == "olga"


def test_an_admin_is_told_if_there_is_no_such_user_and_an_owner_is_not(api: Api) -> None:
    nobodys = api.create("demo", token=ADA, owner="nobody")
    answers = {api.create("demo", owner=user).text for user in ("otto", "nobody")}

    assert nobodys.status == 422
    assert nobodys.json["errors"] == [{"field": "owner", "rule": "must be the id of a user"}]
    assert len(answers) == 1
    assert api.get("/api/stores", token=ADA).json["items"] == []


def test_a_store_that_changes_between_pages_is_where_it_is_now(shops: Api) -> None:
    first = shops.get("/api/stores?limit=2&sort=name").json
    kept = shops.platform.repository.get(STORES, id="a-tea")
    assert kept is not None
    shops.platform.repository.commit(Replace(kept.model_copy(update={"spec": spec("a-tea", name="aaa")})))

    rest = shops.get(f"/api/stores?sort=name&cursor={first['next_cursor']}").json

    assert [item["id"] for item in rest["items"]] == ["d-tea"]

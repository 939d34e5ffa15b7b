"""Extensions over HTTP, in shops that are fakes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from functions.application.ports.repository import Replace
from functions.application.ports.shops import NoAnswer, Refused, TooOld, VerifyFailed
from functions.domain.entities import STORES
from functions.domain.errors import Unavailable
from functions.domain.extension import ExtensionKind, ExtensionOrigin
from functions.domain.store import StoreStatus
from tests.fakes.extensions import extension
from tests.fakes.shops import FakeShop
from tests.functional.api.client import ADA, OTTO, Api

VERSION = "must be a version, like 2.1, of at most 64 characters"
AKISMET = extension("akismet", "5.3", update="5.4", origin=ExtensionOrigin.IMAGE)


def opened(api: Api, store_id: str, *installed: Any, **parts: Any) -> FakeShop:
    """Make a store that is ready and has these extensions; return its shop."""
    api.create(store_id, **parts)
    api.finish(store_id)
    shop = api.platform.shops.of(store_id)
    shop.installed = installed
    return shop


def fails(error: Exception) -> Callable[[str], None]:
    """What a shop does that cannot be asked."""

    def fail(_: str) -> None:
        raise error

    return fail


def seen(page: Any) -> list[tuple[str, str]]:
    """Stores and slugs of an answer."""
    return [(one["store"], one["slug"]) for one in page["items"]]


def test_a_stores_extensions_are_listed(api: Api) -> None:
    opened(api, "demo", AKISMET)

    reply = api.get("/api/stores/demo/extensions")

    shown: dict[str, Any] = {"store": "demo", "kind": "plugin", "slug": "akismet", "name": "Akismet", "version": "5.3"}
    shown |= {"active": True, "update": "5.4", "origin": "image"}
    assert (reply.status, reply.json) == (200, {"items": [shown]})
    assert api.get("/api/extensions").json == {"items": [shown], "missing": [], "next_cursor": None}


FILTERS = {
    "": ["akismet", "booking", "theme"],
    "slug=BOOKING": ["booking"],
    "slug=book": [],
    "below=5.3": ["booking"],
    "below=5.3.1": ["akismet", "booking"],
    "below=5.3.1&slug=akismet": ["akismet"],
    "kind=theme": ["theme"],
    "kind=plugin&below=v2.10": ["booking"],
}


@pytest.mark.parametrize(("query", "slugs"), FILTERS.items())
def test_extensions_can_be_asked_for_by_slug_version_and_kind(api: Api, query: str, slugs: list[str]) -> None:
    theme = extension("theme", "trunk", kind=ExtensionKind.THEME)
    opened(api, "demo", AKISMET, extension("booking", "2.9"), theme)

    for path in ("/api/stores/demo/extensions", "/api/extensions"):
        assert [one["slug"] for one in api.get(f"{path}?{query}").json["items"]] == slugs


@pytest.mark.parametrize(
    ("query", "field", "rule"),
    [
        ("below=newest", "below", VERSION),
        ("below=", "below", "must not be empty"),
        (f"below={'1' * 65}", "below", VERSION),
        ("slug=", "slug", "must not be empty"),
        ("kind=virus", "kind", "must be one of: plugin, theme, module"),
    ],
)
def test_what_breaks_a_rule_is_named(api: Api, query: str, field: str, rule: str) -> None:
    opened(api, "demo")

    for path in ("/api/stores/demo/extensions", "/api/extensions"):
        reply = api.get(f"{path}?{query}")
        assert (reply.status, reply.json["errors"]) == (422, [{"field": field, "rule": rule}])


@pytest.mark.parametrize("query", ["limit=0", "limit=51", "cursor=junk"])
def test_a_page_that_cannot_be_is_refused(api: Api, query: str) -> None:
    reply = api.get(f"/api/extensions?{query}")

    assert (reply.status, reply.json["errors"][0]["field"]) == (422, query.partition("=")[0])


def test_pages_are_pages_of_stores_and_an_owner_sees_their_own_only(api: Api) -> None:
    for store_id in ("alpha", "gamma", "omega"):
        opened(api, store_id, extension("a"), extension("b"))
    opened(api, "beta", extension("a"), token=OTTO)

    first = api.get("/api/extensions?limit=2&slug=b").json
    second = api.get(f"/api/extensions?limit=2&slug=b&cursor={first['next_cursor']}").json

    assert (seen(first), seen(second)) == ([("alpha", "b"), ("gamma", "b")], [("omega", "b")])
    assert second["next_cursor"] is None
    assert seen(api.get("/api/extensions", token=OTTO).json) == [("beta", "a")]
    everybodys = api.get("/api/extensions?slug=a", token=ADA).json
    assert [store for store, _ in seen(everybodys)] == ["alpha", "beta", "gamma", "omega"]
    assert api.get("/api/stores/beta/extensions").status == 404
    assert api.get("/api/stores/beta/extensions", token=ADA).status == 200


def test_no_more_stores_are_asked_at_once_than_that(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.application.asking.STORES_MAX", 1)
    opened(api, "alpha")
    opened(api, "beta", extension("b"))

    first = api.get("/api/extensions").json

    assert first["items"] == []
    assert seen(api.get(f"/api/extensions?cursor={first['next_cursor']}").json) == [("beta", "b")]


def put_in(api: Api, status: StoreStatus) -> None:
    """Have Olga's store `demo` in a status."""
    store = api.platform.repository.get(STORES, id="demo")
    assert store is not None
    api.platform.repository.commit(Replace(store.model_copy(update={"status": status})))


@pytest.mark.parametrize("status", StoreStatus)
def test_a_store_is_asked_wherever_there_is_a_shop_also_one_that_failed(api: Api, status: StoreStatus) -> None:
    opened(api, "demo", AKISMET)
    put_in(api, status)

    one, all_of_them = api.get("/api/stores/demo/extensions"), api.get("/api/extensions").json

    if status in {StoreStatus.PROVISIONING, StoreStatus.DELETING}:
        assert (one.status, one.json["reason"]) == (409, "StoreNotReady")
        assert one.json["detail"] == f"the store demo is {status.value}: there is no shop that could be asked"
        missing = [{"store": "demo", "reason": "StoreNotReady"}]
        assert all_of_them == {"items": [], "missing": missing, "next_cursor": None}
    else:
        assert (one.status, [found["slug"] for found in one.json["items"]]) == (200, ["akismet"])
        assert seen(all_of_them) == [("demo", "akismet")]


FAILURES: list[tuple[Exception, int, str, str]] = [
    (NoAnswer("gone: 10.0.0.7"), 503, "ShopUnavailable", "The shop of demo does not answer right now"),
    (Refused("broke", status=500, said="secret"), 503, "ShopUnavailable", "The shop of demo cannot answer right now"),
    (Refused("gone", status=404, said="secret"), 503, "ShopUnavailable", "The shop of demo cannot answer right now"),
    (VerifyFailed("secret", step="GET /x"), 503, "ShopUnavailable", "The shop of demo answers in a way"),
    (KeyError("secret"), 503, "ShopUnavailable", "The shop of demo answers in a way"),
    (Unavailable("no route"), 503, "ShopUnavailable", "The shop of demo cannot be reached"),
    (
        TooOld("no list", step="GET /x"),
        409,
        "UpgradeNeeded",
        "the store demo is on a version from before its shop could be asked",
    ),
]


@pytest.mark.parametrize(("failure", "status", "reason", "detail"), FAILURES, ids=lambda value: repr(value)[:40])
def test_a_shop_that_cannot_be_asked_says_why(api: Api, failure: Exception, status: int, reason: str, detail: str) -> None:
    opened(api, "demo").on = fails(failure)
    opened(api, "good", AKISMET)

    one, all_of_them = api.get("/api/stores/demo/extensions"), api.get("/api/extensions").json

    assert (one.status, one.json["reason"]) == (status, reason)
    assert one.json["detail"].startswith(detail)
    assert "secret" not in one.text
    assert all_of_them["missing"] == [{"store": "demo", "reason": reason}]
    assert seen(all_of_them) == [("good", "akismet")]


def test_a_shop_that_hangs_holds_up_nobody(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    opened(api, "good", AKISMET)

    def hang(_: str) -> None:
        answered.wait(10)

    opened(api, "slow").on = hang
    monkeypatch.setattr("functions.application.asking.READ_SECONDS", -2.5)  # all in all half a second
    monkeypatch.setattr(api.platform.shops, "open", lambda store, *, seconds: api.platform.shops.of(store.id))

    page = api.get("/api/extensions").json
    answered.set()

    assert page["missing"] == [{"store": "slow", "reason": "ShopUnavailable"}]
    assert seen(page) == [("good", "akismet")]

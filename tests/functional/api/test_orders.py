"""Orders and products over HTTP, in shops that are fakes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.application.paging import write_cursor
from functions.application.ports.shops import NoAnswer, Refused, Unsure, VerifyFailed
from functions.domain.errors import Unavailable
from functions.domain.order import OrderStatus, TrackedOrder
from tests.fakes.platform import START
from tests.fakes.shops import REQUEST, FakeShop, order
from tests.functional.api.client import ADA, OTTO, Api, Reply

KEY = {"Idempotency-Key": "order-1"}


@pytest.fixture
def shop(api: Api) -> FakeShop:
    """The shop of Olga's store `demo`, which is ready."""
    return opened(api, "demo")


def opened(api: Api, store_id: str, **parts: Any) -> FakeShop:
    """Make a store that is ready; return its shop."""
    api.create(store_id, **parts)
    api.finish(store_id)
    return api.platform.shops.of(store_id)


def place(api: Api, *, headers: dict[str, str] | None = None, **fields: Any) -> Reply:
    """Order two mugs, or what is given."""
    return api.post("/api/orders", {**REQUEST, **fields}, headers=headers or {})


def told(error: Exception, what: str) -> Callable[[str], None]:
    """What a shop does that fails at one thing."""

    def fail(asked: str) -> None:
        if asked == what:
            raise error

    return fail


def test_an_order_is_placed_and_tracked(api: Api, shop: FakeShop) -> None:
    placed = place(api)

    assert placed.status == 201
    assert placed.headers["location"] == "/api/orders/demo/100"
    made = placed.json["order"]
    assert made == {
        "id": "100",
        "store": "demo",
        "number": "#100",
        "status": "open",
        "payment_status": "pending",
        "fulfillment_status": "unfulfilled",
        "engine_status": {"status": "processing"},
        "archived": False,
        "total": "25.00",
        "currency": "EUR",
        "email": "ada@example.com",
        "items": [{"sku": "", "title": "mug", "quantity": 2}],
        "created_at": "2026-01-01T12:00:00Z",
        "updated_at": "2026-01-01T12:00:00Z",
        "links": {"self": "/api/orders/demo/100", "store": "/api/stores/demo"},
    }
    assert api.get("/api/orders/demo/100").json == made
    assert api.get("/api/orders?store=demo").json == {"items": [made], "missing": [], "next_cursor": None}
    assert shop.stock == 8


def test_pieces_of_one_variant_are_one_line_and_a_variant_can_be_named_by_its_id(api: Api, shop: FakeShop) -> None:
    items = [{"sku": "MUG", "quantity": 1}, {"id": "voucher", "quantity": 3}, {"id": "mug", "quantity": 2}]

    placed = place(api, items=items)

    assert [(one["title"], one["quantity"]) for one in placed.json["order"]["items"]] == [("mug", 3), ("voucher", 3)]


def test_products_say_what_can_be_ordered(api: Api, shop: FakeShop) -> None:
    first = api.get("/api/stores/demo/products?limit=2").json
    rest = api.get(f"/api/stores/demo/products?limit=2&cursor={first['next_cursor']}").json

    assert [one["id"] for one in first["items"]] == ["p_mug", "p_shirt"]
    variant = {"id": "mug", "sku": "MUG", "price": "12.50", "currency": "EUR", "stock": 10}
    assert first["items"][0] == {"id": "p_mug", "title": "Mug", "variants": [variant]}
    assert [(one["id"], one["variants"][0]["stock"]) for one in rest["items"]] == [("p_voucher", None)]
    assert rest["next_cursor"] is None


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"items": []}, "items", "must not be empty"),
    ({"items": [{"sku": "MUG", "quantity": 1}] * 51}, "items", "must be at most 50 items"),
    ({"items": [{"quantity": 1}]}, "items.0", "must have either sku or id"),
    ({"items": [{"sku": "MUG", "id": "mug", "quantity": 1}]}, "items.0", "must have either sku or id"),
    ({"items": [{"id": "a b", "quantity": 1}]}, "items.0.id", "must be 1 to 64 letters, digits, hyphens and underscores"),
    ({"items": [{"sku": "MUG", "quantity": 0}]}, "items.0.quantity", "must be at least 1"),
    ({"items": [{"sku": "MUG", "quantity": 1001}]}, "items.0.quantity", "must be at most 1000"),
    ({"items": [{"sku": "MUG", "quantity": "2"}]}, "items.0.quantity", "must be a whole number"),
    ({"items": [{"sku": "MUG", "quantity": 1, "price": "0"}]}, "items.0.price", "is not known here"),
    (
        {"items": [{"sku": "MUG", "quantity": 1}, {"sku": "MOON", "quantity": 1}]},
        "items.1.sku",
        "is not on offer in this store",
    ),
    ({"items": [{"id": "moon", "quantity": 1}]}, "items.0.id", "is not on offer in this store"),
    (
        {"customer": {**REQUEST["customer"], "email": "ada"}},
        "customer.email",
        "must be an e-mail address",
    ),
    ({"customer": {**REQUEST["customer"], "phone": "call me"}}, "customer.phone", "must be 3 to 30 digits, spaces and the"),
    ({"customer": {**REQUEST["customer"], "first_name": "A\nda"}}, "customer.first_name", "must not hold control characters"),
    ({"customer": {**REQUEST["customer"], "last_name": " "}}, "customer.last_name", "must not be empty"),
    ({"address": {**REQUEST["address"], "country": "XX"}}, "address.country", "must be a two-letter ISO 3166-1 country code"),
    ({"address": {**REQUEST["address"], "line3": "x"}}, "address.line3", "is not known here"),
    ({"gift": True}, "gift", "is not known here"),
    ({"store": "Not An Id"}, "store", "must be the id of a store"),
]


@pytest.mark.parametrize(("fields", "field", "rule"), WRONG, ids=[f"{field}: {rule[:24]}" for _, field, rule in WRONG])
def test_what_breaks_a_rule_is_named_and_nothing_is_ordered(
    api: Api, shop: FakeShop, fields: dict[str, Any], field: str, rule: str
) -> None:
    reply = place(api, **fields)

    assert (reply.status, reply.json["reason"]) == (422, "InvalidRequest")
    assert reply.json["errors"][0]["field"] == field
    assert reply.json["errors"][0]["rule"].startswith(rule)
    assert shop.made == []


@pytest.mark.parametrize(
    ("items", "field", "said"),
    [
        ([{"sku": "MUG", "quantity": 11}], "items.0.quantity", "10 of MUG, fewer than the 11"),
        ([{"sku": "SHIRT", "quantity": 1}], "items.0.quantity", "0 of SHIRT, fewer than the 1"),
        ([{"sku": "MUG", "quantity": 6}, {"id": "mug", "quantity": 5}], "items.1.quantity", "10 of mug, fewer than the 11"),
    ],
)
def test_too_little_stock_is_a_conflict_that_names_the_item(
    api: Api, shop: FakeShop, items: list[dict[str, Any]], field: str, said: str
) -> None:
    reply = place(api, items=items)

    assert (reply.status, reply.json["reason"]) == (409, "OutOfStock")
    assert [error["field"] for error in reply.json["errors"]] == [field]
    assert said in reply.json["detail"]
    assert shop.made == []


def test_the_last_piece_can_be_ordered(api: Api, shop: FakeShop) -> None:
    assert place(api, items=[{"sku": "MUG", "quantity": 10}]).status == 201
    assert shop.stock == 0


def test_what_the_shop_refuses_is_told_in_its_words(api: Api, shop: FakeShop) -> None:
    refusals = [
        (Refused("m", status=400, said="We do not ship to DE", about="address.country"), 422, "address.country"),
        (Refused("m", status=400, said="Only 3 left", about="stock"), 409, "items"),
        (Refused("m", status=400, said="No such thing"), 422, "items"),
    ]
    for refused, status, field in refusals:
        shop.on = told(refused, "place")
        reply = place(api)
        assert (reply.status, reply.json["errors"][0]["field"]) == (status, field)
        assert refused.said in reply.json["detail"]


@pytest.mark.parametrize("good", [True, False], ids=["under way", "failed"])
def test_a_store_that_is_not_ready_takes_no_orders(api: Api, good: bool) -> None:
    api.create("demo")
    if not good:
        api.finish("demo", good=False)

    for reply in (
        place(api),
        api.get("/api/stores/demo/products"),
        api.get("/api/orders/demo/1"),
        api.get("/api/orders?store=demo"),
    ):
        assert (reply.status, reply.json["reason"]) == (409, "StoreNotReady")
    listed = api.get("/api/orders").json
    assert listed == {"items": [], "missing": [{"store": "demo", "reason": "StoreNotReady"}], "next_cursor": None}


FAILURES = {
    "does not answer": NoAnswer("the shop did not answer: 10.0.0.7"),
    "cannot answer": Refused("broke for ada@example.com", status=500, said="broke for ada@example.com"),
    "cannot answer right now": Refused("no", status=401),
    "answers in a way that cannot be understood": VerifyFailed("not JSON", step="GET /x"),
    "answers in a way that cannot be understood right now": KeyError("ada@example.com"),
}


@pytest.mark.parametrize(("said", "failure"), FAILURES.items(), ids=FAILURES)
@pytest.mark.parametrize("what", ["variants", "place"])
def test_a_shop_that_fails_has_placed_nothing_and_says_so(
    api: Api, shop: FakeShop, failure: Exception, said: str, what: str
) -> None:
    shop.on = told(failure, what)

    reply = place(api, headers=KEY)
    shop.on = lambda _: None

    assert (reply.status, reply.json["reason"]) == (503, "ShopUnavailable")
    assert reply.json["detail"].startswith(f"The shop of demo {said}")
    assert "nothing was changed there" in reply.json["detail"]
    assert reply.headers["retry-after"] == "5"
    assert place(api, headers=KEY).status == 201, "the key can be used again"
    assert len(shop.made) == 1


def test_a_cluster_that_cannot_be_asked_is_told_without_its_address(api: Api, shop: FakeShop) -> None:
    def fail(_: object) -> None:
        raise Unavailable("the cluster cannot be reached: https://10.0.0.1:6443")

    api.platform.shops.on_open = fail

    reply = api.get("/api/stores/demo/products")

    assert (reply.status, reply.json["reason"]) == (503, "ShopUnavailable")
    assert "10.0.0.1" not in reply.text


def test_without_a_key_a_lost_answer_is_told_as_such(api: Api, shop: FakeShop) -> None:
    shop.on = told(Unsure("lost", step="POST /checkout"), "place")

    reply = place(api)

    assert (reply.status, reply.json["reason"]) == (503, "OutcomeUnknown")
    assert "It is not known whether the shop of demo took the order." in reply.json["detail"]


@pytest.mark.parametrize("lost", [True, False], ids=["no answer", "not shown"])
def test_an_order_that_cannot_be_shown_is_still_said_to_be_there(
    api: Api, shop: FakeShop, monkeypatch: pytest.MonkeyPatch, lost: bool
) -> None:
    with monkeypatch.context() as broken:
        if lost:
            shop.on = told(NoAnswer("gone"), "order")
        else:
            broken.setattr(shop, "order", lambda _: None)
        reply = place(api, headers=KEY)
    shop.on = lambda _: None

    assert (reply.status, reply.json["reason"]) == (503, "ShopUnavailable")
    assert "took the order 100" in reply.json["detail"]
    assert place(api, headers=KEY).json["order"]["id"] == "100"
    assert len(shop.made) == 1


def test_a_key_gets_the_same_answer_also_when_the_order_or_the_store_went_on(api: Api, shop: FakeShop) -> None:
    first = place(api, headers=KEY)
    shop.made[0] = shop.made[0].model_copy(update={"status": OrderStatus.COMPLETED})
    api.call("DELETE", "/api/stores/demo")

    again = place(api, headers=KEY)

    assert (again.status, again.text) == (201, first.text)
    assert len(shop.made) == 1


def test_a_key_of_another_request_is_refused(api: Api, shop: FakeShop) -> None:
    place(api, headers=KEY)

    reply = place(api, headers=KEY, items=[{"sku": "MUG", "quantity": 3}])

    assert (reply.status, reply.json["errors"][0]["field"]) == (422, "Idempotency-Key")


def test_a_key_is_forgotten_after_a_day_and_another_users_is_another(api: Api, shop: FakeShop) -> None:
    place(api, headers=KEY)
    api.post("/api/orders", REQUEST, headers=KEY, token=ADA)
    assert len(shop.made) == 2

    api.platform.clock.advance(timedelta(hours=24))

    place(api, headers=KEY)
    assert len(shop.made) == 3


def test_orders_of_all_stores_are_merged_by_time_in_pages(api: Api) -> None:
    for number, store_id in enumerate(("alpha", "beta", "gamma")):
        shop = opened(api, store_id)
        shop.made += [order(str(100 + at), START + timedelta(minutes=(3 * at + number) // 2)) for at in range(5)]
    opened(api, "otto", token=OTTO).made.append(order("1", START))

    seen, cursor = [], ""
    while True:
        page = api.get(f"/api/orders?limit=4{cursor}").json
        assert page["missing"] == []
        seen += [(one["created_at"], one["store"], one["id"]) for one in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert len(seen) == len(set(seen)) == 15
    assert seen == sorted(seen, reverse=True)


def test_the_orders_of_one_store_come_in_pages(api: Api, shop: FakeShop) -> None:
    shop.made += [order(str(number), START + timedelta(minutes=number)) for number in range(1, 5)]

    first = api.get("/api/orders?store=demo&limit=2").json
    second = api.get(f"/api/orders?store=demo&limit=2&cursor={first['next_cursor']}").json

    assert [[one["id"] for one in page["items"]] for page in (first, second)] == [["4", "3"], ["2", "1"]]
    assert second["next_cursor"] is None


def test_no_more_orders_are_asked_for_than_a_page_has_and_what_was_made_at_once_with_its_last(
    api: Api, shop: FakeShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    asked: list[object] = []

    def orders(*, status: OrderStatus | None = None, until: datetime | None = None) -> Iterator[TrackedOrder]:
        asked.append(until)
        for number in range(9, 0, -1):
            taken.append(str(number))
            yield order(str(number), START + timedelta(minutes=number))

    monkeypatch.setattr(shop, "orders", orders)
    cursor = api.get("/api/orders?store=demo&limit=2").json["next_cursor"]
    assert taken == ["9", "8", "7", "6"], "two, one more, and one that is older than that"
    api.get(f"/api/orders?store=demo&limit=2&cursor={cursor}")

    assert asked == [None, START + timedelta(minutes=8)]


def test_a_page_of_orders_made_at_the_same_moment_leaves_none_out(api: Api, shop: FakeShop) -> None:
    shop.made += [order(str(number), START) for number in (99, 100, 7, 101, 8)]

    first = api.get("/api/orders?store=demo&limit=2").json
    second = api.get(f"/api/orders?store=demo&limit=2&cursor={first['next_cursor']}").json
    third = api.get(f"/api/orders?store=demo&limit=2&cursor={second['next_cursor']}").json

    assert [one["id"] for page in (first, second, third) for one in page["items"]] == ["101", "100", "99", "8", "7"]
    assert third["next_cursor"] is None


def test_orders_can_be_asked_for_by_status(api: Api, shop: FakeShop) -> None:
    shop.made += [order("1"), order("2", status=OrderStatus.CANCELED)]

    for store in ("", "&store=demo"):
        assert [one["id"] for one in api.get(f"/api/orders?status=canceled{store}").json["items"]] == ["2"]
    assert api.get("/api/orders?status=lost").status == 422


@pytest.mark.parametrize(
    ("path", "listing"),
    [("/api/orders?store=demo", "orders/demo/"), ("/api/stores/demo/products?limit=1", "products/demo")],
)
@pytest.mark.parametrize("key", ["abc", "1.demo", "x.demo.1", "1.demo.1.1"])
def test_a_cursor_that_leads_nowhere_is_refused(api: Api, shop: FakeShop, path: str, listing: str, key: str) -> None:
    reply = api.get(f"{path}&cursor={write_cursor(listing, key)}")

    assert (reply.status, reply.json["errors"][0]["field"]) == (422, "cursor")


def test_a_cursor_holds_the_longest_names(api: Api) -> None:
    name = f"s{'x' * 39}"
    opened(api, name).made += [order(f"order_{'0' * 57}{number}", START + timedelta(minutes=number)) for number in (1, 2)]

    cursor = api.get(f"/api/orders?store={name}&limit=1").json["next_cursor"]

    assert len(api.get(f"/api/orders?store={name}&limit=1&cursor={cursor}").json["items"]) == 1


@pytest.mark.parametrize("query", ["", "store=demo&status=open"], ids=["of all", "of another status"])
def test_a_cursor_belongs_to_its_listing(api: Api, shop: FakeShop, query: str) -> None:
    shop.made += [order("1"), order("2")]
    cursor = api.get("/api/orders?store=demo&limit=1").json["next_cursor"]

    reply = api.get(f"/api/orders?{query}&cursor={cursor}".replace("?&", "?"))

    assert (reply.status, reply.json["errors"][0]["field"]) == (422, "cursor")


def test_a_store_that_does_not_answer_is_named_and_the_others_are_shown(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    good, broken, odd, slow = (opened(api, name) for name in ("good", "broken", "odd", "slow"))
    good.made.append(order("1"))
    broken.on = told(NoAnswer("gone"), "orders")
    odd.on = told(Refused("no", status=400, said="No such status"), "orders")
    asked, answered = threading.Event(), threading.Event()
    monkeypatch.setattr("functions.application.asking.READ_SECONDS", -2.5)  # all in all half a second

    def hang(_: str) -> None:
        asked.set()
        answered.wait(10)

    slow.on = hang
    monkeypatch.setattr(api.platform.shops, "open", lambda store, *, seconds: api.platform.shops.of(store.id))
    page = api.get("/api/orders").json
    answered.set()

    assert asked.is_set()
    assert [one["id"] for one in page["items"]] == ["1"]
    assert [(one["store"], one["reason"]) for one in page["missing"]] == [
        ("broken", "ShopUnavailable"),
        ("odd", "InvalidRequest"),
        ("slow", "ShopUnavailable"),
    ]


def test_more_stores_than_can_be_asked_at_once_must_be_named(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.application.asking.STORES_MAX", 1)
    opened(api, "one")
    assert api.get("/api/orders").status == 200
    opened(api, "two")

    reply = api.get("/api/orders")

    assert (reply.status, reply.json["errors"][0]["field"]) == (422, "store")


def test_a_cursor_from_the_end_of_time_is_answered_with_what_there_is(api: Api, shop: FakeShop) -> None:
    shop.made.append(order("1"))
    cursor = write_cursor("orders/demo/", f"{'9' * 17}.demo.1")

    assert [one["id"] for one in api.get(f"/api/orders?store=demo&cursor={cursor}").json["items"]] == ["1"]


@pytest.mark.parametrize("path", ["/api/orders/demo/999", "/api/orders/demo/no%20id", "/api/orders/none/100"])
def test_an_order_that_is_not_there(api: Api, shop: FakeShop, path: str) -> None:
    assert api.get(path).status == 404


def test_nothing_of_a_customer_is_in_the_log(api: Api, shop: FakeShop) -> None:
    records: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(f"{record.getMessage()} {vars(record)}")

    logger, keeper = logging.getLogger("storeyard"), Keep()
    logger.addHandler(keeper)
    try:
        place(api)
        for failure in FAILURES.values():
            shop.on = told(failure, "place")
            place(api)
        shop.on = told(Unsure("lost for ada@example.com", step="POST /checkout"), "place")
        place(api)
    finally:
        logger.removeHandler(keeper)

    assert len(records) > len(FAILURES)
    for word in ("ada@example.com", "Unter den Linden", "Example"):
        assert word not in " ".join(records)

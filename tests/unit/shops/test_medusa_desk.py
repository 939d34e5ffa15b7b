"""Ordering in a Medusa shop for others, and its orders in the one vocabulary."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from functions.adapters.shops import open_desk
from functions.adapters.shops.base import BUYER_EMAIL, LENT_MARK, LENT_NAME, Shop
from functions.adapters.shops.medusa import Desk
from functions.adapters.shops.medusa.vocabulary import axes
from functions.application.ports.shops import Refused, TooOld, Unsure, VerifyFailed
from functions.domain.order import OrderStatus
from functions.domain.ordering import Basket, OrderRequest
from tests.fakes.medusa import CREDENTIALS, SECRET_KEY, FakeMedusa, moment, order, product
from tests.fakes.shops import REQUEST

URL = "http://demo.localhost:8080"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ADA = "ada@example.com"


@pytest.fixture
def medusa() -> FakeMedusa:
    """A shop that works."""
    return FakeMedusa()


@pytest.fixture
def desk(medusa: FakeMedusa) -> Desk:
    """Its desk."""
    place: dict[str, Any] = {"url": URL, "address": "192.0.2.7", "port": 8080, "country": "DE", "currency": "EUR"}
    made = open_desk("medusa", Shop(**place, credentials=CREDENTIALS, transport=httpx.MockTransport(medusa.serve)))
    assert isinstance(made, Desk)
    return made


def basket(*lines: tuple[str, int], **address: str) -> Basket:
    request = OrderRequest.model_validate({**REQUEST, "address": {**REQUEST["address"], **address}})
    return Basket(lines=lines or (("v_mug", 2),), customer=request.customer, address=request.address)


STATUS = [
    ("pending", "open", False),
    ("completed", "completed", False),
    ("draft", "draft", False),
    ("archived", "completed", True),
    ("canceled", "canceled", False),
    ("requires_action", "on_hold", False),
    ("new_in_3_0", "open", False),
]
PAYMENT = [
    ("not_paid", "unpaid"),
    ("awaiting", "pending"),
    ("authorized", "authorized"),
    ("partially_authorized", "authorized"),
    ("partially_captured", "partially_paid"),
    ("captured", "paid"),
    ("partially_refunded", "partially_refunded"),
    ("refunded", "refunded"),
    ("canceled", "voided"),
    ("requires_action", "requires_action"),
    ("new_in_3_0", "pending"),
    ("", "pending"),
]
FULFILLMENT = [
    ("not_fulfilled", "unfulfilled"),
    ("partially_fulfilled", "partially_fulfilled"),
    ("fulfilled", "fulfilled"),
    ("partially_shipped", "partially_fulfilled"),
    ("shipped", "shipped"),
    ("partially_delivered", "partially_fulfilled"),
    ("delivered", "delivered"),
    ("canceled", "unfulfilled"),
    ("new_in_3_0", "unknown"),
    ("", "unknown"),
]


@pytest.mark.parametrize(("raw", "status", "archived"), STATUS)
def test_each_status_has_its_place(raw: str, status: str, archived: bool) -> None:
    found = axes(raw, "authorized", "shipped")

    assert (found.status, found.archived) == (status, archived)


@pytest.mark.parametrize(("raw", "status"), PAYMENT)
def test_each_payment_has_its_place(raw: str, status: str) -> None:
    assert axes("pending", raw, "shipped").payment_status == status


@pytest.mark.parametrize(("raw", "status"), FULFILLMENT)
def test_each_fulfillment_has_its_place(raw: str, status: str) -> None:
    assert axes("pending", "authorized", raw).fulfillment_status == status


def test_unknown_values_are_kept_as_they_are(medusa: FakeMedusa, desk: Desk) -> None:
    medusa.orders["o1"] = order("o1", 1, ADA, 5, status="new", payment_status="odd", fulfillment_status="odd too")

    seen = desk.order("o1")

    assert seen is not None
    assert seen.engine_status == {"status": "new", "payment": "odd", "fulfillment": "odd too"}


def test_an_order_goes_the_buyers_way_and_is_shown_whole(medusa: FakeMedusa, desk: Desk) -> None:
    placed = desk.place(basket(("v_mug", 2), ("v_shirt", 1), state="BE", line2="3rd floor"))
    medusa.orders[placed.id]["items"] = [
        {"id": "ordli_1", "variant_sku": "MUG", "product_title": "Mug", "title": "One size", "quantity": 2}
    ]

    seen = desk.order(placed.id)

    assert seen is not None
    assert (seen.id, seen.number, seen.total, seen.currency) == (placed.id, placed.number, placed.total, placed.currency)
    assert (seen.email, seen.created_at, seen.updated_at) == (ADA, NOON, NOON + timedelta(seconds=5))
    assert [(item.sku, item.title, item.quantity) for item in seen.items] == [("MUG", "Mug", 2)]
    cart = json.loads(next(r.content for r in medusa.requests if r.url.path == "/store/carts"))
    assert cart["items"] == [{"variant_id": "v_mug", "quantity": 2}, {"variant_id": "v_shirt", "quantity": 1}]
    assert "metadata" not in cart
    assert (
        cart["shipping_address"]
        == cart["billing_address"]
        == {
            "first_name": "Ada",
            "last_name": "Example",
            "address_1": "Unter den Linden 1",
            "address_2": "3rd floor",
            "city": "Berlin",
            "postal_code": "10117",
            "province": "BE",
            "country_code": "de",
        }
    )
    store_side = [request for request in medusa.requests if request.url.path.startswith("/store")]
    assert not any(SECRET_KEY in str(request.headers) for request in store_side)


def test_an_orders_lines_are_shown_in_one_order_however_the_shop_answers_them(desk: Desk, medusa: FakeMedusa) -> None:
    placed = desk.place(basket(), tag="")
    lines = [{"id": f"ordli_{sku}", "variant_sku": sku, "title": sku, "quantity": 1} for sku in "ABC"]

    answers = [list(answer) for answer in itertools.permutations(lines)]
    seen = set()
    for answer in answers:
        medusa.orders[placed.id]["items"] = answer
        found = desk.order(placed.id)
        assert found is not None
        seen.add(tuple(item.sku for item in found.items))

    assert seen == {("A", "B", "C")}


def test_an_order_is_found_by_its_tag_and_by_no_other(medusa: FakeMedusa, desk: Desk) -> None:
    placed = desk.place(basket(), tag="OP1")
    since = NOON - timedelta(minutes=10)

    assert desk.find("OP1", email=ADA, since=since) == placed.id
    assert desk.find("OP2", email=ADA, since=since) is None
    assert desk.find("OP1", email="otto@example.com", since=since) is None
    assert desk.find("OP1", email=ADA, since=NOON + timedelta(seconds=1)) is None


@pytest.mark.parametrize("failure", [500, 409, httpx.ReadTimeout("timed out")], ids=str)
def test_a_completion_without_a_clear_answer_is_unsure(medusa: FakeMedusa, desk: Desk, failure: Any) -> None:
    def fail(request: httpx.Request) -> httpx.Response | None:
        if not request.url.path.endswith("/complete"):
            return None
        if isinstance(failure, Exception):
            raise failure
        return httpx.Response(failure, json={"message": "The request conflicted with another request."})

    medusa.on_request = fail

    with pytest.raises(Unsure):
        desk.place(basket())


def test_a_completion_that_answers_nonsense_is_unsure(medusa: FakeMedusa, desk: Desk) -> None:
    medusa.on_request = lambda r: httpx.Response(200, json={"type": "order"}) if r.url.path.endswith("/complete") else None

    with pytest.raises(Unsure):
        desk.place(basket())


def test_a_completion_that_is_under_way_still_is_waited_for(medusa: FakeMedusa, desk: Desk) -> None:
    busy = [httpx.Response(409, json={"message": "conflict"})]
    medusa.on_request = lambda r: busy.pop() if busy and r.url.path.endswith("/complete") else None

    assert desk.place(basket()).id in medusa.orders


def test_too_little_stock_is_about_stock(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.place(basket(("v_mug", 11)))

    assert (refused.value.about, refused.value.code) == ("stock", "insufficient_inventory")


def test_other_refusals_say_what_they_are_about(medusa: FakeMedusa, desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.place(basket(("v_moon", 1)))
    assert refused.value.about == "items"

    with pytest.raises(Refused, match="does not sell to FR in EUR") as refused:
        desk.place(basket(country="FR"))
    assert refused.value.about == "address.country"

    medusa.shipping = []
    with pytest.raises(Refused, match="no way to ship to DE") as refused:
        desk.place(basket())
    assert refused.value.about == "address.country"

    medusa.on_request = lambda r: httpx.Response(400, json={"message": "Bad city"}) if r.url.path == "/store/carts" else None
    with pytest.raises(Refused) as refused:
        desk.place(basket())
    assert (refused.value.about, refused.value.said) == ("address", "Bad city")


def test_products_have_their_variants_prices_and_stock(medusa: FakeMedusa, desk: Desk) -> None:
    uncounted, backordered = product("Voucher", "v_1", 50, stock=0), product("Sofa", "v_2", 500, stock=0)
    uncounted["variants"][0]["manage_inventory"] = False
    backordered["variants"][0]["allow_backorder"] = True
    medusa.products = [
        product("Mug", "v_mug", 12.5, stock=7, sku="MUG"),
        product("No price", "v_none", None),
        uncounted,
        product(LENT_NAME, "v_lent", 10, handle=LENT_MARK),
        backordered,
    ]

    first, more = desk.products(offset=0, limit=4)
    rest, no_more = desk.products(offset=4, limit=4)

    assert (more, no_more) == (True, False)
    assert [one.title for one in first] == ["Mug", "No price", "Voucher"]
    assert [[(v.id, v.sku, v.price, v.currency, v.stock) for v in one.variants] for one in (*first, *rest)] == [
        [("v_mug", "MUG", Decimal("12.5"), "EUR", 7)],
        [],
        [("v_1", "", Decimal(50), "EUR", None)],
        [("v_2", "", Decimal(500), "EUR", None)],
    ]


def test_variants_are_found_by_sku_also_with_a_comma_and_by_id(medusa: FakeMedusa, desk: Desk) -> None:
    medusa.products = [product(f"Thing {n}", f"v_{n}", 5, sku=f"T-{n}") for n in range(30)]
    medusa.products.append(product("Odd", "v_odd", 5, sku="A,B"))

    assert [one.id for one in desk.variants(skus=["A,B"], ids=[])] == ["v_odd"]
    assert len(desk.variants(skus=[f"T-{n}" for n in range(25)], ids=["v_29", "v_none"])) == 26
    assert desk.variants(skus=[], ids=[]) == []


def test_orders_are_listed_newest_first_page_by_page_and_no_further_than_is_asked(medusa: FakeMedusa, desk: Desk) -> None:
    for number in range(1, 151):
        at = moment((NOON + timedelta(minutes=number)).isoformat())
        medusa.orders[f"o{number}"] = order(f"o{number}", number, ADA, 5, created_at=at)
    medusa.orders["check"] = order("check", 500, BUYER_EMAIL, 5, created_at="2026-06-01T00:00:00.000Z")

    few = list(itertools.islice(desk.orders(), 3))
    assert ([one.id for one in few], len(medusa.requests)) == (["o150", "o149", "o148"], 1)

    assert [one.id for one in desk.orders()] == [f"o{number}" for number in range(150, 0, -1)]
    assert [one.id for one in desk.orders(until=NOON + timedelta(minutes=2))] == ["o2", "o1"]
    assert few[0].payment_status == "authorized", "it is asked for by name"


@pytest.mark.parametrize(
    ("status", "ids"),
    [
        (OrderStatus.OPEN, {"pending", "new"}),
        (OrderStatus.COMPLETED, {"completed", "archived"}),
        (OrderStatus.CANCELED, {"canceled"}),
        (OrderStatus.FAILED, set()),
    ],
)
def test_orders_of_one_status(medusa: FakeMedusa, desk: Desk, status: OrderStatus, ids: set[str]) -> None:
    for number, raw in enumerate(["pending", "new", "completed", "archived", "canceled", "draft"]):
        medusa.orders[raw] = order(raw, number, ADA, 5, status=raw)

    assert {one.id for one in desk.orders(status=status)} == ids


def test_an_order_that_is_not_there(medusa: FakeMedusa, desk: Desk) -> None:
    assert desk.order("order_none") is None
    medusa.on_request = lambda _: httpx.Response(500)
    with pytest.raises(Refused):
        desk.order("order_none")


def test_the_plugins_of_the_server_are_modules_of_the_image(medusa: FakeMedusa, desk: Desk) -> None:
    medusa.plugins = [{"name": "b"}, {"name": "@medusajs/draft-order"}, {"name": None}, {}, "odd", None]

    found = desk.extensions()

    module = {"kind": "module", "version": "", "active": True, "update": None, "origin": "image"}
    names = ("@medusajs/draft-order", "b")
    assert [one.model_dump(mode="json") for one in found] == [{**module, "slug": name, "name": name} for name in names]
    assert medusa.paths() == ["GET /admin/plugins"]


def test_a_list_of_plugins_that_is_none_is_told_as_such(medusa: FakeMedusa, desk: Desk) -> None:
    medusa.plugins = {}

    with pytest.raises(VerifyFailed, match="list of plugins is none"):
        desk.extensions()


def test_a_test_mail_is_asked_for_as_the_owner(medusa: FakeMedusa, desk: Desk) -> None:
    desk.send_test_mail("ada@example.com")

    assert (medusa.mailed, medusa.paths()) == (["ada@example.com"], ["POST /admin/storeyard/mail"])


def test_a_test_mail_that_was_not_sent_says_why(medusa: FakeMedusa, desk: Desk) -> None:
    medusa.on_request = lambda _: httpx.Response(409, json={"message": "no relay is set"})
    with pytest.raises(Refused) as refused:
        desk.send_test_mail("ada@example.com")
    assert (refused.value.status, refused.value.said, refused.value.about) == (409, "no relay is set", "to")

    medusa.on_request = lambda _: httpx.Response(404, text="Cannot POST /admin/storeyard/mail")
    with pytest.raises(TooOld):
        desk.send_test_mail("ada@example.com")

    medusa.on_request = lambda _: httpx.Response(200, json={})
    with pytest.raises(VerifyFailed, match="does not say that it sent"):
        desk.send_test_mail("ada@example.com")


PAYMENTS = "POST /admin/storeyard/payments"


def test_a_shop_is_asked_as_its_owner_whether_its_key_works(medusa: FakeMedusa, desk: Desk) -> None:
    desk.check_payments()

    assert medusa.paths() == [PAYMENTS]


def test_why_a_key_does_not_work_is_told(medusa: FakeMedusa, desk: Desk) -> None:
    medusa.on_request = lambda _: httpx.Response(502, json={"message": "Invalid API Key provided"})
    with pytest.raises(Refused) as refused:
        desk.check_payments()
    assert (refused.value.status, refused.value.said) == (502, "Invalid API Key provided")

    medusa.on_request = lambda _: httpx.Response(404, text="Cannot POST")
    with pytest.raises(TooOld):
        desk.check_payments()

    medusa.on_request = lambda _: httpx.Response(200, json={})
    with pytest.raises(VerifyFailed, match="does not say that its key works"):
        desk.check_payments()

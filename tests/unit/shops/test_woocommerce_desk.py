"""Ordering in a WooCommerce shop for others, and its orders in the one vocabulary."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from functions.adapters.shops import open_desk
from functions.adapters.shops.base import BUYER_EMAIL, LENT_MARK, LENT_NAME, TAG, Shop
from functions.adapters.shops.woocommerce import Desk
from functions.adapters.shops.woocommerce.vocabulary import axes
from functions.application.ports.shops import NoAnswer, Refused, TooOld, Unsure, VerifyFailed
from functions.domain.order import OrderStatus
from functions.domain.ordering import Basket, OrderRequest
from tests.fakes.shops import REQUEST
from tests.fakes.woocommerce import CREDENTIALS, SECRET, FakeWooCommerce, product

URL = "http://demo.localhost:8080"
STORE, OWNER = "/wp-json/wc/store/v1", "/wp-json/wc/v3"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ADA = "ada@example.com"


@pytest.fixture
def software() -> FakeWooCommerce:
    """A shop that works."""
    return FakeWooCommerce(URL)


@pytest.fixture
def desk(software: FakeWooCommerce) -> Desk:
    """Its desk."""
    made = open_desk("woocommerce", reach(software))
    assert isinstance(made, Desk)
    return made


def reach(software: FakeWooCommerce, **changes: Any) -> Shop:
    place: dict[str, Any] = {"url": URL, "address": "192.0.2.7", "port": 8080, "country": "DE", "currency": "EUR", **changes}
    return Shop(**place, credentials=CREDENTIALS, transport=httpx.MockTransport(software.serve))


def basket(*lines: tuple[str, int], **address: str) -> Basket:
    request = OrderRequest.model_validate({**REQUEST, "address": {**REQUEST["address"], **address}})
    return Basket(lines=lines or (("12", 2),), customer=request.customer, address=request.address)


def answer_at(step: str, status: int, **body: Any) -> Any:
    def answer(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(status, json=body) if f"{request.method} {request.url.path}" == step else None

    return answer


# Status, whether it was paid, refunds of a total of 10; then the three axes. The rows of the table of values.
ROWS = [
    ("pending", False, 0, "open", "unpaid", "unfulfilled"),
    ("on-hold", False, 0, "on_hold", "pending", "unfulfilled"),
    ("processing", True, 0, "open", "paid", "unfulfilled"),
    ("processing", False, 0, "open", "pending", "unfulfilled"),
    ("completed", True, 0, "completed", "paid", "fulfilled"),
    ("completed", False, 0, "completed", "pending", "fulfilled"),
    ("cancelled", False, 0, "canceled", "voided", "unfulfilled"),
    ("cancelled", True, 0, "canceled", "paid", "unfulfilled"),
    ("failed", False, 0, "failed", "failed", "unfulfilled"),
    ("refunded", True, 10, "completed", "refunded", "unknown"),
    ("processing", True, 4, "open", "partially_refunded", "unfulfilled"),
    ("completed", True, 4, "completed", "partially_refunded", "fulfilled"),
    ("completed", True, 10, "completed", "refunded", "fulfilled"),
    ("wc-packed", True, 0, "open", "paid", "unknown"),
    ("wc-packed", False, 0, "open", "pending", "unknown"),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_value_has_its_place_on_the_three_axes(row: tuple[str, bool, int, str, str, str]) -> None:
    raw, paid, refunded, *expected = row

    found = axes(raw, is_paid=paid, total=Decimal(10), refunded=Decimal(refunded))

    assert [found.status, found.payment_status, found.fulfillment_status] == expected
    assert found.archived is False


@pytest.mark.parametrize("raw", ["checkout-draft", "auto-draft", "trash"])
def test_what_is_no_order_is_left_out(software: FakeWooCommerce, desk: Desk, raw: str) -> None:
    software.add_order(7, ADA, status=raw)

    assert (list(desk.orders()), desk.order("7")) == ([], None)


def test_an_order_goes_the_buyers_way_and_is_shown_whole(software: FakeWooCommerce, desk: Desk) -> None:
    placed = desk.place(basket(("12", 2), ("11", 1), state="DE-BE", line2="3rd floor"))

    seen = desk.order(placed.id)
    assert seen is not None
    assert (seen.id, seen.number, seen.total, seen.currency) == (placed.id, placed.number, placed.total, placed.currency)
    assert (seen.email, seen.created_at, seen.updated_at) == (ADA, NOON, NOON + timedelta(seconds=5))
    assert [(item.title, item.quantity) for item in seen.items] == [("product 12", 2), ("product 11", 1)]
    assert seen.engine_status == {"status": "processing"}
    checkout = json.loads(next(r.content for r in software.requests if r.url.path.endswith("/checkout")))
    assert checkout["payment_method"] == "cod"
    assert checkout["billing_address"] == {
        "first_name": "Ada",
        "last_name": "Example",
        "address_1": "Unter den Linden 1",
        "address_2": "3rd floor",
        "city": "Berlin",
        "postcode": "10117",
        "state": "DE-BE",
        "country": "DE",
        "email": ADA,
    }
    assert not any(SECRET in f"{request.url} {request.headers} {request.content!r}" for request in software.requests)


def test_an_order_is_found_by_its_tag_and_by_no_other(software: FakeWooCommerce, desk: Desk) -> None:
    software.add_order(7, ADA, meta_data=[{"key": f"_{TAG}", "value": "older"}], date_created_gmt="2025-12-01T00:00:00")
    placed = desk.place(basket(), tag="OP1")
    since = NOON - timedelta(minutes=10)

    assert desk.find("OP1", email=ADA, since=since) == placed.id
    assert desk.find("OP2", email=ADA, since=since) is None
    assert desk.find("OP1", email="otto@example.com", since=since) is None
    assert desk.find("older", email=ADA, since=since) is None
    assert software.orders[placed.id]["status"] == "processing"


def test_a_draft_that_was_tagged_and_never_paid_is_no_order(software: FakeWooCommerce, desk: Desk) -> None:
    tagged = [{"key": f"_{TAG}", "value": "OP1"}]
    software.add_order(7, ADA, status="checkout-draft", meta_data=tagged)

    assert desk.find("OP1", email=ADA, since=NOON) is None


@pytest.mark.parametrize("failure", [500, 502, httpx.ReadTimeout("timed out")], ids=str)
def test_a_checkout_without_a_clear_answer_is_unsure(software: FakeWooCommerce, desk: Desk, failure: Any) -> None:
    def fail(request: httpx.Request) -> httpx.Response | None:
        if (request.method, request.url.path) != ("POST", f"{STORE}/checkout"):
            return None
        if isinstance(failure, Exception):
            raise failure
        return httpx.Response(failure)

    software.on_request = fail

    with pytest.raises(Unsure) as unsure:
        desk.place(basket())
    assert unsure.value.step == f"POST {STORE}/checkout"


@pytest.mark.parametrize("answer", [{"json": {"status": "processing"}}, {"text": "<html>"}, {"json": []}], ids=str)
def test_a_checkout_that_answers_nonsense_is_unsure(software: FakeWooCommerce, desk: Desk, answer: dict[str, Any]) -> None:
    software.on_request = lambda r: httpx.Response(200, **answer) if r.url.path.endswith("/checkout") else None

    with pytest.raises(Unsure):
        desk.place(basket())


BEFORE = [f"GET {STORE}/cart", f"POST {STORE}/cart/add-item", f"GET {STORE}/checkout", f"PUT {OWNER}/orders/100"]


@pytest.mark.parametrize("step", BEFORE)
def test_what_fails_before_the_checkout_is_certain(software: FakeWooCommerce, desk: Desk, step: str) -> None:
    software.on_request = answer_at(step, 500, message="broken")

    with pytest.raises(Refused) as failed:
        desk.place(basket(), tag="OP1")
    assert failed.value.status == 500
    assert not [order for order in software.orders.values() if order["status"] != "checkout-draft"]


WORDS = {"message": "Postcode &amp; city"}
REFUSALS: dict[str, tuple[str, dict[str, Any], str]] = {
    "woocommerce_rest_product_partially_out_of_stock": ("cart/add-item", WORDS, "stock"),
    "woocommerce_product_not_enough_stock": ("checkout", WORDS, "stock"),
    "woocommerce_rest_invalid_address_country": ("checkout", WORDS, "address"),
    "rest_invalid_param": (
        "cart/update-customer",
        {"message": "Postcode", "data": {"params": {"shipping_address": "&amp; city"}}},
        "address",
    ),
    "woocommerce_rest_invalid_email_address": ("checkout", WORDS, "customer.email"),
    "woocommerce_rest_product_not_purchasable": ("cart/add-item", WORDS, "items"),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_says_what_it_is_about(software: FakeWooCommerce, desk: Desk, code: str) -> None:
    path, body, about = REFUSALS[code]
    software.on_request = answer_at(f"POST {STORE}/{path}", 400, code=code, **body)

    with pytest.raises(Refused) as refused:
        desk.place(basket())
    assert (refused.value.about, refused.value.status, refused.value.said) == (about, 400, "Postcode & city")


def test_where_the_shop_does_not_ship_or_take_cash_is_about_that(software: FakeWooCommerce, desk: Desk) -> None:
    software.rates = []
    with pytest.raises(Refused, match="no way to ship to FR") as refused:
        desk.place(basket(country="FR"))
    assert refused.value.about == "address.country"

    software.rates, software.payments = [{"rate_id": "x"}], ["bacs"]
    with pytest.raises(Refused, match="does not offer to pay on delivery") as refused:
        desk.place(basket())
    assert refused.value.about == "store"


def test_products_have_their_variations_prices_and_stock(software: FakeWooCommerce, desk: Desk) -> None:
    software.products = [
        product(1, "Mug", "1250", sku="MUG", add_to_cart={"maximum": 7}),
        product(2, "Shirt", "2000", type="variable"),
        product(3, "S", "2000", type="variation", parent=2, sku="SHIRT-S", is_in_stock=False, add_to_cart={"maximum": 1}),
        product(4, "L", "2100", type="variation", parent=2, sku="SHIRT-L"),
        product(5, "Set", "3000", type="grouped"),
        product(6, "On request", "0", is_purchasable=False),
        product(9, LENT_NAME, "1000", sku=LENT_MARK),
        product(10, "Bag", "100"),
    ]

    first, more = desk.products(offset=0, limit=5)
    rest, no_more = desk.products(offset=5, limit=5)

    assert (more, no_more) == (True, False)
    assert [(one.id, one.title) for one in first] == [("1", "Mug"), ("2", "Shirt"), ("5", "Set"), ("6", "On request")]
    assert [[(v.id, v.sku, v.price, v.currency, v.stock) for v in one.variants] for one in first] == [
        [("1", "MUG", Decimal("12.50"), "EUR", 7)],
        [("3", "SHIRT-S", Decimal("20.00"), "EUR", 0), ("4", "SHIRT-L", Decimal("21.00"), "EUR", None)],
        [],
        [],
    ]
    assert [one.title for one in rest] == ["Bag"]


def test_variants_are_found_by_sku_also_with_a_comma_and_by_id(software: FakeWooCommerce, desk: Desk) -> None:
    software.products = [
        product(1, "Mug", "1250", sku="MUG"),
        product(3, "S", "2000", type="variation", parent=2, sku="S"),
        product(4, "Odd", "100", sku="A,B"),
        product(5, "None", "100"),
        product(9, LENT_NAME, "1000", sku=LENT_MARK),
    ]

    found = desk.variants(skus=["MUG", "S", "A,B", "NONE", LENT_MARK], ids=["5", "6", "9", "not-a-number"])

    assert sorted(one.id for one in found) == ["1", "3", "4", "5"]


def test_orders_are_listed_newest_first_page_by_page_and_no_further_than_is_asked(
    software: FakeWooCommerce, desk: Desk
) -> None:
    for number in range(1, 151):
        software.add_order(number, ADA, date_created_gmt=f"{NOON + timedelta(minutes=number):%Y-%m-%dT%H:%M:%S}")
    software.add_order(500, BUYER_EMAIL, date_created_gmt="2026-06-01T00:00:00")

    few = list(itertools.islice(desk.orders(), 3))
    assert ([one.id for one in few], len(software.requests)) == (["150", "149", "148"], 1)

    assert [one.id for one in desk.orders()] == [str(number) for number in range(150, 0, -1)]
    until = NOON + timedelta(minutes=2)
    assert [one.id for one in desk.orders(until=until)] == ["2", "1"]


@pytest.mark.parametrize(
    ("status", "ids"),
    [
        (OrderStatus.OPEN, ["3", "2"]),
        (OrderStatus.COMPLETED, ["5", "4"]),
        (OrderStatus.CANCELED, ["6"]),
        (OrderStatus.DRAFT, []),
    ],
)
def test_orders_of_one_status(software: FakeWooCommerce, desk: Desk, status: OrderStatus, ids: list[str]) -> None:
    raw = ["checkout-draft", "processing", "wc-packed", "completed", "refunded", "cancelled"]
    for number, each in enumerate(raw, start=1):
        software.add_order(number, ADA, status=each)

    assert [one.id for one in desk.orders(status=status)] == ids


@pytest.mark.parametrize("order_id", ["999", "not-a-number"])
def test_an_order_that_is_not_there(desk: Desk, order_id: str) -> None:
    assert desk.order(order_id) is None


@pytest.mark.parametrize(
    "ask", [lambda desk: desk.order("7"), lambda desk: desk.variants(skus=[], ids=["7"])], ids=["order", "id"]
)
def test_a_shop_that_fails_is_not_taken_for_one_without(software: FakeWooCommerce, desk: Desk, ask: Any) -> None:
    software.on_request = lambda _: httpx.Response(500)

    with pytest.raises(Refused):
        ask(desk)


def test_a_desk_is_done_with_after_its_seconds(software: FakeWooCommerce) -> None:
    moments = itertools.count(0, 4)
    desk = Desk(reach(software, seconds=10, clock=lambda: float(next(moments))))

    assert desk.variants(skus=["x"], ids=[]) == []
    with pytest.raises(NoAnswer, match="did not answer in time"):
        list(itertools.chain.from_iterable(desk.variants(skus=["x"], ids=[]) for _ in range(3)))
    assert [request.extensions["timeout"]["read"] for request in software.requests] == [6.0, 2.0]


def test_a_failure_of_a_desk_is_one_of_a_check() -> None:
    assert all(issubclass(kind, VerifyFailed) for kind in (NoAnswer, Refused, Unsure))


EXTENSIONS = "GET /wp-json/wc-storeyard/v1/extensions"


@pytest.mark.parametrize("url", [URL, "https://demo.example.com"])
def test_extensions_are_asked_for_as_the_owner(software: FakeWooCommerce, url: str) -> None:
    told = {"kind": "theme", "slug": "storefront", "name": "Storefront\x07", "version": "4.6", "update": "4.7", "active": False}
    software.extensions = [*software.extensions, {**told, "origin": "image"}, "odd", {"kind": "plugin"}]

    found = Desk(reach(software, url=url)).extensions()

    shown = [(one.kind.value, one.slug, one.name, one.version, one.active, one.update, one.origin.value) for one in found]
    assert shown == [
        ("plugin", "akismet", "Akismet", "5.3", True, None, "owner"),
        ("theme", "storefront", "Storefront", "4.6", False, "4.7", "image"),
    ]
    assert software.paths() == [EXTENSIONS]


def test_an_image_from_before_the_list_is_told_from_a_shop_that_is_not_there(software: FakeWooCommerce, desk: Desk) -> None:
    software.on_request = answer_at(EXTENSIONS, 404, code="rest_no_route", message="No route was found.")
    with pytest.raises(TooOld):
        desk.extensions()

    software.on_request = lambda _: httpx.Response(404, text="404 page not found")
    with pytest.raises(Refused):
        desk.extensions()

    software.on_request = answer_at(EXTENSIONS, 403, code="rest_no_route", message="No.")
    with pytest.raises(Refused):
        desk.extensions()


@pytest.mark.parametrize("answer", [None, {}, "many", 3])
def test_a_list_of_extensions_that_is_none_is_told_as_such(software: FakeWooCommerce, desk: Desk, answer: object) -> None:
    software.extensions = answer

    with pytest.raises(VerifyFailed, match="list of extensions is none"):
        desk.extensions()


MAIL = "POST /wp-json/wc-storeyard/v1/mail"


def test_a_test_mail_is_asked_for_as_the_owner(software: FakeWooCommerce, desk: Desk) -> None:
    desk.send_test_mail("ada@example.com")

    assert (software.mailed, software.paths()) == (["ada@example.com"], [MAIL])


def test_why_a_test_mail_was_not_sent_is_told_without_secrets(software: FakeWooCommerce, desk: Desk) -> None:
    software.on_request = answer_at(MAIL, 502, message=f"535 no such user: {SECRET}")

    with pytest.raises(Refused) as refused:
        desk.send_test_mail("ada@example.com")

    assert (refused.value.status, refused.value.about) == (502, "to")
    assert refused.value.said == "535 no such user: …"


def test_an_image_from_before_test_mails_is_told_as_such(software: FakeWooCommerce, desk: Desk) -> None:
    software.on_request = answer_at(MAIL, 404, code="rest_no_route", message="No route was found.")
    with pytest.raises(TooOld):
        desk.send_test_mail("ada@example.com")

    software.on_request = answer_at(MAIL, 200, sent="perhaps")
    with pytest.raises(VerifyFailed, match="does not say that it sent"):
        desk.send_test_mail("ada@example.com")


PAYMENTS = "POST /wp-json/wc-storeyard/v1/payments"


def test_a_shop_is_asked_as_its_owner_whether_its_key_works(software: FakeWooCommerce, desk: Desk) -> None:
    desk.check_payments()

    assert software.paths() == [PAYMENTS]


def test_why_a_key_does_not_work_is_told(software: FakeWooCommerce, desk: Desk) -> None:
    software.on_request = answer_at(PAYMENTS, 502, message="Invalid API Key provided")
    with pytest.raises(Refused) as refused:
        desk.check_payments()
    assert (refused.value.status, refused.value.said) == (502, "Invalid API Key provided")

    software.on_request = answer_at(PAYMENTS, 404, code="rest_no_route", message="No route was found.")
    with pytest.raises(TooOld):
        desk.check_payments()

    software.on_request = answer_at(PAYMENTS, 200, works="perhaps")
    with pytest.raises(VerifyFailed, match="does not say that its key works"):
        desk.check_payments()

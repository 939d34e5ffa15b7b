"""The WooCommerce adapter against a shop in memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

import httpx
import pytest

from functions.adapters.deadline import Deadline
from functions.adapters.shops import open_shop
from functions.adapters.shops.base import BUYER_EMAIL, LENT_MARK, LENT_NAME, Shop
from functions.adapters.shops.woocommerce import Adapter
from functions.application.ports.shops import VerifyFailed
from functions.application.verification import verify
from tests.fakes.woocommerce import CREDENTIALS, KEY, PASSWORD, SECRET, FakeWooCommerce, product

URL = "http://demo.localhost:8080"
STORE, OWNER = "/wp-json/wc/store/v1", "/wp-json/wc/v3"
Check = Callable[[], dict[str, object]]


@pytest.fixture
def shop_software() -> FakeWooCommerce:
    """A shop that works."""
    return FakeWooCommerce(URL)


@pytest.fixture
def shop(shop_software: FakeWooCommerce) -> Shop:
    """How the platform reaches it."""
    return reach(shop_software)


def reach(software: FakeWooCommerce, **changes: object) -> Shop:
    """How the platform reaches a shop."""
    place: dict[str, object] = {"url": URL, "address": "192.0.2.7", "port": 8080, "country": "DE", "currency": "EUR", **changes}
    return Shop(**place, credentials=CREDENTIALS, transport=httpx.MockTransport(software.serve))  # type: ignore[arg-type]


@pytest.fixture
def check(shop: Shop) -> Check:
    """Verifies the shop, on a clock that only sleeping moves."""
    moments = [0.0]
    deadline = Deadline(60, clock=lambda: moments[0], sleep=lambda nap: moments.__setitem__(0, moments[0] + nap))
    return lambda: verify(Adapter(shop), url=shop.url, currency=shop.currency, deadline=deadline)


def fail_at(step: str, status: int = 500) -> Callable[[httpx.Request], httpx.Response | None]:
    """A shop that answers one step with an error."""

    def answer(request: httpx.Request) -> httpx.Response | None:
        wrong = f"{request.method} {request.url.path}" == step
        return httpx.Response(status, json={"message": f"An unknown\nerror with {SECRET}."}) if wrong else None

    return answer


def test_an_order_is_placed_seen_and_removed(shop_software: FakeWooCommerce, check: Check) -> None:
    assert check() == {
        "order": "#100",
        "total": "17.50",
        "currency": "EUR",
        "product": "Sample mug",
        "seconds": 0,
        "checks": [
            f"the shop answers at {URL}",
            "2 products are on offer",
            "order #100 was placed, to be paid on delivery",
            "the shop's admin shows it with 17.50 EUR",
            "the test order is removed and its stock put back",
        ],
    }
    assert shop_software.orders == {}
    assert shop_software.stock == 10


def test_the_key_is_in_no_request_over_http(shop_software: FakeWooCommerce, check: Check) -> None:
    check()

    assert not any(SECRET in f"{request.url} {request.headers} {request.content!r}" for request in shop_software.requests)


def test_over_https_the_key_is_sent_as_it_is(shop_software: FakeWooCommerce) -> None:
    shop = reach(shop_software, url="https://demo.shops.example", port=443)
    shop_software.add_order(7, BUYER_EMAIL)

    assert Adapter(shop).place_order(Adapter(shop).list_products()[0]).number == "#101"
    assert shop_software.requests[-1].extensions["sni_hostname"] == "demo.shops.example"


@pytest.mark.parametrize(
    "step",
    [
        f"GET {STORE}/products",
        f"POST {STORE}/cart/add-item",
        f"POST {STORE}/cart/update-customer",
        f"POST {STORE}/checkout",
        f"GET {OWNER}/data/countries/de",
        f"GET {OWNER}/orders",
    ],
)
def test_a_step_that_fails_is_named_with_nothing_secret(shop_software: FakeWooCommerce, shop: Shop, step: str) -> None:
    shop_software.on_request = fail_at(step)
    adapter = Adapter(shop)

    with pytest.raises(VerifyFailed, match=f"the shop answered {step} with 500: An unknown error with …") as failed:
        adapter.read_order(adapter.place_order(adapter.list_products()[0]))

    assert failed.value.step == step
    for secret in (KEY, SECRET, PASSWORD):
        assert secret not in str(failed.value)
        assert secret not in repr(shop)


def test_orders_that_an_interrupted_check_left_are_removed_and_no_others(shop_software: FakeWooCommerce, check: Check) -> None:
    shop_software.add_order(7, BUYER_EMAIL)
    shop_software.add_order(8, f"x{BUYER_EMAIL}")

    check()

    assert set(shop_software.orders) == {"8"}


def test_an_order_of_somebody_else_is_never_removed(shop_software: FakeWooCommerce, shop: Shop) -> None:
    adapter = Adapter(shop)
    placed = adapter.place_order(adapter.list_products()[0])
    shop_software.orders[placed.id]["billing"]["email"] = "customer@shop.example"

    with pytest.raises(VerifyFailed, match="cannot be removed"):
        adapter.remove_order(placed)

    assert placed.id in shop_software.orders


def test_an_order_that_is_gone_already_counts_as_removed(shop_software: FakeWooCommerce, shop: Shop) -> None:
    adapter = Adapter(shop)
    placed = adapter.place_order(adapter.list_products()[0])
    shop_software.orders.clear()

    assert "removed" in adapter.remove_order(placed)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_order_that_stays_fails(shop_software: FakeWooCommerce, check: Check, method: str) -> None:
    shop_software.on_request = fail_at(f"{method} {OWNER}/orders/100", 503)

    with pytest.raises(VerifyFailed, match="the test order cannot be removed: the shop answered 503"):
        check()


def test_an_order_that_the_admin_does_not_show_fails(shop_software: FakeWooCommerce, check: Check) -> None:
    shop_software.on_request = lambda r: httpx.Response(200, json=[]) if r.url.path == f"{OWNER}/orders" else None

    with pytest.raises(VerifyFailed, match="the order #100 is not in the shop's admin"):
        check()

    assert shop_software.orders == {}


@pytest.mark.parametrize("other", [{"total": "9.99"}, {"currency": "USD"}])
def test_another_amount_in_the_admin_fails(shop_software: FakeWooCommerce, shop: Shop, other: dict[str, str]) -> None:
    adapter = Adapter(shop)
    placed = adapter.place_order(adapter.list_products()[0])
    shop_software.orders[placed.id].update(other)

    assert adapter.read_order(placed) != placed


def test_only_what_can_be_ordered_counts(shop_software: FakeWooCommerce, shop: Shop) -> None:
    shop_software.products = [
        product(1, "Sold out", "100", is_in_stock=False),
        product(2, "Price on request", "100", is_purchasable=False),
        product(3, "In dollars", "100", prices={"price": "100", "currency_code": "USD", "currency_minor_unit": 2}),
        product(4, "Mug", "1250"),
    ]

    assert [(found.name, found.price, found.reference) for found in Adapter(shop).list_products()] == [
        ("Mug", Decimal("12.50"), "4")
    ]


def test_a_shop_that_offers_nothing_is_lent_a_product(shop_software: FakeWooCommerce, check: Check) -> None:
    shop_software.products = [product(1, "Sold out", "100", is_in_stock=False)]

    found = check()

    assert (found["order"], found["product"]) == ("#100", LENT_NAME)
    assert found["checks"] == [
        f"the shop answers at {URL}",
        "order #100 was placed, to be paid on delivery",
        "the shop's admin shows it with 17.50 EUR",
        "the test order is removed and its stock put back",
        "nothing is on offer: a product was lent to the shop for the order, and taken back",
    ]
    assert ([item["name"] for item in shop_software.products], shop_software.orders) == (["Sold out"], {})


@pytest.mark.parametrize(
    "step",
    [
        f"GET {STORE}/cart",
        f"POST {STORE}/cart/add-item",
        f"POST {STORE}/checkout",
        f"GET {OWNER}/orders",
        f"DELETE {OWNER}/orders/100",
    ],
)
def test_what_was_lent_is_taken_back_from_a_shop_that_fails(shop_software: FakeWooCommerce, check: Check, step: str) -> None:
    shop_software.products = []
    shop_software.on_request = fail_at(step)

    with pytest.raises(VerifyFailed):
        check()

    assert shop_software.products == []


def test_what_was_lent_is_taken_back_when_its_answer_is_lost(shop_software: FakeWooCommerce, check: Check) -> None:
    def lose(request: httpx.Request) -> None:
        if (request.method, request.url.path) == ("POST", f"{OWNER}/products"):
            shop_software.on_request = lambda _: None
            shop_software.serve(request)
            raise httpx.ReadTimeout("timed out", request=request)

    shop_software.products, shop_software.on_request = [], lose

    with pytest.raises(VerifyFailed, match="did not answer: timed out"):
        check()

    assert shop_software.products == []
    assert "DELETE" in {request.method for request in shop_software.requests}


def test_a_product_that_cannot_be_taken_back_fails_and_is_named(shop_software: FakeWooCommerce, check: Check) -> None:
    shop_software.products = []
    shop_software.on_request = lambda r: (
        httpx.Response(503) if (r.method, "/products/" in r.url.path) == ("DELETE", True) else None
    )

    with pytest.raises(VerifyFailed, match=f"DELETE {OWNER}/products/10.* with 503"):
        check()


@pytest.mark.parametrize("others", [[], [product(4, "Mug", "1250")]], ids=["lent again", "with products"])
def test_what_an_interrupted_check_lent_is_removed_and_never_offered(
    shop_software: FakeWooCommerce, shop: Shop, check: Check, others: list[dict[str, object]]
) -> None:
    shop_software.products = [product(3, LENT_NAME, "100", sku=LENT_MARK), *others]

    assert [found.reference for found in Adapter(shop).list_products()] == [str(item["id"]) for item in others]
    assert check()["product"] == ("Mug" if others else LENT_NAME)

    assert shop_software.products == others


def test_nothing_is_asked_of_the_owners_products_where_none_was_lent(shop_software: FakeWooCommerce, check: Check) -> None:
    check()

    assert not [path for path in shop_software.paths() if f"{OWNER}/products" in path]


def test_nothing_is_deleted_that_does_not_carry_the_mark(shop_software: FakeWooCommerce, shop: Shop) -> None:
    shop_software.products = [product(3, LENT_NAME, "100", sku=LENT_MARK)]
    adapter = Adapter(shop)
    adapter.list_products()
    theirs = [product(7, LENT_NAME, "100", sku="7")]
    shop_software.on_request = lambda r: httpx.Response(200, json=theirs) if r.method == "GET" else None

    adapter.take_back()

    assert "DELETE" not in {request.method for request in shop_software.requests}


def test_a_currency_without_cents_is_read_as_such(shop_software: FakeWooCommerce) -> None:
    yen = {"price": "1200", "currency_code": "JPY", "currency_minor_unit": 0}
    shop_software.products = [product(4, "Mug", "", prices=yen)]

    assert Adapter(reach(shop_software, currency="JPY", country="JP")).list_products()[0].price == Decimal(1200)


def test_no_way_to_ship_fails(shop_software: FakeWooCommerce, check: Check) -> None:
    shop_software.rates = []

    with pytest.raises(VerifyFailed, match="the shop has no way to ship to DE"):
        check()


def test_no_payment_on_delivery_fails(shop_software: FakeWooCommerce, check: Check) -> None:
    shop_software.payments = ["bacs"]

    with pytest.raises(VerifyFailed, match="does not offer to pay on delivery"):
        check()


def test_no_cart_fails(shop_software: FakeWooCommerce, check: Check) -> None:
    shop_software.on_request = lambda r: httpx.Response(200, json={}) if r.url.path == f"{STORE}/cart" else None

    with pytest.raises(VerifyFailed, match="the shop gave the buyer no cart"):
        check()


@pytest.mark.parametrize("answer", [httpx.Response(200, text="<html>"), httpx.Response(200, json={"not": "a list"})])
def test_an_answer_of_another_kind_fails(shop_software: FakeWooCommerce, shop: Shop, answer: httpx.Response) -> None:
    shop_software.on_request = lambda _: answer

    with pytest.raises(VerifyFailed, match=r"with something that is not JSON|with JSON of another shape"):
        Adapter(shop).list_products()


@pytest.mark.parametrize(
    ("country", "states", "postcode"),
    [("DE", "DE-BW", "10115"), ("JP", "JP01", "100-0001"), ("GB", None, "SW1A 1AA"), ("SA", None, "10115")],
)
def test_the_buyer_lives_where_the_shop_sells(
    shop_software: FakeWooCommerce, country: str, states: str | None, postcode: str
) -> None:
    shop_software.states = [{"code": states, "name": "State"}] if states else []
    adapter = Adapter(reach(shop_software, country=country))

    adapter.place_order(adapter.list_products()[0])

    address = json.loads(shop_software.requests[-1].content)["shipping_address"]
    assert (address["country"], address.get("state"), address["postcode"]) == (country, states or "Test", postcode)


def test_the_adapter_is_found_by_name(shop: Shop) -> None:
    assert isinstance(open_shop("woocommerce", shop), Adapter)

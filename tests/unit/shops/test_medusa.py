"""The Medusa adapter against a shop in memory."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from decimal import Decimal
from typing import Any

import httpx
import pytest

from functions.adapters.deadline import Deadline
from functions.adapters.shops import open_shop
from functions.adapters.shops.base import BUYER_EMAIL, LENT_MARK, LENT_NAME, Shop
from functions.adapters.shops.medusa import Adapter
from functions.application.ports.shops import VerifyFailed
from functions.application.verification import TAKE_BACK_TRIES, verify
from functions.domain.errors import InvalidRequest
from tests.fakes.medusa import CREDENTIALS, KEY, PASSWORD, SECRET_KEY, FakeMedusa, product

URL = "http://demo.localhost:8080"


@pytest.fixture
def medusa() -> FakeMedusa:
    """A shop that works."""
    return FakeMedusa()


@pytest.fixture
def deadline() -> Deadline:
    """Sixty seconds on a clock that only sleeping moves."""
    moments = [0.0]
    return Deadline(60, clock=lambda: moments[0], sleep=lambda nap: moments.__setitem__(0, moments[0] + nap))


@pytest.fixture
def shop(medusa: FakeMedusa) -> Shop:
    """How the platform reaches it."""
    transport = httpx.MockTransport(medusa.serve)
    place: dict[str, Any] = {"url": URL, "address": "192.0.2.7", "country": "DE", "currency": "EUR"}
    return Shop(**place, port=8080, credentials=CREDENTIALS, transport=transport)


@pytest.fixture
def check(shop: Shop, deadline: Deadline) -> Callable[[], dict[str, object]]:
    """Verifies the shop."""
    return lambda: verify(Adapter(shop), url=shop.url, currency=shop.currency, deadline=deadline)


class _Busy(Adapter):
    """An adapter whose shop answers with an error as often as told when something is taken back."""

    refusals = 0
    asked = 0

    def take_back(self) -> None:
        """Refuse, or do it."""
        self.asked += 1
        if self.asked <= self.refusals:
            raise VerifyFailed("the shop answered 500")
        super().take_back()


@pytest.mark.parametrize(("refusals", "good"), [(2, True), (3, False)])
def test_a_shop_that_was_too_busy_to_clean_up_is_asked_again(shop: Shop, deadline: Deadline, refusals: int, good: bool) -> None:
    adapter = _Busy(shop)
    adapter.refusals = refusals
    with nullcontext() if good else pytest.raises(VerifyFailed, match="the shop answered 500"):
        verify(adapter, url=shop.url, currency=shop.currency, deadline=deadline)

    assert adapter.asked == TAKE_BACK_TRIES


def test_an_order_is_placed_seen_and_removed(medusa: FakeMedusa, check: Callable[[], dict[str, object]]) -> None:
    assert check() == {
        "order": "#1",
        "total": "17.5",
        "currency": "EUR",
        "product": "Sample mug",
        "seconds": 0,
        "checks": [
            f"the shop answers at {URL}",
            "2 products are on offer",
            "order #1 was placed, to be paid on delivery",
            "the shop's admin shows it with 17.5 EUR",
            "the test order is removed and its stock put back",
        ],
    }
    assert medusa.orders == {}


def test_it_goes_to_the_ingress_address_with_the_shops_host(medusa: FakeMedusa, check: Callable[[], dict[str, object]]) -> None:
    check()

    assert {request.url.host for request in medusa.requests} == {"192.0.2.7"}
    assert {request.headers["host"] for request in medusa.requests} == {"demo.localhost:8080"}


def test_https_goes_to_the_address_too_and_asks_for_the_hosts_certificate(medusa: FakeMedusa) -> None:
    place: dict[str, Any] = {"url": "https://demo.shops.example", "address": "192.0.2.7", "country": "DE", "currency": "EUR"}
    adapter = Adapter(Shop(**place, port=443, credentials=CREDENTIALS, transport=httpx.MockTransport(medusa.serve)))

    adapter.list_products()

    assert medusa.requests[0].extensions["sni_hostname"] == "demo.shops.example"
    assert medusa.requests[0].headers["host"] == "demo.shops.example"


def test_it_waits_while_the_shop_starts(medusa: FakeMedusa, check: Callable[[], dict[str, object]], deadline: Deadline) -> None:
    def starting(request: httpx.Request) -> httpx.Response | None:
        if deadline.elapsed < 1:
            raise httpx.ConnectError("Connection refused", request=request)
        return httpx.Response(404) if deadline.elapsed < 3 else None

    medusa.on_request = starting

    assert check()["order"] == "#1"


def test_a_shop_that_never_answers_is_told_with_its_last_answer(
    medusa: FakeMedusa, check: Callable[[], dict[str, object]]
) -> None:
    medusa.on_request = lambda _: httpx.Response(503)

    with pytest.raises(VerifyFailed, match="did not answer within 60 seconds: the answer 503") as failed:
        check()

    assert failed.value.step == "GET /health"


def failing_with(error: type[httpx.TransportError], said: str) -> Callable[[httpx.Request], httpx.Response]:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error(said, request=request)

    return fail


@pytest.mark.parametrize(
    ("error", "said", "reason"),
    [
        (httpx.ConnectError, "[Errno 111] Connection refused", "IngressUnreachable"),
        (httpx.ConnectTimeout, "timed out", "IngressUnreachable"),
        (httpx.ConnectError, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "VerifyFailed"),
        (httpx.ReadTimeout, "timed out", "VerifyFailed"),
    ],
)
def test_an_ingress_that_takes_no_connection_is_no_shop_that_does_not_sell(
    medusa: FakeMedusa, check: Callable[[], dict[str, object]], error: type[httpx.TransportError], said: str, reason: str
) -> None:
    medusa.on_request = failing_with(error, said)

    with pytest.raises(VerifyFailed) as failed:
        check()

    assert (failed.value.reason, failed.value.step) == (reason, "GET /health")
    assert said in failed.value.message


@pytest.mark.parametrize(
    "step",
    [
        "GET /store/regions",
        "GET /store/products",
        "POST /store/carts",
        "POST /store/carts/cart_1/shipping-methods",
        "GET /store/shipping-options",
        "POST /store/payment-collections",
        "GET /admin/orders",
    ],
)
def test_a_step_that_fails_is_named_and_not_tried_again(
    medusa: FakeMedusa, check: Callable[[], dict[str, object]], step: str
) -> None:
    def fail(request: httpx.Request) -> httpx.Response | None:
        if f"{request.method} {request.url.path}" == step:
            return httpx.Response(500, json={"message": "An unknown\nerror occurred."})
        return None

    medusa.on_request = fail

    with pytest.raises(VerifyFailed, match=f"the shop answered {step} with 500: An unknown error occurred") as failed:
        check()

    assert failed.value.step == step
    assert medusa.paths().count(step) <= 2  # a second sign-in, to remove the order


def test_a_lost_answer_to_the_order_does_not_order_twice(medusa: FakeMedusa, check: Callable[[], dict[str, object]]) -> None:
    lost: list[httpx.Request] = []

    def lose(request: httpx.Request) -> None:
        if request.url.path.endswith("/complete") and not lost:
            lost.append(request)
            medusa.on_request = lambda _: None
            medusa.serve(request)
            raise httpx.ReadTimeout("timed out", request=request)

    medusa.on_request = lose

    assert check()["order"] == "#1"
    assert lost


def test_an_order_that_is_never_answered_fails(medusa: FakeMedusa, check: Callable[[], dict[str, object]]) -> None:
    def lose(request: httpx.Request) -> None:
        if request.url.path.endswith("/complete"):
            raise httpx.ReadTimeout("timed out", request=request)

    medusa.on_request = lose

    with pytest.raises(VerifyFailed, match="the shop did not answer: timed out"):
        check()


def test_an_order_the_shop_refuses_is_told_with_its_reason(medusa: FakeMedusa, check: Callable[[], dict[str, object]]) -> None:
    refusal = {"type": "cart", "error": {"message": "Some variant does not have the required inventory"}}
    medusa.on_request = lambda r: httpx.Response(200, json=refusal) if r.url.path.endswith("/complete") else None

    with pytest.raises(VerifyFailed, match="did not take the order: Some variant does not have"):
        check()


def test_an_order_the_admin_does_not_show_fails_and_is_removed(
    medusa: FakeMedusa, check: Callable[[], dict[str, object]]
) -> None:
    medusa.on_request = lambda r: httpx.Response(200, json={"orders": []}) if r.url.path == "/admin/orders" else None

    with pytest.raises(VerifyFailed, match="the order #1 is not in the shop's admin"):
        check()

    assert medusa.orders == {}


def test_a_total_that_differs_between_buyer_and_owner_fails(medusa: FakeMedusa, check: Callable[[], dict[str, object]]) -> None:
    def differ(request: httpx.Request) -> None:
        if request.url.path == "/admin/orders":
            for item in medusa.orders.values():
                item["total"] = 1

    medusa.on_request = differ

    with pytest.raises(VerifyFailed, match=r"17\.5 EUR to the buyer and 1 EUR to the owner"):
        check()


def test_orders_that_an_interrupted_check_left_are_removed_and_customers_orders_are_not(
    medusa: FakeMedusa, check: Callable[[], dict[str, object]]
) -> None:
    medusa.add_order("left", BUYER_EMAIL)
    medusa.add_order("real", f"x{BUYER_EMAIL}")

    check()

    assert list(medusa.orders) == ["real"]


def test_an_image_that_cannot_remove_orders_has_them_canceled(
    medusa: FakeMedusa, check: Callable[[], dict[str, object]]
) -> None:
    medusa.can_remove = False

    checks = check()["checks"]

    assert isinstance(checks, list)
    assert "canceled" in checks[-1]
    assert [item["status"] for item in medusa.orders.values()] == ["canceled"]


def test_an_order_that_is_gone_already_is_removed(medusa: FakeMedusa, check: Callable[[], dict[str, object]]) -> None:
    medusa.on_request = lambda r: medusa.orders.clear() if r.method == "DELETE" else None

    assert check()["order"] == "#1"


def test_a_removal_that_fails_is_told(medusa: FakeMedusa, check: Callable[[], dict[str, object]]) -> None:
    medusa.on_request = lambda r: httpx.Response(500) if r.method == "DELETE" else None

    with pytest.raises(VerifyFailed, match="the test order cannot be removed: the shop answered 500"):
        check()


@pytest.mark.parametrize(
    "products", [[], [product("Sold out", "v_1", 5, stock=0), product("No price here", "v_2", None)]], ids=["empty", "none now"]
)
def test_a_shop_that_offers_nothing_is_lent_a_product(
    medusa: FakeMedusa, check: Callable[[], dict[str, object]], products: list[dict[str, object]]
) -> None:
    medusa.products = list(products)

    found = check()

    assert (found["order"], found["product"]) == ("#1", LENT_NAME)
    assert found["checks"] == [
        f"the shop answers at {URL}",
        "order #1 was placed, to be paid on delivery",
        "the shop's admin shows it with 17.5 EUR",
        "the test order is removed and its stock put back",
        "nothing is on offer: a product was lent to the shop for the order, and taken back",
    ]
    assert (medusa.added, medusa.orders, medusa.products) == ({}, {}, products)


def test_what_is_lent_is_shipped_and_not_counted(medusa: FakeMedusa, shop: Shop) -> None:
    lent = Adapter(shop).lend_product()

    (item,) = medusa.added.values()
    assert item["shipping_profile_id"] == "sp_1"
    assert item["variants"][0]["manage_inventory"] is False
    assert item["variants"][0]["prices"] == [{"currency_code": "eur", "amount": 10}]
    assert (lent.price, lent.reference) == (Decimal(10), item["variants"][0]["id"])


@pytest.mark.parametrize(
    "step",
    [
        "GET /admin/shipping-options",
        "POST /store/carts",
        "POST /store/carts/cart_1/complete",
        "GET /admin/orders",
        "DELETE /admin/storeyard/orders/order_of_cart_1",
    ],
)
def test_what_was_lent_is_taken_back_from_a_shop_that_fails(
    medusa: FakeMedusa, check: Callable[[], dict[str, object]], step: str
) -> None:
    medusa.products = []
    medusa.on_request = lambda r: httpx.Response(500) if f"{r.method} {r.url.path}" == step else None

    with pytest.raises(VerifyFailed, match="500"):
        check()

    assert medusa.added == {}


def test_what_was_lent_is_taken_back_when_an_answer_makes_no_sense(
    medusa: FakeMedusa, check: Callable[[], dict[str, object]]
) -> None:
    medusa.products = []
    medusa.on_request = lambda r: httpx.Response(200, json={}) if r.url.path == "/store/payment-collections" else None

    with pytest.raises(KeyError):
        check()

    assert medusa.added == {}


def test_what_was_lent_is_taken_back_when_its_answer_is_lost(
    medusa: FakeMedusa, check: Callable[[], dict[str, object]]
) -> None:
    def lose(request: httpx.Request) -> None:
        if (request.method, request.url.path) == ("POST", "/admin/products"):
            medusa.on_request = lambda _: None
            medusa.serve(request)
            raise httpx.ReadTimeout("timed out", request=request)

    medusa.products, medusa.on_request = [], lose

    with pytest.raises(VerifyFailed, match="did not answer: timed out"):
        check()

    assert medusa.added == {}
    assert "DELETE" in {request.method for request in medusa.requests}


def test_a_product_that_cannot_be_taken_back_fails_and_is_named(
    medusa: FakeMedusa, check: Callable[[], dict[str, object]]
) -> None:
    medusa.products = []
    medusa.on_request = lambda r: httpx.Response(503) if (r.method, r.url.path[:15]) == ("DELETE", "/admin/products") else None

    with pytest.raises(VerifyFailed, match=r"DELETE /admin/products/prod_.* with 503"):
        check()


def test_of_two_failures_the_first_is_told(medusa: FakeMedusa, check: Callable[[], dict[str, object]]) -> None:
    wrong = {("POST", "/store/carts"): 500, ("DELETE", "/admin/products"): 503}
    medusa.products = []

    def fail(request: httpx.Request) -> httpx.Response | None:
        status = wrong.get((request.method, request.url.path.split("/prod_")[0]))
        return httpx.Response(status) if status else None

    medusa.on_request = fail

    with pytest.raises(VerifyFailed, match="POST /store/carts with 500") as told:
        check()

    assert "503" in str(told.value.__cause__)


@pytest.mark.parametrize("products", [[], [product("Sample mug", "v_mug", 12.5)]], ids=["lent again", "with products"])
def test_what_an_interrupted_check_lent_is_never_offered_and_removed(
    medusa: FakeMedusa, shop: Shop, check: Callable[[], dict[str, object]], products: list[dict[str, object]]
) -> None:
    medusa.products = list(products)
    medusa.add_product("left", LENT_MARK, "published")
    medusa.add_product("theirs", "erp-7")

    assert [found.name for found in Adapter(shop).list_products()] == [item["title"] for item in products]
    assert check()["product"] == (products[0]["title"] if products else LENT_NAME)

    assert list(medusa.added) == ["theirs"]


def test_nothing_is_deleted_that_does_not_carry_the_mark(medusa: FakeMedusa, shop: Shop) -> None:
    answer = {"products": [{"id": "prod_theirs", "external_id": "erp-7"}]}
    medusa.on_request = lambda r: httpx.Response(200, json=answer) if r.url.path == "/admin/products" else None

    Adapter(shop).take_back()

    assert medusa.paths() == ["GET /admin/products"]


def test_no_way_to_ship_fails(medusa: FakeMedusa, check: Callable[[], dict[str, object]]) -> None:
    medusa.shipping = []

    with pytest.raises(VerifyFailed, match="no way to ship to DE"):
        check()


def test_no_region_for_country_and_currency_fails(medusa: FakeMedusa, check: Callable[[], dict[str, object]]) -> None:
    medusa.regions[0]["currency_code"] = "usd"

    with pytest.raises(VerifyFailed, match="does not sell to DE in EUR"):
        check()


def test_an_answer_that_is_not_json_fails(medusa: FakeMedusa, check: Callable[[], dict[str, object]]) -> None:
    medusa.on_request = lambda r: httpx.Response(200, text="<html>") if r.url.path == "/store/regions" else None

    with pytest.raises(VerifyFailed, match="something that is not JSON"):
        check()


def test_no_message_holds_a_secret(medusa: FakeMedusa, check: Callable[[], dict[str, object]], shop: Shop) -> None:
    def echo(request: httpx.Request) -> httpx.Response | None:
        if request.url.path == "/admin/orders":
            return httpx.Response(401, json={"message": f"Unauthorized: {request.headers['authorization']}, {PASSWORD}"})
        return None

    medusa.on_request = echo

    with pytest.raises(VerifyFailed) as failed:
        check()

    for secret in (KEY, PASSWORD, SECRET_KEY):
        assert secret not in str(failed.value)
        assert secret not in repr(shop)


def test_a_product_that_is_not_counted_can_always_be_ordered(medusa: FakeMedusa, shop: Shop) -> None:
    medusa.products = [product("Voucher", "v_1", 5, stock=0)]
    medusa.products[0]["variants"][0]["manage_inventory"] = False

    assert [(found.name, found.price) for found in Adapter(shop).list_products()] == [("Voucher", Decimal(5))]


@pytest.mark.parametrize("name", ["nope", "base", "../medusa", "os.path"])
def test_an_adapter_that_does_not_exist_is_refused(shop: Shop, name: str) -> None:
    with pytest.raises(InvalidRequest, match="has an adapter that does not exist"):
        open_shop(name, shop)


def test_an_adapter_is_found_by_name(shop: Shop) -> None:
    assert isinstance(open_shop("medusa", shop), Adapter)

"""Orders through the platform's API, in a store on every engine: the same requests, and the same words in the answers."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

import httpx
import pytest

from functions.adapters.catalogue import FileCatalogue
from functions.adapters.shops import open_desk
from functions.adapters.shops.base import Shop as ShopPlace
from functions.application.ports.shops import OrderDesk
from tests.cluster.installation import PROJECT, secret
from tests.cluster.platform import JSON, Platform, address_of
from tests.cluster.trade import ADDRESS, CUSTOMER, not_tested, stores_on_all

ENGINES = FileCatalogue(PROJECT / "charts").engines()


@pytest.fixture(scope="module")
def stores() -> Iterator[dict[str, JSON]]:
    """A store on every engine that is available here, all made at the same time; gone at the end."""
    with stores_on_all("o") as made:
        yield made


@pytest.fixture(params=list(ENGINES))
def store(request: pytest.FixtureRequest, stores: dict[str, JSON]) -> JSON:
    """The store of each engine in turn."""
    if request.param not in stores:
        not_tested(request.param)
    return stores[request.param]


def admin_of(store: JSON) -> OrderDesk:
    """The shop's admin API, asked without the platform's help."""
    address, port = address_of(store["url"])
    place = ShopPlace(
        url=store["url"],
        address=address,
        port=port,
        country=store["country"],
        currency=store["currency"],
        credentials=secret(store["id"]),
    )
    return open_desk(ENGINES[store["engine"]].adapter, place)


def variants(platform: Platform, store: JSON) -> list[JSON]:
    """What can be ordered there, by the platform's API."""
    answer = platform.http.get(f"/api/stores/{store['id']}/products")
    assert answer.status_code == httpx.codes.OK, answer.text
    return [variant for product in answer.json()["items"] for variant in product["variants"]]


def place(
    platform: Platform, store: JSON, items: list[JSON], *, key: str | None = None, email: str = "ada@shop-test.example"
) -> httpx.Response:
    """Ask for an order."""
    body = {"store": store["id"], "items": items, "customer": {**CUSTOMER, "email": email}, "address": ADDRESS}
    return platform.http.post("/api/orders", json=body, headers={"Idempotency-Key": key} if key else {})


def placed(answer: httpx.Response) -> JSON:
    """The order of an answer that says yes."""
    assert answer.status_code == httpx.codes.CREATED, answer.text
    order: JSON = answer.json()["order"]
    return order


def lasting(order: JSON) -> JSON:
    """An order without the time when the shop last touched it, which it does on its own."""
    return {name: value for name, value in order.items() if name != "updated_at"}


def test_an_order_by_the_api_is_the_one_that_the_shops_admin_shows(platform: Platform, store: JSON) -> None:
    first, second = variants(platform, store)[:2]

    order = placed(place(platform, store, [{"sku": first["sku"], "quantity": 2}, {"id": second["id"], "quantity": 1}]))
    seen = admin_of(store).order(order["id"])
    tracked = platform.http.get(order["links"]["self"]).json()
    listed = platform.http.get("/api/orders", params={"store": store["id"]}).json()

    assert seen is not None
    assert (order["number"], Decimal(order["total"]), order["currency"]) == (seen.number, seen.total, seen.currency)
    goods = 2 * Decimal(first["price"]) + Decimal(second["price"])
    assert Decimal(order["total"]) >= goods > 0, "with what shipping costs"
    assert {item["sku"]: item["quantity"] for item in order["items"]} == {first["sku"]: 2, second["sku"]: 1}
    assert order["status"] == "open"
    assert order["payment_status"] in {"pending", "authorized"}, "it is paid on delivery"
    assert order["fulfillment_status"] == "unfulfilled"
    assert order["engine_status"]
    assert [lasting(one) for one in (tracked, listed["items"][0])] == [lasting(order)] * 2
    assert listed["missing"] == []


def test_an_order_takes_its_pieces_from_the_stock(platform: Platform, store: JSON) -> None:
    before = variants(platform, store)[0]

    placed(place(platform, store, [{"sku": before["sku"], "quantity": 3}]))

    after = next(variant for variant in variants(platform, store) if variant["id"] == before["id"])
    assert after["stock"] == before["stock"] - 3


def test_twenty_at_once_with_one_key_are_one_order(platform: Platform, store: JSON) -> None:
    sku, key, email = variants(platform, store)[0]["sku"], str(uuid4()), f"{uuid4().hex}@shop-test.example"

    with ThreadPoolExecutor(20) as pool:
        answers = list(
            pool.map(lambda _: place(platform, store, [{"sku": sku, "quantity": 1}], key=key, email=email), range(20))
        )
    orders = {placed(answer)["id"] for answer in answers}
    mine = [order.id for order in admin_of(store).orders() if order.email == email]

    assert len({answer.text for answer in answers}) == 1
    assert mine == list(orders), "the shop has it once"


def test_an_order_of_a_buyer_is_listed_too_and_test_orders_are_not(platform: Platform, store: JSON) -> None:
    operation = platform.http.post(f"/api/stores/{store['id']}/operations", json={"kind": "verify"}).json()["operation"]
    platform.finish(operation)

    listed = platform.http.get("/api/orders", params={"store": store["id"], "limit": 100}).json()["items"]

    assert not [order for order in listed if order["email"].startswith("storeyard-check@")]
    assert [order["created_at"] for order in listed] == sorted((order["created_at"] for order in listed), reverse=True)


def test_too_little_stock_and_what_is_not_sold_are_told(platform: Platform, store: JSON) -> None:
    variant = variants(platform, store)[0]
    before = [order.id for order in admin_of(store).orders()]
    more = {"sku": variant["sku"], "quantity": min(1000, variant["stock"])}

    short = place(platform, store, [more, more])
    unknown = place(platform, store, [{"sku": variant["sku"], "quantity": 1}, {"sku": "NOT-SOLD-HERE", "quantity": 1}])
    abroad = platform.http.post(
        "/api/orders",
        json={
            "store": store["id"],
            "items": [{"sku": variant["sku"], "quantity": 1}],
            "customer": {**CUSTOMER, "email": "ada@shop-test.example"},
            "address": {**ADDRESS, "country": "NZ", "postal_code": "6011", "city": "Wellington"},
        },
    )

    assert (short.status_code, short.json()["reason"]) == (409, "OutOfStock")
    assert short.json()["errors"][0]["field"] == "items.1.quantity"
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "items.1.sku")
    assert (abroad.status_code, abroad.json()["reason"]) == (422, "InvalidRequest"), abroad.text
    assert [order.id for order in admin_of(store).orders()] == before, "none of them was placed"


def test_orders_of_all_stores_are_merged_by_time(platform: Platform, stores: dict[str, JSON]) -> None:
    made = [
        placed(place(platform, store, [{"sku": variants(platform, store)[0]["sku"], "quantity": 1}]))
        for store in stores.values()
    ]

    page = platform.http.get("/api/orders", params={"limit": 100}).json()

    times = [datetime.fromisoformat(order["created_at"]) for order in page["items"]]
    assert times == sorted(times, reverse=True)
    assert {(order["store"], order["id"]) for order in made} <= {(order["store"], order["id"]) for order in page["items"]}

"""The adapter of ENGINE_TITLE against the shop itself, in this process, with what it keeps in memory."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from functions.adapters.deadline import Deadline
from functions.adapters.shops import open_desk, open_shop
from functions.adapters.shops.base import LENT_NAME, Shop
from functions.application.ports.shops import EngineAdapter, OrderDesk, Refused, Unsure, VerifyFailed
from functions.application.verification import verify
from functions.domain.order import Order, OrderStatus
from functions.domain.ordering import Basket, OrderRequest

FILE = Path(__file__).resolve().parents[3] / "images/ENGINE_NAME/shop.py"
SECRETS = {"admin-email": "admin@demo.example", "admin-password": "correct-horse-battery", "session-secret": "s" * 48}
URL = "http://demo.localhost:8080"


def load() -> ModuleType:
    """The shop's own module, which lives in its image's folder."""
    spec = importlib.util.spec_from_file_location("shop_of_ENGINE_MODULE", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def records() -> Any:
    """What the shop keeps."""
    module = load()
    return module.MemoryRecords(module.SAMPLES)


@pytest.fixture
def application(records: Any) -> Any:
    """A shop that works."""
    return load().Shop("Tea <& Cake>", "EUR", SECRETS, records)


def reach(application: Any, **secrets: str) -> Shop:
    """How the platform reaches the shop."""
    credentials = {**SECRETS, **{name.replace("_", "-"): value for name, value in secrets.items()}}
    place: dict[str, Any] = {"url": URL, "address": "192.0.2.7", "country": "DE", "currency": "EUR"}
    return Shop(**place, port=8080, credentials=credentials, transport=httpx.WSGITransport(app=application))


def adapter(application: Any, **secrets: str) -> EngineAdapter:
    """The adapter, as the platform opens it."""
    return open_shop("ENGINE_MODULE", reach(application, **secrets))


@pytest.fixture
def desk(application: Any) -> OrderDesk:
    """The desk, as the platform opens it."""
    return open_desk("ENGINE_MODULE", reach(application))


def basket(*lines: tuple[str, int]) -> Basket:
    """What somebody orders."""
    request = OrderRequest.model_validate(
        {
            "store": "demo",
            "items": [{"sku": "cup", "quantity": 1}],
            "customer": {"first_name": "Ada", "last_name": "Example", "email": "ada@example.com"},
            "address": {"line1": "Street 1", "city": "Berlin", "postal_code": "10115", "country": "DE"},
        }
    )
    return Basket(lines=lines, customer=request.customer, address=request.address)


def test_an_order_is_placed_seen_and_removed(application: Any, records: Any) -> None:
    found = verify(adapter(application), url=URL, currency="EUR", deadline=Deadline(60))

    assert (found["order"], found["total"], found["currency"], found["product"]) == ("#1", "3.00", "EUR", "Spoon")
    assert found["checks"][-1] == "the test order is removed"
    assert records.newest() == []


def test_what_an_interrupted_check_ordered_goes_with_the_next_and_nothing_else(application: Any, records: Any) -> None:
    shop = adapter(application)
    shop.place_order(shop.list_products()[0])
    sold = open_desk("ENGINE_MODULE", reach(application)).place(basket(("cup", 1)))

    verify(adapter(application), url=URL, currency="EUR", deadline=Deadline(60))

    assert [f"#{number}" for number, _ in records.newest()] == [sold.number]


@pytest.mark.parametrize("copy", [True, False])
def test_a_copy_says_what_it_is_and_is_hidden_from_search_engines(records: Any, copy: bool) -> None:
    application = load().Shop("Tea", "EUR", SECRETS, records, copy=copy)

    with httpx.Client(transport=httpx.WSGITransport(app=application), base_url=URL) as client:
        page = client.get("/products/cup")

    assert ("noindex" in page.headers.get("x-robots-tag", ""), "This is a copy" in page.text) == (copy, copy)


def test_a_shop_with_nothing_on_offer_is_lent_a_product(application: Any, records: Any) -> None:
    for key in records.products():
        records.drop_product(key)

    found = verify(adapter(application), url=URL, currency="EUR", deadline=Deadline(60))

    assert (found["total"], found["product"]) == ("10.00", LENT_NAME)
    assert found["checks"][-1] == "nothing is on offer: a product was lent to the shop for the order, and taken back"
    assert (records.products(), records.newest()) == ({}, [])


def test_what_an_interrupted_check_lent_is_never_offered_and_goes_with_the_next(application: Any, records: Any) -> None:
    shop = adapter(application)
    before = records.products()
    shop.lend_product()

    assert LENT_NAME not in {product.name for product in shop.list_products()}
    with httpx.Client(transport=httpx.WSGITransport(app=application), base_url=URL) as buyer:
        assert LENT_NAME not in buyer.get("/").text
    verify(shop, url=URL, currency="EUR", deadline=Deadline(60))

    assert records.products() == before


def test_an_order_that_is_not_there_is_told(application: Any) -> None:
    shop = adapter(application)
    order = shop.place_order(shop.list_products()[0])
    shop.remove_order(order)

    with pytest.raises(VerifyFailed, match="the order #1 is not in the shop's admin"):
        shop.read_order(order)
    assert shop.remove_order(order) == "the test order is removed"


@pytest.mark.parametrize(
    "secrets", [{"admin_password": "wrong"}, {"admin_email": "other@demo.example"}, {"admin_password": ""}]
)
def test_nobody_else_reads_or_removes_orders(application: Any, records: Any, secrets: dict[str, str]) -> None:
    owner = adapter(application)
    order = owner.place_order(owner.list_products()[0])
    stranger = adapter(application, **secrets)

    with pytest.raises(VerifyFailed, match="401"):
        stranger.read_order(order)
    with pytest.raises(VerifyFailed, match="401"):
        stranger.remove_order(order)
    with pytest.raises(VerifyFailed, match="401"):
        stranger.lend_product()
    with pytest.raises(VerifyFailed, match="401"):
        stranger.take_back()
    assert len(records.newest()) == 1


def test_a_sold_product_must_exist(application: Any) -> None:
    shop = adapter(application)
    unknown = shop.list_products()[0].__class__(name="Moon", price=shop.list_products()[0].price, reference="moon")

    with pytest.raises(VerifyFailed, match="there is no such product"):
        shop.place_order(unknown)


@pytest.mark.parametrize("wrong", [{"title": ""}, {"price": "free"}, {"price": "-1.00"}, {"price": 5}])
def test_a_product_without_title_or_price_is_refused(application: Any, records: Any, wrong: dict[str, Any]) -> None:
    owner = (SECRETS["admin-email"], SECRETS["admin-password"])
    with httpx.Client(transport=httpx.WSGITransport(app=application), base_url=URL, auth=owner) as client:
        answer = client.put("/api/admin/products/bowl", json={"title": "Bowl", "price": "5.00", **wrong})

    assert answer.status_code == 422
    assert "bowl" not in records.products()


def test_a_page_shows_text_as_text(application: Any) -> None:
    with httpx.Client(transport=httpx.WSGITransport(app=application), base_url=URL) as buyer:
        front = buyer.get("/").text
        order = {"email": "a@b.example", "name": "<script>", "address": "x"}
        placed = buyer.post("/checkout/cup", data=order)
        hidden = buyer.get("/admin/orders")
        signed_in = buyer.post("/admin", data={"email": SECRETS["admin-email"], "password": SECRETS["admin-password"]})
        listed = buyer.get("/admin/orders").text

    assert "Tea &lt;&amp; Cake&gt;" in front
    assert "#1" in placed.text
    assert (hidden.status_code, hidden.headers["location"]) == (303, "/admin")
    assert signed_in.headers["location"] == "/admin/orders"
    assert "<td>#1</td><td>a@b.example</td>" in listed


def test_an_order_is_read_as_it_was_placed(application: Any) -> None:
    shop = adapter(application)
    placed: Order = shop.place_order(shop.list_products()[0])

    assert shop.read_order(placed) == placed


def test_an_order_for_others_is_placed_and_tracked(desk: OrderDesk, application: Any) -> None:
    placed = desk.place(basket(("cup", 2), ("spoon", 1)), tag="OP1")

    seen = desk.order(placed.id)
    assert seen is not None
    assert (str(seen.total), seen.currency, seen.email) == ("16.00", "EUR", "ada@example.com")
    assert [(item.title, item.quantity) for item in seen.items] == [("Cup", 2), ("Spoon", 1)]
    assert desk.find("OP1", email="ada@example.com", since=seen.created_at) == placed.id
    assert desk.find("OP2", email="ada@example.com", since=seen.created_at) is None
    assert desk.order("99") is None
    owner = adapter(application)
    owner.place_order(owner.list_products()[0])
    assert [order.id for order in desk.orders()] == [placed.id], "test orders of the platform are not listed"
    assert list(desk.orders(status=OrderStatus.CANCELED)) == []


def test_what_can_be_ordered_is_listed_in_pages(desk: OrderDesk) -> None:
    first, more = desk.products(offset=0, limit=2)
    rest, no_more = desk.products(offset=2, limit=2)

    assert [one.title for one in (*first, *rest)] == ["Teapot", "Cup", "Spoon"]
    assert (more, no_more) == (True, False)
    assert [(one.id, str(one.price), one.stock) for one in desk.variants(skus=["cup", "moon"], ids=[])] == [
        ("cup", "6.50", None)
    ]


def test_nothing_is_added_to_the_shop(desk: OrderDesk) -> None:
    assert desk.extensions() == ()
    with pytest.raises(Refused, match="sends no mail"):
        desk.send_test_mail("ada@example.com")
    with pytest.raises(Refused, match="takes no cards"):
        desk.check_payments()


def test_what_the_shop_refuses_is_told(desk: OrderDesk, records: Any) -> None:
    with pytest.raises(Refused, match="there is no such product") as refused:
        desk.place(basket(("moon", 1)))

    assert refused.value.about == "items"
    assert records.newest() == []


def test_an_order_without_a_clear_answer_leaves_it_open(application: Any) -> None:
    def lost(environ: Any, start_response: Any) -> Any:
        if environ["REQUEST_METHOD"] == "POST":
            start_response("502 Bad Gateway", [])
            return [b""]
        return application(environ, start_response)

    with pytest.raises(Unsure):
        open_desk("ENGINE_MODULE", reach(lost)).place(basket(("cup", 1)))


@pytest.mark.parametrize("items", [[], {}, [{"product": "cup"}], [{"product": "cup", "quantity": 0}], ["cup"]])
def test_an_order_without_items_is_refused(application: Any, records: Any, items: Any) -> None:
    order = {"email": "a@b.example", "name": "Ada", "address": "x", "items": items}
    with httpx.Client(transport=httpx.WSGITransport(app=application), base_url=URL) as client:
        assert client.post("/api/orders", json=order).status_code == 422
    assert records.newest() == []

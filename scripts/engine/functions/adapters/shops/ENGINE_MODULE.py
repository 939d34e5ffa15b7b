"""ENGINE_TITLE: its JSON API, as a guest and as the owner."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import httpx

from functions.adapters.shops.base import (
    BUYER_EMAIL,
    LENT_MARK,
    LENT_NAME,
    LENT_PRICE,
    TAG,
    Shop,
    ShopHttp,
    check_address,
    check_buyer,
    makes_order,
)
from functions.application.ports.shops import Refused, VerifyFailed, WaitDeadline
from functions.domain.extension import Extension
from functions.domain.order import (
    FulfillmentStatus,
    Offered,
    Order,
    OrderStatus,
    PaymentStatus,
    Product,
    SoldItem,
    TrackedOrder,
    Variant,
)
from functions.domain.ordering import Basket

PRODUCTS, ORDERS = "/api/products", "/api/admin/orders"
LOAN = f"/api/admin/products/{LENT_MARK}"


class Client:
    """One shop, as a guest and as the owner."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.http = ShopHttp(shop)
        owner = f"{shop.credentials.get('admin-email', '')}:{shop.credentials.get('admin-password', '')}"
        self.owner = {"Authorization": f"Basic {base64.b64encode(owner.encode()).decode()}"}

    def buy(self, basket: Basket, *, tag: str = "") -> Order:
        """Place an order. Raises Unsure if there may be one all the same."""
        customer, address = basket.customer, basket.address
        place = (address.line1, address.line2, f"{address.postal_code} {address.city}", address.state, address.country)
        buyer = {"email": customer.email, "name": f"{customer.first_name} {customer.last_name}"}
        items = [{"product": product, "quantity": quantity} for product, quantity in basket.lines]
        order = {"items": items, **buyer, "address": ", ".join(part for part in place if part), TAG: tag}
        with makes_order("POST /api/orders"):
            return _order(self.http.json("POST", "/api/orders", json=order))

    def orders(self) -> list[dict[str, Any]]:
        """The owner's list, newest first."""
        return self.http.items("GET", ORDERS, headers=self.owner)


class Adapter:
    """The proof that the shop sells."""

    def __init__(self, shop: Shop) -> None:
        self._client = Client(shop)
        self._http = self._client.http
        self._earlier: list[str] = []

    def wait_ready(self, deadline: WaitDeadline) -> None:
        """Wait for /ready, which asks the database."""
        self._http.wait("/ready", deadline)

    def list_products(self) -> list[Product]:
        """Return what is on offer."""
        return [
            Product(name=item["title"], price=Decimal(item["price"]), reference=item["id"])
            for item in self._http.items("GET", PRODUCTS)
        ]

    def lend_product(self) -> Product:
        """Add a product that no page shows; one that is there already is the same."""
        loan = {"title": LENT_NAME, "price": f"{LENT_PRICE:.2f}", "hidden": True}
        self._http.json("PUT", LOAN, headers=self._client.owner, json=loan)
        return Product(name=LENT_NAME, price=LENT_PRICE, reference=LENT_MARK)

    def take_back(self) -> None:
        """Delete the product that was lent, if it is there."""
        self._delete(LOAN, "the product that was lent")

    def place_order(self, product: Product) -> Order:
        """Order one piece."""
        address = check_address(self._client.shop.country)
        return self._client.buy(Basket(lines=((product.reference, 1),), customer=check_buyer(), address=address))

    def read_order(self, order: Order) -> Order:
        """Find the order in the owner's list; note which others of the check are there."""
        found = self._client.orders()
        mine = (str(item["number"]) for item in found if item["email"] == BUYER_EMAIL)
        self._earlier = [number for number in mine if number != order.id]
        for item in found:
            if str(item["number"]) == order.id:
                return _order(item)
        raise VerifyFailed(f"the order {order.number} is not in the shop's admin", step=f"GET {ORDERS}")

    def remove_order(self, order: Order) -> str:
        """Remove the order, and test orders that an interrupted check left behind; one that is gone already counts."""
        for number in (order.id, *self._earlier):
            self._delete(f"{ORDERS}/{number}", "the test order")
        return "the test order is removed"

    def _delete(self, path: str, what: str) -> None:
        answer = self._http.send("DELETE", path, headers=self._client.owner)
        if not answer.is_success and answer.status_code != httpx.codes.NOT_FOUND:
            said = f"{what} cannot be removed: the shop answered {answer.status_code}"
            raise VerifyFailed(said, step=f"DELETE {path}")


class Desk:
    """Ordering for others. The shop counts no stock, and a product is its own variant, whose SKU is its id."""

    def __init__(self, shop: Shop) -> None:
        self._client = Client(shop)

    def products(self, *, offset: int, limit: int) -> tuple[Sequence[Offered], bool]:
        """Return what is on offer. The shop lists it all at once."""
        found = self._client.http.items("GET", PRODUCTS)
        page = found[offset : offset + limit]
        offered = [Offered(id=item["id"], title=item["title"], variants=(self._variant(item),)) for item in page]
        return offered, len(found) > offset + limit

    def variants(self, *, skus: Sequence[str], ids: Sequence[str]) -> Sequence[Variant]:
        """Return those of these names."""
        wanted = {*skus, *ids}
        return [self._variant(item) for item in self._client.http.items("GET", PRODUCTS) if item["id"] in wanted]

    def place(self, basket: Basket, *, tag: str = "") -> Order:
        """Go the buyer's way."""
        try:
            return self._client.buy(basket, tag=tag)
        except Refused as refused:
            refused.about = "items" if refused.status == httpx.codes.NOT_FOUND else "customer"
            raise

    def find(self, tag: str, *, email: str, since: datetime) -> str | None:
        """Look for the order with the tag."""
        for item in self._client.orders():
            made = datetime.fromisoformat(item["at"])
            if (item.get(TAG), item["email"]) == (tag, email) and made >= since:
                return str(item["number"])
        return None

    def orders(self, *, status: OrderStatus | None = None, until: datetime | None = None) -> Iterator[TrackedOrder]:
        """Go through the owner's list; every order is open."""
        for item in self._client.orders():
            order = _tracked(item)
            if item["email"] != BUYER_EMAIL and status in (None, order.status) and (until is None or order.created_at <= until):
                yield order

    def order(self, order_id: str) -> TrackedOrder | None:
        """Return one order of the list."""
        return next((order for order in self.orders() if order.id == order_id), None)

    def extensions(self) -> Sequence[Extension]:
        """Return none: there is nothing that could be added to this shop."""
        return ()

    def check_payments(self) -> None:
        """Refuse: this shop takes none by card. One that does has `payments` in its engine.yml."""
        raise Refused("this shop takes no cards", step="POST /payments", status=409, said="this shop takes no cards")

    def send_test_mail(self, to: str) -> None:  # noqa: ARG002 - this shop sends none
        """Refuse: this shop sends no mail. One that does has `mail` among the settings of its engine.yml."""
        raise Refused("this shop sends no mail", step="POST /mail", status=409, said="this shop sends no mail")

    def _variant(self, item: dict[str, Any]) -> Variant:
        currency = self._client.shop.currency
        return Variant(id=item["id"], sku=item["id"], price=Decimal(item["price"]), currency=currency, stock=None)


def _order(item: dict[str, Any]) -> Order:
    return Order(
        id=str(item["number"]), number=f"#{item['number']}", total=Decimal(item["total"]), currency=str(item["currency"])
    )


def _tracked(item: dict[str, Any]) -> TrackedOrder:
    """What the shop knows of an order: that it is there, to be paid on delivery."""
    made = datetime.fromisoformat(item["at"])
    return TrackedOrder(
        **dict(_order(item)),
        status=OrderStatus.OPEN,
        payment_status=PaymentStatus.PENDING,
        fulfillment_status=FulfillmentStatus.UNKNOWN,
        engine_status={"status": "placed"},
        email=item["email"],
        items=tuple(SoldItem(sku=line["product"], title=line["title"], quantity=line["quantity"]) for line in item["items"]),
        created_at=made,
        updated_at=made,
    )

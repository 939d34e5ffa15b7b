"""ENGINE_TITLE: its JSON API, as a guest and as the owner."""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import Any

import httpx

from functions.adapters.shops.base import BUYER_EMAIL, BUYER_NAME, LENT_MARK, LENT_NAME, LENT_PRICE, Shop, ShopHttp
from functions.application.ports.shops import VerifyFailed, WaitDeadline
from functions.domain.order import Order, Product

LOAN = f"/api/admin/products/{LENT_MARK}"


class Adapter:
    """One shop."""

    def __init__(self, shop: Shop) -> None:
        self._http = ShopHttp(shop)
        owner = f"{shop.credentials.get('admin-email', '')}:{shop.credentials.get('admin-password', '')}"
        self._owner = {"Authorization": f"Basic {base64.b64encode(owner.encode()).decode()}"}

    def wait_ready(self, deadline: WaitDeadline) -> None:
        """Wait for /ready, which asks the database."""
        self._http.wait("/ready", deadline)

    def list_products(self) -> list[Product]:
        """Return what is on offer."""
        return [
            Product(name=item["title"], price=Decimal(item["price"]), reference=item["id"])
            for item in self._http.items("GET", "/api/products")
        ]

    def lend_product(self) -> Product:
        """Add a product that no page shows; one that is there already is the same."""
        loan = {"title": LENT_NAME, "price": f"{LENT_PRICE:.2f}", "hidden": True}
        self._http.json("PUT", LOAN, headers=self._owner, json=loan)
        return Product(name=LENT_NAME, price=LENT_PRICE, reference=LENT_MARK)

    def take_back(self) -> None:
        """Delete the product that was lent, if it is there."""
        self._delete(LOAN, "the product that was lent")

    def place_order(self, product: Product) -> Order:
        """Order one piece."""
        buyer = {"email": BUYER_EMAIL, "name": BUYER_NAME, "address": "Test street 1, 10115 Test"}
        return _order(self._http.json("POST", "/api/orders", json={"product": product.reference, **buyer}))

    def read_order(self, order: Order) -> Order:
        """Find the order in the owner's list."""
        for item in self._http.items("GET", "/api/admin/orders", headers=self._owner):
            if str(item["number"]) == order.id:
                return _order(item)
        raise VerifyFailed(f"the order {order.number} is not in the shop's admin", step="GET /api/admin/orders")

    def remove_order(self, order: Order) -> str:
        """Remove the order; one that is gone already counts."""
        self._delete(f"/api/admin/orders/{order.id}", "the test order")
        return "the test order is removed"

    def _delete(self, path: str, what: str) -> None:
        answer = self._http.send("DELETE", path, headers=self._owner)
        if not answer.is_success and answer.status_code != httpx.codes.NOT_FOUND:
            said = f"{what} cannot be removed: the shop answered {answer.status_code}"
            raise VerifyFailed(said, step=f"DELETE {path}")


def _order(item: dict[str, Any]) -> Order:
    return Order(
        id=str(item["number"]), number=f"#{item['number']}", total=Decimal(item["total"]), currency=str(item["currency"])
    )

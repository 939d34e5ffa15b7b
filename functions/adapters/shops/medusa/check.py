"""The proof that a Medusa shop sells: an order over its store API as a guest, read back over its admin API as the owner."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx

from functions.adapters.shops.base import (
    BUYER_EMAIL,
    LENT_MARK,
    LENT_NAME,
    LENT_PRICE,
    Shop,
    check_address,
    check_buyer,
)
from functions.adapters.shops.medusa.buying import buy, order_of, region_of
from functions.adapters.shops.medusa.client import Client
from functions.application.ports.shops import VerifyFailed, WaitDeadline
from functions.domain.order import Order, Product
from functions.domain.ordering import Basket

HEALTH = "/health"
PRICED = "id,title,handle,variants.id,variants.manage_inventory,*variants.calculated_price,+variants.inventory_quantity"
SEEN = "id,display_id,email,total,currency_code,payment_status"


class Adapter:
    """One shop, as a buyer and as its owner."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._client = Client(shop)
        self._earlier: list[str] = []

    def wait_ready(self, deadline: WaitDeadline) -> None:
        """Wait for /health: Medusa serves it once everything is loaded."""
        self._client.http.wait(HEALTH, deadline)

    def list_products(self) -> list[Product]:
        """Return the products with a price in the shop's currency and a piece in stock."""
        query = {"region_id": region_of(self._client, self._shop.country), "fields": PRICED, "limit": 20}
        found = self._client.store("GET", "/store/products", params=query)["products"]
        return [product for item in found if item["handle"] != LENT_MARK for product in _offers(item)]

    def lend_product(self) -> Product:
        """Add a product that is in no sales channel: Medusa sells it, and lists it only where it has no other channel."""
        self.take_back()
        item = self._client.admin("POST", "/admin/products", json=self._loan())["product"]
        return Product(name=item["title"], price=LENT_PRICE, reference=item["variants"][0]["id"])

    def take_back(self) -> None:
        """Delete every product with the mark of a check."""
        query = {"external_id": LENT_MARK, "fields": "id,external_id"}
        for item in self._client.admin("GET", "/admin/products", params=query)["products"]:
            if item["external_id"] == LENT_MARK:
                self._client.admin("DELETE", f"/admin/products/{item['id']}")

    def place_order(self, product: Product) -> Order:
        """Go the buyer's way with one piece."""
        address = check_address(self._shop.country)
        return buy(self._client, Basket(lines=((product.reference, 1),), customer=check_buyer(), address=address))

    def read_order(self, order: Order) -> Order:
        """Find the order in the admin's list of this buyer's orders, and note earlier ones that were left behind."""
        found = self._client.admin("GET", "/admin/orders", params={"q": BUYER_EMAIL, "fields": SEEN, "limit": 50})["orders"]
        mine = [item for item in found if item["email"] == BUYER_EMAIL]
        self._earlier = [item["id"] for item in mine if item["id"] != order.id]
        for item in mine:
            if item["id"] == order.id:
                return order_of(item)
        raise VerifyFailed(f"the order {order.number} is not in the shop's admin", step="GET /admin/orders")

    def remove_order(self, order: Order) -> str:
        """Remove the order, and test orders that an interrupted check left behind."""
        ways = [self._remove(order_id) for order_id in (order.id, *self._earlier)]
        if all(ways):
            return "the test order is removed and its stock put back"
        return "the test order is canceled and its stock put back; this shop's image cannot remove it"

    def _loan(self) -> dict[str, Any]:
        """What is lent. It goes the way that the shop ships, so that shipping is part of the check."""
        query = {"fields": "shipping_profile_id", "limit": 1}
        options = self._client.admin("GET", "/admin/shipping-options", params=query)["shipping_options"]
        profile = {"shipping_profile_id": options[0]["shipping_profile_id"]} if options else {}
        price = {"currency_code": self._shop.currency.lower(), "amount": int(LENT_PRICE)}
        piece = {"title": "Piece", "options": {"Kind": "Piece"}, "manage_inventory": False, "prices": [price]}
        names = {"title": LENT_NAME, "handle": LENT_MARK, "external_id": LENT_MARK, "status": "published"}
        return {**names, **profile, "options": [{"title": "Kind", "values": ["Piece"]}], "variants": [piece]}

    def _remove(self, order_id: str) -> bool:
        path = f"/admin/storeyard/orders/{order_id}"
        answer = self._client.http.send("DELETE", path, headers=self._client.owner)
        if answer.is_success or '"not_found"' in answer.text:  # the order is gone; a route that is not there says it in HTML
            return True
        if answer.status_code != httpx.codes.NOT_FOUND:
            raise VerifyFailed(
                f"the test order cannot be removed: the shop answered {answer.status_code}", step=f"DELETE {path}"
            )
        self._client.admin("POST", f"/admin/orders/{order_id}/cancel", json={})
        return False


def _offers(item: dict[str, Any]) -> list[Product]:
    """The variants of a product that can be ordered now."""
    offers = []
    for variant in item.get("variants") or []:
        amount = (variant.get("calculated_price") or {}).get("calculated_amount")
        in_stock = not variant.get("manage_inventory") or (variant.get("inventory_quantity") or 0) > 0
        if amount is not None and in_stock:
            offers.append(Product(name=item["title"], price=Decimal(str(amount)), reference=variant["id"]))
    return offers

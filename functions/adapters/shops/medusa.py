"""Medusa: an order with its system payment provider, which is what cash on delivery is there."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx

from functions.adapters.shops.base import BUYER_EMAIL, BUYER_NAME, LENT_MARK, LENT_NAME, LENT_PRICE, Shop, ShopHttp
from functions.application.ports.shops import VerifyFailed, WaitDeadline
from functions.domain.order import Order, Product

HEALTH = "/health"
PAYMENT = "pp_system_default"
PRICED = "id,title,handle,variants.id,variants.manage_inventory,*variants.calculated_price,+variants.inventory_quantity"
SEEN = "id,display_id,email,total,currency_code,payment_status"
COMPLETE_ATTEMPTS = 3


class Adapter:
    """One shop. The store API is used with its publishable key, the admin API with its secret one.

    Not with the owner's password: it is theirs, to change or to guard with a second factor.
    """

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._http = ShopHttp(shop)
        self._buyer = {"x-publishable-api-key": shop.credentials.get("publishable-key", "")}
        self._region = ""
        self._owner = {"Authorization": f"Basic {shop.credentials.get('secret-key', '')}"}
        self._earlier: list[str] = []

    def wait_ready(self, deadline: WaitDeadline) -> None:
        """Wait for /health: Medusa serves it once everything is loaded."""
        self._http.wait(HEALTH, deadline)

    def list_products(self) -> list[Product]:
        """Return the products with a price in the shop's currency and a piece in stock."""
        self._region = self._region_of_shop()
        query = {"region_id": self._region, "fields": PRICED, "limit": 20}
        found = self._store("GET", "/store/products", params=query)["products"]
        return [product for item in found if item["handle"] != LENT_MARK for product in _offers(item)]

    def lend_product(self) -> Product:
        """Add a product that is in no sales channel: Medusa sells it, and lists it only where it has no other channel."""
        self.take_back()
        item = self._admin("POST", "/admin/products", json=self._loan())["product"]
        return Product(name=item["title"], price=LENT_PRICE, reference=item["variants"][0]["id"])

    def take_back(self) -> None:
        """Delete every product with the mark of a check."""
        query = {"external_id": LENT_MARK, "fields": "id,external_id"}
        for item in self._admin("GET", "/admin/products", params=query)["products"]:
            if item["external_id"] == LENT_MARK:
                self._admin("DELETE", f"/admin/products/{item['id']}")

    def place_order(self, product: Product) -> Order:
        """Go the buyer's way: a cart with the buyer's address, shipping, payment session, completion."""
        address = self._address()
        buyer = {"email": BUYER_EMAIL, "shipping_address": address, "billing_address": address}
        items = [{"variant_id": product.reference, "quantity": 1}]
        cart = self._store("POST", "/store/carts", json={"region_id": self._region, "items": items, **buyer})["cart"]["id"]
        options = self._store("GET", "/store/shipping-options", params={"cart_id": cart})["shipping_options"]
        if not options:
            raise VerifyFailed(f"the shop has no way to ship to {self._shop.country}", step="GET /store/shipping-options")
        self._store("POST", f"/store/carts/{cart}/shipping-methods", json={"option_id": options[0]["id"]})
        payment = self._store("POST", "/store/payment-collections", json={"cart_id": cart})["payment_collection"]["id"]
        self._store("POST", f"/store/payment-collections/{payment}/payment-sessions", json={"provider_id": PAYMENT})
        return self._complete(cart)

    def read_order(self, order: Order) -> Order:
        """Find the order in the admin's list of this buyer's orders, and note earlier ones that were left behind."""
        found = self._admin("GET", "/admin/orders", params={"q": BUYER_EMAIL, "fields": SEEN, "limit": 50})["orders"]
        mine = [item for item in found if item["email"] == BUYER_EMAIL]
        self._earlier = [item["id"] for item in mine if item["id"] != order.id]
        for item in mine:
            if item["id"] == order.id:
                return _order(item)
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
        options = self._admin("GET", "/admin/shipping-options", params=query)["shipping_options"]
        profile = {"shipping_profile_id": options[0]["shipping_profile_id"]} if options else {}
        price = {"currency_code": self._shop.currency.lower(), "amount": int(LENT_PRICE)}
        piece = {"title": "Piece", "options": {"Kind": "Piece"}, "manage_inventory": False, "prices": [price]}
        names = {"title": LENT_NAME, "handle": LENT_MARK, "external_id": LENT_MARK, "status": "published"}
        return {**names, **profile, "options": [{"title": "Kind", "values": ["Piece"]}], "variants": [piece]}

    def _remove(self, order_id: str) -> bool:
        path = f"/admin/storeyard/orders/{order_id}"
        answer = self._http.send("DELETE", path, headers=self._owner)
        if answer.is_success or '"not_found"' in answer.text:  # the order is gone; a route that is not there says it in HTML
            return True
        if answer.status_code != httpx.codes.NOT_FOUND:
            raise VerifyFailed(
                f"the test order cannot be removed: the shop answered {answer.status_code}", step=f"DELETE {path}"
            )
        self._admin("POST", f"/admin/orders/{order_id}/cancel", json={})
        return False

    def _complete(self, cart: str) -> Order:
        """Complete the cart; after a lost answer, again: a cart becomes one order however often that is asked for."""
        path = f"/store/carts/{cart}/complete"
        for attempt in range(1, COMPLETE_ATTEMPTS + 1):
            try:
                answer = self._store("POST", path, json={})
            except VerifyFailed as error:
                if attempt == COMPLETE_ATTEMPTS or not isinstance(error.__cause__, httpx.TransportError):
                    raise
                continue
            if answer.get("type") == "order":
                return _order(answer["order"])
            said = (answer.get("error") or {}).get("message", "it gave no reason")
            raise VerifyFailed(f"the shop did not take the order: {said}", step=f"POST {path}")
        raise AssertionError("unreachable")  # pragma: no cover

    def _region_of_shop(self) -> str:
        regions = self._store("GET", "/store/regions")["regions"]
        currency = self._shop.currency.lower()
        for region in regions:
            countries = {country["iso_2"] for country in region.get("countries") or []}
            if region["currency_code"] == currency and self._shop.country.lower() in countries:
                return str(region["id"])
        step = "GET /store/regions"
        raise VerifyFailed(f"the shop does not sell to {self._shop.country} in {self._shop.currency}", step=step)

    def _address(self) -> dict[str, str]:
        first, last = BUYER_NAME.split(" ", 1)
        country = self._shop.country.lower()
        place = {"address_1": "Test street 1", "city": "Test", "postal_code": "10115", "phone": "+10000000000"}
        return {"first_name": first, "last_name": last, "country_code": country, **place}

    def _store(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        return self._http.json(method, path, headers=self._buyer, **request)

    def _admin(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        return self._http.json(method, path, headers=self._owner, **request)


def _offers(item: dict[str, Any]) -> list[Product]:
    """The variants of a product that can be ordered now."""
    offers = []
    for variant in item.get("variants") or []:
        amount = (variant.get("calculated_price") or {}).get("calculated_amount")
        in_stock = not variant.get("manage_inventory") or (variant.get("inventory_quantity") or 0) > 0
        if amount is not None and in_stock:
            offers.append(Product(name=item["title"], price=Decimal(str(amount)), reference=variant["id"]))
    return offers


def _order(item: dict[str, Any]) -> Order:
    return Order(
        id=item["id"],
        number=f"#{item['display_id']}",
        total=Decimal(str(item["total"])),
        currency=item["currency_code"].upper(),
    )

"""The proof that a WooCommerce shop sells: an order over its Store API as a guest, read back over its REST API as the owner."""

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
from functions.adapters.shops.woocommerce.buying import buy
from functions.adapters.shops.woocommerce.client import ORDERS, OWNER, PRODUCTS, Client, amount
from functions.application.ports.shops import VerifyFailed, WaitDeadline
from functions.domain.order import Order, Product
from functions.domain.ordering import Basket, WantedAddress

SEEN = "id,number,status,total,currency,billing"
# WooCommerce checks postcodes of these countries against a pattern.
POSTCODES = {
    **dict.fromkeys(("AT", "BE", "CH", "HU", "NO", "DK", "SI"), "1010"),
    **dict.fromkeys(("CZ", "SE", "SK"), "110 00"),
    "BA": "71000",
    "BR": "01310-100",
    "CA": "K1A 0B1",
    "GB": "SW1A 1AA",
    "IE": "D02 AF30",
    "IN": "110001",
    "JP": "100-0001",
    "LI": "9490",
    "NL": "1011 AB",
    "PL": "00-001",
    "PT": "1000-001",
}
POSTCODE = "10115"
STATE = "Test"


class Adapter:
    """One shop, as a buyer and as its owner."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._client = Client(shop)
        self._http = self._client.http
        self._earlier: list[str] = []
        self._has_lent = False

    def wait_ready(self, deadline: WaitDeadline) -> None:
        """Wait until products are listed, which takes WordPress, WooCommerce and the database."""
        self._http.wait(f"{PRODUCTS}?per_page=1", deadline)

    def list_products(self) -> list[Product]:
        """Return the simple products with a price in the shop's currency and a piece in stock; the newest come first."""
        query = {"per_page": 20, "type": "simple", "stock_status": "instock"}
        found = self._http.items("GET", PRODUCTS, params=query)
        self._has_lent = any(item["sku"] == LENT_MARK for item in found)
        return [product for item in found if item["sku"] != LENT_MARK for product in _offers(item, self._shop.currency)]

    def lend_product(self) -> Product:
        """Add a product that neither the catalogue nor a search shows."""
        self._has_lent = True  # also if the answer is lost
        self.take_back()
        names = {"name": LENT_NAME, "sku": LENT_MARK, "regular_price": str(LENT_PRICE)}
        hidden = {"type": "simple", "status": "publish", "catalog_visibility": "hidden", "manage_stock": False}
        made = self._client.owner_json("POST", f"{OWNER}/products", {"_fields": "id"}, json={**names, **hidden})
        return Product(name=LENT_NAME, price=LENT_PRICE, reference=str(made["id"]))

    def take_back(self) -> None:
        """Delete every product with the mark of a check, past the trash; asked only where there may be one."""
        if not self._has_lent:
            return
        query = {"sku": LENT_MARK, "status": "any", "_fields": "id,sku"}
        for item in self._client.owner_items(f"{OWNER}/products", query):
            if item["sku"] == LENT_MARK:
                self._client.owner_json("DELETE", f"{OWNER}/products/{item['id']}", {"force": "true"})

    def place_order(self, product: Product) -> Order:
        """Go the buyer's way with one piece."""
        basket = Basket(lines=((product.reference, 1),), customer=check_buyer(), address=self._address())
        return buy(self._client, basket)

    def read_order(self, order: Order) -> Order:
        """Find the order among this buyer's in the owner's list, and note earlier ones that were left behind."""
        found = self._client.owner_items(ORDERS, {"search": BUYER_EMAIL, "per_page": "50", "_fields": SEEN})
        mine = [item for item in found if item["billing"]["email"] == BUYER_EMAIL]
        self._earlier = [str(item["id"]) for item in mine if str(item["id"]) != order.id]
        for item in mine:
            if str(item["id"]) == order.id:
                return Order(id=order.id, number=f"#{item['number']}", total=Decimal(item["total"]), currency=item["currency"])
        raise VerifyFailed(f"the order {order.number} is not in the shop's admin", step=f"GET {ORDERS}")

    def remove_order(self, order: Order) -> str:
        """Remove the order, and test orders that an interrupted check left behind."""
        for order_id in (order.id, *self._earlier):
            self._remove(order_id)
        return "the test order is removed and its stock put back"

    def _remove(self, order_id: str) -> None:
        """Cancel the order, which puts its stock back, and delete it. Nobody else's order is touched."""
        path = f"{ORDERS}/{order_id}"
        seen = self._client.owner_send("GET", path, {"_fields": SEEN})
        if seen.status_code == httpx.codes.NOT_FOUND:
            return
        if not seen.is_success or seen.json()["billing"]["email"] != BUYER_EMAIL:
            raise VerifyFailed(f"the test order cannot be removed: the shop answered {seen.status_code}", step=f"GET {path}")
        for method, query in (("PUT", {"status": "cancelled"}), ("DELETE", {"force": "true"})):
            answer = self._client.owner_send(method, path, query)
            if not answer.is_success:
                said = f"the test order cannot be removed: the shop answered {answer.status_code}"
                raise VerifyFailed(said, step=f"{method} {path}")

    def _address(self) -> WantedAddress:
        """A buyer's address that passes WooCommerce's rules for the country, with its first state where it has states.

        Some countries' states are free text that is asked for (SA, for one); where none is asked for, it does no harm.
        """
        country = self._shop.country
        states = self._client.owner_json("GET", f"{OWNER}/data/countries/{country.lower()}", {"_fields": "states"})["states"]
        state = str(states[0]["code"]) if states else STATE
        return check_address(country, postal_code=POSTCODES.get(country, POSTCODE), state=state)


def _offers(item: dict[str, Any], currency: str) -> list[Product]:
    """The product, if it can be ordered now in that currency."""
    prices = item["prices"]
    if not item["is_purchasable"] or not item["is_in_stock"] or prices["currency_code"] != currency:
        return []
    return [Product(name=item["name"], price=amount(prices["price"], prices), reference=str(item["id"]))]

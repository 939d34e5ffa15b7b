"""WooCommerce: an order over its Store API as a guest, paid on delivery, and read back over its REST API as the owner."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import httpx

from functions.adapters.oauth1 import Signer
from functions.adapters.shops.base import BUYER_EMAIL, BUYER_NAME, LENT_MARK, LENT_NAME, LENT_PRICE, Shop, ShopHttp
from functions.application.ports.shops import VerifyFailed, WaitDeadline
from functions.domain.order import Order, Product

STORE = "/wp-json/wc/store/v1"
OWNER = "/wp-json/wc/v3"
PRODUCTS = f"{STORE}/products"
PAYMENT = "cod"
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


class Adapter:
    """One shop. A buyer has a cart by its token; the owner's key signs over http and is sent over https."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._http = ShopHttp(shop)
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
        made = self._owner_json("POST", f"{OWNER}/products", {"_fields": "id"}, json={**names, **hidden})
        return Product(name=LENT_NAME, price=LENT_PRICE, reference=str(made["id"]))

    def take_back(self) -> None:
        """Delete every product with the mark of a check, past the trash; asked only where there may be one."""
        if not self._has_lent:
            return
        query = {"sku": LENT_MARK, "status": "any", "_fields": "id,sku"}
        for item in self._owner_items(f"{OWNER}/products", query):
            if item["sku"] == LENT_MARK:
                self._owner_json("DELETE", f"{OWNER}/products/{item['id']}", {"force": "true"})

    def place_order(self, product: Product) -> Order:
        """Go the buyer's way: a cart, a piece in it, the buyer's address, the checkout."""
        cart = self._http.send("GET", f"{STORE}/cart").headers.get("cart-token")
        if not cart:
            raise VerifyFailed("the shop gave the buyer no cart", step=f"GET {STORE}/cart")
        buyer = {"Cart-Token": cart}
        piece = {"id": int(product.reference), "quantity": 1}
        self._http.json("POST", f"{STORE}/cart/add-item", headers=buyer, json=piece)
        # The checkout answers without amounts: what the buyer is shown is the cart's total, once it knows where to.
        address = self._address()
        whole = {"shipping_address": address, "billing_address": {**address, "email": BUYER_EMAIL}}
        filled = self._http.json("POST", f"{STORE}/cart/update-customer", headers=buyer, json=whole)
        self._check_payment(filled)
        made = self._http.json("POST", f"{STORE}/checkout", headers=buyer, json={"payment_method": PAYMENT, **whole})
        totals = filled["totals"]
        return Order(
            id=str(made["order_id"]),
            number=f"#{made['order_number']}",
            total=_amount(totals["total_price"], totals),
            currency=totals["currency_code"],
        )

    def read_order(self, order: Order) -> Order:
        """Find the order among this buyer's in the owner's list, and note earlier ones that were left behind."""
        path = f"{OWNER}/orders"
        found = self._owner_items(path, {"search": BUYER_EMAIL, "per_page": "50", "_fields": SEEN})
        mine = [item for item in found if item["billing"]["email"] == BUYER_EMAIL]
        self._earlier = [str(item["id"]) for item in mine if str(item["id"]) != order.id]
        for item in mine:
            if str(item["id"]) == order.id:
                return Order(id=order.id, number=f"#{item['number']}", total=Decimal(item["total"]), currency=item["currency"])
        raise VerifyFailed(f"the order {order.number} is not in the shop's admin", step=f"GET {path}")

    def remove_order(self, order: Order) -> str:
        """Remove the order, and test orders that an interrupted check left behind."""
        for order_id in (order.id, *self._earlier):
            self._remove(order_id)
        return "the test order is removed and its stock put back"

    def _remove(self, order_id: str) -> None:
        """Cancel the order, which puts its stock back, and delete it. Nobody else's order is touched."""
        path = f"{OWNER}/orders/{order_id}"
        seen = self._owner_send("GET", path, {"_fields": SEEN})
        if seen.status_code == httpx.codes.NOT_FOUND:
            return
        if not seen.is_success or seen.json()["billing"]["email"] != BUYER_EMAIL:
            raise VerifyFailed(f"the test order cannot be removed: the shop answered {seen.status_code}", step=f"GET {path}")
        for method, query in (("PUT", {"status": "cancelled"}), ("DELETE", {"force": "true"})):
            answer = self._owner_send(method, path, query)
            if not answer.is_success:
                said = f"the test order cannot be removed: the shop answered {answer.status_code}"
                raise VerifyFailed(said, step=f"{method} {path}")

    def _check_payment(self, cart: dict[str, Any]) -> None:
        step = f"POST {STORE}/cart/update-customer"
        if cart.get("needs_shipping") and not any(rates["shipping_rates"] for rates in cart["shipping_rates"]):
            raise VerifyFailed(f"the shop has no way to ship to {self._shop.country}", step=step)
        if PAYMENT not in cart["payment_methods"]:
            raise VerifyFailed("the shop does not offer to pay on delivery", step=step)

    def _address(self) -> dict[str, str]:
        """A buyer's address that passes WooCommerce's rules for the country, with its first state where it has states."""
        first, last = BUYER_NAME.split(" ", 1)
        country = self._shop.country
        states = self._owner_json("GET", f"{OWNER}/data/countries/{country.lower()}", {"_fields": "states"})["states"]
        place = {"address_1": "Test street 1", "city": "Test", "postcode": POSTCODES.get(country, POSTCODE)}
        state = {"state": str(states[0]["code"])} if states else {}
        return {"first_name": first, "last_name": last, "country": country, "phone": "+10000000000", **place, **state}

    def _owner_send(self, method: str, path: str, query: dict[str, str]) -> httpx.Response:
        return self._http.send(method, path, **self._signed(method, path, query))

    def _owner_json(self, method: str, path: str, query: dict[str, str], **request: Any) -> dict[str, Any]:
        return self._http.json(method, path, **self._signed(method, path, query), **request)

    def _owner_items(self, path: str, query: dict[str, str]) -> list[dict[str, Any]]:
        return self._http.items("GET", path, **self._signed("GET", path, query))

    def _signed(self, method: str, path: str, query: dict[str, str]) -> dict[str, Any]:
        """The request with the owner's key: WooCommerce takes it in clear over https only."""
        key, secret = (self._shop.credentials.get(name, "") for name in ("api-key", "api-secret"))
        if urlsplit(self._shop.url).scheme == "https":
            return {"params": query, "auth": httpx.BasicAuth(key, secret)}
        return {"params": Signer(key, secret).sign(method, f"{self._shop.url}{path}", query)}


def _offers(item: dict[str, Any], currency: str) -> list[Product]:
    """The product, if it can be ordered now in that currency."""
    prices = item["prices"]
    if not item["is_purchasable"] or not item["is_in_stock"] or prices["currency_code"] != currency:
        return []
    return [Product(name=item["name"], price=_amount(prices["price"], prices), reference=str(item["id"]))]


def _amount(minor: str, money: dict[str, Any]) -> Decimal:
    """An amount in the currency's smallest unit, as the owner's side writes it."""
    return Decimal(minor).scaleb(-int(money["currency_minor_unit"]))

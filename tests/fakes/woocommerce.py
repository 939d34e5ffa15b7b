"""A WooCommerce shop in memory, as its HTTP APIs show it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx

KEY, SECRET, PASSWORD = "ck_" + "1" * 40, "cs_" + "2" * 40, "correct-horse-battery"
CREDENTIALS = {"api-key": KEY, "api-secret": SECRET, "admin-password": PASSWORD}
STORE, OWNER, CART = "/wp-json/wc/store/v1", "/wp-json/wc/v3", "cart-of-a-guest"


class FakeWooCommerce:
    """Orders by id, requests as they came. `on_request` may answer, or fail, in the shop's place."""

    def __init__(self, origin: str) -> None:
        self.orders: dict[str, dict[str, Any]] = {}
        self.requests: list[httpx.Request] = []
        self.on_request: Callable[[httpx.Request], httpx.Response | None] = lambda _: None
        self.products = [product(11, "Sample shirt", "2000"), product(12, "Sample mug", "1250")]
        self.payments, self.rates, self.states = ["cod"], [{"rate_id": "flat_rate:1"}], [{"code": "DE-BW", "name": "Baden"}]
        self.stock = 10
        self._origin = origin

    def serve(self, request: httpx.Request) -> httpx.Response:
        """Answer one request, as httpx.MockTransport wants it."""
        self.requests.append(request)
        answer = self.on_request(request)
        if answer is not None:
            return answer
        path, body = request.url.path, json.loads(request.content) if request.content else {}
        if path.startswith(STORE):
            return self._store(request, path.removeprefix(STORE), body)
        if not self._is_owner(request):
            return httpx.Response(401, json={"code": "woocommerce_rest_authentication_error", "message": f"Wrong key {KEY}"})
        return self._owner(request, path.removeprefix(OWNER).split("/")[1:], body)

    def paths(self) -> list[str]:
        """Methods and paths of the requests so far."""
        return [f"{request.method} {request.url.path}" for request in self.requests]

    def add_order(self, number: int, email: str) -> None:
        """Have an order in the shop already."""
        fields = {"status": "processing", "total": "17.50", "currency": "EUR"}
        self.orders[str(number)] = {"id": number, "number": str(number), "billing": {"email": email}, **fields}

    def _store(self, request: httpx.Request, path: str, body: dict[str, Any]) -> httpx.Response:
        if path == "/products":
            return httpx.Response(200, json=self.products)  # hidden ones too: that is for pages and searches
        if path == "/cart":
            return httpx.Response(200, json={}, headers={"Cart-Token": CART})
        if request.headers.get("cart-token") != CART:
            return httpx.Response(401, json={"message": "Missing the Nonce header."})
        if path == "/cart/add-item" and body["id"] not in {item["id"] for item in self.products}:
            return httpx.Response(400, json={"message": "This product cannot be purchased."})
        totals = {"total_price": "1750", "currency_code": "EUR", "currency_minor_unit": 2}
        if path == "/checkout":
            number = 100 + len(self.orders)
            self.add_order(number, body["billing_address"]["email"])
            self.stock -= 1
            return httpx.Response(200, json={"order_id": number, "order_number": str(number), "status": "processing"})
        packages = [{"shipping_rates": self.rates}]
        cart = {"totals": totals, "needs_shipping": True, "shipping_rates": packages, "payment_methods": self.payments}
        return httpx.Response(201 if path == "/cart/add-item" else 200, json=cart)

    def _owner(self, request: httpx.Request, parts: list[str], body: dict[str, Any]) -> httpx.Response:
        if parts[0] == "data":
            return httpx.Response(200, json={"states": self.states})
        if parts[0] == "products":
            return self._owner_products(request, parts[1:], body)
        if len(parts) == 1:
            wanted = request.url.params["search"]
            return httpx.Response(200, json=[item for item in self.orders.values() if wanted in item["billing"]["email"]])
        order = self.orders.get(parts[1])
        if order is None:
            return httpx.Response(404, json={"message": "Invalid ID."})
        if request.method == "PUT" and order["status"] != request.url.params["status"]:
            order["status"] = request.url.params["status"]
            self.stock += 1
        if request.method == "DELETE":
            del self.orders[parts[1]]
        return httpx.Response(200, json=order)

    def _owner_products(self, request: httpx.Request, parts: list[str], body: dict[str, Any]) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json=[item for item in self.products if item["sku"] == request.url.params["sku"]])
        if request.method == "POST":
            if body["sku"] in {item["sku"] for item in self.products}:
                return httpx.Response(400, json={"message": "Invalid or duplicated SKU."})
            assert body["catalog_visibility"] == "hidden"
            number = 1000 + len(self.requests)
            self.products.insert(0, product(number, body["name"], f"{body['regular_price']}00", sku=body["sku"]))
            return httpx.Response(201, json={"id": number})
        assert request.url.params["force"] == "true", "it would only go to the trash"
        self.products = [item for item in self.products if str(item["id"]) != parts[0]]
        return httpx.Response(200, json={"id": int(parts[0])})

    def _is_owner(self, request: httpx.Request) -> bool:
        """As WooCommerce does it: Basic over https only, else the signature of its own address with the query."""
        if request.url.scheme == "https":
            basic = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
            return bool(request.headers.get("authorization") == f"Basic {basic}")
        query = dict(request.url.params)
        given = query.pop("oauth_signature", "")
        pairs = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in sorted(query.items()))
        text = "&".join(quote(part, safe="") for part in (request.method, f"{self._origin}{request.url.path}", pairs))
        made = base64.b64encode(hmac.new(f"{SECRET}&".encode(), text.encode(), hashlib.sha256).digest()).decode()
        return query.get("oauth_consumer_key") == KEY and hmac.compare_digest(made, given)


def product(number: int, name: str, price: str, **fields: Any) -> dict[str, Any]:
    """A product as the Store API lists it."""
    prices = {"price": price, "currency_code": "EUR", "currency_minor_unit": 2}
    return {"id": number, "name": name, "sku": "", "prices": prices, "is_purchasable": True, "is_in_stock": True, **fields}

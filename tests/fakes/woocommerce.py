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
EXTENSIONS = "/wp-json/wc-storeyard/v1/extensions"
MAIL, PAYMENTS = "/wp-json/wc-storeyard/v1/mail", "/wp-json/wc-storeyard/v1/payments"


class FakeWooCommerce:
    """Orders by id, requests as they came. `on_request` may answer, or fail, in the shop's place."""

    def __init__(self, origin: str) -> None:
        self.orders: dict[str, dict[str, Any]] = {}
        self.requests: list[httpx.Request] = []
        self.on_request: Callable[[httpx.Request], httpx.Response | None] = lambda _: None
        self.products = [product(11, "Sample shirt", "2000"), product(12, "Sample mug", "1250")]
        self.payments, self.rates, self.states = ["cod"], [{"rate_id": "flat_rate:1"}], [{"code": "DE-BW", "name": "Baden"}]
        self.stock = 10
        self.mailed: list[str] = []
        self.extensions: Any = [{"kind": "plugin", "slug": "akismet", "name": "Akismet", "version": "5.3", "active": True}]
        self._lines: list[dict[str, Any]] = []
        self._draft: int | None = None
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
        own = {EXTENSIONS: {"extensions": self.extensions}, MAIL: {"sent": True}, PAYMENTS: {"works": True}}
        if path in own:
            self.mailed += [body["to"]] if path == MAIL else []
            return httpx.Response(200, json=own[path])
        return self._owner(request, path.removeprefix(OWNER).split("/")[1:], body)

    def paths(self) -> list[str]:
        """Methods and paths of the requests so far."""
        return [f"{request.method} {request.url.path}" for request in self.requests]

    def add_order(self, number: int, email: str, **fields: Any) -> None:
        """Have an order in the shop already."""
        values: dict[str, Any] = {
            "id": number,
            "number": str(number),
            "status": "processing",
            "total": "17.50",
            "currency": "EUR",
            "billing": {"email": email},
            "date_created_gmt": "2026-01-01T12:00:00",
            "date_modified_gmt": "2026-01-01T12:00:05",
            "date_paid_gmt": None,
            "refunds": [],
            "line_items": [],
            "meta_data": [],
        }
        self.orders[str(number)] = {**values, **fields}

    def _store(self, request: httpx.Request, path: str, body: dict[str, Any]) -> httpx.Response:
        if path.startswith("/products"):
            return self._products(request.url.params, path.removeprefix("/products").strip("/"))
        if path == "/cart":
            return httpx.Response(200, json={}, headers={"Cart-Token": CART})
        if request.headers.get("cart-token") != CART:
            return httpx.Response(401, json={"message": "Missing the Nonce header."})
        if path == "/cart/add-item":
            if body["id"] not in {item["id"] for item in self.products}:
                return httpx.Response(400, json={"message": "This product cannot be purchased."})
            self._lines.append(body)
        totals = {"total_price": "1750", "currency_code": "EUR", "currency_minor_unit": 2}
        if path == "/checkout":
            return self._checkout(request.method, body)
        packages = [{"shipping_rates": self.rates}]
        cart = {"totals": totals, "needs_shipping": True, "shipping_rates": packages, "payment_methods": self.payments}
        return httpx.Response(201 if path == "/cart/add-item" else 200, json=cart)

    def _products(self, query: httpx.QueryParams, one: str) -> httpx.Response:
        """What buyers find, hidden ones too: that is for pages and searches. Variations only where they are asked for."""
        if one:
            found = [item for item in self.products if str(item["id"]) == one]
            return httpx.Response(200, json=found[0]) if found else httpx.Response(404, json={"message": "Invalid product ID."})
        found = [item for item in self.products if (item["type"] == "variation") == (query.get("type") == "variation")]
        if "parent" in query:
            found = [item for item in found if str(item["parent"]) in query["parent"].split(",")]
        if "sku" in query:
            skus = [query["sku"], *query["sku"].split(",")]
            found = [item for item in self.products if item["sku"] in skus]
        size = int(query["per_page"])
        assert 1 <= size <= 100
        start = int(query.get("offset") or (int(query.get("page", 1)) - 1) * size)
        return httpx.Response(200, json=found[start : start + size])

    def _checkout(self, method: str, body: dict[str, Any]) -> httpx.Response:
        """GET makes the draft, which POST turns into the order; without a draft it makes one first."""
        if self._draft is None:
            self._draft = 100 + len(self.orders)
            self.add_order(self._draft, "", status="checkout-draft")
        number, made = self._draft, self.orders[str(self._draft)]
        if method == "POST":
            lines = [{"sku": "", "name": f"product {line['id']}", "quantity": line["quantity"]} for line in self._lines]
            made.update(status="processing", billing={"email": body["billing_address"]["email"]}, line_items=lines)
            self._draft, self._lines = None, []
            self.stock -= 1
        return httpx.Response(200, json={"order_id": number, "order_number": str(number), "status": made["status"]})

    def _owner(self, request: httpx.Request, parts: list[str], body: dict[str, Any]) -> httpx.Response:
        if parts[0] == "data":
            return httpx.Response(200, json={"states": self.states})
        if parts[0] == "products":
            return self._owner_products(request, parts[1:], body)
        if len(parts) == 1:
            return httpx.Response(200, json=self._listed(request.url.params))
        order = self.orders.get(parts[1])
        if order is None:
            return httpx.Response(404, json={"message": "Invalid ID."})
        if request.method == "PUT" and "meta_data" in body:
            order["meta_data"] += body["meta_data"]
        elif request.method == "PUT" and order["status"] != request.url.params["status"]:
            order["status"] = request.url.params["status"]
            self.stock += 1
        if request.method == "DELETE":
            del self.orders[parts[1]]
        return httpx.Response(200, json=order)

    def _listed(self, query: httpx.QueryParams) -> list[dict[str, Any]]:
        """The owner's list: newest first, drafts among them, as WooCommerce 10.5 has it."""
        assert query.get("dates_are_gmt") == "true" or not ({"after", "before"} & set(query))
        found = sorted(self.orders.values(), key=lambda item: (item["date_created_gmt"], item["id"]), reverse=True)
        found = [item for item in found if query.get("search", "") in item["billing"]["email"]]
        found = [item for item in found if query.get("after", "") <= item["date_created_gmt"] < query.get("before", "9")]
        if "status" in query:
            found = [item for item in found if item["status"] in query["status"].split(",")]
        size, page = int(query["per_page"]), int(query.get("page", 1))
        return found[(page - 1) * size : page * size]

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
    known = {"id": number, "name": name, "sku": "", "prices": prices, "is_purchasable": True, "is_in_stock": True}
    return {**known, "type": "simple", "parent": 0, "add_to_cart": {"maximum": 9999}, **fields}

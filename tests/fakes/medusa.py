"""A Medusa shop in memory, as its HTTP API shows it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx

KEY, SECRET_KEY, PASSWORD = "pk_" + "0" * 64, "sk_" + "1" * 64, "correct-horse-battery"
CREDENTIALS = {
    "publishable-key": KEY,
    "secret-key": SECRET_KEY,
    "admin-email": "admin@demo.example",
    "admin-password": PASSWORD,
}


class FakeMedusa:
    """Orders by id, requests as they came. `on_request` may answer, or fail, in the shop's place."""

    def __init__(self) -> None:
        self.orders: dict[str, dict[str, Any]] = {}
        self.added: dict[str, dict[str, Any]] = {}
        self.requests: list[httpx.Request] = []
        self.on_request: Callable[[httpx.Request], httpx.Response | None] = lambda _: None
        self.can_remove = True
        self.stock = 10
        self.shipping = [{"id": "so_1", "shipping_profile_id": "sp_1"}]
        self.products = [product("Sample shirt", "v_shirt", 20), product("Sample mug", "v_mug", 12.5)]
        self.mailed: list[str] = []
        self.plugins: Any = [{"name": "@medusajs/draft-order"}]
        self.regions = [{"id": "reg_1", "currency_code": "eur", "countries": [{"iso_2": "de"}]}]
        self._carts: dict[str, dict[str, Any]] = {}

    def serve(self, request: httpx.Request) -> httpx.Response:
        """Answer one request, as httpx.MockTransport wants it."""
        self.requests.append(request)
        answer = self.on_request(request)
        if answer is not None:
            return answer
        area = request.url.path.split("/")[1]
        if area == "health":
            return httpx.Response(200, text="OK")
        if area == "store" and request.headers.get("x-publishable-api-key") != KEY:
            return httpx.Response(400, json={"type": "not_allowed", "message": "a publishable key is required"})
        if area == "admin" and request.headers.get("authorization") != f"Basic {SECRET_KEY}":
            return httpx.Response(401, json={"message": "Unauthorized"})
        serve = {"store": self._store, "admin": self._admin}[area]
        return serve(request, json.loads(request.content) if request.content else {})

    def paths(self) -> list[str]:
        """Methods and paths of the requests so far."""
        return [f"{request.method} {request.url.path}" for request in self.requests]

    def add_order(self, order_id: str, email: str) -> None:
        """Have an order in the shop already."""
        self.orders[order_id] = order(order_id, len(self.orders) + 1, email, 17.5)

    def add_product(self, product_id: str, external_id: str, status: str = "draft") -> None:
        """Have a product in the shop already, as its owner added it."""
        names = {"id": product_id, "handle": external_id, "external_id": external_id}
        self.added[product_id] = {**names, "title": "Added", "status": status, "variants": [{"id": f"v_{product_id}"}]}

    def _store(self, request: httpx.Request, body: dict[str, Any]) -> httpx.Response:
        parts = request.url.path.split("/")[2:]
        if parts == ["regions"]:
            return httpx.Response(200, json={"regions": self.regions})
        if parts == ["products"]:
            query, found = request.url.params, [*self.products, *self._published()]
            start = int(query.get("offset", 0))
            return httpx.Response(200, json={"products": found[start : start + int(query["limit"])]})
        if parts == ["product-variants"]:
            return httpx.Response(200, json={"variants": self._variants(request.url.params)})
        if parts == ["shipping-options"]:
            return httpx.Response(200, json={"shipping_options": self.shipping})
        if parts[0] == "payment-collections":
            return httpx.Response(200, json={"payment_collection": {"id": "pc_1"}})
        return self._cart(parts[1:], body)

    def _variants(self, query: httpx.QueryParams) -> list[dict[str, Any]]:
        """Those with one of the SKUs or ids; of a list of one, the server takes the commas for separators."""
        sold = [one for item in self.products for one in item["variants"]]
        for name in ("sku", "id"):
            many = query.get_list(f"{name}[]")
            assert len(many) <= 20, "the server takes it for an object"
            wanted = many[0].split(",") if len(many) == 1 else many or query.get_list(name)
            sold = [one for one in sold if not wanted or one[name] in wanted]
        return sold

    def _published(self) -> list[dict[str, Any]]:
        """Those without a sales channel, too: Medusa lists them all where it has one channel only."""
        items = [item for item in self.added.values() if item["status"] == "published"]
        return [product(item["title"], item["variants"][0]["id"], 10, handle=item["handle"]) for item in items]

    def _cart(self, parts: list[str], body: dict[str, Any]) -> httpx.Response:
        if not parts:
            known = {one["id"] for item in (*self.products, *self.added.values()) for one in item["variants"]}
            if not known.issuperset(item["variant_id"] for item in body["items"]):
                return httpx.Response(400, json={"message": "Variants do not exist or are not published"})
            if any(item["quantity"] > self.stock for item in body["items"]):
                short = {"code": "insufficient_inventory", "type": "not_allowed"}
                return httpx.Response(400, json={**short, "message": "Some variant does not have the required inventory"})
            made = f"cart_{len(self._carts) + 1}"
            self._carts[made] = body
            return httpx.Response(200, json={"cart": {"id": made}})
        cart = self._carts[parts[0]]
        if parts[1:] == ["complete"]:
            order_id = f"order_of_{parts[0]}"
            new = order(order_id, len(self.orders) + 1, cart["email"], 17.5, metadata=cart.get("metadata"))
            self.orders.setdefault(order_id, new)
            return httpx.Response(200, json={"type": "order", "order": self.orders[order_id]})
        cart.update(body)
        return httpx.Response(200, json={"cart": {"id": parts[0]}})

    def _admin(self, request: httpx.Request, body: dict[str, Any]) -> httpx.Response:
        parts = request.url.path.split("/")[2:]
        if parts[0] == "shipping-options":
            return httpx.Response(200, json={"shipping_options": self.shipping})
        if parts == ["plugins"]:
            return httpx.Response(200, json={"plugins": self.plugins})
        if parts == ["storeyard", "mail"]:
            self.mailed.append(body["to"])
            return httpx.Response(200, json={"sent": True})
        if parts == ["storeyard", "payments"]:
            return httpx.Response(200, json={"works": True})
        if parts[0] == "products":
            return self._admin_products(request, parts[1:], body)
        return self._admin_orders(request, parts)

    def _admin_orders(self, request: httpx.Request, parts: list[str]) -> httpx.Response:
        if request.method == "GET" and len(parts) > 1:
            found = self.orders.get(parts[1])
            missing = {"type": "not_found", "message": f"Order id not found: {parts[1]}"}
            return httpx.Response(200, json={"order": found}) if found else httpx.Response(404, json=missing)
        if request.method == "GET":
            return httpx.Response(200, json={"orders": self._listed(request.url.params)})
        if parts[0] == "storeyard":
            return self._removed(parts[2])
        self.orders[parts[1]]["status"] = "canceled"
        return httpx.Response(200, json={"order": self.orders[parts[1]]})

    def _removed(self, order_id: str) -> httpx.Response:
        if not self.can_remove:
            return httpx.Response(404, text="Cannot DELETE")
        if self.orders.pop(order_id, None) is None:
            return httpx.Response(404, json={"type": "not_found", "message": f"There is no order {order_id}"})
        return httpx.Response(200, json={"id": order_id, "deleted": True})

    def _listed(self, query: httpx.QueryParams) -> list[dict[str, Any]]:
        """The admin's list, with the payment's status only where it is asked for."""
        found = sorted(
            self.orders.values(), key=lambda item: str(item["created_at"]), reverse=query.get("order") == "-created_at"
        )
        found = [item for item in found if query.get("q", "") in item["email"]]
        found = [item for item in found if item["created_at"] >= moment(query.get("created_at[$gte]", "2000-01-01T00:00:00Z"))]
        found = [item for item in found if item["created_at"] < moment(query.get("created_at[$lt]", "3000-01-01T00:00:00Z"))]
        statuses = query.get_list("status[]") or query.get_list("status")
        found = [item for item in found if not statuses or item["status"] in statuses]
        start = int(query.get("offset", 0))
        fields = query["fields"].split(",")
        return [
            {key: value for key, value in item.items() if not key.endswith("_status") or key in fields}
            for item in found[start : start + int(query["limit"])]
        ]

    def _admin_products(self, request: httpx.Request, parts: list[str], body: dict[str, Any]) -> httpx.Response:
        if request.method == "GET":
            wanted = request.url.params["external_id"]
            found = [item for item in self.added.values() if item["external_id"] == wanted]
            return httpx.Response(200, json={"products": found})
        if request.method == "DELETE":
            del self.added[parts[0]]
            return httpx.Response(200, json={"id": parts[0], "deleted": True})
        if body["handle"] in {item.get("handle") for item in self.added.values()}:
            return httpx.Response(400, json={"message": f"Product with handle: {body['handle']}, already exists."})
        assert not body.get("sales_channels"), "a catalogue would list it"
        made = f"prod_{len(self.requests)}"
        self.added[made] = {"id": made, **body, "variants": [{"id": f"v_{made}", **body["variants"][0]}]}
        return httpx.Response(200, json={"product": self.added[made]})


def moment(text: str) -> str:
    """A time as the shop writes it."""
    at = datetime.fromisoformat(text).astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def product(
    title: str, variant: str, price: float | None, stock: int = 10, handle: str = "", *, sku: str = ""
) -> dict[str, Any]:
    """A product with one variant."""
    priced = {"calculated_price": {"calculated_amount": price, "currency_code": "eur"}} if price is not None else {}
    variants = [{"id": variant, "sku": sku or None, "manage_inventory": True, "inventory_quantity": stock, **priced}]
    return {"id": f"prod_{variant}", "title": title, "handle": handle or variant, "variants": variants}


def order(order_id: str, number: int, email: str, total: float, **fields: Any) -> dict[str, Any]:
    """An order as both sides see it."""
    known = {"id": order_id, "display_id": number, "email": email, "total": total, "currency_code": "eur", "status": "pending"}
    axes = {"payment_status": "authorized", "fulfillment_status": "not_fulfilled"}
    at = {"created_at": "2026-01-01T12:00:00.000Z", "updated_at": "2026-01-01T12:00:05.000Z"}
    return {**known, **axes, **at, "items": [], "metadata": None, **fields}

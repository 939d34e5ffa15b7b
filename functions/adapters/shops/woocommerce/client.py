"""Requests to a WooCommerce shop: a buyer's to the Store API, the owner's to the REST API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import httpx

from functions.adapters.oauth1 import Signer
from functions.adapters.shops.base import Shop, ShopHttp

STORE = "/wp-json/wc/store/v1"
OWNER = "/wp-json/wc/v3"
PRODUCTS = f"{STORE}/products"
ORDERS = f"{OWNER}/orders"
# The image's own. WooCommerce takes its keys for what begins with `wc-`, too.
EXTENSIONS = "/wp-json/wc-storeyard/v1/extensions"
MAIL, PAYMENTS = "/wp-json/wc-storeyard/v1/mail", "/wp-json/wc-storeyard/v1/payments"


class Client:
    """One shop. The owner's key signs over http and is sent over https."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.http = ShopHttp(shop)

    def owner_send(self, method: str, path: str, query: dict[str, str]) -> httpx.Response:
        """Send one request of the owner's and return the answer, whatever its status."""
        return self.http.send(method, path, **self._signed(method, path, query))

    def owner_json(self, method: str, path: str, query: dict[str, str], **request: Any) -> dict[str, Any]:
        """Send one request of the owner's and return the answer's JSON object."""
        return self.http.json(method, path, **self._signed(method, path, query), **request)

    def owner_items(self, path: str, query: dict[str, str]) -> list[dict[str, Any]]:
        """Ask for one listing of the owner's."""
        return self.http.items("GET", path, **self._signed("GET", path, query))

    def _signed(self, method: str, path: str, query: dict[str, str]) -> dict[str, Any]:
        """The request with the owner's key: WooCommerce takes it in clear over https only."""
        key, secret = (self.shop.credentials.get(name, "") for name in ("api-key", "api-secret"))
        if urlsplit(self.shop.url).scheme == "https":
            return {"params": query, "auth": httpx.BasicAuth(key, secret)}
        return {"params": Signer(key, secret).sign(method, f"{self.shop.url}{path}", query)}


def amount(minor: str, money: dict[str, Any]) -> Decimal:
    """An amount in the currency's smallest unit, as the owner's side writes it."""
    return Decimal(minor).scaleb(-int(money["currency_minor_unit"]))

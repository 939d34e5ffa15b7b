"""Requests to a Medusa shop: a buyer's to the store API, the owner's to the admin API."""

from __future__ import annotations

from typing import Any

from functions.adapters.shops.base import Shop, ShopHttp


class Client:
    """One shop. The store API is used with its publishable key, the admin API with its secret one.

    Not with the owner's password: it is theirs, to change or to guard with a second factor.
    """

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.http = ShopHttp(shop)
        self._buyer = {"x-publishable-api-key": shop.credentials.get("publishable-key", "")}
        self.owner = {"Authorization": f"Basic {shop.credentials.get('secret-key', '')}"}

    def store(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        """Send one request of a buyer's and return the answer's JSON object."""
        return self.http.json(method, path, headers=self._buyer, **request)

    def admin(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        """Send one request of the owner's and return the answer's JSON object."""
        return self.http.json(method, path, headers=self.owner, **request)

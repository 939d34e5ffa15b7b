"""Ordering in a Medusa shop for others, and following its orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx

from functions.adapters.shops.base import LENT_MARK, TAG, Shop
from functions.adapters.shops.medusa.buying import buy, region_of
from functions.adapters.shops.medusa.client import Client
from functions.adapters.shops.medusa.vocabulary import FIELDS, engine_values, tracked
from functions.application.ports.shops import Refused, TooOld, VerifyFailed
from functions.domain.extension import Extension, ExtensionKind, ExtensionOrigin, read_extensions
from functions.domain.order import Offered, Order, OrderStatus, TrackedOrder, Variant
from functions.domain.ordering import Basket

PAGE = 100
# The server takes longer lists in a query for something else.
AT_ONCE = 10
OF_A_VARIANT = "id,sku,manage_inventory,allow_backorder,*calculated_price,+inventory_quantity"
OF_A_PRODUCT = (
    "id,title,handle,variants.id,variants.sku,variants.manage_inventory,variants.allow_backorder,"
    "*variants.calculated_price,+variants.inventory_quantity"
)
ORDERS = "/admin/orders"
PLUGINS = "/admin/plugins"
MAIL, PAYMENTS = "/admin/storeyard/mail", "/admin/storeyard/payments"
Query = list[tuple[str, str]]


class Desk:
    """One shop."""

    def __init__(self, shop: Shop) -> None:
        self._client = Client(shop)
        self._shop = shop

    def products(self, *, offset: int, limit: int) -> tuple[Sequence[Offered], bool]:
        """Return products by their ids, which sort by time."""
        region = region_of(self._client, self._shop.country)
        query = {"region_id": region, "fields": OF_A_PRODUCT, "order": "id", "offset": offset, "limit": limit + 1}
        found = self._client.store("GET", "/store/products", params=query)["products"]
        offered = [
            Offered(id=item["id"], title=item["title"], variants=tuple(self._sold(item.get("variants") or [])))
            for item in found[:limit]
            if item["handle"] != LENT_MARK
        ]
        return offered, len(found) > limit

    def variants(self, *, skus: Sequence[str], ids: Sequence[str]) -> Sequence[Variant]:
        """Return variants of what is published, at the prices of the shop's own country."""
        region = region_of(self._client, self._shop.country)
        found: list[dict[str, Any]] = []
        for name, values in (("sku", skus), ("id", ids)):
            for start in range(0, len(values), AT_ONCE):
                chunk = values[start : start + AT_ONCE]
                # A list of one is taken apart at its commas, a text is not.
                wanted: Query = [(f"{name}[]", value) for value in chunk] if len(chunk) > 1 else [(name, chunk[0])]
                query: Query = [("region_id", region), ("fields", OF_A_VARIANT), ("limit", str(PAGE)), *wanted]
                found += self._client.store("GET", "/store/product-variants", params=query)["variants"]
        return list(self._sold(found))

    def place(self, basket: Basket, *, tag: str = "") -> Order:
        """Go the buyer's way."""
        try:
            return buy(self._client, basket, tag=tag)
        except Refused as refused:
            is_short = any(word in f"{refused.code} {refused.said}".lower() for word in ("inventory", "not enough stock"))
            refused.about = refused.about or ("stock" if is_short else "items" if "ariant" in refused.said else "address")
            raise

    def find(self, tag: str, *, email: str, since: datetime) -> str | None:
        """Look through the buyer's orders since then for the one with the tag."""
        for item in self._listed([("q", email), ("created_at[$gte]", since.isoformat())]):
            if (item.get("metadata") or {}).get(TAG) == tag:
                return str(item["id"])
        return None

    def orders(self, *, status: OrderStatus | None = None, until: datetime | None = None) -> Iterator[TrackedOrder]:
        """Go through the owner's list, newest first. Medusa keeps microseconds and shows milliseconds."""
        values = engine_values(status) if status else []
        if status and status is not OrderStatus.OPEN and not values:
            return
        query: Query = [("status[]", value) for value in values] if len(values) > 1 else [("status", value) for value in values]
        if until is not None:
            query.append(("created_at[$lt]", (until + timedelta(milliseconds=1)).isoformat()))
        for item in self._listed(query):
            order = tracked(item)
            if order is not None and status in (None, order.status):
                yield order

    def order(self, order_id: str) -> TrackedOrder | None:
        """Ask the owner's side for it."""
        try:
            return tracked(self._client.admin("GET", f"{ORDERS}/{order_id}", params={"fields": FIELDS})["order"])
        except Refused as refused:
            if refused.status == httpx.codes.NOT_FOUND:
                return None
            raise

    def extensions(self) -> Sequence[Extension]:
        """Return the plugins of the server, by name: it tells no more. They are in the image, where owners add none."""
        said = self._client.admin("GET", PLUGINS)["plugins"]
        if not isinstance(said, list):
            raise VerifyFailed("the shop's list of plugins is none", step=f"GET {PLUGINS}")
        known = {"kind": ExtensionKind.MODULE, "active": True, "origin": ExtensionOrigin.IMAGE}
        names = [item.get("name") for item in said if isinstance(item, dict)]
        return read_extensions({**known, "slug": name, "name": name} for name in names)

    def send_test_mail(self, to: str) -> None:
        """Ask the route that the image adds. A server without it answers 404."""
        step = f"POST {MAIL}"
        try:
            said = self._client.admin("POST", MAIL, json={"to": to})
        except Refused as refused:
            if refused.status == httpx.codes.NOT_FOUND:
                raise TooOld("the shop's image sends no test mail", step=step) from refused
            refused.about = "to"
            raise
        if said.get("sent") is not True:
            raise VerifyFailed("the shop does not say that it sent a mail", step=step)

    def check_payments(self) -> None:
        """Ask the route that the image adds. A server without it answers 404."""
        step = f"POST {PAYMENTS}"
        try:
            said = self._client.admin("POST", PAYMENTS)
        except Refused as refused:
            if refused.status == httpx.codes.NOT_FOUND:
                raise TooOld("the shop's image takes no payments by card", step=step) from refused
            raise
        if said.get("works") is not True:
            raise VerifyFailed("the shop does not say that its key works", step=step)

    def _listed(self, query: Query) -> Iterator[dict[str, Any]]:
        """The owner's orders, newest first, a page at a time."""
        fixed: Query = [("order", "-created_at"), ("limit", str(PAGE)), ("fields", FIELDS), *query]
        offset, full = 0, True
        while full:
            found = self._client.admin("GET", ORDERS, params=[*fixed, ("offset", str(offset))])["orders"]
            yield from found
            offset, full = offset + PAGE, len(found) == PAGE

    def _sold(self, variants: Sequence[dict[str, Any]]) -> Iterator[Variant]:
        """Those that have a price, sold out or not."""
        for item in variants:
            price = item.get("calculated_price") or {}
            amount = price.get("calculated_amount")
            if amount is None:
                continue
            is_counted = item.get("manage_inventory") and not item.get("allow_backorder")
            yield Variant(
                id=item["id"],
                sku=item.get("sku") or "",
                price=Decimal(str(amount)),
                currency=(price.get("currency_code") or self._shop.currency).upper(),
                stock=max(0, int(item.get("inventory_quantity") or 0)) if is_counted else None,
            )

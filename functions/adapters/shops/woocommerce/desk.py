"""Ordering in a WooCommerce shop for others, and following its orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx

from functions.adapters.shops.base import LENT_MARK, TAG, Shop
from functions.adapters.shops.woocommerce.buying import buy
from functions.adapters.shops.woocommerce.client import EXTENSIONS, MAIL, ORDERS, PAYMENTS, PRODUCTS, Client, amount
from functions.adapters.shops.woocommerce.vocabulary import FIELDS, engine_values, tracked
from functions.application.ports.shops import Refused, TooOld, VerifyFailed
from functions.domain.extension import Extension, read_extensions
from functions.domain.order import Offered, Order, OrderStatus, TrackedOrder, Variant
from functions.domain.ordering import Basket

PAGE = 100
# What can be put into a cart of what is not counted.
UNCOUNTED = 9999
MADE_OF_OTHERS = frozenset({"variable", "grouped"})
# What WordPress answers with where nobody made the route.
NO_ROUTE = "rest_no_route"
ABOUT = {"stock": "stock", "email": "customer.email", "address": "address", "rest_invalid_param": "address"}


class Desk:
    """One shop."""

    def __init__(self, shop: Shop) -> None:
        self._client = Client(shop)

    def products(self, *, offset: int, limit: int) -> tuple[Sequence[Offered], bool]:
        """Return products by their ids; the variations of those that have some are asked for together."""
        query = {"offset": offset, "per_page": limit + 1, "orderby": "id", "order": "asc"}
        listed = self._list(query)
        found = [item for item in listed[:limit] if item["sku"] != LENT_MARK]
        variable = [str(item["id"]) for item in found if item["type"] == "variable"]
        variations: dict[int, list[dict[str, Any]]] = {}
        for item in self._pages({"type": "variation", "parent": ",".join(variable)}) if variable else ():
            variations.setdefault(item["parent"], []).append(item)
        return [_offered(item, variations.get(item["id"], [])) for item in found], len(listed) > limit

    def variants(self, *, skus: Sequence[str], ids: Sequence[str]) -> Sequence[Variant]:
        """Return products and variations. WooCommerce takes several SKUs with commas between, unless they hold one."""
        plain = [sku for sku in skus if "," not in sku]
        groups = [",".join(plain), *(sku for sku in skus if "," in sku)]
        by_sku = [item for group in groups if group for item in self._pages({"sku": group})]
        by_id = [item for variant in ids if variant.isdecimal() for item in self._one(variant)]
        return [variant for item in (*by_sku, *by_id) if item["sku"] != LENT_MARK for variant in _variant(item)]

    def place(self, basket: Basket, *, tag: str = "") -> Order:
        """Go the buyer's way."""
        try:
            return buy(self._client, basket, tag=tag)
        except Refused as refused:
            refused.about = refused.about or next((about for word, about in ABOUT.items() if word in refused.code), "items")
            raise

    def find(self, tag: str, *, email: str, since: datetime) -> str | None:
        """Look through the buyer's orders since then for the one with the tag."""
        query = {"search": email, "after": _moment(since), "dates_are_gmt": "true"}
        for item in self._listed(query):
            tagged = any(meta["key"] == f"_{TAG}" and meta["value"] == tag for meta in item["meta_data"])
            if tagged and tracked(item) is not None:
                return str(item["id"])
        return None

    def orders(self, *, status: OrderStatus | None = None, until: datetime | None = None) -> Iterator[TrackedOrder]:
        """Go through the owner's list. WooCommerce knows seconds, and takes `before` for earlier than that."""
        if status is OrderStatus.DRAFT:
            return
        query = {"status": ",".join(engine_values(status))} if status and engine_values(status) else {}
        if until is not None:
            query |= {"before": _moment(until + timedelta(seconds=1)), "dates_are_gmt": "true"}
        for item in self._listed(query):
            order = tracked(item)
            if order is not None and status in (None, order.status):
                yield order

    def order(self, order_id: str) -> TrackedOrder | None:
        """Ask the owner's side for it."""
        if not order_id.isdecimal():
            return None
        try:
            return tracked(self._client.owner_json("GET", f"{ORDERS}/{order_id}", {"_fields": FIELDS}))
        except Refused as refused:
            if refused.status == httpx.codes.NOT_FOUND:
                return None
            raise

    def extensions(self) -> Sequence[Extension]:
        """Ask the route that the image adds. That there is none only WordPress can say: others answer 404, too."""
        step = f"GET {EXTENSIONS}"
        try:
            said = self._client.owner_json("GET", EXTENSIONS, {})["extensions"]
        except Refused as refused:
            if refused.status == httpx.codes.NOT_FOUND and refused.code == NO_ROUTE:
                raise TooOld("the shop's image has no list of extensions", step=step) from refused
            raise
        if not isinstance(said, list):
            raise VerifyFailed("the shop's list of extensions is none", step=step)
        return read_extensions(said)

    def send_test_mail(self, to: str) -> None:
        """Ask the route that the image adds."""
        step = f"POST {MAIL}"
        try:
            said = self._client.owner_json("POST", MAIL, {}, json={"to": to})
        except Refused as refused:
            if refused.status == httpx.codes.NOT_FOUND and refused.code == NO_ROUTE:
                raise TooOld("the shop's image sends no test mail", step=step) from refused
            refused.about = "to"
            raise
        if said.get("sent") is not True:
            raise VerifyFailed("the shop does not say that it sent a mail", step=step)

    def check_payments(self) -> None:
        """Ask the route that the image adds."""
        step = f"POST {PAYMENTS}"
        try:
            said = self._client.owner_json("POST", PAYMENTS, {})
        except Refused as refused:
            if refused.status == httpx.codes.NOT_FOUND and refused.code == NO_ROUTE:
                raise TooOld("the shop's image takes no payments by card", step=step) from refused
            raise
        if said.get("works") is not True:
            raise VerifyFailed("the shop does not say that its key works", step=step)

    def _listed(self, query: dict[str, str]) -> Iterator[dict[str, Any]]:
        """The owner's orders, newest first, a page at a time."""
        fixed = {"orderby": "date", "order": "desc", "per_page": str(PAGE), "_fields": FIELDS, **query}
        page, full = 1, True
        while full:
            found = self._client.owner_items(ORDERS, {**fixed, "page": str(page)})
            yield from found
            page, full = page + 1, len(found) == PAGE

    def _list(self, query: dict[str, Any]) -> list[dict[str, Any]]:
        return self._client.http.items("GET", PRODUCTS, params=query)

    def _pages(self, query: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """What buyers find, a page at a time."""
        page, full = 1, True
        while full:
            found = self._list({**query, "per_page": PAGE, "page": page, "orderby": "id", "order": "asc"})
            yield from found
            page, full = page + 1, len(found) == PAGE

    def _one(self, product: str) -> list[dict[str, Any]]:
        try:
            return [self._client.http.json("GET", f"{PRODUCTS}/{product}")]
        except Refused as refused:
            if refused.status == httpx.codes.NOT_FOUND:
                return []
            raise


def _offered(item: dict[str, Any], variations: list[dict[str, Any]]) -> Offered:
    """A product; one without variations is its own variant."""
    sold = variations if item["type"] == "variable" else [item]
    return Offered(id=str(item["id"]), title=item["name"], variants=tuple(one for each in sold for one in _variant(each)))


def _variant(item: dict[str, Any]) -> list[Variant]:
    """What can be ordered of it, if anything can, sold out or not."""
    prices = item["prices"]
    if item["type"] in MADE_OF_OTHERS or not item["is_purchasable"]:
        return []
    most = int(item["add_to_cart"]["maximum"])
    stock = 0 if not item["is_in_stock"] else None if most >= UNCOUNTED else most
    price = amount(prices["price"], prices)
    return [Variant(id=str(item["id"]), sku=item["sku"], price=price, currency=prices["currency_code"], stock=stock)]


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")

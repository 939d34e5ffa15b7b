"""Each engine's shop for the run: how it gets its products, how a guest buys there, and what its database says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from functions.adapters.shops.base import Shop
from functions.adapters.shops.medusa.buying import buy as buy_of_medusa
from functions.adapters.shops.medusa.client import Client as MedusaClient
from functions.adapters.shops.woocommerce.buying import buy as buy_of_woocommerce
from functions.adapters.shops.woocommerce.client import OWNER
from functions.adapters.shops.woocommerce.client import Client as WooCommerceClient
from tests.cluster.databases import rows
from tests.cluster.trade import ENGINES
from tests.reliability.run.accounts import Books
from tests.reliability.run.buyers import Buy

STOCK = 100_000
BATCH = 50


class Stand(Protocol):
    """One engine's shop."""

    files: str
    """The folder of uploads in the shop's pod."""

    def stock_up(self, products: int) -> list[str]:
        """Add products of which there are STOCK pieces each; return their variants."""

    def opened(self) -> Buy:
        """A guest's way through the shop."""

    def books(self, variants: Sequence[str]) -> Books:
        """What the database says."""


def parts(total: int) -> list[range]:
    """The numbers up to a total, in batches."""
    return [range(start, min(start + BATCH, total)) for start in range(0, total, BATCH)]


def numbers(lines: Iterable[str]) -> dict[str, int]:
    """Rows of a name and a number."""
    return {name: int(float(number)) for name, number in (line.split("\t") for line in lines)}


class MedusaStand:
    """A Medusa shop."""

    files = "/app/static"

    def __init__(self, shop: Shop, store_id: str) -> None:
        self._shop = shop
        self._store_id = store_id

    def stock_up(self, products: int) -> list[str]:
        """Products by the admin API, then a level of stock for what each variant is a piece of."""
        client = MedusaClient(self._shop)
        channel = client.admin("GET", "/admin/sales-channels")["sales_channels"][0]["id"]
        profile = client.admin("GET", "/admin/shipping-profiles")["shipping_profiles"][0]["id"]
        location = client.admin("GET", "/admin/stock-locations")["stock_locations"][0]["id"]
        made: list[str] = []
        for some in parts(products):
            create = [self._product(number, channel, profile) for number in some]
            made += [
                one["variants"][0]["id"]
                for one in client.admin("POST", "/admin/products/batch", json={"create": create})["created"]
            ]
        pieces = self._sql(
            "SELECT inventory_item_id FROM product_variant_inventory_item WHERE variant_id IN (" + quoted(made) + ")"
        )
        levels = [{"inventory_item_id": piece, "location_id": location, "stocked_quantity": STOCK} for piece in pieces]
        client.admin("POST", "/admin/inventory-items/location-levels/batch", json={"create": levels})
        return made

    def _product(self, number: int, channel: str, profile: str) -> dict[str, Any]:
        price = {"currency_code": self._shop.currency.lower(), "amount": 5 + number % 40}
        piece = {
            "title": "Piece",
            "sku": f"THING-{number}",
            "options": {"Kind": "Piece"},
            "manage_inventory": True,
            "prices": [price],
        }
        return {
            "title": f"Thing {number}",
            "status": "published",
            "shipping_profile_id": profile,
            "sales_channels": [{"id": channel}],
            "options": [{"title": "Kind", "values": ["Piece"]}],
            "variants": [piece],
        }

    def opened(self) -> Buy:
        """A guest's way."""
        client = MedusaClient(self._shop)
        return lambda basket: buy_of_medusa(client, basket)

    def books(self, variants: Sequence[str]) -> Books:
        """Orders that are not canceled. What an open order holds is reserved: it has not left the stock yet."""
        mine = "o.deleted_at IS NULL AND o.status <> 'canceled' AND o.email LIKE 'buyer-%'"
        sold = (
            'SELECT l.variant_id, sum(i.quantity) FROM "order" o '
            "JOIN order_item i ON i.order_id = o.id AND i.version = o.version "
            f"JOIN order_line_item l ON l.id = i.item_id WHERE {mine} AND i.deleted_at IS NULL GROUP BY 1"
        )
        left = (
            "SELECT v.variant_id, sum(l.stocked_quantity - l.reserved_quantity) FROM product_variant_inventory_item v "
            "JOIN inventory_level l USING (inventory_item_id) "
            f"WHERE v.deleted_at IS NULL AND l.deleted_at IS NULL AND v.variant_id IN ({quoted(variants)}) GROUP BY 1"
        )
        buyers = self._sql(f'SELECT o.email FROM "order" o WHERE {mine}')
        return Books(tuple(buyers), numbers(self._sql(sold)), numbers(self._sql(left)))

    def _sql(self, statement: str) -> list[str]:
        return rows(ENGINES["medusa"], self._store_id, statement)


class WooCommerceStand:
    """A WooCommerce shop."""

    files = "/var/www/html/wp-content/uploads"

    def __init__(self, shop: Shop, store_id: str) -> None:
        self._shop = shop
        self._store_id = store_id

    def stock_up(self, products: int) -> list[str]:
        """Products by the owner's REST API."""
        client = WooCommerceClient(self._shop)
        made: list[str] = []
        for some in parts(products):
            create = [
                {
                    "name": f"Thing {number}",
                    "sku": f"THING-{number}",
                    "regular_price": str(5 + number % 40),
                    "manage_stock": True,
                    "stock_quantity": STOCK,
                }
                for number in some
            ]
            answer = client.owner_json("POST", f"{OWNER}/products/batch", {"_fields": "create"}, json={"create": create})
            made += [str(one["id"]) for one in answer["create"]]
        return made

    def opened(self) -> Buy:
        """A guest's way."""
        client = WooCommerceClient(self._shop)
        return lambda basket: buy_of_woocommerce(client, basket)

    def books(self, variants: Sequence[str]) -> Books:
        """Orders that were placed. Stock goes down with the order."""
        placed = "'wc-processing', 'wc-completed', 'wc-on-hold'"
        mine = f"o.type = 'shop_order' AND o.status IN ({placed}) AND o.billing_email LIKE 'buyer-%'"
        sold = (
            "SELECT p.meta_value, SUM(q.meta_value) FROM wp_wc_orders o JOIN wp_woocommerce_order_items i ON i.order_id = o.id "
            "JOIN wp_woocommerce_order_itemmeta p ON p.order_item_id = i.order_item_id AND p.meta_key = '_product_id' "
            "JOIN wp_woocommerce_order_itemmeta q ON q.order_item_id = i.order_item_id AND q.meta_key = '_qty' "
            f"WHERE {mine} GROUP BY 1"
        )
        left = f"SELECT post_id, meta_value FROM wp_postmeta WHERE meta_key = '_stock' AND post_id IN ({', '.join(variants)})"
        buyers = self._sql(f"SELECT o.billing_email FROM wp_wc_orders o WHERE {mine}")
        return Books(tuple(buyers), numbers(self._sql(sold)), numbers(self._sql(left)))

    def _sql(self, statement: str) -> list[str]:
        return rows(ENGINES["woocommerce"], self._store_id, statement)


def quoted(words: Iterable[str]) -> str:
    """Words for SQL, which are ids of the shop's own."""
    return ", ".join(f"'{word}'" for word in words)


STANDS: dict[str, Callable[[Shop, str], Stand]] = {"medusa": MedusaStand, "woocommerce": WooCommerceStand}

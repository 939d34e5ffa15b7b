"""Newer orders of a WooCommerce shop over a restore: the owner sees what was there, and doing it again changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

import pytest

from functions.adapters.kube.streams import PodStreams
from functions.application.carrying import put_back, read_out
from functions.domain.carried import CarriedType
from tests.cluster.installation import CACHE, HOME, PROJECT, kubectl
from tests.cluster.platform import unique
from tests.cluster.playbooks import play
from tests.fakes.backups import FakeTarget

pytestmark = pytest.mark.long

# What the image's build proves the same with, in a shop without a cluster.
SCENARIO = (PROJECT / "images/woocommerce/build/carry.php").read_text()
LATER_ORDERS = 9
# The database's image has its client and nothing to dump with; a copy of each table is as good, since nobody buys meanwhile.
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name LIKE 'wp\\\\_%'"


class CarriedShop:
    """A store's shop: its scenario, its own script, and its tables."""

    def __init__(self, store_id: str) -> None:
        self.namespace = f"store-{store_id}"
        self._streams = PodStreams(str(HOME / "kubeconfig"), None, CACHE / "bin/kubectl")

    def __call__(self, words: Sequence[str], stdin: Iterable[bytes] | None = None) -> Iterator[bytes]:
        """Run the shop's own script."""
        return self._streams.run(self.namespace, "deploy/web", "web", ["storeyard-orders", *words], stdin=stdin)

    def scene(self, name: str) -> str:
        """Have something happen in the shop, or look at it."""
        script = ["php", "/dev/stdin", name]
        return self._streams.output(self.namespace, "deploy/web", "web", script, stdin=[SCENARIO.encode()])

    def copy(self) -> None:
        """Copy the whole database aside."""
        self._each("DROP TABLE IF EXISTS old_{0}; CREATE TABLE old_{0} LIKE {0}; INSERT INTO old_{0} SELECT * FROM {0};")

    def restore(self) -> None:
        """Put the copy in place of the database."""
        self._each("DROP TABLE {0}; CREATE TABLE {0} LIKE old_{0}; INSERT INTO {0} SELECT * FROM old_{0};")

    def _each(self, statements: str) -> None:
        tables = self._sql(TABLES).split()
        assert "wp_wc_orders" in tables
        self._sql("SET foreign_key_checks = 0;" + "".join(statements.format(table) for table in tables))

    def _sql(self, statements: str) -> str:
        client = "MYSQL_PWD=$(cat /run/secrets/store/db-password) exec mariadb -h 127.0.0.1 -u woocommerce -BN woocommerce"
        return kubectl("--namespace", self.namespace, "exec", "-i", "db-0", "--", "sh", "-c", client, stdin=statements)


@pytest.fixture(scope="module")
def shop() -> Iterator[CarriedShop]:
    """A store of its own, by playbooks alone."""
    store_id = unique("carry-woo")
    play("provision.yml", store_id, "woocommerce")
    try:
        yield CarriedShop(store_id)
    finally:
        play("delete.yml", store_id, "woocommerce")


def test_newer_orders_customers_and_stock_are_there_after_a_restore(shop: CarriedShop) -> None:
    target = FakeTarget()
    shop.scene("before")
    shop.copy()
    made_at = datetime.now(UTC)
    shop.scene("after")
    newer = json.loads(shop.scene("look"))

    lines = read_out(shop, target, "demo/1", since=made_at)
    shop.restore()
    older = json.loads(shop.scene("look"))
    summary = put_back(shop, target, "demo/1")
    restored = json.loads(shop.scene("look"))

    assert len(newer["orders"]) > len(older["orders"])
    assert older["products"] != newer["products"]
    assert restored == newer
    counts = (summary.orders, summary.customers, summary.stock)
    assert sum(each.total for each in counts) == lines
    assert summary.orders.carried + summary.orders.needs_person == LATER_ORDERS
    assert summary.customers.carried == 2, "the new one, and the one with a new password"
    left = sorted(line.type for line in summary.persons)
    assert left == [CarriedType.CUSTOMER, CarriedType.ORDER, CarriedType.STOCK], "a manager, a newer product, and its order"

    shop.scene("late")
    late = json.loads(shop.scene("look"))
    again = put_back(shop, target, "demo/1")

    assert (again.orders.carried, again.customers.carried, again.stock.carried, again.needs_person) == (0, 0, 0, 0)
    assert json.loads(shop.scene("look")) == late

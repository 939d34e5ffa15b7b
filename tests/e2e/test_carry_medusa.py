"""Newer orders of a Medusa shop over a restore: the owner sees what was there, and doing it again changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

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
SCENARIO = (PROJECT / "images/medusa/build/carry.js").read_text()
CARRIED, NEWER_PRODUCT = 11, 1
DUMP = "/tmp/carried.dump"
AS_OWNER = "PGPASSWORD=$(cat /run/secrets/store/db-password) exec"
REFILL = f"""
psql -q -U postgres -c 'DROP DATABASE medusa WITH (FORCE)' -c 'CREATE DATABASE medusa OWNER medusa'
{AS_OWNER} pg_restore -h 127.0.0.1 -U medusa -d medusa {DUMP}
"""


class CarriedShop:
    """A store's shop: its scenario, its own script, and its database."""

    def __init__(self, store_id: str) -> None:
        self.namespace = f"store-{store_id}"
        self._streams = PodStreams(str(HOME / "kubeconfig"), None, CACHE / "bin/kubectl")

    def __call__(self, words: Sequence[str], stdin: Iterable[bytes] | None = None) -> Iterator[bytes]:
        """Run the shop's own script."""
        return self._streams.run(self.namespace, "deploy/web", "web", ["storeyard-orders", *words], stdin=stdin)

    def scene(self, *words: str) -> str:
        """Have something happen in the shop, or look at it."""
        return self._streams.output(self.namespace, "deploy/web", "web", ["node", "-", *words], stdin=[SCENARIO.encode()])

    def look(self) -> dict[str, Any]:
        """What the shop's owner sees, and whether buyers can sign in."""
        seen: dict[str, Any] = json.loads(self.scene("look"))
        return seen

    def copy(self) -> None:
        """Dump the whole database."""
        self._in_database(f"{AS_OWNER} pg_dump -h 127.0.0.1 -U medusa -Fc -f {DUMP} medusa")

    def restore(self) -> None:
        """Load the dump into an empty database, and start the shop on it."""
        self._in_database(REFILL)
        kubectl("--namespace", self.namespace, "rollout", "restart", "deploy/web")
        kubectl("--namespace", self.namespace, "rollout", "status", "deploy/web", "--timeout=180s")

    def _in_database(self, script: str) -> None:
        kubectl("--namespace", self.namespace, "exec", "db-0", "--", "sh", "-ec", script)


@pytest.fixture(scope="module")
def shop() -> Iterator[CarriedShop]:
    """A store of its own, by playbooks alone."""
    store_id = unique("carry-medusa")
    play("provision.yml", store_id, "medusa")
    try:
        yield CarriedShop(store_id)
    finally:
        play("delete.yml", store_id, "medusa")


# Some twenty purchases, and the shop starts twice.
@pytest.mark.timeout(300)
def test_newer_orders_customers_and_stock_are_there_after_a_restore(shop: CarriedShop) -> None:
    target = FakeTarget()
    open_cart = shop.scene("before").strip()
    shop.copy()
    made_at = datetime.now(UTC)
    shop.scene("after", open_cart)
    newer = shop.look()

    lines = read_out(shop, target, "demo/1", since=made_at)
    shop.restore()
    older = shop.look()
    summary = put_back(shop, target, "demo/1")
    restored = shop.look()

    assert len(newer["orders"]) > len(older["orders"])
    assert older["stock"] != newer["stock"]
    assert restored["stock"] == newer["stock"], "what can be bought: no more and no less"
    assert restored == newer
    counts = (summary.orders, summary.customers, summary.stock)
    assert sum(each.total for each in counts) == lines
    assert (summary.orders.carried, summary.orders.needs_person) == (CARRIED, NEWER_PRODUCT)
    assert sorted(line.type for line in summary.persons) == [CarriedType.ORDER, CarriedType.STOCK], "of the newer product"

    shop.scene("late")
    late = shop.look()
    again = put_back(shop, target, "demo/1")

    assert late["orders"][-1]["display_id"] == newer["orders"][-1]["display_id"] + 2, "the platform's own check had one"
    assert (again.orders.carried, again.customers.carried, again.stock.carried, again.needs_person) == (0, 0, 0, 0)
    assert shop.look() == late

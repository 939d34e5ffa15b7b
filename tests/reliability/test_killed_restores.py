"""`kill -9` of the platform at each step of a restore, and of the pods that load and read out: no order is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cluster.installation import has_gate
from tests.cluster.platform import JSON
from tests.cluster.trade import ENGINES, Trading, trading
from tests.reliability.killing import kill_pod, killed, sells_all_the_same

pytestmark = pytest.mark.long
STEPS = ("check", "close", "drain", "safety", "orders", "load", "wake", "verify", "open")


@pytest.fixture(scope="module", params=list(ENGINES))
def shop(request: pytest.FixtureRequest) -> Iterator[Trading]:
    """The store of each engine in turn, having sold."""
    with trading(request.param, "l") as made:
        made.sell()
        yield made


def restore_killed_in(shop: Trading, component: str, step: str) -> tuple[set[str], JSON]:
    """Restore an older backup, kill a pod from a step on, and return what was sold before and how that ended."""
    backup = shop.do("backup")
    shop.sell()
    sold = shop.sold()
    operation = shop.ask("restore", backup=backup["id"], newer_orders=shop.carries)
    shop.platform.reach(operation, step)
    kill_pod(shop, component)
    return sold, shop.platform.finish(operation, status="failed", seconds=600)


@pytest.mark.parametrize("step", STEPS)
def test_a_restore_whose_platform_is_killed_goes_on_and_keeps_newer_orders(shop: Trading, step: str) -> None:
    before, backup = shop.sold(), shop.do("backup")
    newer = {shop.sell(), shop.sell()} if shop.carries else set[str]()

    killed(shop, "restore", step, backup=backup["id"], newer_orders=shop.carries)

    sells_all_the_same(shop, before | newer)


def test_a_pod_that_saves_and_is_killed_leaves_the_shop_as_it_was(shop: Trading) -> None:
    sold, failed = restore_killed_in(shop, "data", "safety")

    assert failed["result"]["restore"]["data"] == "before"
    sells_all_the_same(shop, sold)


def test_a_pod_that_loads_and_is_killed_leaves_a_closed_gate_and_a_way_out_that_works(shop: Trading) -> None:
    sold, failed = restore_killed_in(shop, "data", "load")

    safety = failed["result"]["restore"]["safety"]
    assert shop.store()["status"] == "failed"
    assert has_gate(shop.id)
    assert f"`storeyard store restore {shop.id} --backup {safety}`" in shop.store()["message"]

    shop.do("restore", backup=safety, newer_orders=False)

    sells_all_the_same(shop, sold)

"""Upgrades that fail, each in its own way: the shop sells on the revision that it had before, and no order is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cluster.databases import rows
from tests.cluster.installation import has_gate, kubectl
from tests.cluster.next_images import BROKEN, absent_image, next_images, on_offer
from tests.cluster.platform import JSON
from tests.cluster.trade import ENGINES, Trading, trading

pytestmark = pytest.mark.long


@pytest.fixture(scope="module", params=list(ENGINES))
def shop(request: pytest.FixtureRequest) -> Iterator[Trading]:
    """The store of each engine in turn."""
    with trading(request.param, "b") as made:
        yield made


def sells_as_before(shop: Trading, before: JSON, sold: set[str]) -> None:
    """Make sure that the shop is on the revision it had, with its orders, and that buyers reach it."""
    now = shop.store()
    assert now["status"] == "ready", now["message"]
    assert now["deployed"]["images"] == before["deployed"]["images"]
    assert (
        rows(shop.engine, shop.id, "SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%storeyard_next'")
        == []
    )
    assert shop.sold() == sold
    assert not has_gate(shop.id)
    new = shop.sell()
    assert shop.sold() == sold | {new}


@pytest.mark.parametrize("broken", BROKEN)
def test_what_does_not_sell_behind_the_gate_is_taken_back_with_its_data(shop: Trading, broken: str) -> None:
    shop.sell()
    before, sold = shop.store(), shop.sold()

    with next_images(shop.engine, broken) as images, on_offer(images):
        failed = shop.do("upgrade", status="failed", rehearsal=False)

        assert failed["result"]["upgrade"]["in_force"] == "old"
        assert shop.store()["reason"] == failed["reason"] != ""
        assert failed["result"]["gate"]["seconds"] > 0
        sells_as_before(shop, before, sold)


def test_an_image_that_is_not_there_is_taken_back(shop: Trading) -> None:
    before, sold = shop.store(), shop.sold()

    with on_offer(absent_image(shop.engine)):
        failed = shop.do("upgrade", status="failed", rehearsal=False)

    assert (failed["reason"], failed["result"]["upgrade"]["in_force"]) == ("ImagePull", "old")
    sells_as_before(shop, before, sold)


def test_a_rehearsal_that_fails_never_touches_the_shop(shop: Trading) -> None:
    before, sold = shop.store(), shop.sold()

    with next_images(shop.engine, "order") as images, on_offer(images):
        failed = shop.do("upgrade", status="failed")

    assert failed["reason"] == "VerifyFailed"
    assert "gate" not in failed["result"]
    assert shop.store()["deployed"] == before["deployed"]
    assert f"store-{shop.id}--" not in kubectl("get", "namespaces", "--output=name")
    sells_as_before(shop, before, sold)


def test_a_plan_goes_up_and_down_again(shop: Trading) -> None:
    def quota() -> str:
        shown = (
            "get",
            "resourcequota",
            "--namespace",
            f"store-{shop.id}",
            "--output=jsonpath={.items[0].spec.hard.limits\\.memory}",
        )
        return kubectl(*shown)

    sold, small = shop.sold(), quota()

    shop.do("plan", plan="medium")
    assert (shop.store()["plan"], quota() != small) == ("medium", True)
    shop.do("configure", name="A larger shop")  # a release after it keeps the volumes that are there
    shop.do("plan", plan="small")

    assert (shop.store()["plan"], shop.store()["name"], quota()) == ("small", "A larger shop", small)
    assert shop.sold() == sold

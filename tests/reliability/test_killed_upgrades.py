"""`kill -9` of the platform at each step of an upgrade and of a rollback, and of the pod that copies: no order is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.cluster.installation import has_gate, kill_platform, kubectl, make, until
from tests.cluster.next_images import next_images, on_offer
from tests.cluster.trade import ENGINES, Trading, trading
from tests.e2e import ENGINE

pytestmark = pytest.mark.long
UPGRADE = ("check", "close", "drain", "safety", "namespace", "release", "wake", "verify", "open")
ROLLBACK = ("check", "close", "orders", "drain", "safety", "revision", "load", "wake", "verify", "open")


@pytest.fixture(scope="module")
def versions() -> Iterator[list[dict[str, str]]]:
    """Two next versions that migrate alike, so that a shop goes from one to the other and back."""
    with ExitStack() as built:
        yield [built.enter_context(next_images(ENGINES[ENGINE])) for _ in range(2)]


@pytest.fixture(scope="module")
def shop(versions: list[dict[str, str]]) -> Iterator[Trading]:
    """A store that has sold; gone before its images are."""
    assert versions
    with trading(ENGINE, "k") as made:
        made.sell()
        yield made


def killed(shop: Trading, kind: str, step: str, **parameters: object) -> None:
    """Ask for an operation, kill the platform at one of its steps, and wait until it has gone on to a good end."""
    operation = shop.ask(kind, **parameters)
    shop.platform.reach(operation, step)
    kill_platform()
    make("up")
    shop.platform.finish(operation, seconds=600)


def sells_all_the_same(shop: Trading, sold: set[str]) -> None:
    """Make sure that every order is there once, that the shop is open, and that it sells."""
    assert shop.store()["status"] == "ready"
    assert shop.sold() == sold
    assert not has_gate(shop.id)
    assert f"store-{shop.id}--" not in kubectl("get", "namespaces", "--output=name")
    assert shop.sold() | {shop.sell()} == shop.sold()


def other_than_deployed(shop: Trading, versions: list[dict[str, str]]) -> dict[str, str]:
    """The images of the version that is not installed."""
    web = shop.engine.images[0]
    return next(each for each in versions if each[web] != shop.store()["deployed"]["images"][web])


@pytest.mark.parametrize("step", UPGRADE)
def test_an_upgrade_whose_platform_is_killed_goes_on(shop: Trading, versions: list[dict[str, str]], step: str) -> None:
    sold, images = shop.sold(), other_than_deployed(shop, versions)

    with on_offer(images):
        killed(shop, "upgrade", step, rehearsal=False)

    assert shop.store()["deployed"]["images"] == {name: images[name] for name in shop.engine.images}
    sells_all_the_same(shop, sold)


def test_a_rehearsal_whose_platform_is_killed_begins_anew(shop: Trading, versions: list[dict[str, str]]) -> None:
    sold = shop.sold()

    with on_offer(other_than_deployed(shop, versions)):
        killed(shop, "upgrade", "copy")

    sells_all_the_same(shop, sold)


@pytest.mark.parametrize("step", ROLLBACK)
def test_a_rollback_whose_platform_is_killed_goes_on_and_keeps_newer_orders(
    shop: Trading, versions: list[dict[str, str]], step: str
) -> None:
    before = shop.store()["deployed"]
    with on_offer(other_than_deployed(shop, versions)):
        shop.do("upgrade", rehearsal=False)
    shop.sell()
    sold = shop.sold()

    killed(shop, "rollback", step, revision=before["revision"])

    assert shop.store()["deployed"]["images"] == before["images"]
    sells_all_the_same(shop, sold)


def test_a_pod_that_copies_and_is_killed_leaves_the_shop_as_it_was(shop: Trading, versions: list[dict[str, str]]) -> None:
    sold, before = shop.sold(), shop.store()["deployed"]

    with on_offer(other_than_deployed(shop, versions)):
        operation = shop.ask("upgrade", rehearsal=False)
        pods = ("get", "pods", "--namespace", f"store-{shop.id}", "--selector=app.kubernetes.io/component=data")
        until(lambda: kubectl(*pods, "--field-selector=status.phase=Running", "--output=name"), "the copying", pause=0.05)
        kubectl("delete", "pods", "--namespace", f"store-{shop.id}", "--selector=app.kubernetes.io/component=data", "--force")
        failed = shop.platform.finish(operation, status="failed", seconds=600)

    assert failed["result"]["upgrade"]["in_force"] == "before"
    assert shop.store()["deployed"] == before
    sells_all_the_same(shop, sold)

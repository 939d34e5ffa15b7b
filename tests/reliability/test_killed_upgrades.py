"""`kill -9` of the platform at each step of an upgrade and of a rollback, and of the pod that copies: no order is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.cluster.next_images import next_images, on_offer
from tests.cluster.trade import ENGINES, Trading, is_available, not_tested, trading
from tests.reliability.killing import kill_pod, killed, sells_all_the_same

pytestmark = pytest.mark.long
REHEARSAL = ("copy", "release", "load", "wake", "verify")
UPGRADE = ("check", "close", "drain", "safety", "namespace", "release", "wake", "verify", "open")
ROLLBACK = ("check", "close", "orders", "drain", "safety", "revision", "load", "wake", "verify", "open")


@pytest.fixture(scope="module", params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine that is here."""
    name: str = request.param
    if not is_available(name):
        not_tested(name)
    return name


@pytest.fixture(scope="module")
def versions(engine: str) -> Iterator[list[dict[str, str]]]:
    """Two next versions that migrate alike, so that a shop goes from one to the other and back."""
    with ExitStack() as built:
        yield [built.enter_context(next_images(ENGINES[engine])) for _ in range(2)]


@pytest.fixture(scope="module")
def shop(engine: str, versions: list[dict[str, str]]) -> Iterator[Trading]:
    """A store that has sold; gone before its images are."""
    assert versions
    with trading(engine, "k") as made:
        made.sell()
        yield made


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


@pytest.mark.parametrize("step", REHEARSAL)
def test_a_rehearsal_whose_platform_is_killed_begins_anew(shop: Trading, versions: list[dict[str, str]], step: str) -> None:
    sold = shop.sold()

    with on_offer(other_than_deployed(shop, versions)):
        ended = killed(shop, "upgrade", step)

    assert ended["result"]["rehearsal"]["seconds"] > 0
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
        kill_pod(shop, "data")
        failed = shop.platform.finish(operation, status="failed", seconds=600)

    assert failed["result"]["upgrade"]["in_force"] == "before"
    assert shop.store()["deployed"] == before
    sells_all_the_same(shop, sold)

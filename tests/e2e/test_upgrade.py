"""A shop is upgraded, sells on, and goes back to the revision before: what it sold meanwhile is there afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.cluster.installation import has_gate, kubectl
from tests.cluster.next_images import next_images, on_offer
from tests.cluster.trade import ENGINES, Trading, trading
from tests.e2e import in_turn


@pytest.fixture(scope="module", params=in_turn(ENGINES))
def shop(request: pytest.FixtureRequest) -> Iterator[Trading]:
    """The store of each engine in turn."""
    with trading(request.param, "u") as made:
        yield made


def revision(shop: Trading) -> int:
    """The revision of the shop's release, as its record has it."""
    found: int = shop.store()["deployed"]["revision"]
    return found


def test_an_upgrade_is_rehearsed_and_a_rollback_keeps_what_was_sold_since(shop: Trading) -> None:
    before, old, first = shop.sell(), shop.store()["deployed"]["images"], revision(shop)
    there = f"/api/stores/{shop.id}/upgrades"
    assert shop.platform.client.get(there)["items"] == []
    assert (
        shop.platform.client.ask("POST", f"/api/stores/{shop.id}/operations", body={"kind": "upgrade"}).status
        == httpx.codes.CONFLICT
    )

    with next_images(shop.engine) as images, on_offer(images):
        web = shop.engine.images[0]
        (offer,) = shop.platform.client.get(there)["items"]
        assert {"path": "image.web", "before": old[web], "after": images[web]} in offer["changes"]

        upgraded = shop.do("upgrade")

        assert shop.store()["deployed"]["images"][web] == images[web]
        assert shop.sold() == {before}
        assert upgraded["result"]["rehearsal"]["seconds"] > 0
        assert upgraded["result"]["gate"]["seconds"] > 0
        kept = next(one for one in shop.backups() if one["cause"] == "upgrade")
        assert (kept["id"], kept["counts"]["orders"]) == (upgraded["id"], 1)
        assert f"store-{shop.id}--" not in kubectl("get", "namespaces", "--output=name")

        since = {shop.sell(), shop.sell()}
        shop.do("rollback", revision=first)

        assert shop.sold() == {before} | since
        assert shop.store()["deployed"]["images"] == old
        assert revision(shop) > first + 1
        assert not has_gate(shop.id)
    shop.do("verify")

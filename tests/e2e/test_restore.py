"""A shop goes back to a backup: what it sold before is there, and what it sold since is carried over or kept in a backup."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import pytest

from tests.cluster.installation import has_gate
from tests.cluster.trade import ENGINES, Trading, trading
from tests.e2e import in_turn


@pytest.fixture(scope="module", params=in_turn(ENGINES))
def shop(request: pytest.FixtureRequest) -> Iterator[Trading]:
    """The store of each engine in turn."""
    with trading(request.param, "r") as made:
        yield made


def test_a_shop_goes_back_to_a_backup_and_loses_no_order(shop: Trading) -> None:
    before = shop.sell()
    operation = shop.do("backup")
    (made,) = shop.backups()
    since = shop.sell()

    assert (made["id"], made["status"], made["cause"], made["counts"]["orders"]) == (operation["id"], "good", "asked", 1)
    part = shop.platform.http.get(f"/api/backups/{made['id']}/download/database")
    manifest = shop.platform.http.get(f"/api/backups/{made['id']}/download/manifest").json()
    assert sha256(part.content).hexdigest() == manifest["parts"]["database"]["sha256"]

    restored = shop.do("restore", backup=made["id"], newer_orders=shop.carries)

    assert shop.platform.store(shop.id)["status"] == "ready"
    assert shop.sold() == ({before, since} if shop.carries else {before})
    assert restored["result"]["gate"]["seconds"] > 0
    assert not has_gate(shop.id)
    safety = next(one for one in shop.backups() if one["cause"] == "safety")
    assert safety["counts"]["orders"] == 2

    shop.do("restore", backup=safety["id"], newer_orders=False)
    assert shop.sold() == {before, since}

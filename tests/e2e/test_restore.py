"""A shop goes back to a backup: what it sold before is there, and what it sold since is carried over or kept in a backup."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import pytest

from functions.adapters.catalogue import FileCatalogue
from tests.cluster.installation import PROJECT, kubectl
from tests.cluster.platform import JSON, Platform, unique
from tests.cluster.trade import is_available, not_tested, numbers, sell_one

ENGINES = FileCatalogue(PROJECT / "charts").engines()


class Trading:
    """A store that sells."""

    def __init__(self, engine: str) -> None:
        self.platform = Platform()
        self.id = unique("r")
        data = ENGINES[engine].data
        self.carries = data is not None and data.orders
        self.platform.finish(self.platform.create(self.id, engine))

    def sell(self) -> str:
        """Order the first thing on offer, and return the order's number."""
        number: str = sell_one(self.platform, self.id)["number"]
        return number

    def sold(self) -> set[str]:
        """The numbers of all orders, as the shop's admin has them."""
        return set(numbers(self.platform, self.id))

    def do(self, kind: str, **parameters: object) -> JSON:
        """Ask for an operation and wait for its good end."""
        asked = self.platform.client.post(f"/api/stores/{self.id}/operations", {"kind": kind, "parameters": parameters})
        return self.platform.finish(asked["operation"], seconds=420)

    def backups(self) -> list[JSON]:
        """Its backups, newest first."""
        found: list[JSON] = self.platform.client.get(f"/api/stores/{self.id}/backups")["items"]
        return found


@pytest.fixture(scope="module", params=list(ENGINES))
def shop(request: pytest.FixtureRequest) -> Iterator[Trading]:
    """The store of each engine in turn."""
    if not is_available(request.param):
        not_tested(request.param)
    made = Trading(request.param)
    yield made
    made.platform.finish(made.platform.delete(made.id))
    made.platform.http.close()


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
    assert "gate" not in kubectl("get", "ingress,deployment", "--namespace", f"store-{shop.id}", "--output=name")
    safety = next(one for one in shop.backups() if one["cause"] == "safety")
    assert safety["counts"]["orders"] == 2

    shop.do("restore", backup=safety["id"], newer_orders=False)
    assert shop.sold() == {before, since}

"""A shop goes back to a backup: what it sold before is there, and what it sold since is carried over or kept in a backup."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import httpx
import pytest

from functions.adapters.catalogue import FileCatalogue
from tests.cluster.installation import PROJECT, kubectl
from tests.cluster.platform import JSON, Platform, unique

ENGINES = FileCatalogue(PROJECT / "charts").engines()
CUSTOMER = {"first_name": "Ada", "last_name": "Example", "phone": "+49 30 123456", "email": "ada@shop-test.example"}
ADDRESS = {"line1": "Unter den Linden 1", "city": "Berlin", "postal_code": "10117", "country": "DE"}


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
        variant = self.platform.client.get(f"/api/stores/{self.id}/products")["items"][0]["variants"][0]
        body = {"store": self.id, "items": [{"id": variant["id"], "quantity": 1}], "customer": CUSTOMER, "address": ADDRESS}
        answer = self.platform.http.post("/api/orders", json=body)
        assert answer.status_code == httpx.codes.CREATED, answer.text
        number: str = answer.json()["order"]["number"]
        return number

    def sold(self) -> set[str]:
        """The numbers of all orders, as the shop's admin has them."""
        return {one["number"] for one in self.platform.client.get("/api/orders", store=self.id)["items"]}

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
    probe = Platform()
    here = probe.engines().get(request.param)
    probe.http.close()
    if not here:
        pytest.skip(f"NOT TESTED: a store on {request.param}, whose images could not be built here; `make images` says why")
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

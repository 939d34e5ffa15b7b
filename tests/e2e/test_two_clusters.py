"""Two kind clusters at once: a store is moved with its orders, and a cluster that is down holds up nobody else's."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from functions.adapters.catalogue import FileCatalogue
from tests.cluster.installation import HOME, PROJECT, kubectl, secret, until
from tests.cluster.own_platform import OwnPlatform
from tests.cluster.platform import JSON, Platform, Shop, unique
from tests.cluster.second import Second, second_cluster
from tests.cluster.trade import is_available, not_tested, numbers, sell_one
from tests.e2e import ENGINE, in_turn

ENGINES = FileCatalogue(PROJECT / "charts").engines()
READ_SECONDS = 6


@dataclass
class Two:
    """A platform with two clusters, and the other one of them."""

    own: OwnPlatform
    second: Second

    @property
    def platform(self) -> Platform:
        """Its API."""
        return self.own.platform

    def made(self, engine: str) -> tuple[JSON, str]:
        """A store on the first cluster that has sold something; returns it, and the order's number."""
        store_id = unique("mv")
        self.platform.finish(self.platform.create(store_id, engine, cluster="local"))
        return self.platform.store(store_id), sell_one(self.platform, store_id)["number"]

    def places(self, store_id: str) -> tuple[bool, bool]:
        """On which of the clusters there is anything of a store."""
        listed = ("get", "namespaces", "--output=name")
        return (f"store-{store_id}" in kubectl(*listed), f"store-{store_id}" in self.second.kubectl(*listed))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Both clusters, and the images of what is tested on both."""
    folder = tmp_path_factory.mktemp("two")
    wanted = [name for name in ENGINES if is_available(name)]
    images = sorted({image for name in wanted for image in ENGINES[name].images})
    with second_cluster(folder, *images, "gate") as second:
        home = folder / "home"
        home.mkdir(mode=0o700)
        shutil.copy2(HOME / "kubeconfig", home / "kubeconfig")
        own = OwnPlatform(home, STOREYARD_INVENTORY=str(second.inventory(folder / "inventory")), STOREYARD_RIGHTS="")
        try:
            yield Two(own, second)
        finally:
            own.stop()


def has_namespace(store_id: str) -> bool:
    """True if a store is on the first cluster."""
    return f"store-{store_id}" in kubectl("get", "namespaces", "--output=name")


def moves(two: Two, store: JSON, to: str) -> JSON:
    """Have a store moved; return it as it is then. Says how long that took, and how long the shop was closed."""
    began = time.monotonic()
    ended = two.own.do(store["id"], "move", cluster=to)
    closed = ended["result"]["gate"]["seconds"]
    sys.stdout.write(f"{store['engine']} to {to}: {time.monotonic() - began:.1f} s, its gate closed for {closed} s\n")
    moved = two.platform.store(store["id"])
    assert (moved["cluster"], moved["status"], moved["reason"]) == (to, "ready", "")
    return moved


@pytest.mark.timeout(600)
@pytest.mark.parametrize("engine", in_turn(ENGINES))
def test_a_store_is_moved_with_its_orders_and_back(two: Two, engine: str) -> None:
    if not is_available(engine):
        not_tested(engine)
    before, order = two.made(engine)
    store_id, had = before["id"], secret(before["id"])

    moved = moves(two, before, "second")

    assert two.places(store_id) == (False, True)
    assert moved["url"] == f"{before['url']}:8180"
    assert numbers(two.platform, store_id) == [order]
    assert two.platform.client.get(f"/api/stores/{store_id}/credentials")["admin_password"] == had["admin-password"]
    assert Shop(moved["url"]).send("GET", "/").status_code == httpx.codes.OK
    assert Shop(before["url"]).send("GET", "/").status_code == httpx.codes.NOT_FOUND
    is_down_alone(two, store_id)
    later = sell_one(two.platform, store_id)["number"]
    assert later != order

    returned = moves(two, moved, "local")

    assert two.places(store_id) == (True, False)
    assert returned["url"] == before["url"]
    assert set(numbers(two.platform, store_id)) == {order, later}


def is_down_alone(two: Two, store_id: str) -> None:
    """The other cluster is down for a moment: a look at its store is told so, and how the clusters are can be asked."""
    two.second.docker("pause")
    try:
        began = time.monotonic()
        health = two.platform.client.ask("GET", f"/api/stores/{store_id}/health")
        assert (health.status, time.monotonic() - began < READ_SECONDS) == (httpx.codes.SERVICE_UNAVAILABLE, True)
        assert "second" in health.body["detail"]
    finally:
        two.second.docker("unpause")
    until(lambda: numbers(two.platform, store_id), "the cluster answers again", seconds=60)
    seen = {each["name"]: each["detail"]["stores"] for each in two.platform.client.get("/api/clusters")["items"]}
    assert seen["second"] == {"ready": 1}


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_cluster_that_is_down_holds_up_nobody_elses_store(two: Two) -> None:
    store, order = two.made(ENGINE)
    two.own.do(store["id"], "move", cluster="second")
    two.second.docker("pause")
    try:
        waits = two.own.ask(store["id"], "verify")
        other, _ = two.made(ENGINE)
        assert two.platform.operation(waits["id"])["finished_at"] is None
        refused = two.platform.finish(two.own.ask(other["id"], "move", cluster="second"), status="failed", seconds=300)
        assert refused["reason"] == "ClusterUnreachable"
        kept = two.platform.store(other["id"])
        assert (kept["status"], kept["cluster"], has_namespace(other["id"])) == ("ready", "local", True)
        assert Shop(other["url"]).send("GET", "/").status_code == httpx.codes.OK
    finally:
        two.second.docker("unpause")
    until(lambda: numbers(two.platform, store["id"]) == [order], "the cluster answers again", seconds=60)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("engine", in_turn(ENGINES))
def test_a_platform_that_is_killed_while_it_moves_a_store_loses_nothing(two: Two, engine: str) -> None:
    if not is_available(engine):
        not_tested(engine)
    for step in ("close", "backup", "namespace", "load", "verify", "switch", "open", "remove"):
        store, order = two.made(engine)
        operation = two.own.ask(store["id"], "move", cluster="second")
        two.platform.reach(operation, step, seconds=240)
        two.own.killed()
        two.own.done(operation)
        assert (two.places(store["id"]), numbers(two.platform, store["id"])) == ((False, True), [order]), step
        two.platform.finish(two.platform.delete(store["id"]))
        assert two.places(store["id"]) == (False, False)

"""Namespaces beside stores' own, on a cluster in memory: only ours, and only the very one that was seen."""

from __future__ import annotations

import pytest

from functions.adapters.kube.rooms import KubernetesRooms
from functions.application.ports.rooms import RoomCleaner
from functions.domain.room import Room
from tests.fakes.kube import FakeCluster
from tests.fakes.platform import START

PLACE = "/api/v1/namespaces/store-demo--drill"
OURS = {"app.kubernetes.io/managed-by": "storeyard", "storeyard/store": "demo", "storeyard/installation": "here"}
ROOM = Room(store_id="demo", beside="drill", cluster="local", not_before=START)


@pytest.fixture
def cluster() -> FakeCluster:
    """A cluster with a store, and with what a drill left beside it."""
    made = FakeCluster()
    made.put("/api/v1/namespaces/store-demo", metadata={"labels": OURS})
    made.put(PLACE, metadata={"labels": OURS})
    return made


def cleaner(cluster: FakeCluster) -> RoomCleaner:
    asked: list[str] = []

    def client(name: str) -> object:
        asked.append(name)
        assert name == "local"
        return cluster.kube()

    return KubernetesRooms(client, installation=lambda: "here")  # type: ignore[arg-type]


def test_what_was_seen_goes_and_the_store_stays(cluster: FakeCluster) -> None:
    rooms = cleaner(cluster)
    seen = rooms.seen(ROOM)
    assert seen is not None

    rooms.remove(ROOM, seen)

    assert list(cluster.objects) == ["/api/v1/namespaces/store-demo"]
    assert rooms.seen(ROOM) is None


def test_one_that_took_its_name_meanwhile_stays(cluster: FakeCluster) -> None:
    rooms = cleaner(cluster)
    seen = rooms.seen(ROOM)
    assert seen is not None
    cluster.put(PLACE, metadata={"labels": OURS, "uid": "another"})

    rooms.remove(ROOM, seen)

    assert PLACE in cluster.objects


@pytest.mark.parametrize("label", ["storeyard/store", "storeyard/installation"])
def test_what_is_not_ours_is_not_seen(cluster: FakeCluster, label: str) -> None:
    cluster.put(PLACE, metadata={"labels": {**OURS, label: "another"}})

    assert cleaner(cluster).seen(ROOM) is None

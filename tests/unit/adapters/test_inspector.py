"""Looks into stores: whose namespace it is, what a refusal is told as, and the parts that are short."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from functions.adapters.deadline import Deadline
from functions.adapters.kube.inspector import KubernetesInspector
from functions.application.ports.insight import LogQuery
from functions.domain.errors import ClusterRefused, InvalidRequest, Unavailable
from tests.fakes import FakeClusters, kube
from tests.fakes.store_cluster import BASE, OURS, SECRET, StoreCluster, broken, packed

Look = Callable[[KubernetesInspector], Any]
LOOKS: dict[str, Look] = {
    "credentials": lambda inspector: inspector.credentials("local", "demo"),
    "logs": lambda inspector: inspector.logs("local", "demo", LogQuery()),
    "health": lambda inspector: inspector.health("local", "demo", "http://demo.localhost"),
    "usage": lambda inspector: inspector.usage("local", "demo"),
    "history": lambda inspector: inspector.history("local", "demo"),
}
every = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)


@every
@pytest.mark.parametrize(
    "labels",
    [{}, {**OURS, "storeyard/installation": "another"}, {**OURS, "storeyard/store": "another"}],
    ids=["nobody's", "another installation's", "another store's"],
)
def test_nothing_is_shown_of_a_namespace_that_is_not_ours(look: Look, labels: dict[str, str]) -> None:
    cluster = StoreCluster()
    cluster.put("/api/v1/namespaces/store-demo", metadata={"labels": labels})
    cluster.pod("web-1", "web")

    assert look(cluster.inspector()) is None
    assert cluster.requests == [("GET", "/api/v1/namespaces/store-demo")]


@every
def test_a_store_that_is_not_there_is_nothing(look: Look) -> None:
    cluster = StoreCluster()
    cluster.objects.clear()

    assert look(cluster.inspector()) is None


@every
def test_a_refusal_is_told_without_the_platforms_user(look: Look) -> None:
    with pytest.raises(ClusterRefused, match="The cluster local does not let the platform look") as caught:
        look(broken(lambda _: kube.refuse(403, 'namespaces is forbidden: User "storeyard" cannot get')))
    assert "User" not in caught.value.message


@every
@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_server_that_has_trouble_is_unavailable_and_asked_once(look: Look, status: int) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return kube.refuse(status, "no")

    with pytest.raises(Unavailable):
        look(broken(answer))
    assert len(asked) == 1


def test_an_installation_that_cannot_be_told_shows_nothing() -> None:
    def lost() -> str:
        raise InvalidRequest("the id of this installation cannot be kept")

    inspector = KubernetesInspector(FakeClusters(), lambda _: StoreCluster().kube(), installation=lost)

    with pytest.raises(Unavailable, match="cannot be kept"):
        inspector.credentials("local", "demo")


def test_credentials_are_the_values_of_the_secret() -> None:
    cluster = StoreCluster()
    found = cluster.inspector().credentials("local", "demo")
    del cluster.objects[f"{BASE}/secrets/store-secret"]

    assert found == {"db-password": SECRET}
    assert cluster.inspector().credentials("local", "demo") == {}


def test_after_the_deadline_nothing_more_is_asked() -> None:
    now = [0.0]
    timeouts: list[float] = []

    def answer(request: httpx.Request) -> httpx.Response:
        timeouts.append(request.extensions["timeout"]["read"])
        now[0] += 2
        return httpx.Response(200, json={})

    client = kube.kube(answer).within(Deadline(3, clock=lambda: now[0]))
    client.get("/one")
    client.get("/two")

    with pytest.raises(Unavailable, match="took too long"):
        client.get("/three")
    assert timeouts == [3, 1]


def release(cluster: StoreCluster, number: int, status: str, payload: str | None = None) -> None:
    labels = {"owner": "helm", "name": "demo", "version": str(number), "status": status, "modifiedAt": "1767268800"}
    data = {} if payload is None else {"release": payload}
    cluster.put(f"{BASE}/secrets/sh.helm.release.v1.demo.v{number}", metadata={"labels": labels}, data=data)


def test_history_is_what_helm_recorded_newest_first() -> None:
    cluster = StoreCluster()
    payload = {
        "info": {"description": "Upgrade complete", "last_deployed": "2026-01-02T13:00:00.123456789+01:00"},
        "chart": {"metadata": {"version": "0.2.0", "appVersion": "2.21.2"}},
    }
    for number in (1, 2, 10):
        release(cluster, number, "deployed" if number == 10 else "superseded", packed(payload))

    found = cluster.inspector().history("local", "demo")

    assert found is not None
    assert [(each.number, each.status) for each in found] == [(10, "deployed"), (2, "superseded"), (1, "superseded")]
    newest = found[0]
    assert (newest.chart_version, newest.app_version, newest.description) == ("0.2.0", "2.21.2", "Upgrade complete")
    assert newest.deployed_at == datetime(2026, 1, 2, 12, 0, 0, 123456, tzinfo=UTC)


JUNK = base64.b64encode(b"junk").decode()


@pytest.mark.parametrize(
    "payload",
    [None, JUNK, "!", packed([]), packed({"info": None, "chart": {}})],
    ids=["none", "junk", "no base64", "a list", "an empty one"],
)
def test_a_payload_that_cannot_be_read_leaves_what_the_labels_say(payload: str | None) -> None:
    cluster = StoreCluster()
    release(cluster, 3, "failed", payload)

    found = cluster.inspector().history("local", "demo")

    assert found is not None
    [revision] = found
    assert (revision.number, revision.status, revision.chart_version) == (3, "failed", "")
    assert revision.deployed_at == datetime(2026, 1, 1, 12, tzinfo=UTC)

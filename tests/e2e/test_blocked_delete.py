"""A deletion that something holds back names it in time, and goes on once that is gone; an id is not given away meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.cluster.installation import HOME, kubectl, traces, until
from tests.cluster.platform import Platform, unique
from tests.cluster.playbooks import played
from tests.e2e import ENGINE

FINALIZER = "example.com/hold"


def wedge(store_id: str) -> None:
    """Put a ConfigMap into the store's namespace that a finalizer holds, whose controller nobody runs."""
    metadata = {"name": "stuck", "namespace": f"store-{store_id}", "finalizers": [FINALIZER]}
    kubectl("apply", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}))


def free(store_id: str) -> None:
    """Take the finalizer off, if it is there."""
    change = '{"metadata": {"finalizers": null}}'
    where = ("--namespace", f"store-{store_id}")
    kubectl(*where, "patch", "configmap", "stuck", "--type=merge", f"--patch={change}", check=False)


@pytest.fixture
def store_id() -> Iterator[str]:
    """An id whose namespace ends with the test, whatever becomes of it."""
    made = unique("held")
    yield made
    free(made)


def namespace_of_ours(store_id: str) -> None:
    """Make the namespace of a store that this installation has made nothing else of."""
    labels = {
        "app.kubernetes.io/managed-by": "storeyard",
        "storeyard/store": store_id,
        "storeyard/installation": (HOME / "installation").read_text().strip(),
    }
    body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": f"store-{store_id}", "labels": labels}}
    kubectl("apply", "-f", "-", stdin=json.dumps(body))


def test_what_holds_a_namespace_is_named_and_a_second_run_goes_on(store_id: str) -> None:
    namespace_of_ours(store_id)
    wedge(store_id)
    held = f"ConfigMap/stuck in the namespace store-{store_id} is held by the finalizer {FINALIZER}"

    blocked = played("delete.yml", store_id, ENGINE, "-e", "store_delete_timeout=8", check=False)
    again = played("provision.yml", store_id, ENGINE, "-e", "store_namespace_timeout=1", check=False)
    free(store_id)
    played("delete.yml", store_id, ENGINE)

    said = " ".join(blocked.stdout.split())
    assert f"The namespace store-{store_id} has not ended after 8 seconds: {held}." in said
    assert blocked.returncode != 0
    assert f"An earlier deletion of the namespace store-{store_id} has not ended: {held}." in " ".join(again.stdout.split())
    assert traces(store_id) == []


@pytest.mark.long
def test_an_id_that_is_held_is_refused_with_what_holds_it(platform: Platform, store_id: str) -> None:
    platform.finish(platform.create(store_id, ENGINE))
    wedge(store_id)

    removal = platform.delete(store_id)
    body = {"id": store_id, "name": store_id, "engine": ENGINE}
    meanwhile = platform.http.post("/api/stores", json=body)
    ended = platform.finish(removal, status="failed", seconds=400)
    blocked = platform.http.post("/api/stores", json=body)
    free(store_id)
    platform.finish(platform.delete(store_id))

    assert (ended["reason"], ended["result"]["removal"]["step"]) == ("DeleteBlocked", "namespace")
    assert f"is held by the finalizer {FINALIZER}" in ended["message"]
    assert "ConfigMap/stuck" in ended["result"]["removal"]["leftovers"]
    assert [answer.status_code for answer in (meanwhile, blocked)] == [httpx.codes.CONFLICT] * 2
    assert "is being deleted" in meanwhile.json()["detail"]
    assert f"is held by the finalizer {FINALIZER}" in blocked.json()["detail"]
    until(lambda: traces(store_id) == [], "nothing is left of it", seconds=10)

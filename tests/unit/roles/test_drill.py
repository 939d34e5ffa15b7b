"""A drill's tasks: a place beside the store, and its end with what it proved."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.template import Templar

from functions.actions import drill
from functions.actions.base import StoreAction
from functions.actions.drill import ClearAction, PlaceAction
from functions.adapters.kube.client import Kube
from functions.domain.ownership import Claim
from tests.fakes.kube import FakeCluster

PLACED = {
    "id": "demo",
    "namespace": "store-demo",
    "url": "https://demo.shops.example:8443",
    "labels": {"storeyard/store": "demo"},
    "values": {
        "web": {"storage": "1Gi"},
        "store": {"id": "demo", "host": "demo.shops.example", "url": "https://demo.shops.example:8443", "copy": False},
    },
}
HERE = {"kubeconfig": "/k", "context": "", "installation": "here", "home": "/nowhere", "store": "demo", "timeout": 5}
DRILL = "/api/v1/namespaces/store-demo--drill"
OURS = {"app.kubernetes.io/managed-by": "storeyard", "storeyard/store": "demo", "storeyard/installation": "here"}


def run(action: type[StoreAction], arguments: dict[str, Any], *, check: bool = False) -> dict[str, Any]:
    """Run a task as Ansible's executor does."""
    task = Task()
    task.action, task.args, task.check_mode, task.async_val = "test", arguments, check, 0
    loader = DataLoader()
    connection = SimpleNamespace(_shell=SimpleNamespace(tmpdir="/nowhere"))
    result: dict[str, Any] = action(task, connection, PlayContext(), loader, Templar(loader), None).run(task_vars={})
    return result


@pytest.fixture
def kubernetes(monkeypatch: pytest.MonkeyPatch) -> FakeCluster:
    """The cluster that the tasks find, with what a drill left there."""
    cluster = FakeCluster()
    cluster.put(DRILL, metadata={"labels": OURS})
    cluster.put("/api/v1/namespaces/store-demo", metadata={"labels": OURS})

    def connect(_: dict[str, Any]) -> Kube:
        return cluster.kube()

    monkeypatch.setattr(drill, "connect", connect)
    return cluster


def test_the_place_is_beside_the_store_and_all_else_as_the_store_is() -> None:
    placed = run(PlaceAction, {"placed": PLACED})["placed"]

    assert (placed["namespace"], placed["url"]) == ("store-demo--drill", "https://demo--drill.shops.example:8443")
    assert placed["values"]["store"] == {
        "id": "demo",
        "host": "demo--drill.shops.example",
        "url": "https://demo--drill.shops.example:8443",
        "copy": True,
    }
    assert (placed["id"], placed["labels"]) == ("demo", PLACED["labels"]), "so the store's deletion finds it"
    assert placed["values"]["web"] == {"storage": "1Gi"}


def test_nobody_but_the_store_itself_answers_at_its_domains() -> None:
    own = {"id": "demo", "host": "demo.shops.example", "url": "https://tea.example.com:8443", "domains": ["tea.example.com"]}
    here = {**PLACED, "url": own["url"], "values": {"store": own}}

    placed = run(PlaceAction, {"placed": here})["placed"]

    assert placed["url"] == placed["values"]["store"]["url"] == "https://demo--drill.shops.example:8443"
    assert placed["values"]["store"]["domains"] == []


def test_choosing_the_place_is_a_change_so_that_its_removal_is_notified() -> None:
    assert run(PlaceAction, {"placed": PLACED})["changed"] is True


def test_what_an_earlier_drill_left_goes_and_the_store_stays(kubernetes: FakeCluster) -> None:
    assert run(ClearAction, HERE)["changed"] is True
    assert list(kubernetes.objects) == ["/api/v1/namespaces/store-demo"]
    assert run(ClearAction, HERE)["changed"] is False


def test_check_mode_removes_nothing(kubernetes: FakeCluster) -> None:
    run(ClearAction, HERE, check=True)

    assert DRILL in kubernetes.objects


def test_what_was_proven_is_told_with_its_seconds(kubernetes: FakeCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.actions.drill.time.time", lambda: 1041.54)
    order = {"verification": {"order": "#7"}}

    assert run(ClearAction, {**HERE, "backup": "B1", "began": "1000.0", **order})["drill"] == {"backup": "B1", "seconds": 41.5}


def test_a_copy_that_took_no_order_proves_nothing(kubernetes: FakeCluster) -> None:
    assert "drill" not in run(ClearAction, {**HERE, "backup": "B1", "began": "1000.0", "verification": {}})


def test_what_cannot_be_removed_fails_with_its_reason(kubernetes: FakeCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    kubernetes.objects[DRILL]["metadata"]["labels"] = {"storeyard/store": "another"}

    failed = run(ClearAction, HERE)

    assert (failed["failed"], failed["reason"]) == (True, "NamespaceNotOurs")


def test_no_stores_namespace_can_be_one_beside_another() -> None:
    assert Claim("demo", "here", "drill").namespace == "store-demo--drill", "no store's id holds two hyphens in a row"

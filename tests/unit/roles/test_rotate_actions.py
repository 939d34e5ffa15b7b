"""The tasks of store_rotate as Ansible calls them: what they say, and that it is no password."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from functions.actions import rotate
from functions.actions.rotate import RotateAction, SayAction
from functions.adapters.kube.client import Kube
from functions.domain.kinds import kind_of
from functions.domain.kinds.base import Ended
from functions.domain.store import StoreStatus
from tests.fakes.kube import FakeCluster
from tests.unit.roles.test_actions import ACCESS, run

PATH = "/api/v1/namespaces/store-demo/secrets/store-secret"
ASKED: dict[str, Any] = {
    **ACCESS,
    "do": "begin",
    "which": ["database", "admin"],
    "store": "demo",
    "namespace": "store-demo",
    "secret_name": "store-secret",
    "key_rules": {"admin-password": {"length": 20, "from": None}, "db-password": {"length": 32, "from": None}},
    "adapter": "medusa",
    "server": "postgresql",
    "data": {"user": "medusa", "database": "medusa"},
    "kubectl": "/nowhere/kubectl",
    "timeout": 1,
}


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> FakeCluster:
    """A store's Secret, found behind any kubeconfig."""
    made = FakeCluster()
    made.put(PATH, data={key: base64.b64encode(b"correct-horse").decode() for key in ASKED["key_rules"]})

    def connect(_: dict[str, Any]) -> Kube:
        return made.kube()

    monkeypatch.setattr(rotate, "connect", connect)
    return made


def test_a_look_changes_nothing(cluster: FakeCluster) -> None:
    result = run(RotateAction, ASKED, check=True)

    assert (result["skipped"], result["skip_reason"]) == (True, "passwords would be changed")
    assert cluster.requests == []


def test_a_key_that_is_kept_outside_fails_by_its_reason_and_nothing_is_written(cluster: FakeCluster) -> None:
    held = {"manager": "vault", "operation": "Apply", "fieldsV1": {"f:data": {"f:db-password": {}}}}
    cluster.objects[PATH]["metadata"]["managedFields"] = [held]

    result = run(RotateAction, ASKED)

    assert (result["failed"], result["reason"]) == (True, "KeptOutside")
    assert result["msg"].startswith("The key db-password of the store's Secret is kept by vault")
    assert "horse" not in str(result)
    assert cluster.written() == []


def test_a_password_that_nobody_knows_of_is_refused_by_name(cluster: FakeCluster) -> None:
    with pytest.raises(Exception, match="value of which must be one or more of: database, admin"):
        run(RotateAction, {**ASKED, "which": ["root"]})

    assert cluster.requests == []


def test_a_store_without_a_secret_is_told(cluster: FakeCluster) -> None:
    del cluster.objects[PATH]

    assert run(RotateAction, ASKED)["reason"] == "NotFound"


@pytest.mark.parametrize(("state", "rotated"), [("done", ["admin"]), ("sells", [])])
def test_what_was_changed_is_said_once_it_is_proven(state: str, rotated: list[str]) -> None:
    said = run(SayAction, {"state": state, "which": ["admin"], "was": {"admin_was_changed": True}})

    assert said["rotation"] == {"state": state, "rotated": rotated, "admin_was_changed": True}


@pytest.mark.parametrize(
    ("attempt", "state", "after"),
    [(1, None, "failed"), (2, None, "failed"), (1, "sells", "ready"), (1, "changing", "failed")],
)
def test_a_store_that_had_failed_is_ready_only_if_it_was_seen_to_sell(attempt: int, state: str | None, after: str) -> None:
    result = {"rotation": {"state": state}} if state else {}

    assert kind_of("rotate").status_after(Ended(False, StoreStatus.FAILED, result, attempt)) == after

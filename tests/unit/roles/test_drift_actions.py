"""The tasks of store_drift and store_repair as Ansible calls them."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from functions.actions import drift
from functions.actions.drift import LookAction, MendAction, SayAction
from functions.adapters.kube.client import Kube
from tests.fakes import kube
from tests.fakes.drift_cluster import EXPECTED, LABELS, MANIFEST, NETWORK, POLICY, SECRET, WEB, DriftCluster
from tests.unit.roles.test_actions import ACCESS, run

RULES = {"admin-email": {"from": "admin_email", "length": None}, "db-password": {"length": 32, "from": None}}
ASKED = {
    **ACCESS,
    "store": "demo",
    "labels": LABELS,
    "engine": EXPECTED.engine,
    "plan": EXPECTED.plan,
    "quota": dict(EXPECTED.quota or {}),
    "key_rules": RULES,
    "revision": 0,
}
MEND = {**ASKED, "remove_extra": False, "timeout": 1}
READY = {"observedGeneration": 1, "replicas": 1, "updatedReplicas": 1, "readyReplicas": 1, "availableReplicas": 1}


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> DriftCluster:
    """A store as it was installed, found behind any kubeconfig."""
    made = DriftCluster()
    both = {key: base64.b64encode(b"correct-horse").decode() for key in RULES}
    made.put(SECRET, data=both)

    def connect(_: dict[str, Any]) -> Kube:
        return made.kube()

    monkeypatch.setattr(drift, "connect", connect)
    return made


def test_of_a_store_in_sync_one_line_is_said(cluster: DriftCluster) -> None:
    seen = run(LookAction, ASKED)

    assert not seen.get("failed"), seen
    assert (seen["changed"], seen["drift"]["in_sync"], seen["drift"]["changed_from_outside"]) == (False, True, None)
    assert (seen["lines"], seen["copied"], seen["lost"]) == (["Nothing is different from what was installed."], {}, [])
    assert json.dumps(seen)


def test_a_look_says_each_thing_in_a_line_and_which_keys_can_be_copied_anew(cluster: DriftCluster) -> None:
    cluster.objects[WEB]["spec"]["replicas"] = 5
    del cluster.objects[POLICY]
    cluster.put(f"{NETWORK}/networkpolicies/let-me-in")
    cluster.put(SECRET, data={})
    cluster.release(1, MANIFEST, "superseded")
    cluster.release(2, MANIFEST)

    seen = run(LookAction, {**ASKED, "revision": 1})

    assert seen["lines"] == [
        "the release is at revision 2, not at 1",
        "Deployment/web /spec/replicas: installed 1, live 5",
        "NetworkPolicy/web is missing",
        "Secret/store-secret/admin-email is missing",
        "Secret/store-secret/db-password is missing",
        "NetworkPolicy/let-me-in is extra",
    ]
    assert seen["copied"] == {"admin-email": {"from": "admin_email"}}
    assert seen["lost"] == ["db-password"]
    assert seen["drift"]["changed_from_outside"]["recorded"] == 1
    assert cluster.written() == [("PATCH", path) for _, path in cluster.written()], "dry runs and nothing else"


@pytest.mark.parametrize("action", [LookAction, MendAction])
def test_a_namespace_that_is_gone_or_not_ours_is_told(cluster: DriftCluster, action: Any) -> None:
    asked = MEND if action is MendAction else ASKED
    there = cluster.objects.pop("/api/v1/namespaces/store-demo")
    assert run(action, asked)["reason"] == "NothingThere"

    cluster.put("/api/v1/namespaces/store-demo", metadata={"labels": {**LABELS, "storeyard/installation": "elsewhere"}})
    assert run(action, asked)["reason"] == "NamespaceNotOurs"
    assert there


def test_mending_puts_right_and_waits_until_it_runs(cluster: DriftCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[str] = []
    monkeypatch.setattr(drift, "wait_ready", lambda *_, namespace, **__: waited.append(namespace))
    cluster.objects[WEB]["spec"]["replicas"] = 5

    tried = run(MendAction, MEND, check=True)
    assert (tried["changed"], cluster.objects[WEB]["spec"]["replicas"]) == (True, 5)

    done = run(MendAction, MEND)

    assert (done["changed"], waited) == (True, ["store-demo"])
    assert done["repair"] == {"state": "mending", "put_right": ["Deployment/web /spec/replicas"], "removed": [], "left": []}
    assert cluster.objects[WEB]["spec"]["replicas"] == 1


def test_what_cannot_be_put_right_fails_and_says_that_the_store_was_touched(cluster: DriftCluster) -> None:
    cluster.objects[WEB]["spec"]["replicas"] = 5
    cluster.on_request = lambda request: (
        kube.refuse(422, "field is immutable") if request.method == "PATCH" and "dryRun" not in request.url.params else None
    )

    result = run(MendAction, MEND)

    assert (result["failed"], result["reason"], result["repair"]) == (True, "RepairFailed", {"state": "mending"})
    assert result["msg"] == "Deployment/web cannot be put right: field is immutable."


def test_a_look_that_failed_touched_nothing_and_says_nothing(cluster: DriftCluster) -> None:
    cluster.on_request = lambda request: kube.refuse(500, "no") if request.method == "PATCH" else None

    assert "repair" not in run(MendAction, MEND)


def test_what_became_of_it_is_said_with_the_keys_that_are_lost() -> None:
    done = {"state": "mending", "put_right": ["NetworkPolicy/web"]}
    good = run(SayAction, {"state": "sells", "done": done, "lost": []})
    assert good["repair"] == {"state": "sells", "put_right": ["NetworkPolicy/web"], "lost_keys": []}

    result = run(SayAction, {"state": "sells", "done": done, "lost": ["db-password"]})

    assert (result["failed"], result["reason"]) == (True, "KeysLost")
    assert result["msg"].startswith("What store-secret has lost cannot be made anew: db-password. ")
    assert result["repair"]["lost_keys"] == ["db-password"]
    assert run(SayAction, {"state": "in_sync"})["repair"] == {"state": "in_sync", "lost_keys": []}

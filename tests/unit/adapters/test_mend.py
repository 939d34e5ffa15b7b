"""A store's objects are made what was installed again: those that differ, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.adapters.kube.managed import removals
from functions.adapters.kube.mend import MendFailed, mend
from tests.fakes import kube
from tests.fakes.drift_cluster import EXPECTED, LABELS, NETWORK, POLICY, QUOTA, WEB, DriftCluster
from tests.fakes.store_cluster import BASE


@pytest.fixture
def cluster() -> DriftCluster:
    """A store as it was installed."""
    return DriftCluster()


def test_what_was_changed_removed_and_added_is_put_right_and_nothing_else_is_written(cluster: DriftCluster) -> None:
    cluster.objects[WEB]["spec"]["replicas"] = 5
    cluster.objects[WEB]["metadata"]["labels"]["team"] = "x"
    cluster.written_by(WEB, "kubectl-label", {"f:metadata": {"f:labels": {"f:team": {}}}})
    cluster.objects[QUOTA]["spec"]["hard"]["pods"] = "1000"
    del cluster.objects[POLICY]
    looked = cluster.look()
    cluster.requests.clear()

    done = mend(cluster.kube(), looked)

    assert set(done.put_right) == {
        "ResourceQuota/plan /spec/hard/pods",
        "Deployment/web /spec/replicas",
        "Deployment/web /metadata/labels/team",
        "NetworkPolicy/web",
    }
    assert {path for _, path in cluster.written()} == {QUOTA, WEB, POLICY}
    assert "team" not in cluster.objects[WEB]["metadata"]["labels"]
    assert cluster.look().drift.in_sync


def test_a_store_in_sync_is_not_written_to(cluster: DriftCluster) -> None:
    looked = cluster.look()
    cluster.requests.clear()

    mend(cluster.kube(), looked)

    assert cluster.written() == []


def test_what_is_extra_stays_unless_it_is_to_go_and_what_may_hold_data_stays_always(cluster: DriftCluster) -> None:
    cluster.put(f"{NETWORK}/networkpolicies/let-me-in")
    cluster.put(f"{BASE}/secrets/own")
    cluster.put(f"{BASE}/persistentvolumeclaims/more")
    everything = ("NetworkPolicy/let-me-in", "PersistentVolumeClaim/more", "Secret/own")

    asked = mend(cluster.kube(), cluster.look())
    assert (asked.removed, asked.left) == ((), everything)

    done = mend(cluster.kube(), cluster.look(), remove_extra=True)
    assert (done.removed, done.left) == (everything[:1], everything[1:])
    assert cluster.look().drift.extra == everything[1:]


def test_without_helms_record_nothing_is_removed_since_nobody_knows_what_was_installed(cluster: DriftCluster) -> None:
    del cluster.objects[f"{BASE}/secrets/sh.helm.release.v1.demo.v1"]

    done = mend(cluster.kube(), cluster.look(), remove_extra=True)

    assert done.removed == ()
    assert {"Deployment/web", "NetworkPolicy/web"} <= set(done.left)
    assert WEB in cluster.objects


def test_a_shop_behind_its_gate_stays_stopped_while_it_is_mended(cluster: DriftCluster) -> None:
    cluster.put(f"{NETWORK}/ingresses/gate", metadata={"labels": {**LABELS, "app.kubernetes.io/component": "gate"}})
    cluster.objects[WEB]["spec"]["replicas"] = 0
    cluster.objects[WEB]["spec"]["template"]["spec"]["containers"][0]["image"] = "shop:evil"

    mend(cluster.kube(), cluster.look(replace(EXPECTED)))

    spec = cluster.objects[WEB]["spec"]
    assert (spec["replicas"], spec["template"]["spec"]["containers"][0]["image"]) == (0, "shop:1")


def test_what_the_cluster_does_not_take_is_named(cluster: DriftCluster) -> None:
    cluster.objects[WEB]["spec"]["replicas"] = 5
    looked = cluster.look()
    cluster.on_request = lambda request: kube.refuse(422, "field is immutable") if request.method == "PATCH" else None

    with pytest.raises(MendFailed, match=r"^Deployment/web cannot be put right: field is immutable$"):
        mend(cluster.kube(), looked)


def test_items_of_a_list_are_removed_from_its_end() -> None:
    pointers = ["/a/2", "/a/10", "/b", "/a/1/x"]

    assert [each["path"] for each in removals(pointers)] == ["/b", "/a/10", "/a/2", "/a/1/x"]

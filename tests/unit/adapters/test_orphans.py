"""What carries this installation's label in a cluster, and what another installation's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from functions.adapters.ansible.folders import OLD_SECONDS, RunFoldersHere
from functions.adapters.kube.orphans import KubernetesOrphans
from functions.application.ports.orphans import OrphanFinder, RunFolders
from functions.domain.orphan import Labelled, OrphanKind
from tests.fakes.kube import FakeCluster

OURS = {"storeyard/installation": "here", "storeyard/store": "demo", "storeyard/owner": "olga"}
THEIRS = {**OURS, "storeyard/installation": "elsewhere"}
HELM = {"owner": "helm", "name": "demo", "version": "1"}


def finder(cluster: FakeCluster) -> OrphanFinder:
    return KubernetesOrphans(lambda _: cluster.kube(), installation=lambda: "here")


@pytest.fixture
def cluster() -> FakeCluster:
    """A cluster of two installations and of somebody else."""
    made = FakeCluster()
    for name, labels in (("store-demo", OURS), ("store-theirs", THEIRS), ("nobodys", {})):
        made.put(f"/api/v1/namespaces/{name}", metadata={"labels": labels})
        place = {"claimRef": {"namespace": name}, "persistentVolumeReclaimPolicy": "Delete"}
        made.put(f"/api/v1/persistentvolumes/pv-{name}", spec=place, status={"phase": "Bound"})
        made.put(f"/api/v1/namespaces/{name}/secrets/v1", metadata={"labels": HELM})
        made.put(f"/api/v1/namespaces/{name}/secrets/v2", metadata={"labels": {**HELM, "version": "2"}})
    return made


def test_ours_are_namespaces_with_our_label_and_what_is_in_them(cluster: FakeCluster) -> None:
    found = finder(cluster).labelled("local")

    assert found == [
        Labelled(OrphanKind.NAMESPACE, "store-demo", "uid-/api/v1/namespaces/store-demo", store_id="demo", owner="olga"),
        Labelled(
            OrphanKind.VOLUME,
            "pv-store-demo",
            "uid-/api/v1/persistentvolumes/pv-store-demo",
            namespace="store-demo",
            bound=True,
        ),
        Labelled(OrphanKind.RELEASE, "demo", "", namespace="store-demo"),
    ]


def test_so_are_volumes_and_releases_that_carry_our_label_themselves(cluster: FakeCluster) -> None:
    cluster.put("/api/v1/persistentvolumes/ours", metadata={"labels": OURS}, spec={})
    cluster.put("/api/v1/persistentvolumes/theirs", metadata={"labels": THEIRS}, spec={"claimRef": {"namespace": "store-demo"}})
    cluster.put("/api/v1/namespaces/nobodys/secrets/more", metadata={"labels": {**HELM, **OURS, "name": "more"}})

    names = {(each.kind, each.name): each for each in finder(cluster).labelled("local")}

    assert names[OrphanKind.VOLUME, "ours"].keeps
    assert names[OrphanKind.RELEASE, "more"].store_id == "demo"
    assert (OrphanKind.VOLUME, "theirs") not in names
    assert not any("nobodys" in name or "theirs" in name for _, name in names)


def test_what_is_going_already_is_left_out(cluster: FakeCluster) -> None:
    cluster.objects["/api/v1/namespaces/store-demo"]["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"

    assert finder(cluster).labelled("local") == []


def test_images_are_named_by_what_runs_and_by_what_ran_before_the_last_change(cluster: FakeCluster) -> None:
    names = ["a/web@sha256:0", "a/web:1", "a/web:2", "a/web:3", "a/web:4"]
    cluster.put("/api/v1/nodes/one", status={"images": [{"names": names[:3]}, {"sizeBytes": 1}]})
    cluster.put("/api/v1/nodes/two", status={"images": [{"names": names[2:]}]})
    cluster.put("/api/v1/nodes/new", status={})
    template = {"spec": {"containers": [{"name": "web", "image": "a/web:2"}]}}
    cluster.put("/apis/apps/v1/namespaces/store-demo/replicasets/web-1", spec={"template": template})
    cluster.put("/api/v1/namespaces/store-demo/pods/web-1", spec={"initContainers": [{"image": "a/web:3"}]})

    found = finder(cluster).images("local")

    assert [(each.kind, each.name, each.bound) for each in found] == [
        (OrphanKind.IMAGE, "a/web:1", False),
        (OrphanKind.IMAGE, "a/web:2", True),
        (OrphanKind.IMAGE, "a/web:3", True),
        (OrphanKind.IMAGE, "a/web:4", False),
    ]


def test_only_the_very_one_that_was_seen_is_removed(cluster: FakeCluster) -> None:
    seen = finder(cluster).labelled("local")[0]
    cluster.put("/api/v1/namespaces/store-demo", metadata={"labels": OURS, "uid": "another"})
    finder(cluster).remove("local", seen)
    assert "/api/v1/namespaces/store-demo" in cluster.objects

    finder(cluster).remove("local", finder(cluster).labelled("local")[0])
    assert "/api/v1/namespaces/store-demo" not in cluster.objects


def test_folders_of_runs_are_old_after_an_hour_and_those_of_waiting_processes_are_none(tmp_path: Path) -> None:
    for name in ("OP1", "OP2", "scratch-1"):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (1000, 1000))
    (tmp_path / "file").write_text("")
    os.utime(tmp_path / "OP2", (5000, 5000))
    folders: RunFolders = RunFoldersHere(tmp_path, clock=lambda: 1001 + OLD_SECONDS)

    assert folders.old() == ["OP1"]
    folders.remove("OP1")
    folders.remove("../OP2")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "scratch-1"]
    assert RunFoldersHere(tmp_path / "none").old() == []

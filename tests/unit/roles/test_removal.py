"""Deleting means that a scan of the whole cluster finds nothing, or that what is in the way is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import httpx
import pytest

from functions.adapters.deadline import Deadline
from functions.adapters.kube.namespace import check_namespace
from functions.adapters.kube.removal import (
    DeleteBlocked,
    begin,
    end_namespace,
    end_pods,
    end_rest,
    end_volumes,
    held_by,
    remove_beside,
)
from functions.adapters.kube.scan import Found, Scan, scan
from functions.domain.ownership import Claim, NamespaceNotOurs
from tests.fakes.kube import FakeCluster, refuse

Within = Callable[[float], Deadline]
NAMESPACE = "/api/v1/namespaces/store-demo"
OURS = {"labels": {"app.kubernetes.io/managed-by": "storeyard", "storeyard/store": "demo", "storeyard/installation": "here"}}
CHARTS = {"labels": {"app.kubernetes.io/managed-by": "Helm", "storeyard/store": "demo"}}
THEIRS = {"labels": {**OURS["labels"], "storeyard/installation": "elsewhere"}}
CLAIM = Claim("demo", "here")
VOLUME = "/api/v1/persistentvolumes/pvc-1"


def furnish(cluster: FakeCluster) -> None:
    """A store, and another one beside it."""
    cluster.put(NAMESPACE, metadata=deepcopy(OURS), spec={"finalizers": ["kubernetes"]}, status={})
    cluster.put(f"{NAMESPACE}/secrets/store-secret", metadata=OURS)
    cluster.put(f"{NAMESPACE}/configmaps/kube-root-ca.crt")
    cluster.put(f"{NAMESPACE}/configmaps/by-hand")
    cluster.put(f"{NAMESPACE}/pods/web-1", metadata={"ownerReferences": [{"kind": "ReplicaSet"}]})
    cluster.put(f"{NAMESPACE}/persistentvolumeclaims/data")
    cluster.put("/apis/rbac.authorization.k8s.io/v1/clusterroles/demo-reader", metadata=CHARTS)
    cluster.put(VOLUME, spec=volume("store-demo"))
    cluster.put("/api/v1/persistentvolumes/pvc-2", spec=volume("store-other"))
    cluster.put("/api/v1/persistentvolumes/that-no-other-claims", spec={"persistentVolumeReclaimPolicy": "Delete"})
    cluster.put("/api/v1/namespaces/store-other", metadata={"labels": {"storeyard/store": "other"}})
    cluster.put("/api/v1/namespaces/store-other/secrets/store-secret", metadata={"labels": {"storeyard/store": "other"}})


def volume(namespace: str, policy: str = "Delete") -> dict[str, Any]:
    """The spec of a volume that is claimed from a namespace."""
    return {"claimRef": {"namespace": namespace}, "persistentVolumeReclaimPolicy": policy}


def empties(cluster: FakeCluster) -> Callable[[httpx.Request], None]:
    """What controllers do once a namespace is deleted: everything in it goes, then its volumes, then itself."""

    def control(_: httpx.Request) -> None:
        if ("DELETE", NAMESPACE) in cluster.requests:
            inside = [path for path in cluster.objects if path.startswith(f"{NAMESPACE}/")]
            for path in inside:
                if not cluster.objects[path]["metadata"].get("finalizers"):
                    del cluster.objects[path]
            if not any(path.startswith(f"{NAMESPACE}/") for path in cluster.objects):
                for path in (NAMESPACE, VOLUME):
                    cluster.objects.pop(path, None)

    return control


def run(cluster: FakeCluster, deadline: Deadline) -> Scan:
    """Remove the store demo in all steps, as the role does, one after the other on one clock."""
    kube = cluster.kube()

    def sleep(seconds: float) -> None:
        deadline.pause(seconds)

    end_pods(kube, CLAIM, Deadline(15, clock=lambda: deadline.elapsed, sleep=sleep))
    for step in (end_namespace, end_volumes):
        step(kube, CLAIM, deadline)
    return end_rest(kube, CLAIM, deadline)


@pytest.fixture
def store(cluster: FakeCluster) -> FakeCluster:
    """A cluster with the store, whose namespace would stay without the controllers."""
    furnish(cluster)
    cluster.objects[NAMESPACE]["metadata"]["finalizers"] = ["kubernetes"]
    return cluster


def test_pods_and_their_claims_end_soon_while_the_namespace_waits(store: FakeCluster, within: Within) -> None:
    claim = f"{NAMESPACE}/persistentvolumeclaims/data"
    said: list[dict[str, Any]] = []

    def control(request: httpx.Request) -> None:
        if request.method == "DELETE":
            said.append(json.loads(request.content))
        if ("DELETE", claim) in store.requests:
            empties(store)(request)

    store.on_request = control
    run(store, within(60))

    assert store.written()[:3] == [("DELETE", NAMESPACE), ("DELETE", f"{NAMESPACE}/pods/web-1"), ("DELETE", claim)]
    assert [body.get("gracePeriodSeconds") for body in said[:3]] == [None, 1, None]


def test_a_pod_that_does_not_end_is_the_namespaces_business(store: FakeCluster, within: Within) -> None:
    pod = store.objects[f"{NAMESPACE}/pods/web-1"]
    pod["metadata"]["finalizers"] = ["example.com/hold"]
    deadline = within(60)

    def control(request: httpx.Request) -> None:
        pod["metadata"]["deletionGracePeriodSeconds"] = 1
        if deadline.elapsed > 30:
            pod["metadata"]["finalizers"] = []
        empties(store)(request)

    store.on_request = control
    run(store, deadline)

    assert ("DELETE", NAMESPACE) in store.requests
    assert 30 < deadline.elapsed < 32


def test_a_scan_finds_labels_the_namespaces_content_and_its_volumes(store: FakeCluster) -> None:
    found = scan(store.kube(), CLAIM)

    assert found.labels == [
        "ClusterRole/demo-reader",
        "ConfigMap/by-hand",
        "Namespace/store-demo",
        "PersistentVolume/pvc-1",
        "PersistentVolumeClaim/data",
        "Secret/store-secret",
    ]
    assert "Pod/web-1" in {item.label for item in found.found}
    assert found.unscanned == ()


def test_a_scan_says_what_it_could_not_look_at(store: FakeCluster) -> None:
    store.stale_groups = ("broken.example.com", "metrics.k8s.io")
    store.on_request = lambda request: refuse(403, "pods is forbidden") if request.url.path.endswith("/pods") else None

    assert scan(store.kube(), CLAIM).unscanned == ("broken.example.com", "Pod")


def test_a_kind_that_went_away_since_it_was_discovered_hides_nothing(store: FakeCluster) -> None:
    store.on_request = lambda request: refuse(404, "not found") if request.url.path.endswith("/configmaps") else None

    found = scan(store.kube(), CLAIM)

    assert found.unscanned == ()
    assert "ConfigMap/by-hand" not in found.labels
    assert "Secret/store-secret" in found.labels


def test_a_volume_that_goes_later_than_its_namespace_is_waited_for(store: FakeCluster, within: Within) -> None:
    kept, deadline = store.objects[VOLUME], within(60)

    def control(request: httpx.Request) -> None:
        empties(store)(request)
        if NAMESPACE not in store.objects:
            store.objects.pop(VOLUME, None) if deadline.elapsed > 5 else store.objects.setdefault(VOLUME, kept)

    store.on_request = control

    assert run(store, deadline).labels == []
    assert 5 < deadline.elapsed < 7
    assert VOLUME not in store.objects


def test_nothing_is_left_and_nothing_else_is_touched(store: FakeCluster, within: Within) -> None:
    store.on_request = empties(store)

    assert run(store, within(60)).labels == []
    assert NAMESPACE not in store.objects
    assert [path for path in store.objects if "other" in path or "pvc-2" in path] == list(store.objects)


def test_an_object_that_a_finalizer_holds_is_named_with_it(store: FakeCluster, within: Within) -> None:
    store.put(f"{NAMESPACE}/configmaps/stuck", metadata={"finalizers": ["example.com/hold"]})
    store.on_request = empties(store)

    with pytest.raises(DeleteBlocked) as blocked:
        run(store, within(30))

    assert blocked.value.message == (
        "the namespace store-demo has not ended after 30 seconds: "
        "ConfigMap/stuck in the namespace store-demo is held by the finalizer example.com/hold"
    )
    assert "ConfigMap/stuck" in blocked.value.leftovers


def test_a_deletion_goes_on_where_an_earlier_one_stopped(store: FakeCluster, within: Within) -> None:
    store.put(f"{NAMESPACE}/configmaps/stuck", metadata={"finalizers": ["example.com/hold"]})
    store.on_request = empties(store)
    with pytest.raises(DeleteBlocked):
        run(store, within(1))

    store.objects[f"{NAMESPACE}/configmaps/stuck"]["metadata"]["finalizers"] = []

    assert run(store, within(30)).labels == []


def test_trouble_that_the_namespace_reports_is_told(store: FakeCluster, within: Within) -> None:
    message = "Discovery failed for some groups: broken.example.com/v1"
    conditions = [{"type": "NamespaceDeletionDiscoveryFailure", "status": "True", "message": message}]
    store.objects[NAMESPACE]["status"] = {"conditions": conditions}

    with pytest.raises(DeleteBlocked, match=r"broken\.example\.com"):
        run(store, within(5))


def test_what_is_in_the_namespace_goes_before_what_it_says_of_api_groups(store: FakeCluster, within: Within) -> None:
    conditions = [
        {"type": "NamespaceContentRemaining", "status": "True", "message": "Some resources are remaining: widgets"},
        {"type": "NamespaceDeletionDiscoveryFailure", "status": "False", "message": "All resources successfully discovered"},
    ]
    store.objects[NAMESPACE]["status"] = {"conditions": conditions}

    with pytest.raises(DeleteBlocked, match="namespace store-demo has not ended after 5 seconds: Some resources are remaining"):
        run(store, within(5))

    store.put(f"{NAMESPACE}/configmaps/stuck", metadata={"finalizers": ["example.com/hold"]})
    with pytest.raises(DeleteBlocked, match="ConfigMap/stuck"):
        run(store, within(5))


def test_a_step_by_itself_does_what_is_left_for_it(store: FakeCluster, within: Within) -> None:
    store.on_request = empties(store)

    end_namespace(store.kube(), CLAIM, within(30))

    assert ("DELETE", NAMESPACE) in store.requests
    assert end_rest(store.kube(), CLAIM, within(30)).labels == []
    written = store.written()
    end_namespace(store.kube(), CLAIM, within(30))
    end_volumes(store.kube(), CLAIM, within(30))
    assert store.written() == written, "a step that has nothing to do changes nothing"


def test_a_volume_that_is_kept_by_its_policy_is_told_at_once(store: FakeCluster, within: Within) -> None:
    store.put("/api/v1/persistentvolumes/pvc-3", spec=volume("store-demo", "Retain"))
    store.on_request = empties(store)
    deadline = within(60)

    with pytest.raises(DeleteBlocked, match="PersistentVolume/pvc-3 is kept by its reclaim policy Retain"):
        run(store, deadline)

    assert deadline.elapsed < 5


def test_a_volume_that_does_not_go_is_named(store: FakeCluster, within: Within) -> None:
    store.put("/api/v1/persistentvolumes/pvc-3", spec=volume("store-demo"), status={"message": "node is gone"})
    store.on_request = empties(store)

    with pytest.raises(DeleteBlocked, match="volumes of the store have not gone after 60 seconds: node is gone"):
        run(store, within(60))


def test_a_leftover_outside_the_namespace_that_does_not_go_is_named(store: FakeCluster, within: Within) -> None:
    store.put(
        "/apis/rbac.authorization.k8s.io/v1/clusterroles/held",
        metadata={**OURS, "finalizers": ["example.com/hold"]},
    )
    store.on_request = empties(store)

    with pytest.raises(DeleteBlocked, match="label has not gone after 10 seconds: ClusterRole/held is held by the finalizer"):
        run(store, within(10))


def test_kubernetes_own_finalizers_are_no_reason() -> None:
    own = Found("PersistentVolumeClaim", "data", "store-demo", "u", "/p", finalizers=("kubernetes.io/pvc-protection",))

    assert held_by([own]) == ""


@pytest.mark.parametrize(
    "labels",
    [
        {},
        {"storeyard/store": "demo"},
        {**OURS["labels"], "storeyard/store": "other"},
        THEIRS["labels"],
    ],
    ids=["made by hand", "not by the platform", "of another store", "of another installation"],
)
def test_a_namespace_that_is_not_ours_and_what_is_in_it_is_never_deleted(
    store: FakeCluster, within: Within, labels: dict[str, str]
) -> None:
    store.objects[NAMESPACE]["metadata"]["labels"] = labels
    foreign = [path for path in store.objects if path.startswith(NAMESPACE) or path == VOLUME]

    with pytest.raises(NamespaceNotOurs, match="store-demo was not made by this installation for the store demo"):
        check_namespace(store.kube(), CLAIM)
    assert not begin(store.kube(), CLAIM)
    run(store, within(60))

    assert "/apis/rbac.authorization.k8s.io/v1/clusterroles/demo-reader" not in store.objects
    assert [path for path in foreign if path not in store.objects] == []


def test_what_another_installation_made_for_a_store_of_the_same_id_stays(store: FakeCluster, within: Within) -> None:
    role = "/apis/rbac.authorization.k8s.io/v1/clusterroles/theirs"
    store.put(role, metadata=THEIRS)
    store.on_request = empties(store)

    run(store, within(60))

    assert role in store.objects
    assert NAMESPACE not in store.objects


def test_a_namespace_of_the_release_before_which_knew_no_installations_is_ours(store: FakeCluster, within: Within) -> None:
    del store.objects[NAMESPACE]["metadata"]["labels"]["storeyard/installation"]
    store.on_request = empties(store)

    assert not check_namespace(store.kube(), CLAIM)
    run(store, within(60))
    assert NAMESPACE not in store.objects


def test_a_namespace_that_holds_nothing_of_ours_may_be_left(store: FakeCluster) -> None:
    store.objects[NAMESPACE]["metadata"]["labels"] = {}
    with pytest.raises(NamespaceNotOurs):  # somebody took the labels away: the store's Secret is still there
        check_namespace(store.kube(), CLAIM, leave=True)

    store.objects[f"{NAMESPACE}/secrets/store-secret"]["metadata"]["labels"] = THEIRS["labels"]

    assert check_namespace(store.kube(), CLAIM, leave=True)


BESIDE = Claim("demo", "here", "drill")
DRILL = f"{NAMESPACE}--drill"


def drilled(cluster: FakeCluster, **metadata: Any) -> None:
    """A store with a drill beside it, whose namespace carries the same labels."""
    furnish(cluster)
    cluster.put(DRILL, metadata={**deepcopy(OURS), **metadata}, spec={"finalizers": ["kubernetes"]}, status={})
    cluster.put(f"{DRILL}/pods/web-1")
    cluster.put(f"{DRILL}/persistentvolumeclaims/data")
    cluster.put("/api/v1/persistentvolumes/pvc-9", spec=volume("store-demo--drill"))


def goes(cluster: FakeCluster, *places: str) -> Callable[[httpx.Request], None]:
    """What controllers do once the drill's namespace is deleted."""

    def control(_: httpx.Request) -> None:
        if ("DELETE", DRILL) in cluster.requests:
            for path in [path for path in cluster.objects if path.startswith(places)]:
                del cluster.objects[path]

    return control


def test_a_drill_goes_with_its_volumes_and_nothing_else_of_the_store(cluster: FakeCluster, within: Within) -> None:
    drilled(cluster)
    before = set(cluster.objects)
    cluster.on_request = goes(cluster, DRILL, "/api/v1/persistentvolumes/pvc-9")

    assert remove_beside(cluster.kube(), BESIDE, within(30)) is True

    gone = {path for path in before if path.startswith((DRILL, "/api/v1/persistentvolumes/pvc-9"))}
    assert set(cluster.objects) == before - gone
    assert not [path for method, path in cluster.requests if method == "DELETE" and not path.startswith(DRILL)]


def test_a_drill_that_is_not_there_is_no_change(cluster: FakeCluster, within: Within) -> None:
    furnish(cluster)

    assert remove_beside(cluster.kube(), BESIDE, within(30)) is False
    assert not [method for method, _ in cluster.requests if method == "DELETE"]


def test_a_namespace_beside_the_store_that_is_not_ours_stays(cluster: FakeCluster, within: Within) -> None:
    drilled(cluster, labels={"storeyard/store": "another"})

    with pytest.raises(NamespaceNotOurs, match="store-demo--drill was not made by this installation"):
        remove_beside(cluster.kube(), BESIDE, within(30))
    assert not [method for method, _ in cluster.requests if method == "DELETE"]


def test_a_drill_that_is_held_back_is_named(cluster: FakeCluster, within: Within) -> None:
    drilled(cluster, finalizers=["example.com/keep"])

    with pytest.raises(DeleteBlocked, match=r"Namespace/store-demo--drill is held by the finalizer example\.com/keep"):
        remove_beside(cluster.kube(), BESIDE, within(3))


def test_a_stores_own_namespace_is_never_removed_so(cluster: FakeCluster, within: Within) -> None:
    furnish(cluster)

    with pytest.raises(ValueError, match="own namespace"):
        remove_beside(cluster.kube(), CLAIM, within(30))
    assert cluster.requests == []


def test_a_store_that_is_deleted_takes_its_drill_along(cluster: FakeCluster) -> None:
    drilled(cluster)

    found = scan(cluster.kube(), CLAIM).labels

    assert any("store-demo--drill" in label for label in found)

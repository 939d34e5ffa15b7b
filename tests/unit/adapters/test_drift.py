"""What somebody changed by hand of a store is told; what the cluster and the platform themselves change is not."""

from __future__ import annotations

import base64
from dataclasses import asdict, replace
from typing import Any

import httpx
import pytest
import yaml

from functions.domain.drift import SECRET, Difference
from tests.fakes import kube
from tests.fakes.drift_cluster import CLAIM, CRON, EXPECTED, LABELS, MANIFEST, NETWORK, POLICY, QUOTA, WEB, DriftCluster
from tests.fakes.drift_cluster import SECRET as SECRET_PATH
from tests.fakes.store_cluster import BASE

NAMESPACE = "/api/v1/namespaces/store-demo"
GATE = f"{NETWORK}/ingresses/gate"
OWNER = [{"uid": "1", "kind": "CronJob", "name": "cron"}]


@pytest.fixture
def cluster() -> DriftCluster:
    """A store as it was installed."""
    return DriftCluster()


def differences(cluster: DriftCluster, **changed: Any) -> list[tuple[str, str, Any, Any]]:
    found = cluster.look(replace(EXPECTED, **changed)).drift.differences
    return [(each.object, each.path, each.installed, each.live) for each in found]


def test_of_a_store_that_nobody_touched_nothing_differs_and_a_look_changes_nothing(cluster: DriftCluster) -> None:
    before = dict(cluster.objects)

    drift = cluster.look().drift

    assert (drift.in_sync, drift.revision) == (True, 1), drift
    assert cluster.objects == before


def test_a_field_that_was_changed_is_told_with_both_values(cluster: DriftCluster) -> None:
    spec = cluster.objects[WEB]["spec"]
    spec["replicas"] = 5
    spec["template"]["spec"]["containers"][0]["image"] = "shop:evil"

    assert differences(cluster) == [
        ("Deployment/web", "/spec/replicas", 1, 5),
        ("Deployment/web", "/spec/template/spec/containers/0/image", "shop:1", "shop:evil"),
    ]
    assert not cluster.look().drift.in_sync


def test_a_field_that_was_taken_out_is_told(cluster: DriftCluster) -> None:
    del cluster.objects[POLICY]["spec"]["policyTypes"]

    assert differences(cluster) == [("NetworkPolicy/web", "/spec/policyTypes", ["Ingress", "Egress"], None)]


def test_the_fence_is_compared_with_what_the_platform_would_make(cluster: DriftCluster) -> None:
    cluster.objects[QUOTA]["spec"]["hard"]["pods"] = "1000"
    cluster.objects[NAMESPACE]["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] = "privileged"
    del cluster.objects[f"{NETWORK}/networkpolicies/default-deny"]

    assert differences(cluster) == [
        ("Namespace/store-demo", "/metadata/labels/pod-security.kubernetes.io~1enforce", "restricted", "privileged"),
        ("ResourceQuota/plan", "/spec/hard/pods", "10", "1000"),
    ]
    assert cluster.look().drift.missing == ("NetworkPolicy/default-deny",)


def test_without_the_chart_that_says_what_the_plan_gives_the_fence_is_not_compared(cluster: DriftCluster) -> None:
    cluster.objects[QUOTA]["spec"]["hard"]["pods"] = "1000"

    assert differences(cluster, quota=None, keys=()) == []


def test_what_somebody_added_is_told_since_the_server_knows_who_wrote_it(cluster: DriftCluster) -> None:
    metadata, spec = cluster.objects[WEB]["metadata"], cluster.objects[WEB]["spec"]["template"]["spec"]
    metadata["labels"]["team"] = "x"
    metadata["finalizers"] = ["example.com/hold"]
    spec["containers"].append({"name": "spy", "image": "spy:1"})
    fields = {
        "f:metadata": {"f:labels": {"f:team": {}}, "f:finalizers": {".": {}, 'v:"example.com/hold"': {}}},
        "f:spec": {"f:template": {"f:spec": {"f:containers": {'k:{"name":"spy"}': {".": {}, "f:name": {}, "f:image": {}}}}}},
        "f:gone": {},
    }
    cluster.written_by(WEB, "kubectl-edit", fields)
    cluster.written_by(WEB, "kube-controller-manager", {"f:metadata": {"f:labels": {"f:storeyard/store": {}}}})

    found = {each.path: each.live for each in cluster.look().drift.differences}

    assert found["/metadata/labels/team"] == "x"
    assert found["/metadata/finalizers"] == ["example.com/hold"]
    assert "spy" in str(found)


def test_what_two_wrote_with_the_same_value_is_no_addition(cluster: DriftCluster) -> None:
    own: dict[str, Any] = {"f:spec": {"f:replicas": {}}}
    cluster.written_by(WEB, "helm", own)
    cluster.written_by(WEB, "kubectl", own)
    cluster.written_by(WEB, "somebody", {"f:status": {}}, subresource="status")

    assert cluster.look().drift.in_sync


def test_an_object_that_is_gone_is_missing(cluster: DriftCluster) -> None:
    del cluster.objects[POLICY]

    assert cluster.look().drift.missing == ("NetworkPolicy/web",)


def test_an_object_that_is_being_deleted_is_told(cluster: DriftCluster) -> None:
    cluster.objects[CLAIM]["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"

    assert differences(cluster) == [
        ("PersistentVolumeClaim/uploads", "/metadata/deletionTimestamp", None, "2026-01-01T00:00:00Z")
    ]


def test_objects_that_nobody_installed_are_extra_whatever_their_labels_say(cluster: DriftCluster) -> None:
    cluster.put(f"{NETWORK}/networkpolicies/let-me-in")
    cluster.put(f"{BASE}/configmaps/notes", metadata={"labels": {"storeyard/store": "demo"}})
    cluster.put(f"{BASE}/secrets/own")
    cluster.put(f"{BASE}/persistentvolumeclaims/data-db-x")

    extra = ("ConfigMap/notes", "NetworkPolicy/let-me-in", "PersistentVolumeClaim/data-db-x", "Secret/own")
    assert cluster.look().drift.extra == extra
    assert cluster.look(replace(EXPECTED, busy=True)).drift.extra == ()


@pytest.mark.parametrize(
    ("path", "metadata"),
    [
        (f"{BASE}/secrets/store-mail", {}),
        (f"{BASE}/secrets/store-payments", {}),
        (f"{BASE}/secrets/web-tls", {}),
        (f"{BASE}/secrets/web-tls-0123456789", {}),
        (f"{BASE}/secrets/sh.helm.release.v1.demo.v0", {"labels": {"owner": "helm", "name": "demo", "version": "0"}}),
        (f"{BASE}/persistentvolumeclaims/data-db-1", {}),
        (f"{BASE}/pods/web-1", {"ownerReferences": OWNER}),
        (f"{BASE}/configmaps/gate", {"labels": {**LABELS, "app.kubernetes.io/component": "gate"}}),
        (f"{NETWORK}/networkpolicies/data-db", {"labels": {**LABELS, "app.kubernetes.io/component": "data"}}),
    ],
    ids=lambda value: value.rpartition("/")[2] if isinstance(value, str) else "",
)
def test_what_kubernetes_cert_manager_helm_and_the_platform_make_is_not_extra(
    cluster: DriftCluster, path: str, metadata: dict[str, Any]
) -> None:
    record = cluster.objects[f"{BASE}/secrets/sh.helm.release.v1.demo.v1"]
    labels = {"status": "superseded", **metadata["labels"]} if "helm" in path else metadata.get("labels", {})
    cluster.put(path, metadata={**metadata, "labels": labels}, data=record["data"])

    assert cluster.look().drift.extra == ()


@pytest.mark.parametrize("at_rest", ["gate", "operation", "neither"])
def test_a_shop_that_is_stopped_is_no_drift_while_its_gate_is_closed_or_an_operation_runs(
    cluster: DriftCluster, at_rest: str
) -> None:
    cluster.objects[WEB]["spec"]["replicas"] = 0
    cluster.objects[CRON]["spec"]["suspend"] = True
    cluster.written_by(CRON, "kubectl-edit", {"f:spec": {"f:suspend": {}}})
    if at_rest == "gate":
        cluster.put(GATE, metadata={"labels": {**LABELS, "app.kubernetes.io/component": "gate"}})

    found = differences(cluster, busy=at_rest == "operation")

    stopped = ("Deployment/web", "/spec/replicas", 1, 0)
    assert (stopped in found) is (at_rest == "neither")


def test_the_database_that_is_stopped_is_drift_also_behind_the_gate(cluster: DriftCluster) -> None:
    cluster.objects[WEB.replace("deployments/web", "statefulsets/db")]["spec"]["replicas"] = 0
    cluster.put(GATE, metadata={"labels": {**LABELS, "app.kubernetes.io/component": "gate"}})

    assert differences(cluster) == [("StatefulSet/db", "/spec/replicas", 1, 0)]


@pytest.mark.parametrize(("size", "told"), [("5Gi", False), ("1024Mi", True), ("512Mi", True)])
def test_a_volume_that_has_grown_is_no_drift(cluster: DriftCluster, size: str, told: bool) -> None:
    cluster.objects[CLAIM]["spec"]["resources"]["requests"]["storage"] = size

    assert bool(differences(cluster)) is told


def test_the_request_that_fenced_a_store_in_is_no_drift_and_another_note_is(cluster: DriftCluster) -> None:
    cluster.objects[NAMESPACE]["metadata"]["annotations"] = {"storeyard/request-id": "request-1", "team": "x"}
    cluster.written_by(NAMESPACE, "storeyard", {"f:metadata": {"f:annotations": {"f:storeyard/request-id": {}}}})
    cluster.written_by(NAMESPACE, "kubectl-annotate", {"f:metadata": {"f:annotations": {"f:team": {}}}})

    assert differences(cluster) == [("Namespace/store-demo", "/metadata/annotations/team", None, "x")]


@pytest.mark.parametrize(
    "annotation",
    [
        "kubectl.kubernetes.io/restartedAt",
        "kubectl.kubernetes.io/last-applied-configuration",
        "deployment.kubernetes.io/revision",
        "pv.kubernetes.io/bind-completed",
        "volume.kubernetes.io/selected-node",
    ],
)
def test_notes_of_kubernetes_and_of_a_restart_are_no_drift(cluster: DriftCluster, annotation: str) -> None:
    cluster.objects[WEB]["metadata"]["annotations"][annotation] = "2"
    cluster.written_by(WEB, "kubectl-rollout", {"f:metadata": {"f:annotations": {f"f:{annotation}": {}}}})

    assert cluster.look().drift.in_sync


def test_keys_of_the_secret_are_told_by_name_and_never_a_value(cluster: DriftCluster) -> None:
    cluster.put(SECRET_PATH, data={"other": base64.b64encode(b"correct-horse-battery").decode()})

    drift = cluster.look().drift

    assert (drift.missing, drift.extra) == (("Secret/store-secret/db-password",), ("Secret/store-secret/other",))
    assert "correct-horse" not in str(asdict(drift))

    del cluster.objects[SECRET_PATH]
    assert cluster.look().drift.missing == ("Secret/store-secret", "Secret/store-secret/db-password")


def test_no_secret_is_in_a_difference_be_it_of_a_secret_or_of_a_variable() -> None:
    secret = "---\napiVersion: v1\nkind: Secret\nmetadata: {name: chart}\ndata: {key: aW5zdGFsbGVk}\n"
    cluster = DriftCluster(MANIFEST + secret)
    cluster.objects[f"{BASE}/secrets/chart"]["data"]["key"] = "Y2hhbmdlZA=="
    container = cluster.objects[WEB]["spec"]["template"]["spec"]["containers"][0]
    container["env"] = [{"name": "STORE_NAME", "value": "sk_live_typed"}, {"name": "MORE", "value": "sk_live_too"}]
    container["args"] = ["--db", "correct-horse-battery"]
    cluster.written_by(WEB, "kubectl-edit", {"f:spec": {"f:template": {"f:spec": {"f:containers": {}}}}})

    found = {(each.object, each.path): each for each in cluster.look().drift.differences}

    assert found["Secret/chart", "/data/key"] == Difference("Secret/chart", "/data/key", SECRET, SECRET)
    path = "/spec/template/spec/containers/0/env/0/value"
    assert found["Deployment/web", path] == Difference("Deployment/web", path, "Demo", SECRET)
    said = str(found)
    assert not any(word in said for word in ("sk_live", "correct-horse", "Y2hhbmdlZA"))
    assert ("Deployment/web", "/spec/template/spec/containers/0/env/1") in found


@pytest.mark.parametrize(
    ("revision", "busy", "told"), [(1, False, True), (2, False, False), (1, True, False), (None, False, False)]
)
def test_a_revision_that_nobody_recorded_was_made_from_outside(
    cluster: DriftCluster, revision: int | None, busy: bool, told: bool
) -> None:
    cluster.release(1, MANIFEST, "superseded")
    cluster.release(2, MANIFEST)

    drift = cluster.look(replace(EXPECTED, revision=revision, busy=busy)).drift

    assert (drift.outside is not None, drift.in_sync) == (told, not told)
    if drift.outside is not None:
        assert (drift.outside.revision, drift.outside.recorded, drift.outside.description) == (2, 1, "Revision 2")


def test_it_is_compared_with_the_newest_revision_that_is_deployed(cluster: DriftCluster) -> None:
    cluster.release(2, MANIFEST.replace("shop:1", "shop:2"), "failed")

    assert differences(cluster, revision=2) == []

    cluster.release(1, MANIFEST, "superseded")
    assert [path for _, path, _, _ in differences(cluster, revision=2)] == ["/spec/template/spec/containers/0/image"]


def test_a_release_that_was_uninstalled_is_missing(cluster: DriftCluster) -> None:
    del cluster.objects[f"{BASE}/secrets/sh.helm.release.v1.demo.v1"]

    drift = cluster.look().drift

    assert (drift.revision, drift.missing, drift.outside) == (None, ("Release/demo",), None)
    assert "Deployment/web" in drift.extra


def test_what_the_server_would_not_take_is_told_in_its_words(cluster: DriftCluster) -> None:
    cluster.on_request = lambda request: (
        kube.refuse(422, "spec.selector: field is immutable") if request.method == "PATCH" and request.url.path == WEB else None
    )

    assert differences(cluster) == [("Deployment/web", "", None, "spec.selector: field is immutable")]


def test_an_object_whose_kind_is_gone_is_told() -> None:
    odd = "---\napiVersion: odd.example.com/v1\nkind: Odd\nmetadata: {name: one}\n"
    cluster = DriftCluster()
    cluster.release(1, MANIFEST + odd)

    assert differences(cluster) == [("Odd/one", "", None, "the cluster has no such kind")]


def test_a_refusal_of_a_dry_run_is_no_difference(cluster: DriftCluster) -> None:
    cluster.on_request = lambda request: (
        httpx.Response(403, json={"message": "cannot patch"}) if request.method == "PATCH" else None
    )

    with pytest.raises(Exception, match="cannot patch"):
        cluster.look()


@pytest.fixture
def grown() -> DriftCluster:
    """A store whose shop has grown with its load: its release does not say in how many pods it runs."""
    documents = list(yaml.safe_load_all(MANIFEST))
    (web,) = (body for body in documents if (body["kind"], body["metadata"]["name"]) == ("Deployment", "web"))
    del web["spec"]["replicas"]
    cluster = DriftCluster(yaml.safe_dump_all(documents))
    live = cluster.objects[WEB]
    live["metadata"]["annotations"]["storeyard/autoscaled"] = "6"
    live["spec"]["replicas"] = 5
    return cluster


@pytest.mark.parametrize("manager", ["kube-controller-manager", "kubectl"])
def test_how_far_a_shop_has_grown_is_no_drift(grown: DriftCluster, manager: str) -> None:
    grown.written_by(WEB, manager, {"f:spec": {"f:replicas": {}}}, subresource="scale")

    assert grown.look().drift.in_sync


def test_one_that_somebody_stopped_is_drift_and_one_at_rest_is_not(grown: DriftCluster) -> None:
    grown.objects[WEB]["spec"]["replicas"] = 0
    assert grown.look(replace(EXPECTED, busy=True)).drift.in_sync
    grown.written_by(WEB, "kubectl", {"f:spec": {"f:replicas": {}}}, subresource="scale")

    assert differences(grown) == [("Deployment/web", "/spec/replicas", None, 0)]

"""A platform whose account gets its rights store by store: what the API server refuses it otherwise, and what it does then."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from functions.actions import drift, namespace, rights
from functions.actions.drift import LookAction, MendAction
from functions.actions.namespace import NamespaceAction
from functions.actions.rights import BindAction
from functions.adapters.deadline import Deadline
from functions.adapters.kube import fence
from functions.adapters.kube.fence_objects import binding
from functions.adapters.kube.namespace import check_namespace
from functions.adapters.kube.orphans import KubernetesOrphans
from functions.adapters.kube.removal import begin
from functions.adapters.kube.scan import scan
from functions.domain.ownership import Claim, NamespaceNotOurs
from tests.fakes.drift_cluster import LABELS, DriftCluster
from tests.fakes.kube import FakeCluster, refuse
from tests.unit.roles.test_actions import ACCESS, FENCE, OURS, run
from tests.unit.roles.test_drift_actions import ASKED, MEND

ACCOUNT = "storeyard-system:platform"
SPACE = "/api/v1/namespaces/store-demo"
BINDING = "/apis/rbac.authorization.k8s.io/v1/namespaces/store-demo/rolebindings/platform"
CLAIM = Claim("demo", "here")
BOUND = {**FENCE, "account": ACCOUNT, "timeout": 60}


def only_where_bound(cluster: FakeCluster, *, late: int = 0) -> None:
    """Refuse as an API server does: what is in a namespace without the binding, and what is in all of them. It knows of a new
    binding so many requests later.
    """
    left = [late]

    def judge(request: httpx.Request) -> httpx.Response | None:
        path = request.url.path
        inside = path.partition("/namespaces/")[2].partition("/")[2]
        if "/namespaces/" not in path and path.endswith("/secrets"):
            return refuse(403, 'secrets is forbidden: User "platform" cannot list resource "secrets" at the cluster scope')
        if not inside or inside.startswith("rolebindings"):
            return None
        place = path.partition("/namespaces/")[2].partition("/")[0]
        bound = f"/apis/rbac.authorization.k8s.io/v1/namespaces/{place}/rolebindings/platform" in cluster.objects
        if bound and left[0] > 0:
            left[0] -= 1
            bound = False
        return None if bound else refuse(403, f'{inside} is forbidden: User "platform" cannot do that')

    cluster.on_request = judge


@pytest.fixture
def kubernetes(monkeypatch: pytest.MonkeyPatch) -> FakeCluster:
    """An empty cluster behind any kubeconfig, and pauses that take no time."""
    made = FakeCluster()
    monkeypatch.setattr(fence, "GRANT_POLL", 0.0)
    for module in (namespace, rights):
        monkeypatch.setattr(module, "connect", lambda _: made.kube())
    return made


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> DriftCluster:
    """A store as it was installed, which the account has its rights on."""
    made = DriftCluster()
    made.kinds = (*made.kinds, ("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", True))
    made.put("/api/v1/namespaces/store-demo/secrets/store-secret", data={"admin-email": "YQ==", "db-password": "Yg=="})
    fence.give_rights(made.kube(), fence_binding(), Deadline(0))
    monkeypatch.setattr(fence, "GRANT_POLL", 0.0)
    monkeypatch.setattr(drift, "connect", lambda _: made.kube())
    monkeypatch.setattr(drift, "wait_ready", lambda *_, **__: None)
    only_where_bound(made)
    return made


def fence_binding() -> dict[str, Any]:
    return binding("store-demo", LABELS, ACCOUNT)


def test_the_rights_are_given_before_anything_is_made_in_the_namespace(kubernetes: FakeCluster) -> None:
    only_where_bound(kubernetes, late=3)

    made, again = run(NamespaceAction, BOUND), run(NamespaceAction, BOUND)

    assert (made["changed"], made["new"], again["changed"]) == (True, True, False)
    assert kubernetes.written()[:3] == [("POST", "/api/v1/namespaces"), ("PATCH", SPACE), ("PATCH", BINDING)]
    given = kubernetes.objects[BINDING]
    assert given["subjects"] == [{"kind": "ServiceAccount", "name": "platform", "namespace": "storeyard-system"}]
    assert given["roleRef"]["name"] == "storeyard-store"
    assert given["metadata"]["labels"] == OURS


def test_a_namespace_is_never_there_without_what_its_pods_are_held_to(kubernetes: FakeCluster) -> None:
    bodies: list[dict[str, Any]] = []
    kubernetes.on_request = lambda request: bodies.append(json.loads(request.content)) if request.method == "POST" else None

    run(NamespaceAction, FENCE)

    assert bodies[0]["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    assert BINDING not in kubernetes.objects


def test_rights_that_do_not_come_are_told_with_the_servers_sentence(kubernetes: FakeCluster) -> None:
    only_where_bound(kubernetes, late=10_000)

    refused = run(NamespaceAction, BOUND)

    assert refused["reason"] == "ClusterForbidden"
    assert refused["msg"] == 'Resourcequotas/plan is forbidden: User "platform" cannot do that.'
    assert len(kubernetes.requests) < 2 * fence.GRANT_LOOKS + 10


def test_what_an_administrator_may_not_do_is_not_asked_for_again(kubernetes: FakeCluster) -> None:
    only_where_bound(kubernetes)

    assert run(NamespaceAction, FENCE)["reason"] == "ClusterForbidden"
    assert [path for _, path in kubernetes.requests].count(f"{SPACE}/resourcequotas/plan") == 1


def test_stores_that_are_there_get_their_binding_from_an_administrator(kubernetes: FakeCluster) -> None:
    asked = {**ACCESS, "installation": "here", "home": "/nowhere", "account": ACCOUNT}
    gone = {"deletionTimestamp": "2026-01-01T00:00:00Z"}
    for name, labels, more in (
        ("store-demo", {**OURS, "storeyard/owner": "olga", "pod-security.kubernetes.io/enforce": "restricted"}, {}),
        ("store-theirs", {**OURS, "storeyard/installation": "elsewhere"}, {}),
        ("store-gone", OURS, gone),
        ("storeyard-system", {"app.kubernetes.io/managed-by": "storeyard"}, {}),
    ):
        kubernetes.put(f"/api/v1/namespaces/{name}", metadata={"labels": labels, **more})

    checked, made, again = (run(BindAction, asked, check=check) for check in (True, False, False))

    assert [(result["changed"], result["bound"]) for result in (checked, made, again)] == [
        (True, ["store-demo"]),
        (True, ["store-demo"]),
        (False, ["store-demo"]),
    ]
    assert kubernetes.objects[BINDING]["metadata"]["labels"] == {**OURS, "storeyard/owner": "olga"}
    assert [path for path in kubernetes.objects if "rolebindings" in path] == [BINDING]


def test_a_scan_names_the_kinds_that_it_looked_at_and_those_that_it_was_not_let(kubernetes: FakeCluster) -> None:
    kubernetes.put(SPACE, metadata={"labels": OURS})
    kubernetes.put(BINDING)
    kubernetes.put(f"{SPACE}/secrets/store-secret")
    only_where_bound(kubernetes)

    found = scan(kubernetes.kube(), CLAIM)

    assert found.labels == ["Namespace/store-demo", "Secret/store-secret"]
    assert found.unscanned == ("Secret",)
    assert {"ConfigMap", "Namespace", "PersistentVolume", "Pod"} <= set(found.scanned)
    assert "Secret" not in found.scanned


def test_a_namespace_ends_also_where_the_rights_in_it_ended_first(kubernetes: FakeCluster) -> None:
    kubernetes.put(SPACE, metadata={"labels": OURS, "finalizers": ["kubernetes"]})
    kubernetes.put(f"{SPACE}/pods/web-1")
    only_where_bound(kubernetes)

    assert begin(kubernetes.kube(), CLAIM) is False
    assert kubernetes.objects[SPACE]["metadata"]["deletionTimestamp"]


def test_a_foreign_namespace_without_rights_holds_nothing_of_ours(kubernetes: FakeCluster) -> None:
    kubernetes.put(SPACE, metadata={"labels": {**OURS, "storeyard/installation": "elsewhere"}})
    kubernetes.put(f"{SPACE}/secrets/store-secret", metadata={"labels": OURS})

    with pytest.raises(NamespaceNotOurs):
        check_namespace(kubernetes.kube(), CLAIM, leave=True)
    only_where_bound(kubernetes)
    assert check_namespace(kubernetes.kube(), CLAIM, leave=True)


def test_releases_are_looked_for_in_our_namespaces_where_others_secrets_are_not_to_be_seen(kubernetes: FakeCluster) -> None:
    labels = {"owner": "helm", "name": "demo", "version": "1"}
    for name in ("store-demo", "store-new"):
        kubernetes.put(f"/api/v1/namespaces/{name}", metadata={"labels": {**OURS, "storeyard/store": name[6:]}})
        kubernetes.put(f"/api/v1/namespaces/{name}/secrets/v1", metadata={"labels": {**labels, "name": name[6:]}})
    kubernetes.put(BINDING)
    only_where_bound(kubernetes)

    found = KubernetesOrphans(lambda _: kubernetes.kube(), installation=lambda: "here").labelled("local")

    assert [(each.kind.value, each.name) for each in found] == [
        ("Namespace", "store-demo"),
        ("Namespace", "store-new"),
        ("Release", "demo"),
    ]


def other(body: dict[str, Any]) -> None:
    body["subjects"] = [{"kind": "User", "name": "mallory"}]


@pytest.mark.parametrize(
    ("by_hand", "missing", "differs"), [(None, ["RoleBinding/platform"], []), (other, [], ["/subjects"])], ids=["gone", "other"]
)
def test_drift_tells_of_the_binding_and_a_repair_makes_it_again(
    installed: DriftCluster,
    by_hand: Callable[[dict[str, Any]], None] | None,
    missing: list[str],
    differs: list[str],
) -> None:
    if by_hand is None:
        del installed.objects[BINDING]
    else:
        by_hand(installed.objects[BINDING])

    seen = run(LookAction, {**ASKED, "account": ACCOUNT})
    mended = run(MendAction, {**MEND, "account": ACCOUNT})
    after = run(LookAction, {**ASKED, "account": ACCOUNT})

    assert not seen.get("failed"), seen
    assert seen["drift"]["missing"] == missing
    assert all(each["path"].startswith(tuple(differs)) for each in seen["drift"]["differences"])
    assert [line for line in mended["repair"]["put_right"] if line.startswith("RoleBinding/platform")]
    assert after["lines"] == ["Nothing is different from what was installed."]
    assert installed.objects[BINDING]["subjects"][0]["name"] == "platform"


def test_where_the_platform_has_all_rights_a_binding_is_nobodys(installed: DriftCluster) -> None:
    installed.on_request = lambda _: None

    assert run(LookAction, ASKED)["drift"]["extra"] == ["RoleBinding/platform"]

"""What a store is fenced in with: its namespace, what its plan allows, and who reaches its pods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.adapters.kube.client import Object
from functions.domain.placement import ENGINE_LABEL, PLAN_LABEL, REQUEST_ANNOTATION

LIMITS = {"cpu": "1", "memory": "256Mi"}
REQUESTS = {"cpu": "50m", "memory": "64Mi"}
ENFORCE_LABEL = "pod-security.kubernetes.io/enforce"
RBAC = "rbac.authorization.k8s.io"
# The ClusterRole that charts/storeyard-rights makes, and what binds it to the platform's account in a store's namespace.
STORE_ROLE, BINDING = "storeyard-store", "platform"
MEMORY = "limits.memory"


@dataclass(frozen=True)
class Fence:
    """What it depends on. `labels` are those of all the store's objects, `quota` is what the plan allows.

    `account`: who is given the platform's rights in there, as `namespace:name`; "": the platform has them everywhere.
    """

    namespace: str
    labels: Mapping[str, str]
    engine: str
    plan: str
    quota: Mapping[str, str]
    request_id: str = ""
    account: str = ""


def definitions(fence: Fence) -> list[Object]:
    """The objects of a fence: the namespace, then rights to make the others. The chart's policies open what its pods need."""
    dns = {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
        "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
    }
    ports = [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]
    nothing = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    only_dns = {"podSelector": {}, "policyTypes": ["Egress"], "egress": [{"to": [dns], "ports": ports}]}
    return [
        _namespace(fence),
        *([binding(fence.namespace, fence.labels, fence.account)] if fence.account else []),
        _object(fence, "v1", "ResourceQuota", "plan", spec={"hard": dict(fence.quota)}),
        _object(fence, "v1", "LimitRange", "plan", spec={"limits": [_limits(fence)]}),
        _object(fence, "networking.k8s.io/v1", "NetworkPolicy", "default-deny", spec=nothing),
        _object(fence, "networking.k8s.io/v1", "NetworkPolicy", "allow-dns", spec=only_dns),
        _object(fence, "v1", "ServiceAccount", "default", automountServiceAccountToken=False),
    ]


def binding(namespace: str, labels: Mapping[str, str], account: str) -> Object:
    """What gives an account (`namespace:name`) the platform's rights in a store's namespace."""
    place, _, name = account.partition(":")
    return {
        "apiVersion": f"{RBAC}/v1",
        "kind": "RoleBinding",
        "metadata": {"name": BINDING, "namespace": namespace, "labels": dict(labels)},
        "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": STORE_ROLE},
        "subjects": [{"kind": "ServiceAccount", "name": name, "namespace": place}],
    }


def _namespace(fence: Fence) -> Object:
    labels = {
        **fence.labels,
        ENGINE_LABEL: fence.engine,
        PLAN_LABEL: fence.plan,
        ENFORCE_LABEL: "restricted",
        "pod-security.kubernetes.io/warn": "restricted",
    }
    noted = {"annotations": {REQUEST_ANNOTATION: fence.request_id}} if fence.request_id else {}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": fence.namespace, "labels": labels, **noted}}


def _limits(fence: Fence) -> Object:
    """For containers that say nothing, so that the quota can count them."""
    most = {"max": {"memory": fence.quota[MEMORY]}} if MEMORY in fence.quota else {}
    return {"type": "Container", "defaultRequest": dict(REQUESTS), "default": dict(LIMITS), **most}


def _object(fence: Fence, version: str, kind: str, name: str, **parts: Any) -> Object:
    metadata = {"name": name, "namespace": fence.namespace, "labels": dict(fence.labels)}
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **parts}

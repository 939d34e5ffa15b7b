"""What a gate is made of in the cluster: a pod with its pages, its fence, and the shop's own address before the shop."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.adapters.kube import restricted
from functions.adapters.kube.client import Object
from functions.adapters.kube.evidence import COMPONENT
from functions.adapters.kube.gate_page import pages
from functions.domain.placement import STORE_LABEL

NAME = "gate"
PRIORITY = "traefik.ingress.kubernetes.io/router.priority"
# Above all that Traefik works out by itself, which is the length of a rule.
FIRST = "1000000"
PAGES = "storeyard/pages"
PORT = 8080


@dataclass(frozen=True)
class Gate:
    """What a gate is made of: `store` and `ingress` are the values of the store's chart, `also` more names of the shop.

    `by` closes it: whoever reads that at a gate opens again only what was closed so.
    """

    namespace: str
    labels: Mapping[str, str]
    store: Mapping[str, Any]
    ingress: Mapping[str, Any]
    image: str = ""
    also: tuple[str, ...] = ()
    by: str = ""

    @property
    def hosts(self) -> list[str]:
        """Every name that the gate stands before: the shop's, and what the shop answers at besides right now."""
        return [*dict.fromkeys([self.store["host"], *self.store.get("domains", ()), *self.also])]

    @property
    def store_id(self) -> str:
        """The store's id."""
        return self.labels[STORE_LABEL]


def definitions(gate: Gate) -> list[Object]:
    """The objects of a gate, in the order in which they are applied; the Ingress comes last."""
    content = pages(str(gate.store["name"]), str(gate.store["color"]))
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    selector = {COMPONENT: NAME, STORE_LABEL: gate.store_id}
    return [
        _object(gate, "v1", "ConfigMap", data=content),
        _object(gate, "networking.k8s.io/v1", "NetworkPolicy", spec=_policy(gate, selector)),
        _object(gate, "apps/v1", "Deployment", spec=_workload(gate, selector, digest)),
        _object(gate, "v1", "Service", spec={"selector": selector, "ports": [_service_port()]}),
        _object(gate, "networking.k8s.io/v1", "Ingress", annotations={PRIORITY: FIRST}, spec=_address(gate)),
    ]


def _object(gate: Gate, version: str, kind: str, *, annotations: Mapping[str, str] | None = None, **parts: Any) -> Object:
    labels = {**gate.labels, "app.kubernetes.io/name": NAME, COMPONENT: NAME}
    noted = {"annotations": dict(annotations)} if annotations else {}
    metadata = {"name": NAME, "namespace": gate.namespace, "labels": labels, **noted}
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **parts}


def _service_port() -> Object:
    return {"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"}


def _policy(gate: Gate, selector: Mapping[str, str]) -> Object:
    """From the ingress controller alone, and to nowhere."""
    controller = {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": gate.ingress["namespace"]}},
        "podSelector": {"matchLabels": gate.ingress.get("podLabels") or {"app.kubernetes.io/name": "traefik"}},
    }
    return {
        "podSelector": {"matchLabels": dict(selector)},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [{"from": [controller], "ports": [{"protocol": "TCP", "port": PORT}]}],
    }


def _address(gate: Gate) -> Object:
    """The shop's own address, as its chart says it: all its names, each with its certificate."""
    backend = {"service": {"name": NAME, "port": {"name": "http"}}}
    paths = [{"path": "/", "pathType": "Prefix", "backend": backend}]
    secrets = [{"hosts": [host], **_certificate(gate, host)} for host in gate.hosts]
    rules = [{"host": host, "http": {"paths": paths}} for host in gate.hosts]
    return {
        "ingressClassName": gate.ingress["className"],
        "rules": rules,
        **({"tls": secrets} if gate.ingress.get("tls") else {}),
    }


def _certificate(gate: Gate, host: str) -> Mapping[str, str]:
    """The Secret that a name's certificate is in; none where the ingress controller keeps it. Older charts know Secrets only.

    Nothing asks cert-manager here: the shop's own Ingress does, and a Secret is made for one of them.
    """
    if (gate.ingress.get("certificates") or {}).get("from") == "resolver":
        return {}
    own = "web-tls" if host == gate.store["host"] else f"web-tls-{hashlib.sha256(host.encode()).hexdigest()[:10]}"
    return {"secretName": own}


def _workload(gate: Gate, selector: Mapping[str, str], digest: str) -> Object:
    """One pod that fits the Pod Security standard `restricted` and the least of the plans."""
    container = {
        **restricted.CONTAINER,
        "name": NAME,
        "image": gate.image,
        "ports": [{"name": "http", "containerPort": PORT, "protocol": "TCP"}],
        "readinessProbe": {"tcpSocket": {"port": "http"}, "periodSeconds": 1},
        "resources": {"requests": {"cpu": "10m", "memory": "16Mi"}, "limits": {"cpu": "500m", "memory": "48Mi"}},
        "volumeMounts": [
            {"name": "pages", "mountPath": "/etc/gate/pages", "readOnly": True},
            {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108 - in the container
        ],
    }
    spec = {
        **restricted.POD,
        "terminationGracePeriodSeconds": 10,
        "containers": [container],
        "volumes": [
            {"name": "pages", "configMap": {"name": NAME}},
            {"name": "tmp", "emptyDir": {"sizeLimit": "64Mi"}},
        ],
    }
    metadata = {"labels": {**gate.labels, **selector}, "annotations": {PAGES: digest}}
    template = {"metadata": metadata, "spec": spec}
    return {"replicas": 1, "revisionHistoryLimit": 0, "selector": {"matchLabels": dict(selector)}, "template": template}

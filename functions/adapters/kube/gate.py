"""A store's gate: while it is closed, another pod answers at the shop's address, for buyers and for the shop's owner alike.

It is an Ingress beside the shop's own, for the same host and before it by Traefik's priority. Helm knows nothing of it, so it
stays where it is while a release is changed. Closed and open are what the address answers, not what was applied.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube, Object
from functions.adapters.kube.evidence import COMPONENT
from functions.adapters.kube.fence import applied, path_of
from functions.adapters.kube.gate_page import pages
from functions.adapters.kube.readiness import wait_ready
from functions.domain.errors import StoreyardError
from functions.domain.placement import STORE_LABEL

NAME = "gate"
PRIORITY = "traefik.ingress.kubernetes.io/router.priority"
# Above all that Traefik works out by itself, which is the length of a rule.
FIRST = "1000000"
CLOSED_AT = "storeyard/closed-at"
PAGES = "storeyard/pages"
NOTE = "note.storeyard/"
PORT = 8080
POLL = 0.2
# So many looks in a row, each on a connection of its own: an ingress controller may have several pods.
LOOKS = 3
SUCCESS, FAILURE = 200, 400


class GateFailed(StoreyardError):
    """The shop's address does not answer as it shall; the message says what to do."""

    reason = "GateFailed"


@dataclass(frozen=True)
class Answer:
    """What a shop's address answered; `status` is 0 and `said` says why where there was no answer."""

    status: int
    gate: bool = False
    said: str = ""

    def __str__(self) -> str:
        """As it is told."""
        return self.said or (f"the answer {self.status} of the gate" if self.gate else f"the answer {self.status}")


Look = Callable[[], Answer]


@dataclass(frozen=True)
class Gate:
    """What a gate is made of: `store` and `ingress` are the values of the store's chart."""

    namespace: str
    labels: Mapping[str, str]
    store: Mapping[str, Any]
    ingress: Mapping[str, Any]
    image: str = ""

    @property
    def store_id(self) -> str:
        """The store's id."""
        return self.labels[STORE_LABEL]


def close(kube: Kube, gate: Gate, look: Look, deadline: Deadline, *, dry_run: bool = False) -> tuple[bool, str]:
    """Close the gate; return whether that changed anything, and since when it is closed.

    Raises GateFailed if the address does not answer with it in time, NotReady if its pod does not run.
    """
    *behind, ingress = definitions(gate)
    said = _annotations(kube.get(path_of(ingress)))
    since = said.get(CLOSED_AT) or datetime.now(UTC).isoformat()
    noted = {name: text for name, text in said.items() if name.startswith(NOTE)}
    ingress["metadata"]["annotations"] |= {CLOSED_AT: since, **noted}
    changed = [applied(kube, body, dry_run=dry_run) for body in behind]
    if not dry_run:
        wait_ready(kube, namespace=gate.namespace, store_id=gate.store_id, deadline=deadline, component=NAME)
    changed.append(applied(kube, ingress, dry_run=dry_run))
    if not dry_run:
        _await(lambda answer: answer.gate, look, deadline, _not_closed)
    return any(changed), since


def reopen(kube: Kube, gate: Gate, look: Look, deadline: Deadline, *, dry_run: bool = False) -> tuple[bool, str]:
    """Open the gate; return whether that changed anything, and since when it was closed ("" where it was not).

    Its pod goes last, so that nobody meets an address without an answer. Raises GateFailed if the shop does not answer in time.
    """
    *behind, ingress = (path_of(body) for body in definitions(gate))
    there = kube.get(ingress)
    since = _annotations(there).get(CLOSED_AT, "")
    changed = _remove(kube, ingress, there, dry_run=dry_run)
    if not dry_run:
        _await(lambda answer: not answer.gate and SUCCESS <= answer.status < FAILURE, look, deadline, _not_open)
    for path in reversed(behind):
        changed = _remove(kube, path, kube.get(path), dry_run=dry_run) or changed
    return changed, since


def _remove(kube: Kube, path: str, there: Object | None, *, dry_run: bool) -> bool:
    if there is None or "deletionTimestamp" in there["metadata"]:
        return False
    if not dry_run:
        kube.delete(path, uid=there["metadata"]["uid"])
    return True


def _await(wanted: Callable[[Answer], bool], look: Look, deadline: Deadline, otherwise: Callable[[Answer, float], str]) -> None:
    """Return once the address answers as wanted, several times in a row. Raises GateFailed."""
    seen = 0
    while seen < LOOKS:
        answer = look()
        seen = seen + 1 if wanted(answer) else 0
        if not seen and not deadline.pause(POLL):
            raise GateFailed(otherwise(answer, deadline.seconds))


def _not_closed(answer: Answer, seconds: float) -> str:
    return (
        f"the gate did not close within {seconds:.0f} seconds: the shop's address gives {answer}. The ingress controller has "
        f"to prefer the Ingress gate by its annotation {PRIORITY}, as Traefik does: look at the cluster's ingress class"
    )


def _not_open(answer: Answer, seconds: float) -> str:
    return (
        f"the gate was taken away, but the shop did not answer within {seconds:.0f} seconds: its address gives {answer}. Look "
        "at the shop's pod and its log; opening again waits for it once more"
    )


def notes(kube: Kube, namespace: str) -> Mapping[str, str]:
    """What runs noted at a gate that is closed; nothing where it is open. It lasts as long as the gate is closed."""
    said = _annotations(kube.get(_ingress(namespace)))
    return {name.removeprefix(NOTE): text for name, text in said.items() if name.startswith(NOTE)}


def note(kube: Kube, namespace: str, name: str, text: str) -> None:
    """Note something at a gate that is closed, for whoever comes after this run. Raises ApiError where it is open."""
    kube.merge(_ingress(namespace), {"metadata": {"annotations": {f"{NOTE}{name}": text}}})


def _annotations(there: Object | None) -> Mapping[str, str]:
    return (there or {"metadata": {}})["metadata"].get("annotations") or {}


def _ingress(namespace: str) -> str:
    return f"/apis/networking.k8s.io/v1/namespaces/{namespace}/ingresses/{NAME}"


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
    """The shop's own address, as its chart says it."""
    host = gate.store["host"]
    backend = {"service": {"name": NAME, "port": {"name": "http"}}}
    tls = {"tls": [{"hosts": [host], "secretName": "web-tls"}]} if gate.ingress.get("tls") else {}
    rule = {"host": host, "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]}}
    return {"ingressClassName": gate.ingress["className"], "rules": [rule], **tls}


def _workload(gate: Gate, selector: Mapping[str, str], digest: str) -> Object:
    """One pod that fits the Pod Security standard `restricted` and the least of the plans."""
    container = {
        "name": NAME,
        "image": gate.image,
        "imagePullPolicy": "IfNotPresent",
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "ports": [{"name": "http", "containerPort": PORT, "protocol": "TCP"}],
        "readinessProbe": {"tcpSocket": {"port": "http"}, "periodSeconds": 1},
        "resources": {"requests": {"cpu": "10m", "memory": "16Mi"}, "limits": {"cpu": "500m", "memory": "48Mi"}},
        "volumeMounts": [
            {"name": "pages", "mountPath": "/etc/gate/pages", "readOnly": True},
            {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108 - in the container
        ],
    }
    spec = {
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "terminationGracePeriodSeconds": 10,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": 10001,
            "runAsGroup": 10001,
            "fsGroup": 10001,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": [container],
        "volumes": [
            {"name": "pages", "configMap": {"name": NAME}},
            {"name": "tmp", "emptyDir": {"sizeLimit": "64Mi"}},
        ],
    }
    metadata = {"labels": {**gate.labels, **selector}, "annotations": {PAGES: digest}}
    template = {"metadata": metadata, "spec": spec}
    return {"replicas": 1, "revisionHistoryLimit": 0, "selector": {"matchLabels": dict(selector)}, "template": template}

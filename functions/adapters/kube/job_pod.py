"""A pod of the platform's own in a store's namespace, for as long as something works in it.

It idles; commands are run in it as streams. It reaches the store's database and nothing else, and goes at the end, however that
comes: by whoever made it, by the next one, by the Job's own deadline, or with the namespace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube, Object
from functions.adapters.kube.evidence import COMPONENT, condition
from functions.adapters.kube.fence import path_of
from functions.domain.errors import StoreyardError
from functions.domain.placement import STORE_LABEL

POLL = 0.3
GONE = frozenset({"Succeeded", "Failed"})


class JobPodFailed(StoreyardError):
    """The pod does not start; the message says what Kubernetes says of it."""

    reason = "DataPodFailed"


@dataclass(frozen=True)
class JobPod:
    """What a pod is made of. `name` is that of the Job, its policies and the store's component; `what` is how people read it.

    `labels` are those of all the store's objects, `port` is the database's; `seconds` is how long it lives at most.
    """

    name: str
    what: str
    namespace: str
    labels: Mapping[str, str]
    port: int
    seconds: int
    spec: Object

    @property
    def own_labels(self) -> dict[str, str]:
        """Its labels: those of the store, and which of its parts it is."""
        return {**self.labels, COMPONENT: self.name}


def selector(labels: Mapping[str, str], component: str) -> Object:
    """Return what selects the pods of a component of a store."""
    return {"matchLabels": {COMPONENT: component, STORE_LABEL: labels[STORE_LABEL]}}


@contextmanager
def job_pod(kube: Kube, pod: JobPod, deadline: Deadline) -> Iterator[str]:
    """Start the pod and yield its name; it is removed at the end. Raises JobPodFailed, ApiError or Unavailable."""
    clear(kube, pod.namespace, pod.name, deadline)
    try:
        for policy in _policies(pod):
            kube.apply(path_of(policy), policy)
        kube.create(_jobs_of(pod.namespace), _job(pod))
        yield _started(kube, pod, deadline)
    finally:
        clear(kube, pod.namespace, pod.name)


def clear(kube: Kube, namespace: str, name: str, deadline: Deadline | None = None) -> None:
    """Remove the Job, its pods and its policies, also a killed run's; with a deadline, wait for the pods' end."""
    pods = f"/api/v1/namespaces/{namespace}/pods"
    chosen = f"{COMPONENT}={name}"
    for plural in (_jobs_of(namespace), _policies_of(namespace), pods):
        for metadata in (each["metadata"] for each in kube.items(plural, selector=chosen, metadata_only=True)):
            kube.delete(f"{plural}/{metadata['name']}", uid=metadata["uid"], grace=0 if plural == pods else None)
    while deadline is not None and kube.items(pods, selector=chosen, metadata_only=True):
        if not deadline.pause(POLL):
            raise JobPodFailed(f"the pod {name} of an earlier run does not end")


def _started(kube: Kube, pod: JobPod, deadline: Deadline) -> str:
    last = "Kubernetes made no pod"
    while True:
        for found in kube.items(f"/api/v1/namespaces/{pod.namespace}/pods", selector=f"{COMPONENT}={pod.name}"):
            if condition(found, "Ready").get("status") == "True":
                return str(found["metadata"]["name"])
            status = found.get("status") or {}
            last = _state(status)
            if status.get("phase") in GONE:
                raise JobPodFailed(f"the pod for {pod.what} ended at once: {last}")
        if not deadline.pause(POLL):
            raise JobPodFailed(f"the pod for {pod.what} does not start: {last}{_refusals(kube, pod)}")


def _state(status: Mapping[str, Any]) -> str:
    """What keeps the pod from running, in Kubernetes' words."""
    for container in status.get("containerStatuses") or []:
        for state in (container.get("state") or {}).values():
            if state.get("reason"):
                return f"{state['reason']} {state.get('message') or ''}".strip()
    waits = [each for each in status.get("conditions") or [] if each.get("status") != "True" and each.get("message")]
    return str(waits[0]["message"]) if waits else f"it is {status.get('phase') or 'unknown'}"


def _refusals(kube: Kube, pod: JobPod) -> str:
    """Why the Job could make no pod, as its events say (a quota, for one)."""
    events = kube.items(f"/api/v1/namespaces/{pod.namespace}/events")
    said = [e["message"] for e in events if e.get("reason") == "FailedCreate" and e["involvedObject"].get("name") == pod.name]
    return f" ({said[-1]})" if said else ""


def _jobs_of(namespace: str) -> str:
    return f"/apis/batch/v1/namespaces/{namespace}/jobs"


def _policies_of(namespace: str) -> str:
    return f"/apis/networking.k8s.io/v1/namespaces/{namespace}/networkpolicies"


def _policies(pod: JobPod) -> list[Object]:
    """The way from the pod to the database, opened at both of its ends; the namespace's fence closes all others."""
    ports = [{"protocol": "TCP", "port": pod.port}]

    def policy(name: str, component: str, **ways: Any) -> Object:
        metadata = {"name": name, "namespace": pod.namespace, "labels": pod.own_labels}
        spec = {"podSelector": selector(pod.labels, component), **ways}
        return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata, "spec": spec}

    to, came = ({"podSelector": selector(pod.labels, component)} for component in ("db", pod.name))
    out = {"policyTypes": ["Ingress", "Egress"], "egress": [{"to": [to], "ports": ports}]}
    into = {"policyTypes": ["Ingress"], "ingress": [{"from": [came], "ports": ports}]}
    return [policy(pod.name, pod.name, **out), policy(f"{pod.name}-db", "db", **into)]


def _job(pod: JobPod) -> Object:
    spec = {
        "backoffLimit": 0,
        "activeDeadlineSeconds": pod.seconds,
        "ttlSecondsAfterFinished": 60,
        "template": {"metadata": {"labels": pod.own_labels}, "spec": pod.spec},
    }
    metadata = {"name": pod.name, "namespace": pod.namespace, "labels": pod.own_labels}
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": spec}

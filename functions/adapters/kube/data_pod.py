"""The pod that reads and writes a store's data: beside its database, with its uploads, in the store's own namespace.

It idles; commands are run in it as streams. It reaches the store's database and nothing else, and goes at the end, however that
comes: by whoever made it, by the next one, by the Job's own deadline, or with the namespace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from functions.adapters.deadline import Deadline
from functions.adapters.kube import restricted
from functions.adapters.kube.client import Kube, Object
from functions.adapters.kube.evidence import COMPONENT, condition
from functions.adapters.kube.fence import path_of
from functions.domain.errors import StoreyardError
from functions.domain.placement import STORE_LABEL

NAME = "data"
CONTAINER = "data"
POLL = 0.3
PASSWORD_KEY = "db-password"  # noqa: S105 - the name of the key, which holds nothing
# Beside the shop and its database, within what every plan leaves free for a job.
RESOURCES = {"requests": {"cpu": "50m", "memory": "64Mi"}, "limits": {"cpu": "1", "memory": "384Mi"}}
GONE = frozenset({"Succeeded", "Failed"})


class DataPodFailed(StoreyardError):
    """The pod for the store's data does not start; the message says what Kubernetes says of it."""

    reason = "DataPodFailed"


@dataclass(frozen=True)
class DataPod:
    """What the pod is made of. `labels` are those of all the store's objects; `seconds` is how long it lives at most."""

    namespace: str
    labels: Mapping[str, str]
    image: str
    secret_name: str
    user: str
    database: str
    port: int
    claim: str
    seconds: int

    @property
    def own_labels(self) -> dict[str, str]:
        """Its labels: those of the store, and which of its parts it is."""
        return {**self.labels, COMPONENT: NAME}

    def selector(self, component: str) -> Object:
        """Return what selects the pods of a component of the store."""
        return {"matchLabels": {COMPONENT: component, STORE_LABEL: self.labels[STORE_LABEL]}}


@contextmanager
def data_pod(kube: Kube, pod: DataPod, deadline: Deadline) -> Iterator[str]:
    """Start the pod and yield its name; it is removed at the end. Raises DataPodFailed, ApiError or Unavailable."""
    clear(kube, pod.namespace, deadline)
    try:
        for policy in _policies(pod):
            kube.apply(path_of(policy), policy)
        kube.create(_jobs_of(pod.namespace), _job(pod))
        yield _started(kube, pod, deadline)
    finally:
        clear(kube, pod.namespace)


def clear(kube: Kube, namespace: str, deadline: Deadline | None = None) -> None:
    """Remove the Job, its pods and its policies, also a killed run's; with a deadline, wait for the pods' end."""
    pods = f"/api/v1/namespaces/{namespace}/pods"
    selector = f"{COMPONENT}={NAME}"
    for plural in (_jobs_of(namespace), _policies_of(namespace), pods):
        for metadata in (each["metadata"] for each in kube.items(plural, selector=selector, metadata_only=True)):
            kube.delete(f"{plural}/{metadata['name']}", uid=metadata["uid"], grace=0 if plural == pods else None)
    while deadline is not None and kube.items(pods, selector=selector, metadata_only=True):
        if not deadline.pause(POLL):
            raise DataPodFailed("the pod of an earlier run for the store's data does not end")


def _started(kube: Kube, pod: DataPod, deadline: Deadline) -> str:
    last = "Kubernetes made no pod"
    while True:
        for found in kube.items(f"/api/v1/namespaces/{pod.namespace}/pods", selector=f"{COMPONENT}={NAME}"):
            if condition(found, "Ready").get("status") == "True":
                return str(found["metadata"]["name"])
            status = found.get("status") or {}
            last = _state(status)
            if status.get("phase") in GONE:
                raise DataPodFailed(f"the pod for the store's data ended at once: {last}")
        if not deadline.pause(POLL):
            raise DataPodFailed(f"the pod for the store's data does not start: {last}{_refusals(kube, pod.namespace)}")


def _state(status: Mapping[str, Any]) -> str:
    """What keeps the pod from running, in Kubernetes' words."""
    for container in status.get("containerStatuses") or []:
        for state in (container.get("state") or {}).values():
            if state.get("reason"):
                return f"{state['reason']} {state.get('message') or ''}".strip()
    waits = [each for each in status.get("conditions") or [] if each.get("status") != "True" and each.get("message")]
    return str(waits[0]["message"]) if waits else f"it is {status.get('phase') or 'unknown'}"


def _refusals(kube: Kube, namespace: str) -> str:
    """Why the Job could make no pod, as its events say (a quota, for one)."""
    events = kube.items(f"/api/v1/namespaces/{namespace}/events")
    said = [e["message"] for e in events if e.get("reason") == "FailedCreate" and e["involvedObject"].get("name") == NAME]
    return f" ({said[-1]})" if said else ""


def _jobs_of(namespace: str) -> str:
    return f"/apis/batch/v1/namespaces/{namespace}/jobs"


def _policies_of(namespace: str) -> str:
    return f"/apis/networking.k8s.io/v1/namespaces/{namespace}/networkpolicies"


def _policies(pod: DataPod) -> list[Object]:
    """The way from the pod to the database, opened at both of its ends; the namespace's fence closes all others."""
    ports = [{"protocol": "TCP", "port": pod.port}]

    def policy(name: str, component: str, **ways: Any) -> Object:
        metadata = {"name": name, "namespace": pod.namespace, "labels": pod.own_labels}
        spec = {"podSelector": pod.selector(component), **ways}
        return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata, "spec": spec}

    out = {"policyTypes": ["Ingress", "Egress"], "egress": [{"to": [{"podSelector": pod.selector("db")}], "ports": ports}]}
    into = {"policyTypes": ["Ingress"], "ingress": [{"from": [{"podSelector": pod.selector(NAME)}], "ports": ports}]}
    return [policy(NAME, NAME, **out), policy(f"{NAME}-db", "db", **into)]


def _job(pod: DataPod) -> Object:
    template = {"metadata": {"labels": pod.own_labels}, "spec": _pod_spec(pod)}
    spec = {
        "backoffLimit": 0,
        "activeDeadlineSeconds": pod.seconds,
        "ttlSecondsAfterFinished": 60,
        "template": template,
    }
    metadata = {"name": NAME, "namespace": pod.namespace, "labels": pod.own_labels}
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": spec}


def _pod_spec(pod: DataPod) -> Object:
    # The uploads' volume can be on one node only, where the shop's pod is, if there is one.
    beside = {"labelSelector": pod.selector("web"), "topologyKey": "kubernetes.io/hostname"}
    affinity = {
        "podAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 100, "podAffinityTerm": beside}]}
    }
    return {
        **restricted.POD,
        "restartPolicy": "Never",
        "terminationGracePeriodSeconds": 1,
        "affinity": affinity,
        "containers": [_container(pod)],
        "volumes": [
            {
                "name": "secrets",
                "secret": {
                    "secretName": pod.secret_name,
                    "defaultMode": 0o440,
                    "items": [{"key": PASSWORD_KEY, "path": PASSWORD_KEY}],
                },
            },
            {"name": "files", "persistentVolumeClaim": {"claimName": pod.claim}},
            {"name": "tmp", "emptyDir": {"sizeLimit": "16Mi"}},
        ],
    }


def _container(pod: DataPod) -> Object:
    values = {
        "DATABASE_HOST": "db",
        "DATABASE_USER": pod.user,
        "DATABASE_NAME": pod.database,
        "DATABASE_PASSWORD_FILE": f"/run/secrets/store/{PASSWORD_KEY}",
        "FILES": "/data/files",
    }
    return {
        **restricted.CONTAINER,
        "name": CONTAINER,
        "image": pod.image,
        "command": ["sleep", str(pod.seconds)],
        "env": [{"name": name, "value": value} for name, value in values.items()],
        "resources": RESOURCES,
        "volumeMounts": [
            {"name": "secrets", "mountPath": "/run/secrets/store", "readOnly": True},
            {"name": "files", "mountPath": "/data/files"},
            {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108 - of the container
        ],
    }

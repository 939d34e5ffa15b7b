"""The pod that reads and writes a store's data: beside its database, with its uploads, in the store's own namespace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from functions.adapters.deadline import Deadline
from functions.adapters.kube import restricted
from functions.adapters.kube.client import Kube, Object
from functions.adapters.kube.job_pod import JobPod, job_pod, selector

NAME = "data"
CONTAINER = "data"
PASSWORD_KEY = "db-password"  # noqa: S105 - the name of the key, which holds nothing
# Beside the shop and its database, within what every plan leaves free for a job.
RESOURCES = {"requests": {"cpu": "50m", "memory": "64Mi"}, "limits": {"cpu": "1", "memory": "384Mi"}}


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


@contextmanager
def data_pod(kube: Kube, pod: DataPod, deadline: Deadline) -> Iterator[str]:
    """Start the pod and yield its name; it is removed at the end. Raises JobPodFailed, ApiError or Unavailable."""
    made = JobPod(NAME, "the store's data", pod.namespace, pod.labels, pod.port, pod.seconds, _pod_spec(pod))
    with job_pod(kube, made, deadline) as name:
        yield name


def _pod_spec(pod: DataPod) -> Object:
    # The uploads' volume can be on one node only, where the shop's pod is, if there is one.
    beside = {"labelSelector": selector(pod.labels, "web"), "topologyKey": "kubernetes.io/hostname"}
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

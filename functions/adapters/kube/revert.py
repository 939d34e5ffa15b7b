"""Back to an earlier revision of a release, as Helm itself recorded it: no chart and no image list is needed for that."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube
from functions.adapters.kube.evidence import condition
from functions.adapters.kube.history import Installed, read_installed
from functions.adapters.kube.readiness import wait_ready
from functions.adapters.kube.release import revision as newest
from functions.domain.errors import StoreyardError
from functions.domain.placement import STORE_LABEL

HASH = "controller-revision-hash"
SAID_MAX = 400


class RevertFailed(StoreyardError):
    """Helm did not go back; the message has its own words."""

    reason = "RevertFailed"


@dataclass(frozen=True)
class Place:
    """Where a store's release is; its name is the store's id."""

    namespace: str
    store_id: str


@dataclass(frozen=True)
class Helm:
    """How Helm reaches the cluster."""

    program: Path
    kubeconfig: str
    context: str | None

    def roll_back(self, namespace: str, release: str, revision: int, *, seconds: float) -> None:
        """Install an earlier revision again, and wait for nothing. Raises RevertFailed."""
        command = [str(self.program), "rollback", release, str(revision), "--namespace", namespace]
        command += ["--kubeconfig", self.kubeconfig, *(["--kube-context", self.context] if self.context else [])]
        try:
            run = subprocess.run(  # noqa: S603 - our own program, and no shell
                command, capture_output=True, text=True, timeout=seconds, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise RevertFailed(f"helm could not go back to revision {revision}: {error}") from error
        if run.returncode:
            said = (run.stderr.strip().splitlines() or ["it does not say why"])[-1][:SAID_MAX]
            raise RevertFailed(f"helm could not go back to revision {revision}: {said}")


def revert(kube: Kube, helm: Helm, place: Place, revision: int, deadline: Deadline) -> Installed:
    """Install an earlier revision again and wait for its database; return what is installed then.

    Raises RevertFailed, also where Helm has no such revision any more, or NotReady.
    """
    namespace, store_id = place.namespace, place.store_id
    if read_installed(kube, namespace, store_id, revision) is None:
        raise RevertFailed(f"the cluster has no record of revision {revision} any more")
    helm.roll_back(namespace, store_id, revision, seconds=max(1.0, deadline.seconds - deadline.elapsed))
    _unstick(kube, namespace, store_id)
    wait_ready(kube, namespace=namespace, store_id=store_id, deadline=deadline, component="db")
    installed = read_installed(kube, namespace, store_id, newest(kube, namespace=namespace, release=store_id))
    if installed is None:
        raise RevertFailed("the cluster has no record of the release any more")
    return installed


def _unstick(kube: Kube, namespace: str, store_id: str) -> None:
    """Remove pods of a StatefulSet that do not run at the revision that is left: it would wait for them to become ready.

    https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
    """
    for item in kube.items(f"/apis/apps/v1/namespaces/{namespace}/statefulsets", selector=f"{STORE_LABEL}={store_id}"):
        wanted = (item.get("status") or {}).get("updateRevision")
        labels = ",".join(f"{key}={value}" for key, value in item["spec"]["selector"]["matchLabels"].items())
        for pod in kube.items(f"/api/v1/namespaces/{namespace}/pods", selector=labels):
            if pod["metadata"]["labels"].get(HASH) != wanted and condition(pod, "Ready").get("status") != "True":
                kube.delete(f"/api/v1/namespaces/{namespace}/pods/{pod['metadata']['name']}", uid=pod["metadata"]["uid"])

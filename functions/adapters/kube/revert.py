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
from functions.adapters.kube.release import Patience, Settled, Site, mark, settle
from functions.adapters.kube.release import revision as newest
from functions.domain.errors import StoreyardError
from functions.domain.placement import STORE_LABEL
from functions.domain.release import Wanted

HASH = "controller-revision-hash"
SAID_MAX = 400


class RevertFailed(StoreyardError):
    """Helm did not go back; the message has its own words."""

    reason = "RevertFailed"


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


def way_back(kube: Kube, site: Site, revision: int, patience: Patience) -> Settled:
    """Return what is to be done to be on an earlier revision again: nothing where that is what is installed.

    Raises RevertFailed where Helm has no such revision any more, or ReleaseRefused.
    """
    then = read_installed(kube, site.namespace, site.release, revision)
    if then is None:
        raise RevertFailed(f"the cluster has no record of revision {revision} any more")
    return settle(kube, site, Wanted(then.content, revision), patience)


def go_back(kube: Kube, helm: Helm, site: Site, revision: int, deadline: Deadline) -> None:
    """Apply a revision again, be it the one that is installed. Raises RevertFailed."""
    mark(kube, site, ahead=1)
    helm.roll_back(site.namespace, site.release, revision, seconds=max(1.0, deadline.seconds - deadline.elapsed))
    mark(kube, site)


def arrive(kube: Kube, site: Site, deadline: Deadline) -> Installed:
    """Wait for the database of the revision that was gone back to; return what is installed. Raises NotReady, RevertFailed."""
    _unstick(kube, site.namespace, site.release)
    wait_ready(kube, namespace=site.namespace, store_id=site.release, deadline=deadline, component="db")
    number = newest(kube, namespace=site.namespace, release=site.release)
    installed = read_installed(kube, site.namespace, site.release, number)
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

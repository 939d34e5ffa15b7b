"""Whether what Helm has applied runs: every workload of the namespace at its newest revision, and available."""

from __future__ import annotations

from dataclasses import dataclass

from functions.adapters.kube.client import Kube, Object
from functions.adapters.kube.deadline import Deadline
from functions.domain.errors import StoreyardError
from functions.domain.placement import STORE_LABEL

POLL, SLOW_POLL, SLOW_AFTER = 0.1, 0.5, 30  # a start that takes long is not noticed a moment later
HOPELESS_AFTER = 15
NAMES = {"web": "shop", "db": "database"}


class NotReady(StoreyardError):
    """What was applied does not run."""

    reason = "NotReady"


@dataclass(frozen=True)
class Workload:
    """A Deployment or a StatefulSet: ready, or why not; `refused`: the cluster does not let its pods in."""

    name: str
    ready: bool
    refused: str = ""


def wait_ready(kube: Kube, *, namespace: str, store_id: str, deadline: Deadline) -> None:
    """Return once every workload is ready. Raises NotReady at the deadline, or sooner where waiting cannot help."""
    refused_since: float | None = None
    while True:
        pending = [workload for workload in workloads(kube, namespace, store_id) if not workload.ready]
        if not pending:
            return
        refusal = next((workload for workload in pending if workload.refused), None)
        if refusal is None:
            refused_since = None
        elif refused_since is None:
            refused_since = deadline.elapsed
        elif deadline.elapsed - refused_since >= HOPELESS_AFTER:
            raise NotReady(f"the cluster does not let pods of the {refusal.name} in: {refusal.refused}")
        if not deadline.pause(POLL if deadline.elapsed < SLOW_AFTER else SLOW_POLL):
            names = " and the ".join(workload.name for workload in pending)
            raise NotReady(f"the {names} did not become ready within {deadline.seconds:.0f} seconds")


def workloads(kube: Kube, namespace: str, store_id: str) -> list[Workload]:
    """The workloads of the store, database first. A namespace without any counts as one that is not ready."""
    folder, selector = f"/apis/apps/v1/namespaces/{namespace}", f"{STORE_LABEL}={store_id}"
    found = [
        look_at(item) for kind in ("statefulsets", "deployments") for item in kube.items(f"{folder}/{kind}", selector=selector)
    ]
    return found or [Workload("store", ready=False)]


def look_at(item: Object) -> Workload:
    """Judge one Deployment or StatefulSet as Helm's own wait does, with the reason where the cluster refuses its pods."""
    metadata, spec, status = item["metadata"], item["spec"], item.get("status") or {}
    replicas = spec.get("replicas", 1)
    current = status.get("observedGeneration", 0) >= metadata["generation"]
    updated = status.get("updatedReplicas", 0) >= replicas
    exact = status.get("replicas", 0) == replicas and status.get("availableReplicas", 0) >= replicas
    conditions = status.get("conditions") or []
    refusal = next((c.get("message", "") for c in conditions if c["type"] == "ReplicaFailure" and c["status"] == "True"), "")
    name = NAMES.get(metadata["name"], metadata["name"])
    return Workload(name, ready=current and updated and exact, refused=refusal)

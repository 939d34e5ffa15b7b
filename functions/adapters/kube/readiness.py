"""Whether what Helm has applied runs: every workload of the namespace at its newest revision, and available."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube, Object
from functions.domain.errors import StoreyardError
from functions.domain.placement import STORE_LABEL

POLL = 0.2
TROUBLE_AFTER, TROUBLE_EVERY = 15, 5
IMAGE_TROUBLE = frozenset({"ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"})
RESTARTS_MAX = 4  # Kubernetes waits longer before each; these take more than a minute
LOOKS = {"image": 6, "crash": 1, "refused": 1}  # how many looks in a row a trouble is given to pass
COMPONENT = "app.kubernetes.io/component"
NAMES = {"web": "shop", "db": "database"}


class NotReady(StoreyardError):
    """What was applied does not run."""

    reason = "NotReady"


@dataclass(frozen=True)
class Workload:
    """A Deployment or a StatefulSet: ready, or not; `refused`: why the cluster does not let its pods in."""

    name: str
    ready: bool
    refused: str = ""
    place: tuple[str, str] = ("", "")  # its listing, and its name there


def wait_ready(kube: Kube, *, namespace: str, store_id: str, deadline: Deadline) -> None:
    """Return once every workload is ready. Raises NotReady at the deadline, or sooner where waiting cannot help."""
    selector = f"{STORE_LABEL}={store_id}"
    next_look, looks = float(TROUBLE_AFTER), dict(LOOKS)
    while True:
        pending = [workload for workload in workloads(kube, namespace, selector) if not workload.ready]
        if not pending:
            return
        if deadline.elapsed >= next_look:
            next_look = deadline.elapsed + TROUBLE_EVERY
            found = dict(troubles(pending, kube.items(f"/api/v1/namespaces/{namespace}/pods", selector=selector)))
            looks = {kind: left - 1 if kind in found else LOOKS[kind] for kind, left in looks.items()}
            for kind, message in found.items():
                if looks[kind] < 0:
                    raise NotReady(message)
        if not _becomes_ready(kube, pending[0], deadline) and not deadline.pause(POLL):
            names = " and the ".join(workload.name for workload in pending)
            raise NotReady(f"the {names} did not become ready within {deadline.seconds:.0f} seconds")


def _becomes_ready(kube: Kube, workload: Workload, deadline: Deadline) -> bool:
    """Watch until it is ready, or until the next look is due. A watch costs the cluster next to nothing, a poll much."""
    listing, name = workload.place
    seconds = max(1, min(TROUBLE_EVERY, int(deadline.seconds - deadline.elapsed)))
    return bool(name) and any(look_at(item).ready for item in kube.watch(listing, name=name, seconds=seconds))


def workloads(kube: Kube, namespace: str, selector: str) -> list[Workload]:
    """The workloads of the store, database first. A namespace without any counts as one that is not ready."""
    folder = f"/apis/apps/v1/namespaces/{namespace}"
    listings = [f"{folder}/{kind}" for kind in ("statefulsets", "deployments")]
    found = [look_at(item, listing) for listing in listings for item in kube.items(listing, selector=selector)]
    return found or [Workload("store", ready=False)]


def look_at(item: Object, listing: str = "") -> Workload:
    """Judge one Deployment or StatefulSet as Helm's own wait does, with the reason where the cluster refuses its pods."""
    metadata, spec, status = item["metadata"], item["spec"], item.get("status") or {}
    replicas = spec.get("replicas", 1)
    current = status.get("observedGeneration", 0) >= metadata["generation"]
    updated = status.get("updatedReplicas", 0) >= replicas
    exact = status.get("replicas", 0) == replicas and status.get("availableReplicas", 0) >= replicas
    conditions = status.get("conditions") or []
    refusal = next((c.get("message", "") for c in conditions if c["type"] == "ReplicaFailure" and c["status"] == "True"), "")
    name = NAMES.get(metadata["name"], metadata["name"])
    return Workload(name, ready=current and updated and exact, refused=refusal, place=(listing, metadata["name"]))


def troubles(pending: list[Workload], pods: list[Object]) -> Iterator[tuple[str, str]]:
    """What seldom passes by itself, as kind and sentence."""
    for workload in pending:
        if workload.refused:
            yield "refused", f"the cluster does not let pods of the {workload.name} in: {workload.refused}"
    for pod in pods:
        component = (pod["metadata"].get("labels") or {}).get(COMPONENT, "")
        name, status = NAMES.get(component, "store"), pod.get("status") or {}
        for container in (status.get("initContainerStatuses") or []) + (status.get("containerStatuses") or []):
            waiting = container.get("state", {}).get("waiting") or {}
            if waiting.get("reason") in IMAGE_TROUBLE:
                yield "image", f"the image of the {name} cannot be pulled: {container['image']}"
            elif waiting and container.get("restartCount", 0) >= RESTARTS_MAX:
                yield "crash", f"the {name} stops as soon as it starts; it was started {RESTARTS_MAX + 1} times"

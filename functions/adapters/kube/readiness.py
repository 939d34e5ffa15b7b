"""Whether what Helm has applied runs: every workload of the namespace at its newest revision, and available."""

from __future__ import annotations

from dataclasses import dataclass

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube, Object
from functions.adapters.kube.evidence import COMPONENT, NO_LOGS, is_job, pod_evidence
from functions.adapters.kube.last_words import last_words, secrets_of
from functions.adapters.kube.redactor import Redactor
from functions.domain.diagnosis import Trouble, lasting
from functions.domain.errors import StoreyardError
from functions.domain.evidence import Evidence, Refusal, name_of
from functions.domain.placement import STORE_LABEL

POLL = 0.2
TROUBLE_AFTER, TROUBLE_EVERY = 15, 5
# How many looks in a row a trouble is given to pass, by its reason; the others one.
LOOKS = {"ImagePull": 6}
LOOKS_HASTY = {"ImagePull": 2, "ProbeFailed": 11}


class NotReady(StoreyardError):
    """What was applied does not run. What is known of the cause is the reason: a way back may be next, which hides it."""

    reason = "NotReady"

    def __init__(self, message: str, reason: str = reason) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Workload:
    """A Deployment or a StatefulSet: ready, or not; `refused` says why the cluster does not let its pods in."""

    name: str
    ready: bool
    refused: str = ""
    place: tuple[str, str] = ("", "")  # its listing, and its name there


def wait_ready(  # noqa: PLR0913 - where, until when, and how, by name
    kube: Kube, *, namespace: str, store_id: str, deadline: Deadline, component: str = "", hasty: bool = False
) -> None:
    """Return once every workload, or the one of a component, is ready.

    Raises NotReady at the deadline, or sooner where waiting cannot help: hasty where there is a way back, and nobody can buy
    meanwhile, so that a mistake costs another try, and a longer wait costs orders.
    """
    looks = LOOKS_HASTY if hasty else LOOKS
    selector = f"{STORE_LABEL}={store_id}" + (f",{COMPONENT}={component}" if component else "")
    next_look, seen = float(TROUBLE_AFTER), dict[str, int]()
    while True:
        pending = [workload for workload in workloads(kube, namespace, selector) if not workload.ready]
        if not pending:
            return
        if deadline.elapsed >= next_look:
            next_look = deadline.elapsed + TROUBLE_EVERY
            pods = kube.items(f"/api/v1/namespaces/{namespace}/pods", selector=selector)
            found = troubles(kube, namespace, pending, pods, hasty=hasty)
            seen = {trouble.reason: seen.get(trouble.reason, 0) + 1 for trouble in found}
            for trouble in found:
                if seen[trouble.reason] > looks.get(trouble.reason, 1):
                    raise NotReady(trouble.message, trouble.reason)
        if not _becomes_ready(kube, pending[0], deadline) and not deadline.pause(POLL):
            names = " and the ".join(name_of(workload.name) for workload in pending)
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
    return found or [Workload("", ready=False)]


def look_at(item: Object, listing: str = "") -> Workload:
    """Judge one Deployment or StatefulSet as Helm's own wait does, with the reason where the cluster refuses its pods."""
    metadata, spec, status = item["metadata"], item["spec"], item.get("status") or {}
    replicas = spec.get("replicas", 1)
    current = status.get("observedGeneration", 0) >= metadata["generation"]
    updated = status.get("updatedReplicas", 0) >= replicas
    exact = status.get("replicas", 0) == replicas and status.get("availableReplicas", 0) >= replicas
    conditions = status.get("conditions") or []
    refusal = next((c.get("message", "") for c in conditions if c["type"] == "ReplicaFailure" and c["status"] == "True"), "")
    ready = current and updated and exact
    return Workload(metadata["name"], ready=ready, refused=refusal, place=(listing, metadata["name"]))


def troubles(
    kube: Kube, namespace: str, pending: list[Workload], pods: list[Object], *, hasty: bool = False
) -> tuple[Trouble, ...]:
    """What seldom passes by itself, as the diagnosis of a failure judges it too, with what the dead said last.

    A way back may be next, after which nobody else can ask them. Jobs are not waited for: one that asks the shop fails while
    that is not up, which is no cause.
    """
    pods = [pod for pod in pods if not is_job(pod)]
    refusals = tuple(Refusal(workload.name, workload.refused) for workload in pending if workload.refused)
    seen = Evidence(pods=tuple(pod_evidence(pod, NO_LOGS, Redactor(())) for pod in pods), refusals=refusals)
    found = lasting(seen, hasty=hasty)
    secrets = secrets_of(kube, f"/api/v1/namespaces/{namespace}") if found else None
    if secrets is None:
        return found
    redact = Redactor(secrets)
    told = [(pod, last_words(kube, f"/api/v1/namespaces/{namespace}", pod, redact)) for pod in pods]
    seen = Evidence(pods=tuple(pod_evidence(pod, log, redact) for pod, log in told), refusals=refusals)
    return lasting(seen, hasty=hasty)

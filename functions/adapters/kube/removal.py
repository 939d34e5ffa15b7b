"""Removing a store from a cluster until nothing of it is left. Every step may run again, and none waits for ever."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import FORBIDDEN, ApiError, Kube, Object
from functions.adapters.kube.namespace import check_namespace, own_namespace
from functions.adapters.kube.scan import Found, Scan, claimed_volumes, namespace_itself, scan, volumes_of, within
from functions.domain.errors import StoreyardError
from functions.domain.ownership import Claim

POLL = 0.25
PODS_GRACE, PODS_SECONDS = 1, 15
# Kubernetes' own finalizers: they go by themselves once whatever else holds the object is gone.
OWN_FINALIZERS = frozenset({"kubernetes", "kubernetes.io/pvc-protection", "kubernetes.io/pv-protection", "foregroundDeletion"})
NAMESPACE_TROUBLE = frozenset(
    {"NamespaceDeletionDiscoveryFailure", "NamespaceDeletionGroupVersionParsingFailure", "NamespaceDeletionContentFailure"}
)
NAMESPACE_REMAINS = frozenset({"NamespaceFinalizersRemaining", "NamespaceContentRemaining"})


class DeleteBlocked(StoreyardError):
    """Something holds an object back; the message names both. `leftovers` are the objects that are still there."""

    reason = "DeleteBlocked"

    def __init__(self, message: str, leftovers: Sequence[str]) -> None:
        super().__init__(message)
        self.leftovers = list(leftovers)


def begin(kube: Kube, claim: Claim) -> bool:
    """Delete the namespace, end its pods soon since their data goes too, let go of their volumes; True while there are any.

    Kubernetes first looks at a deleted namespace after 5 seconds. Where it then finds pods that end or claims that wait for
    them, it looks again only seconds later, or after half of a pod's grace period; where it finds neither, it is done.
    A namespace that is not ours is left alone. In one that ends, the platform's rights may end first: then what is left is
    Kubernetes' business alone.
    """
    namespace = namespace_itself(kube, claim)
    if not namespace:
        return False
    _delete(kube, namespace)
    try:
        return _hurry(kube, claim)
    except ApiError as error:
        if error.status != FORBIDDEN:
            raise
        return False


def _hurry(kube: Kube, claim: Claim) -> bool:
    pods, claims = (f"/api/v1/namespaces/{claim.namespace}/{plural}" for plural in ("pods", "persistentvolumeclaims"))
    ending, held = kube.items(pods, metadata_only=True), kube.items(claims, metadata_only=True)
    for metadata in (pod["metadata"] for pod in ending):
        if metadata.get("deletionGracePeriodSeconds", PODS_GRACE + 1) > PODS_GRACE:
            kube.delete(f"{pods}/{metadata['name']}", uid=metadata["uid"], grace=PODS_GRACE)
    for metadata in (volume_claim["metadata"] for volume_claim in held):
        if "deletionTimestamp" not in metadata:
            kube.delete(f"{claims}/{metadata['name']}", uid=metadata["uid"])
    return bool(ending or held)


def end_pods(kube: Kube, claim: Claim, deadline: Deadline) -> None:
    """Wait for pods and claims to end. What has not at the deadline is the namespace's business, and named there."""
    while begin(kube, claim) and deadline.pause(POLL):
        pass


def end_namespace(kube: Kube, claim: Claim, deadline: Deadline) -> None:
    """Wait for the namespace to end. Raises DeleteBlocked at the deadline, naming what holds it."""
    _delete(kube, namespace_itself(kube, claim))
    while (existing := own_namespace(kube, claim)) is not None:
        if not deadline.pause(POLL):
            because, left, leftovers = held_back(kube, claim, existing)
            raise _blocked(f"the namespace {claim.namespace} has not ended", left, leftovers, deadline, because)


def end_volumes(kube: Kube, claim: Claim, deadline: Deadline) -> None:
    """Wait for the volumes that were claimed in the namespace to go. Raises DeleteBlocked at the deadline."""
    while volumes := claimed_volumes(kube, claim):
        kept = [v for v in volumes if v["spec"].get("persistentVolumeReclaimPolicy") != "Delete"]
        names = [f"PersistentVolume/{volume['metadata']['name']}" for volume in volumes]
        if kept:
            policy, name = kept[0]["spec"]["persistentVolumeReclaimPolicy"], kept[0]["metadata"]["name"]
            raise DeleteBlocked(f"PersistentVolume/{name} is kept by its reclaim policy {policy}", names)
        if not deadline.pause(POLL):
            found = volumes_of(kube, claim)
            because = next((v["status"]["message"] for v in volumes if v.get("status", {}).get("message")), "")
            raise _blocked("volumes of the store have not gone", found, names, deadline, held_by(found) or because)


def end_rest(kube: Kube, claim: Claim, deadline: Deadline) -> Scan:
    """Look everywhere for what carries the store's label, and delete it. Raises DeleteBlocked at the deadline."""
    after = scan(kube, claim)
    _delete(kube, after.found)
    while after.found and deadline.pause(POLL):
        after = scan(kube, claim)
    if after.found:
        raise _blocked("something that carries the store's label has not gone", after.found, after.labels, deadline)
    return after


def remove_beside(kube: Kube, claim: Claim, deadline: Deadline) -> bool:
    """Remove a namespace beside the store's own, with its volumes and nothing else of the store; False if it is not there.

    Raises NamespaceNotOurs, and DeleteBlocked at the deadline.
    """
    if not claim.beside:
        raise ValueError("a store's own namespace goes with all that is the store's")
    if check_namespace(kube, claim) or not namespace_itself(kube, claim):
        return False
    while begin(kube, claim) and deadline.elapsed < PODS_SECONDS and deadline.pause(POLL):
        pass
    end_namespace(kube, claim, deadline)
    end_volumes(kube, claim, deadline)
    return True


def held_back(kube: Kube, claim: Claim, namespace: Object) -> tuple[str, Sequence[Found], list[str]]:
    """Why a namespace that is being deleted does not end, "" if that cannot be told; what is left of it, and all that is."""
    left = scan(kube, claim)
    inside = within(left.found, claim.namespace)
    because = held_by(inside) or _trouble(namespace, NAMESPACE_TROUBLE) or held_by(left.found)
    return because or _trouble(namespace, NAMESPACE_REMAINS), inside or left.found, left.labels


def held_by(items: Iterable[Found]) -> str:
    """Name the first object that somebody's finalizer holds, with the finalizer; "" if none does."""
    for item in items:
        for finalizer in item.finalizers:
            if finalizer not in OWN_FINALIZERS:
                place = f" in the namespace {item.namespace}" if item.namespace else ""
                return f"{item.label}{place} is held by the finalizer {finalizer}"
    return ""


def _delete(kube: Kube, items: Iterable[Found]) -> None:
    for item in items:
        if not item.terminating:
            kube.delete(item.path, uid=item.uid)


def _trouble(namespace: Object, types: Collection[str]) -> str:
    """What the namespace itself says hinders its end: an API group that does not answer, or what it has counted in it."""
    conditions = (namespace.get("status") or {}).get("conditions") or []
    return next((c["message"] for c in conditions if c["type"] in types and c["status"] == "True"), "")


def _blocked(
    what: str, items: Sequence[Found], leftovers: Sequence[str], deadline: Deadline, because: str = ""
) -> DeleteBlocked:
    because = because or held_by(items) or f"{', '.join(item.label for item in items[:3])} is still there"
    return DeleteBlocked(f"{what} after {deadline.seconds:.0f} seconds: {because}", leftovers)

"""A store's namespace and what fences it in, applied by the server: what an older plan set goes away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import CONFLICT, FORBIDDEN, ApiError, Kube, Object
from functions.adapters.kube.fence_objects import ENFORCE_LABEL
from functions.adapters.kube.removal import held_back
from functions.domain.errors import Conflict, InvalidRequest
from functions.domain.ownership import Claim
from functions.domain.placement import ENGINE_LABEL, INSTALLATION_LABEL, MANAGED_BY, REQUEST_ANNOTATION, STORE_LABEL

T = TypeVar("T")
POLL = 0.5
# What says whose a namespace is and which pods it takes: never taken away again, so it may be there before the rest.
IDENTITY = (MANAGED_BY, INSTALLATION_LABEL, STORE_LABEL, ENFORCE_LABEL)
# An API server knows of rights a moment after they were given: so many looks, and the seconds between them.
GRANT_LOOKS, GRANT_POLL = 100, 0.1
PLURALS = {
    "ConfigMap": "configmaps",
    "Deployment": "deployments",
    "Ingress": "ingresses",
    "LimitRange": "limitranges",
    "Namespace": "namespaces",
    "NetworkPolicy": "networkpolicies",
    "ResourceQuota": "resourcequotas",
    "RoleBinding": "rolebindings",
    "Service": "services",
    "ServiceAccount": "serviceaccounts",
}
VOLATILE = frozenset({"generation", "managedFields", "resourceVersion"})


class NamespaceTerminating(Conflict):
    """An earlier deletion of the store has not ended."""

    reason = "NamespaceTerminating"


def apply_fence(
    kube: Kube, definitions: Sequence[Object], deadline: Deadline, *, adopt: bool = False, dry_run: bool = False
) -> tuple[bool, bool]:
    """Apply a namespace, the first of the definitions, and what is in it; return whether that changed anything, and is new.

    Waits for the end of an earlier deletion. Raises NamespaceTerminating at the deadline; NamespaceNotOurs for one that its
    labels do not say to be ours, unless it is to be adopted; InvalidRequest for another engine.
    """
    namespace, *inside = definitions
    there, new = _there(kube, namespace, deadline), False
    while there is None and not new:
        if dry_run:  # nothing can be tried in a namespace that is not there
            return True, True
        new = _create(kube, namespace)
        there = None if new else _there(kube, namespace, deadline)
    if there is not None:
        _ours(there, namespace, adopt=adopt)
        _same_engine(there, namespace)
    apply = partial(applied, kube, new=new, dry_run=dry_run)
    changed, looks = [apply(namespace)], 0
    for body in inside:
        changed.append(_once_allowed(partial(apply, body), deadline, looks))
        looks = GRANT_LOOKS if body["kind"] == "RoleBinding" else looks
    return any(changed), new


def path_of(body: Object) -> str:
    """Where an object is, by what it says of itself."""
    version, metadata = body["apiVersion"], body["metadata"]
    root = f"/api/{version}" if "/" not in version else f"/apis/{version}"
    place = f"/namespaces/{metadata['namespace']}" if "namespace" in metadata else ""
    return f"{root}{place}/{PLURALS[body['kind']]}/{metadata['name']}"


def _there(kube: Kube, asked: Object, deadline: Deadline) -> Object | None:
    while (namespace := kube.get(path_of(asked))) is not None and "deletionTimestamp" in namespace["metadata"]:
        if not deadline.pause(POLL):
            name = namespace["metadata"]["name"]
            because, _, _ = held_back(kube, _claim(asked), namespace)
            why = f": {because}" if because else ""
            raise NamespaceTerminating(f"an earlier deletion of the namespace {name} has not ended{why}")
    return namespace


def _create(kube: Kube, namespace: Object) -> bool:
    """Make it ours if nobody else has it; False if somebody was quicker. Applying alone would take it from them."""
    metadata = namespace["metadata"]
    labels = {name: metadata["labels"][name] for name in IDENTITY}
    body = {key: value for key, value in namespace.items() if key in {"apiVersion", "kind"}}
    try:
        kube.create(path_of(namespace).rpartition("/")[0], {**body, "metadata": {"name": metadata["name"], "labels": labels}})
    except ApiError as error:
        if error.status != CONFLICT:
            raise
        return False
    return True


def give_rights(kube: Kube, binding: Object, deadline: Deadline) -> bool:
    """Apply what gives the platform its rights in a namespace, and wait until they hold; return whether that was needed."""
    changed = applied(kube, binding)
    place = f"/api/v1/namespaces/{binding['metadata']['namespace']}/limitranges"
    _once_allowed(lambda: kube.items(place, metadata_only=True), deadline, GRANT_LOOKS if changed else 0)
    return changed


def _once_allowed(ask: Callable[[], T], deadline: Deadline, looks: int) -> T:
    """Ask, again so many times while that is forbidden."""
    for _ in range(looks):
        try:
            return ask()
        except ApiError as error:
            if error.status != FORBIDDEN or not deadline.pause(GRANT_POLL):
                raise
    return ask()


def _ours(there: Object, asked: Object, *, adopt: bool) -> None:
    _claim(asked).check(there["metadata"].get("labels") or {}, adopt=adopt)


def _claim(asked: Object) -> Claim:
    labels = asked["metadata"]["labels"]
    beside = asked["metadata"]["name"].partition("--")[2]  # which no store's id holds
    return Claim(store_id=labels[STORE_LABEL], installation=labels[INSTALLATION_LABEL], beside=beside)


def _same_engine(there: Object, asked: Object) -> None:
    """A release of another engine would take the place of the shop that is there."""
    now, then = ((body["metadata"].get("labels") or {}).get(ENGINE_LABEL) for body in (there, asked))
    if now is not None and now != then:
        raise InvalidRequest(
            f"cannot be {then}: the store of this id is on {now}. Delete it first, or choose another id", field="engine"
        )


def applied(kube: Kube, body: Object, *, new: bool = False, dry_run: bool = False) -> bool:
    """Apply an object, and return whether that changed anything. `new`: it cannot be there yet."""
    path = path_of(body)
    before = None if new else kube.get(path)
    if before is None and not new and dry_run:
        return True
    after = kube.apply(path, body, dry_run=dry_run)
    return before is None or _lasting(before) != _lasting(after)


def _lasting(body: Object) -> Object:
    """What of an object changes only when somebody changes it; which request applied it last is no change of it."""
    metadata = {key: value for key, value in body["metadata"].items() if key not in VOLATILE}
    annotations = {key: value for key, value in (metadata.get("annotations") or {}).items() if key != REQUEST_ANNOTATION}
    return {**body, "metadata": {**metadata, "annotations": annotations}, "status": None}

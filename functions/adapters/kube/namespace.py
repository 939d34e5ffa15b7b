"""A store's namespace as it is in the cluster: ours, somebody else's, or not there."""

from __future__ import annotations

from collections.abc import Mapping

from functions.adapters.kube.client import FORBIDDEN, ApiError, Kube, Object
from functions.domain.ownership import Claim
from functions.domain.placement import MANAGED_BY, MANAGER, STORE_LABEL

# What the platform itself makes in a namespace, by which it knows its own.
MADE = ("secrets", "limitranges")


def own_namespace(kube: Kube, claim: Claim) -> Object | None:
    """The store's namespace, if it is there and ours."""
    existing = kube.get(place_of(claim))
    return existing if existing and claim.owns_namespace(labels_in(existing)) else None


def foreign_namespace(kube: Kube, claim: Claim) -> Object | None:
    """The store's namespace, if it is there and not ours."""
    existing = kube.get(place_of(claim))
    return existing if existing and not claim.owns_namespace(labels_in(existing)) else None


def check_namespace(kube: Kube, claim: Claim, *, leave: bool = False) -> bool:
    """Return whether the store's namespace is to be left alone, since it is not ours.

    Raises NamespaceNotOurs for such a one, with `leave` only if it holds what the platform made for the store: then somebody
    changed the labels of a namespace that is ours.
    """
    existing = foreign_namespace(kube, claim)
    if existing is None:
        return False
    selector = f"{labelled(claim)},{MANAGED_BY}={MANAGER}"
    made = (item for kind in MADE for item in _listed(kube, f"{place_of(claim)}/{kind}", selector))
    if not leave or any(claim.owns(labels_in(item)) for item in made):
        claim.check(labels_in(existing))
    return True


def _listed(kube: Kube, path: str, selector: str) -> list[Object]:
    """What is in a listing; nothing where the platform has no rights: in each namespace where it made anything it has them."""
    try:
        return kube.items(path, selector=selector, metadata_only=True)
    except ApiError as error:
        if error.status != FORBIDDEN:
            raise
        return []


def labelled(claim: Claim) -> str:
    """The selector of what is labelled as the store's. Which installation's it is, is seen in each object."""
    return f"{STORE_LABEL}={claim.store_id}"


def place_of(claim: Claim) -> str:
    """Where the namespace is."""
    return f"/api/v1/namespaces/{claim.namespace}"


def labels_in(item: Object) -> Mapping[str, str]:
    """The labels of an object."""
    return item["metadata"].get("labels") or {}

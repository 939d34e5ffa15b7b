"""A store's volumes: what is claimed stays claimed, and grows only where its storage lets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from functions.adapters.kube.client import Kube, Object
from functions.adapters.kube.evidence import COMPONENT
from functions.domain.quantity import whole

# By which value of the chart each component's volume gets its size.
SIZES = ("web", "db")


def claims(kube: Kube, namespace: str) -> Iterator[tuple[str, Object]]:
    """Yield the store's claims, each with the component that it is of."""
    for claim in kube.items(f"/api/v1/namespaces/{namespace}/persistentvolumeclaims"):
        component = (claim["metadata"].get("labels") or {}).get(COMPONENT, "")
        if component in SIZES:
            yield component, claim


def claimed(claim: Object) -> str:
    """Return the size that is asked for, as Kubernetes writes it."""
    return str(claim["spec"]["resources"]["requests"]["storage"])


def with_volumes(kube: Kube, namespace: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a chart's values with the sizes that the store's volumes have.

    A volume does not shrink, and a StatefulSet's claim cannot be changed: with a plan's size instead the release were refused.
    """
    kept = dict(values)
    for component, claim in claims(kube, namespace):
        if "storage" in kept.get(component, {}):
            kept[component] = {**kept[component], "storage": claimed(claim)}
    return kept


def grow(kube: Kube, namespace: str, values: Mapping[str, Any], *, dry_run: bool = False) -> tuple[bool, dict[str, str]]:
    """Give the volumes the sizes of these values where they are larger and the storage can.

    Return whether that changed anything, and the sizes that they have, or would have, by claim.
    """
    sizes, changed = dict[str, str](), False
    for component, claim in claims(kube, namespace):
        name, now = claim["metadata"]["name"], claimed(claim)
        wanted = str(values[component]["storage"])
        if _bytes(wanted) > _bytes(now) and _can_grow(kube, claim):
            now = wanted
            if not dry_run:
                changed = True
                body = {"spec": {"resources": {"requests": {"storage": wanted}}}}
                kube.merge(f"/api/v1/namespaces/{namespace}/persistentvolumeclaims/{name}", body)
        sizes[name] = now
    return changed, sizes


def _can_grow(kube: Kube, claim: Object) -> bool:
    name = claim["spec"].get("storageClassName")
    found = kube.get(f"/apis/storage.k8s.io/v1/storageclasses/{name}") if name else None
    return bool((found or {}).get("allowVolumeExpansion"))


def _bytes(size: str) -> int:
    return whole(size) or 0

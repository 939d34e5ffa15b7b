"""Which images the nodes of a cluster hold, and whether anything in the cluster names them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from functions.adapters.kube.client import Kube
from functions.domain.orphan import Labelled, OrphanKind

NODES = "/api/v1/nodes"
# What names an image now, or did before its last change: a release goes back to that.
NAMING = (
    "/api/v1/pods",
    "/apis/apps/v1/deployments",
    "/apis/apps/v1/replicasets",
    "/apis/apps/v1/statefulsets",
    "/apis/apps/v1/controllerrevisions",
    "/apis/batch/v1/cronjobs",
    "/apis/batch/v1/jobs",
)


def images_of(kube: Kube) -> Sequence[Labelled]:
    """Return the images that have a tag, `bound` where something names them. A kubelet reports its fifty largest, not more."""
    held = {
        name for node in kube.items(NODES) for image in node["status"].get("images") or [] for name in image.get("names") or []
    }
    named = {name for path in NAMING for item in kube.items(path) for name in _named(item)}
    return [Labelled(OrphanKind.IMAGE, name, "", bound=name in named) for name in sorted(held) if "@" not in name]


def _named(value: Any) -> Iterator[str]:
    """Every image of every container below, wherever a kind keeps its pods' template."""
    if isinstance(value, dict):
        if isinstance(image := value.get("image"), str):
            yield image
        for below in value.values():
            yield from _named(below)
    elif isinstance(value, list):
        for below in value:
            yield from _named(below)

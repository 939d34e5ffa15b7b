"""What a cluster's nodes give to pods, and how many volumes they can attach where their storage drivers say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from functions.adapters.kube.client import ApiError, Kube, Object
from functions.adapters.kube.clients import told
from functions.adapters.kube.evidence import condition
from functions.domain.capacity import MILLICORES, Amounts
from functions.domain.quantity import whole

KEEPS_OUT = frozenset({"NoSchedule", "NoExecute"})


class KubernetesCapacity:
    """Adds up the nodes of a cluster. `of` gives the client of one."""

    def __init__(self, of: Callable[[str], Kube]) -> None:
        self._of = of

    def allocatable(self, cluster: str) -> Amounts:
        """Return what the nodes that take pods give. Raises Unavailable and ClusterRefused."""
        kube = self._of(cluster)
        with told(cluster):
            nodes = [node for node in kube.items("/api/v1/nodes") if _takes_pods(node)]
        given = [node["status"].get("allocatable") or {} for node in nodes]
        return Amounts(
            cpu=sum(whole(each.get("cpu"), times=MILLICORES) or 0 for each in given),
            memory=sum(whole(each.get("memory")) or 0 for each in given),
            volumes=_volumes(kube, {node["metadata"]["name"] for node in nodes}),
        )


def _takes_pods(node: Object) -> bool:
    spec = node.get("spec") or {}
    shut = spec.get("unschedulable") or any(taint.get("effect") in KEEPS_OUT for taint in spec.get("taints") or ())
    return not shut and condition(node, "Ready").get("status") == "True"


def _volumes(kube: Kube, names: Iterable[str]) -> int | None:
    """How many volumes the nodes can attach; None where no driver limits them, and where the platform may not look."""
    try:
        drivers = {each["metadata"]["name"]: each for each in kube.items("/apis/storage.k8s.io/v1/csinodes")}
    except ApiError:
        return None
    counts = [_most(drivers.get(name) or {}) for name in names]
    known = [count for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None


def _most(node: Object) -> int | None:
    """The limit of the node's driver; of several the lowest, since it is not known which one stores' volumes are of."""
    counts = [(driver.get("allocatable") or {}).get("count") for driver in (node.get("spec") or {}).get("drivers") or ()]
    return min((int(count) for count in counts if count is not None), default=None)

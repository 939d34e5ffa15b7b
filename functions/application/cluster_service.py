"""What an admin sees of clusters and does with them: capacity, stores, cordons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from functions.application.capacities import NO_LOAD, Capacities, Load, loads
from functions.application.cluster_choice import Placement
from functions.application.cordons import Cordons, cordons
from functions.application.ports.capacity import CapacityReader
from functions.application.ports.catalogue import Catalogue
from functions.application.ports.clusters import Clusters
from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock
from functions.domain.capacity import Amounts, less
from functions.domain.cluster import Cluster
from functions.domain.cordon import Cordon
from functions.domain.errors import ClusterRefused, StoreyardError


@dataclass(frozen=True)
class ClusterSeen:
    """A cluster as it is now. `allocatable`: what its nodes give, None where `message` says why that is not known."""

    cluster: Cluster
    load: Load
    cordon: Cordon | None = None
    allocatable: Amounts | None = None
    reachable: bool = False
    message: str = ""

    @property
    def free(self) -> Amounts | None:
        """What is left of it by the plans of its stores; less than nothing where they ask for more than there is."""
        return None if self.allocatable is None else less(self.allocatable, self.load.asked)


class ClusterService:
    """The use cases. Only an admin may ask, which the door sees to. `placement` chooses clusters for who makes stores."""

    def __init__(
        self, *, repository: Repository, catalogue: Catalogue, clusters: Clusters, clock: Clock, reader: CapacityReader
    ) -> None:
        self._repository = repository
        self._catalogue = catalogue
        self._clusters = clusters
        self._capacities = Capacities(repository=repository, catalogue=catalogue, reader=reader)
        self.placement = Placement(repository=repository, catalogue=catalogue, clusters=clusters, capacities=self._capacities)
        self.cordons = Cordons(repository=repository, clusters=clusters, clock=clock)

    def look(self) -> Sequence[ClusterSeen]:
        """Return the clusters in the inventory's order. Takes LOOK_SECONDS at most for their answers. Raises Unavailable."""
        clusters = self._clusters.all()
        shut, loaded = cordons(self._repository), loads(self._repository, self._catalogue)
        answers = self._capacities.seen(clusters)
        return [
            _seen(ClusterSeen(cluster, loaded.get(name, NO_LOAD), shut.get(name)), answers[name])
            for name, cluster in clusters.items()
        ]


def _seen(cluster: ClusterSeen, answer: Amounts | StoreyardError) -> ClusterSeen:
    if isinstance(answer, StoreyardError):
        return replace(cluster, reachable=isinstance(answer, ClusterRefused), message=answer.message)
    return replace(cluster, reachable=True, allocatable=answer)

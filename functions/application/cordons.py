"""Cordons: an admin has a cluster take no new stores, for a while or for good. All else goes on there."""

from __future__ import annotations

from collections.abc import Mapping

from functions.application.ports.clusters import Clusters
from functions.application.ports.repository import Change, Insert, Remove, Replace, Repository
from functions.application.ports.system import Clock
from functions.domain.cordon import Cordon
from functions.domain.entities import CORDONS
from functions.domain.errors import NotFound
from functions.domain.user import User


def cordons(repository: Repository) -> Mapping[str, Cordon]:
    """Return the cordons by the names of their clusters. Raises Unavailable."""
    return {cordon.cluster: cordon for cordon in repository.rows(CORDONS)}


class Cordons:
    """The use cases. Only an admin may, which the door sees to."""

    def __init__(self, *, repository: Repository, clusters: Clusters, clock: Clock) -> None:
        self._repository = repository
        self._clusters = clusters
        self._clock = clock

    def cordon(self, name: str, why: str, user: User) -> Cordon:
        """Have a cluster take no new stores; one that is cordoned gets the new reason. Raises NotFound and VersionConflict."""
        if name not in self._clusters.all():
            raise NotFound(f"there is no cluster {name}")
        there = self._repository.get(CORDONS, cluster=name)
        wanted = Cordon(cluster=name, by=user.id, why=why, at=self._clock.now(), version=there.version if there else 0)
        change: Change = Insert(wanted) if there is None else Replace(wanted)
        self._repository.commit(change)
        return wanted

    def uncordon(self, name: str) -> bool:
        """Have a cluster take new stores again; False if it did. Also one that is in the inventory no more.

        Raises NotFound and VersionConflict.
        """
        there = self._repository.get(CORDONS, cluster=name)
        if there is None:
            if name not in self._clusters.all():
                raise NotFound(f"there is no cluster {name}")
            return False
        self._repository.commit(Remove(there))
        return True

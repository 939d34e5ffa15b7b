"""Which cluster a store is placed on: the one that is named, or of those that may be meant the one with the most room."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from functions.application.capacities import Capacities
from functions.application.cordons import cordons
from functions.application.new_stores import cluster_named
from functions.application.ports.catalogue import Catalogue
from functions.application.ports.clusters import Clusters
from functions.application.ports.repository import Repository
from functions.domain.capacity import Amounts, asked_by, less, room, roomiest, stretched, too_little
from functions.domain.cluster import Cluster
from functions.domain.engine import Engine
from functions.domain.errors import ClusterRefused, ClusterUnavailable, InvalidRequest, StoreyardError
from functions.domain.placement import check_images
from functions.domain.told_errors import ClusterCordoned, NoCapacity, NoCluster

UNKNOWN = Amounts()


class Placement:
    """Chooses clusters. Without `capacities` nothing is known of what is free, and the first that fits is taken."""

    def __init__(
        self, *, repository: Repository, catalogue: Catalogue, clusters: Clusters, capacities: Capacities | None = None
    ) -> None:
        self._repository = repository
        self._catalogue = catalogue
        self._clusters = clusters
        self._capacities = capacities

    def choose(
        self,
        *,
        plan: str,
        engine: Engine,
        named: str | None = None,
        labels: Mapping[str, str] | None = None,
        without: Collection[str] = (),
    ) -> Cluster:
        """Return the cluster for a store of this engine and plan. `without`: clusters that are not to be taken.

        One that is named is taken also if it does not answer. Else, of those that have the labels, are not cordoned, have the
        engine's images and answer, the one with the most room for the plan; the inventory's order decides between equals. Where
        the inventory has only one cluster, that is taken unseen. Raises InvalidRequest, ClusterCordoned, NoCluster, NoCapacity,
        and ClusterUnavailable where none answers.
        """
        clusters, wanted = self._clusters.all(), labels or {}
        if named is not None or not clusters:
            return self._named(cluster_named(clusters, named), engine, plan, wanted, without)
        fitting = [cluster for cluster in clusters.values() if cluster.has(wanted)]
        if not fitting:
            raise InvalidRequest("must be labels that one cluster has, as GET /api/clusters lists them", field="labels")
        usable = self._with_images(self._open(fitting, without), engine)
        if len(clusters) == 1 and usable[0].overcommit is None:
            return usable[0]
        return self._roomiest(usable, engine, plan)

    def open(self) -> Collection[str]:
        """Return the names of the clusters that take new stores. Raises Unavailable."""
        shut = cordons(self._repository)
        return [name for name in self._clusters.all() if name not in shut]

    def _named(
        self, cluster: Cluster, engine: Engine, plan: str, labels: Mapping[str, str], without: Collection[str]
    ) -> Cluster:
        if cluster.name in without:
            raise InvalidRequest(f"must be another than {cluster.name}", field="cluster")
        if not cluster.has(labels):
            raise InvalidRequest(f"must be labels that the cluster {cluster.name} has, or be left out", field="labels")
        cordon = cordons(self._repository).get(cluster.name)
        if cordon is not None:
            raise ClusterCordoned(cordon.said(), field="cluster")
        check_images(engine, self._catalogue.missing_images(engine, cluster.name))
        if cluster.overcommit is not None and (lacks := self._lacks(cluster, asked_by(engine.plans[plan]))):
            raise NoCapacity(_full(plan, {cluster.name: lacks}), field="cluster")
        return self._taken(cluster, engine, plan)

    def _open(self, fitting: Sequence[Cluster], without: Collection[str]) -> Sequence[Cluster]:
        shut = cordons(self._repository)
        others = [cluster for cluster in fitting if cluster.name not in without]
        found = [cluster for cluster in others if cluster.name not in shut]
        if found:
            return found
        if not others:
            raise NoCluster("there is no other cluster that has the labels that are asked for", field="cluster")
        raise NoCluster("; ".join(shut[cluster.name].said() for cluster in others), field="cluster")

    def _with_images(self, clusters: Sequence[Cluster], engine: Engine) -> Sequence[Cluster]:
        missing = {cluster.name: self._catalogue.missing_images(engine, cluster.name) for cluster in clusters}
        found = [cluster for cluster in clusters if not missing[cluster.name]]
        if not found:
            check_images(engine, min(missing.values(), key=len))
        return found

    def _roomiest(self, clusters: Sequence[Cluster], engine: Engine, plan: str) -> Cluster:
        wanted = asked_by(engine.plans[plan])
        seen = self._seen(clusters)
        answering = [cluster for cluster in clusters if cluster.name in seen]
        if not answering:
            names = ", ".join(cluster.name for cluster in clusters)
            raise ClusterUnavailable(f"No cluster that the store could be placed on answers right now: {names}.")
        full = {cluster.name: self._lacks(cluster, wanted) for cluster in answering}
        rooms = {name: room(less(seen[name], self._asked(name)), wanted) for name, lacks in full.items() if not lacks}
        if not rooms:
            raise NoCapacity(_full(plan, full), field="plan")
        return self._taken(self._clusters.all()[roomiest(rooms)], engine, plan)

    def _seen(self, clusters: Sequence[Cluster]) -> Mapping[str, Amounts]:
        """What those hold that answer; one that does not let the platform look answers, too."""
        if self._capacities is None:
            return {cluster.name: UNKNOWN for cluster in clusters}
        found = self._capacities.seen([cluster.name for cluster in clusters])
        known = {name: UNKNOWN if isinstance(answer, ClusterRefused) else answer for name, answer in found.items()}
        return {name: answer for name, answer in known.items() if not isinstance(answer, StoreyardError)}

    def _asked(self, cluster: str) -> Amounts:
        return UNKNOWN if self._capacities is None else self._capacities.asked(cluster)

    def _lacks(self, cluster: Cluster, wanted: Amounts) -> str:
        """What the cluster has too little of for one more, by the inventory's rule; empty: nothing, or it is not known."""
        if cluster.overcommit is None:
            return ""
        holds = self._seen([cluster]).get(cluster.name, UNKNOWN)
        return too_little(less(stretched(holds, cluster.overcommit), self._asked(cluster.name)), wanted)

    def _taken(self, cluster: Cluster, engine: Engine, plan: str) -> Cluster:
        if self._capacities is not None:
            self._capacities.placed(cluster.name, asked_by(engine.plans[plan]))
        return cluster


def _full(plan: str, lacks: Mapping[str, str]) -> str:
    where = ", ".join(f"{name} ({what})" for name, what in lacks.items())
    return f"another store of the plan {plan} asks for more than may be asked for on: {where}"

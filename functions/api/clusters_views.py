"""The public JSON of clusters. What an admin sees besides is in `detail`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from functions.api.schemas import View
from functions.application.cluster_service import ClusterSeen
from functions.application.draining import Draining
from functions.domain.capacity import Amounts
from functions.domain.cluster import Cluster
from functions.domain.cordon import Cordon, Why
from functions.domain.store import StoreStatus


class CordonCluster(BaseModel):
    """Why a cluster is to take no new stores."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    why: Annotated[Why, Field(description="for those who ask for a store there", examples=["it gets new nodes"])]


class CordonView(View):
    """That a cluster takes no new stores."""

    cluster: str
    by: str = Field(description="the id of the user who cordoned it")
    why: str
    at: datetime

    @classmethod
    def of(cls, cordon: Cordon) -> CordonView:
        """Return the public form of a cordon."""
        return cls(cluster=cordon.cluster, by=cordon.by, why=cordon.why, at=cordon.at)


class AmountsView(View):
    """Amounts of what stores need; null: not known, or not limited."""

    cpu_millicores: int | None
    memory_bytes: int | None
    volumes: int | None

    @classmethod
    def of(cls, amounts: Amounts) -> AmountsView:
        """Return the public form of amounts."""
        return cls(cpu_millicores=amounts.cpu, memory_bytes=amounts.memory, volumes=amounts.volumes)


class DrainView(View):
    """What a drain came to."""

    cordon: CordonView
    moving: dict[str, str] = Field(description="the cluster that each store goes to, by the store's id")
    staying: dict[str, str] = Field(description="why each of the other stores does not go now, by the store's id")
    more: bool = Field(description="whether there are stores that were not come to: ask again")

    @classmethod
    def of(cls, found: Draining) -> DrainView:
        """Return the public form of what became of a drain."""
        return cls(cordon=CordonView.of(found.cordon), moving=found.moving, staying=found.staying, more=found.more)


class ClusterDetailView(View):
    """How a cluster is, for admins."""

    reachable: bool = Field(description="whether its API server answered within three seconds, some seconds ago at most")
    message: str = Field(description="why its nodes were not seen, in one sentence; empty: they were")
    cordon: CordonView | None = Field(description="that it takes no new stores, and why; null: it does")
    allocatable: AmountsView | None = Field(description="what its nodes give to pods; null: message says why not")
    asked: AmountsView = Field(description="what the plans of its stores ask for together, used or not")
    free: AmountsView | None = Field(
        description="allocatable less asked, which is below 0 where plans ask for more than there is; null: as allocatable"
    )
    overcommit: float | None = Field(
        description="how many times its processor and memory plans may ask for; null: no new store is refused for that"
    )
    stores: dict[StoreStatus, int] = Field(description="how many stores have which status; a status that none has is left out")

    @classmethod
    def of(cls, seen: ClusterSeen) -> ClusterDetailView:
        """Return the public form of what was seen of a cluster."""
        return cls(
            reachable=seen.reachable,
            message=seen.message,
            cordon=None if seen.cordon is None else CordonView.of(seen.cordon),
            allocatable=None if seen.allocatable is None else AmountsView.of(seen.allocatable),
            asked=AmountsView.of(seen.load.asked),
            free=None if seen.free is None else AmountsView.of(seen.free),
            overcommit=seen.cluster.overcommit,
            stores=dict(seen.load.stores),
        )


class ClusterView(View):
    """A cluster that stores can be placed on."""

    name: str
    provider: str
    domain: str = Field(description="a store's host name is <id>.<domain>")
    default: bool = Field(description="true for the first, which is taken where nothing speaks for another")
    labels: dict[str, str] = Field(description="what a store can be asked for with, instead of a cluster's name")
    detail: ClusterDetailView | None = Field(description="how it is; null unless the caller is an admin")

    @classmethod
    def of(cls, cluster: Cluster, *, default: bool, seen: ClusterSeen | None = None) -> ClusterView:
        """Return the public form of a cluster, with what was seen of it if the caller may know."""
        return cls(
            name=cluster.name,
            provider=cluster.provider,
            domain=cluster.domain,
            default=default,
            labels=cluster.labels,
            detail=None if seen is None else ClusterDetailView.of(seen),
        )


class ClusterList(View):
    """The clusters that stores can be placed on, in the inventory's order."""

    items: list[ClusterView]

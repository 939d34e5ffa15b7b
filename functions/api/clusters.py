"""/api/clusters: where stores are placed, and for admins how full that is and whether it takes new ones."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Request, Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from functions.api.clusters_views import ClusterList, ClusterView, CordonCluster, CordonView, DrainView
from functions.api.context import ApiRouter, call
from functions.api.sessions import nothing
from functions.domain.access import Scope

router = ApiRouter()

ClusterInPath = Annotated[str, Path(description="the cluster's name")]
SHOWN = 40  # a name is not longer


@router.get("/clusters", summary="List clusters", operation_id="listClusters", tags=["catalogue"])
def list_clusters(request: Request) -> ClusterList:
    """Return the clusters that stores can be placed on. Admins see how each is; that takes three seconds at most."""
    here = call(request)
    if here.known.allows(Scope.ADMIN):
        seen = here.platform.places.look()
        return ClusterList(
            items=[ClusterView.of(each.cluster, default=number == 0, seen=each) for number, each in enumerate(seen)]
        )
    clusters = here.platform.service.clusters().values()
    return ClusterList(items=[ClusterView.of(each, default=number == 0) for number, each in enumerate(clusters)])


@router.post("/clusters/<name>/cordon", summary="Cordon a cluster", operation_id="cordonCluster", tags=["catalogue"])
def cordon_cluster(request: Request, name: ClusterInPath, cordon: Annotated[CordonCluster, Body()]) -> CordonView:
    """Have a cluster take no new stores; all else goes on there. Asked again, the reason is the new one. Admins only."""
    here = call(request)
    here.noted.detail = {"cluster": name[:SHOWN], "why": cordon.why}
    return CordonView.of(here.platform.places.cordons.cordon(name, cordon.why, here.caller))


@router.post("/clusters/<name>/drain", summary="Drain a cluster", operation_id="drainCluster", tags=["catalogue"])
def drain_cluster(request: Request, name: ClusterInPath, cordon: Annotated[CordonCluster, Body()]) -> DrainView:
    """Cordon a cluster and move its stores to where there is room, a hundred at a time; asked again, those left. Admins only.

    Each move is an operation of its own, which may be followed and canceled. A store that cannot be moved now stays as it is.
    """
    here = call(request)
    here.noted.detail = {"cluster": name[:SHOWN], "why": cordon.why}
    found = here.platform.drains.drain(name, cordon.why, here.caller, origin=here.origin)
    return DrainView.of(found)


@router.post(
    "/clusters/<name>/uncordon",
    summary="Uncordon a cluster",
    operation_id="uncordonCluster",
    tags=["catalogue"],
    status_code=204,
)
def uncordon_cluster(request: Request, name: ClusterInPath) -> Response[None]:
    """Have a cluster take new stores again. Admins only."""
    here = call(request)
    here.noted.detail = {"cluster": name[:SHOWN]}
    here.noted.no_deed = not here.platform.places.cordons.uncordon(name)
    return nothing()

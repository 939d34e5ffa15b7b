"""One client per cluster for those who look at stores while a person waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx

from functions.adapters.kube.client import ApiError, Kube
from functions.adapters.kube.kubeconfig import read_access
from functions.adapters.kube.session import Session
from functions.application.ports.clusters import Clusters
from functions.domain.cluster import Cluster
from functions.domain.errors import ClusterRefused, Unavailable
from functions.observability import logger

CONNECT_SECONDS, READ_SECONDS, PLUGIN_SECONDS, LOOKS = 2, 3, 10, 2


def connect(cluster: Cluster) -> Kube:
    """A client that gives up soon: whoever looks has a person waiting. Nothing is read or sent yet."""
    session = Session(
        lambda: read_access(cluster.kubeconfig, cluster.context, seconds=PLUGIN_SECONDS),
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
        patience=PLUGIN_SECONDS,
        trust_env=False,  # as runs have it, whose environment names no proxy
    )
    return Kube(session, looks=LOOKS)


class ClusterClients:
    """Each renews its credentials by itself; a slow cluster keeps nobody from looking at another."""

    def __init__(self, clusters: Clusters, *, connect: Callable[[Cluster], Kube] = connect) -> None:
        self._clusters = clusters
        self._connect = connect
        self._lock = threading.Lock()  # never held while anything is read or sent
        self._clients: dict[tuple[str, str | None], Kube] = {}

    def of(self, name: str) -> Kube:
        """Return the client of a cluster. Raises Unavailable for one that the inventory does not have."""
        cluster = self._clusters.all().get(name)
        if cluster is None:
            raise Unavailable(f"There is no cluster {name} in the inventory.")
        place = (cluster.kubeconfig, cluster.context)
        with self._lock:
            if place not in self._clients:
                self._clients[place] = self._connect(cluster)
            return self._clients[place]


@contextmanager
def told(cluster: str) -> Iterator[None]:
    """Say a refusal of the API server in words that callers may read; its own, with the platform's user, are for the log."""
    try:
        yield
    except ApiError as error:
        if error.status not in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            raise Unavailable(error.message) from error
        logger.warning("cluster refused a look", cluster=cluster, cause=error.message)
        said = f"The cluster {cluster} does not let the platform look: the rights of its kubeconfig do not include this."
        raise ClusterRefused(said) from error

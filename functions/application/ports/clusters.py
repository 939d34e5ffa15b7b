"""The clusters that stores are placed on, and a look at the stores in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from functions.domain.cluster import Cluster
from functions.domain.evidence import Evidence


class Clusters(Protocol):
    """The clusters of the inventory."""

    def all(self) -> Mapping[str, Cluster]:
        """Return clusters by name; the first is the default."""


class Observer(Protocol):
    """Looks at stores in clusters. Every method raises Unavailable if the cluster does not answer within seconds."""

    def ping(self, cluster: str) -> None:
        """Return if the cluster's API server answers that it is ready."""

    def components(self, cluster: str, store_id: str) -> Mapping[str, bool]:
        """Return the store's components that have a pod (`web`, `db`), and whether each is ready."""

    def evidence(self, cluster: str, store_id: str) -> Evidence:
        """Return what tells why a store does not come up. Holds nothing secret."""

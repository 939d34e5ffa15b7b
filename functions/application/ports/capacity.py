"""What the nodes of a cluster hold."""

from __future__ import annotations

from typing import Protocol

from functions.domain.capacity import Amounts


class CapacityReader(Protocol):
    """Looks at a cluster's nodes."""

    def allocatable(self, cluster: str) -> Amounts:
        """Return what the nodes that take pods give to pods.

        Raises Unavailable if the cluster does not answer, ClusterRefused if it does not let the platform look.
        """

"""Nodes of clusters, as a test says they are."""

from __future__ import annotations

from functions.domain.capacity import Amounts
from functions.domain.errors import StoreyardError

GIB = 1024**3


class FakeNodes:
    """Every cluster gives two processors and 4 GiB, unless a test says otherwise; counts how often it is asked."""

    def __init__(self, **given: Amounts | StoreyardError) -> None:
        self.given: dict[str, Amounts | StoreyardError] = dict(given)
        self.asked: list[str] = []

    def allocatable(self, cluster: str) -> Amounts:
        """Return what a test says, or raise it."""
        self.asked.append(cluster)
        found = self.given.get(cluster, Amounts(cpu=2000, memory=4 * GIB))
        if isinstance(found, StoreyardError):
            raise found
        return found

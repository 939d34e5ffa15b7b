"""What a sweep finds where a test put it."""

from __future__ import annotations

from collections.abc import Sequence

from functions.domain.errors import Forbidden, Unavailable
from functions.domain.orphan import Labelled


class FakeFinder:
    """Sees what a test puts into clusters, and remembers what is removed."""

    def __init__(self) -> None:
        self.seen: dict[str, list[Labelled]] = {}
        self.held: dict[str, list[Labelled]] = {}
        self.away: set[str] = set()
        self.hidden = False
        self.removed: list[tuple[str, str]] = []

    def labelled(self, cluster: str) -> Sequence[Labelled]:
        """Return what is there."""
        if cluster in self.away:
            raise Unavailable("no answer")
        return self.seen.get(cluster, [])

    def images(self, cluster: str) -> Sequence[Labelled]:
        """Return what its nodes hold."""
        if self.hidden:
            raise Forbidden("nodes is forbidden")
        return self.held.get(cluster, [])

    def remove(self, cluster: str, what: Labelled) -> None:
        """Remember it."""
        self.removed.append((cluster, what.name))


class FakeFolders:
    """Folders of runs."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)

    def old(self) -> Sequence[str]:
        """Return all of them."""
        return list(self.names)

    def remove(self, name: str) -> None:
        """Remove one."""
        self.names.remove(name)

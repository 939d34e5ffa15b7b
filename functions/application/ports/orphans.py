"""What there is of this installation in a cluster, and on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from functions.domain.orphan import Labelled


class OrphanFinder(Protocol):
    """Raises Unavailable where the cluster does not answer, and other StoreyardErrors where it refuses."""

    def labelled(self, cluster: str) -> Sequence[Labelled]:
        """Return what is this installation's: namespaces, their volumes and releases, and what else carries its label."""

    def images(self, cluster: str) -> Sequence[Labelled]:
        """Return the images that the cluster's nodes hold, whoever made them."""

    def remove(self, cluster: str, what: Labelled) -> None:
        """Have that very namespace or volume removed, if it is still there. Does not wait until it is gone."""


class RunFolders(Protocol):
    """Where runs keep what they need meanwhile."""

    def old(self) -> Sequence[str]:
        """Return the names of folders that nothing was written to for a while: each is an operation's id."""

    def remove(self, name: str) -> None:
        """Remove a folder, if it is still there."""

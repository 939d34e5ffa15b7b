"""The public JSON of orphans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from functions.api.schemas import View
from functions.application.orphans import Swept
from functions.domain.orphan import Orphan


class OrphanView(View):
    """Something that no record names."""

    kind: str = Field(description="Namespace, PersistentVolume, Release, RunFolder or Image")
    name: str
    namespace: str = Field(description="which it is in, or was claimed from; empty: none")
    cluster: str = Field(description="empty: it is on the platform's own machine")
    why: str = Field(description="why nobody needs it, and what becomes of it")
    removable: bool = Field(description="false: it is told, and never removed from here")

    @classmethod
    def of(cls, orphan: Orphan) -> OrphanView:
        """Return the public form."""
        return cls(
            kind=orphan.kind.value,
            name=orphan.name,
            namespace=orphan.namespace,
            cluster=orphan.cluster,
            why=orphan.why,
            removable=orphan.removable,
        )


class UnreachableView(View):
    """A cluster that was not looked at, or of which the message names what was not."""

    cluster: str
    message: str


class OrphanList(View):
    """All orphans that were found, and what the list is told by."""

    items: list[OrphanView]
    digest: str = Field(description="of the list: what is to be removed is named by it")
    checked_at: datetime
    unreachable: list[UnreachableView]

    @classmethod
    def of(cls, swept: Swept) -> OrphanList:
        """Return the public form."""
        return cls(
            items=[OrphanView.of(each) for each in swept.items],
            digest=swept.digest,
            checked_at=swept.checked_at,
            unreachable=[UnreachableView(cluster=cluster, message=message) for cluster, message in swept.unreachable],
        )


class OrphansRemoved(View):
    """What goes, and what stays. Kubernetes empties namespaces by itself, which takes it moments."""

    removed: list[OrphanView]
    left: list[OrphanView]

    @classmethod
    def of(cls, gone: Sequence[Orphan], left: Sequence[Orphan]) -> OrphansRemoved:
        """Return the public form."""
        return cls(removed=[OrphanView.of(each) for each in gone], left=[OrphanView.of(each) for each in left])

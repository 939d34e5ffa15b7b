"""Backups: what was copied of a store, where it lies, and whether a copy made of it has taken an order."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from functions.domain.record import Record
from functions.domain.version import Deployed

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
REHEARSED: Final = "r"  # behind an operation's id: the id of the copy that its rehearsal works with
BackupId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


class BackupCause(StrEnum):
    """Why a backup was made, which says how long it is kept."""

    ASKED = "asked"
    SCHEDULED = "scheduled"
    UPGRADE = "upgrade"
    SAFETY = "safety"


class BackupStatus(StrEnum):
    """How much is known of a backup that is listed."""

    GOOD = "good"
    PROVEN = "proven"


class BackupPart(Record):
    """One file of a backup, as it was read back from where it lies."""

    file: str
    size: int = Field(ge=0, description="bytes")
    sha256: str


class Manifest(Record):
    """What a backup says of itself, in the file that is written last: a folder without one is no backup."""

    format: int = FORMAT
    id: str
    store_id: str
    engine: str
    cause: BackupCause = BackupCause.ASKED
    made_at: datetime = Field(description="when the copying began: all that the shop had by then is in it")
    engine_version: str
    chart_version: str
    revision: int | None = Field(default=None, description="Helm's revision of the release that was installed")
    spec: dict[str, object] = Field(description="the store's spec, without which no new store can be made of it")
    parts: dict[str, BackupPart] = Field(description="`database` and `files`")
    counts: dict[str, int] = Field(default_factory=dict, description="orders, products and customers")
    highest_order: str = Field(default="", description="the number of the last order in it")
    tools: dict[str, str] = Field(default_factory=dict, description="the programs that made it, with their versions")

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return sum(part.size for part in self.parts.values())


class Backup(Record):
    """A good backup, as recorded: its id is that of the operation that made it. It outlives its store."""

    id: str
    store_id: str
    owner: str
    manifest: Manifest
    created_at: datetime
    deployed: Deployed | None = Field(default=None, description="what was installed of its store; null: not recorded")
    pinned: bool = Field(default=False, description="kept until it is deleted by hand")
    proven_at: datetime | None = Field(default=None, description="when a copy made of it last took an order")
    restore_seconds: float | None = Field(default=None, description="how long that copy took to stand")
    awaited_by: tuple[str, ...] = Field(
        default=(), description="stores that were to be made of it; one that has its data by now awaits it no more"
    )
    gone_at: datetime | None = Field(default=None, description="when its store was found to be gone; null: it is there")
    deleted_at: datetime | None = Field(default=None, description="when it was deleted: nobody is shown it, its files go next")
    version: int = 0

    @property
    def status(self) -> BackupStatus:
        """Good: it was read back. Proven: a copy made of it has taken an order."""
        return BackupStatus.GOOD if self.proven_at is None else BackupStatus.PROVEN


class Leftover(Record):
    """A folder whose files are to go, recorded before anything else is done: no kill leaves files that nobody knows.

    Of a backup that was deleted, or of one whose operation ended without it. `not_before`: a run that was lost may still write.
    """

    id: str
    store_id: str
    not_before: datetime
    version: int = 0


def folder_of(store_id: str, backup_id: str) -> str:
    """Where a backup lies, below the target: the same for every target."""
    return f"{store_id}/{backup_id}"

"""The public JSON of backups and schedules: what callers send, and what they get."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from functions.api.schemas import View
from functions.application.schedules import Planned
from functions.domain.backup import Backup, BackupCause, BackupStatus
from functions.domain.numbers import WHOLE
from functions.domain.retention import Retention
from functions.domain.schedule import BACKUP, DRILL, MOST_HOURS


class ChangeBackup(BaseModel):
    """What shall be different about a backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pinned: Annotated[StrictBool, Field(description="whether it is kept until it is unpinned")]


_Hours = Annotated[int, Field(ge=0, le=MOST_HOURS), WHOLE]


class ChangeSchedule(BaseModel):
    """How often a store is backed up, and a backup of it drilled; what is left out stays as it is."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"anyOf": [{"required": ["hours"]}, {"required": ["drill_hours"]}]},
    )

    hours: Annotated[
        _Hours | None, Field(description="hours between two backups; 0: none are made; null: as the platform's setting says")
    ] = None
    drill_hours: Annotated[
        _Hours | None, Field(description="hours between two drills; 0: none are made; null: as the platform's setting says")
    ] = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("must have at least one of: hours, drill_hours")
        return self

    @property
    def wanted(self) -> dict[str, int | None]:
        """What was said, by kind of operation."""
        said = {BACKUP: ("hours", self.hours), DRILL: ("drill_hours", self.drill_hours)}
        return {kind: hours for kind, (field, hours) in said.items() if field in self.model_fields_set}


class BackupPartView(View):
    """One file of a backup."""

    file: str
    size: int = Field(description="bytes")
    sha256: str


_PART = set(BackupPartView.model_fields)


class BackupLinks(View):
    """Where a backup's things are."""

    self: str
    store: str = Field(description="its store, which may be gone")
    downloads: dict[str, str] = Field(description="each of its files, and its manifest")


class BackupView(View):
    """A backup that was read back from where it lies."""

    id: str = Field(description="the id of the operation that made it")
    store: str = Field(description="the id of the store that it is of, which may be gone")
    owner: str
    created_at: datetime
    made_at: datetime = Field(description="when the copying began: all that the shop had by then is in it")
    size: int = Field(description="bytes of all its files")
    status: BackupStatus = Field(description="good: it was read back; proven: a copy made of it has taken an order")
    proven_at: datetime | None = Field(description="when a copy made of it last took an order")
    restore_seconds: float | None = Field(description="how long that copy took to stand")
    pinned: bool = Field(description="whether it is kept until it is unpinned")
    cause: BackupCause = Field(description="why it was made")
    engine: str
    engine_version: str
    revision: int | None = Field(description="the revision of the store's release that it was made at; null: not known")
    counts: dict[str, int] = Field(description="orders, products and customers in it")
    highest_order: str = Field(description="the number of the last order in it; empty: none, or not known")
    kept_until: datetime | None = Field(
        description="until when it is kept at least; null: no time is set, it goes when newer ones take its place, if at all"
    )
    parts: dict[str, BackupPartView] = Field(description="`database` and `files`")
    links: BackupLinks

    @classmethod
    def of(cls, backup: Backup, retention: Retention) -> BackupView:
        """Return the public form of a backup."""
        here, said = f"/api/backups/{backup.id}", backup.manifest
        names = (*said.parts, "manifest")
        return cls(
            **backup.model_dump(include={"id", "owner", "created_at", "proven_at", "restore_seconds", "pinned"}),
            **said.model_dump(include={"made_at", "cause", "engine", "engine_version", "revision", "counts", "highest_order"}),
            store=backup.store_id,
            size=said.size,
            status=backup.status,
            kept_until=retention.kept_until(backup),
            parts={
                name: BackupPartView(file=part.file, size=part.size, sha256=part.sha256) for name, part in said.parts.items()
            },
            links=BackupLinks(
                self=here,
                store=f"/api/stores/{backup.store_id}",
                downloads={name: f"{here}/download/{name}" for name in names},
            ),
        )


class FileAddress(View):
    """Where a file of a backup is, for whoever may not follow a redirect."""

    address: str = Field(description="an address that needs no token and is good for 15 minutes")


class BackupList(View):
    """One page of backups, newest first."""

    items: list[BackupView]
    next_cursor: str | None = Field(description="send it as cursor to get the next page; null on the last")


class ScheduleView(View):
    """How often a store is backed up, and a backup of it drilled."""

    store: str
    hours: int | None = Field(description="what was said for this store; null: nothing, so the platform's setting holds")
    every_hours: int = Field(description="what holds; 0: no backups are made")
    next_at: datetime | None = Field(description="when the next backup is due; null: never")
    drill_hours: int | None = Field(description="what was said for this store of drills; null: nothing")
    drill_every_hours: int = Field(description="what holds of drills; 0: none are made")
    drill_next_at: datetime | None = Field(description="when the next drill is due, once the store has a backup; null: never")

    @classmethod
    def of(cls, store_id: str, planned: Mapping[str, Planned]) -> ScheduleView:
        """Return the public form of a schedule."""
        backup, drill = planned[BACKUP], planned[DRILL]
        return cls(
            store=store_id,
            hours=backup.hours,
            every_hours=backup.every,
            next_at=backup.next_at,
            drill_hours=drill.hours,
            drill_every_hours=drill.every,
            drill_next_at=drill.next_at,
        )

"""The store of record.

It has one way to write: `commit`, a list of changes that all happen or none does, each guarded by the version of the entity
it replaces. Leases, fencing numbers, slots, gap-free event numbers and the outbox are rules of the application on top of it,
so every adapter gets them right by getting `commit` right. How an entity is keyed and found: functions/domain/entities.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from functions.domain.entities import EntityType, Lookup
from functions.domain.record import Record

E = TypeVar("E", bound=Record)


@dataclass(frozen=True)
class Insert:
    """Write an entity whose key must not exist yet, or has expired. It is stored with the version it carries."""

    entity: Record


@dataclass(frozen=True)
class Replace:
    """Write an entity over the one whose stored version equals its own; it is stored with version + 1."""

    entity: Record


@dataclass(frozen=True)
class Remove:
    """Delete the entity whose stored version equals its own."""

    entity: Record


Change = Insert | Replace | Remove


class Repository(Protocol):
    """The store of record. Reads by key are strongly consistent; reads over an index may lag by moments on DynamoDB.

    Every method raises Unavailable when the store of record cannot be reached (after retries with jitter). What has expired is
    never returned. A row that this version cannot read is left out of lists and named in `unreadable`.
    """

    def commit(self, *changes: Change) -> None:
        """Apply all changes atomically (at most 25). Raise VersionConflict, and change nothing, if one guard fails."""

    def get(self, entity: EntityType[E], **key: object) -> E | None:
        """Return the entity with these key fields, or None. Raise Unreadable for a row that this version cannot read."""

    def rows(
        self, entity: EntityType[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what shares a key partition, in order of the sort key or backwards, from beyond `after` on."""

    def find(
        self, lookup: Lookup[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what a look-up's partition holds, in its order or backwards, from beyond `after` on."""

    def unreadable(self) -> Mapping[str, str]:
        """Return what was set aside since the start because this version cannot read it: key and reason."""

    def sweep(self, now: datetime, *, limit: int = 500) -> int:
        """Remove up to `limit` rows whose time has passed; return how many."""

    def ping(self) -> None:
        """Raise Unavailable unless the store of record answers."""

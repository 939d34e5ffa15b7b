"""The repository in memory: the shortest code that keeps the port's promises. Entities are kept as JSON, as elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from functions.adapters.state.documents import Reader, as_stored, check_changes, encode
from functions.application.ports.repository import Change, Insert, Remove
from functions.application.ports.system import Clock
from functions.domain.entities import EntityType, Lookup, type_of
from functions.domain.errors import Unavailable, VersionConflict
from functions.domain.record import Record
from tests.fakes.platform import FakeClock

E = TypeVar("E", bound=Record)


@dataclass(frozen=True)
class Row:
    """What is kept of an entity."""

    kind: str
    version: int
    expiry: int | None
    places: Mapping[str, tuple[str, str]]
    document: str


class FakeRepository:
    """Keeps everything in a dict. `down = True`: every method raises Unavailable.

    `before_get` runs before each read by key, `before_commit` before each commit; `after_commit` after what it wrote can be
    read, so what it raises is a lost answer.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or FakeClock()
        self._lock = threading.RLock()
        self._rows: dict[tuple[str, str], Row] = {}
        self._reader = Reader()
        self.down = False
        self.before_commit: Callable[[], None] | None = None
        self.before_get: Callable[[], None] | None = None
        self.after_commit: Callable[[], None] | None = None

    def commit(self, *changes: Change) -> None:
        """Apply all changes, or raise VersionConflict and apply none."""
        check_changes(changes)
        if self.before_commit is not None:
            self.before_commit()
        with self._lock:
            self.ping()
            rows = dict(self._rows)
            for change in changes:
                entity, stored = type_of(change.entity), as_stored(change)
                key = entity.row_key(change.entity)
                found = rows.get(key)
                if found and found.expiry is not None and found.expiry <= self._clock.now().timestamp():
                    found = None if isinstance(change, Insert) else found
                fits = found is None if isinstance(change, Insert) else found and found.version == entity.version(change.entity)
                if not fits:
                    raise VersionConflict(f"{' '.join(key)} was changed by somebody else")
                if isinstance(change, Remove):
                    del rows[key]
                else:
                    places = {str(index): place for index, place in entity.places(stored).items()}
                    rows[key] = Row(entity.name, entity.version(stored), entity.expiry(stored), places, encode(stored))
            self._rows = rows
        if self.after_commit is not None:
            self.after_commit()

    def get(self, entity: EntityType[E], **key: object) -> E | None:
        """Return the entity, or None."""
        if self.before_get is not None:
            self.before_get()
        place = entity.key_of(**key)
        row = self._alive().get(place)
        return self._reader.one(entity, place, row.document) if row else None

    def rows(
        self, entity: EntityType[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what shares a key partition, in order."""
        pk = entity.partition(**partition)
        found = [
            (*key, row.document)
            for key, row in self._alive().items()
            if key[0] == pk and row.kind == entity.name and (not after or (key[1] < after if backwards else key[1] > after))
        ]
        return self._reader.many(entity, sorted(found, reverse=backwards), limit)

    def find(
        self, lookup: Lookup[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what a look-up's partition holds."""
        pk, found = lookup.partition(**partition), []
        for key, row in self._alive().items():
            place = row.places.get(lookup.index)
            if place is None or place[0] != pk or row.kind != lookup.entity.name:
                continue
            if not after or (place[1] < after if backwards else place[1] > after):
                found.append((place[1], *key, row.document))
        return self._reader.many(lookup.entity, [row[1:] for row in sorted(found, reverse=backwards)], limit)

    def unreadable(self) -> Mapping[str, str]:
        """Return what was set aside."""
        return self._reader.unreadable()

    def sweep(self, now: datetime, *, limit: int = 500) -> int:
        """Remove up to `limit` expired entities; return how many."""
        with self._lock:
            self.ping()
            gone = [key for key, row in self._rows.items() if row.expiry is not None and row.expiry <= now.timestamp()][:limit]
            for key in gone:
                del self._rows[key]
        return len(gone)

    def ping(self) -> None:
        """Raise Unavailable if the test took it down."""
        if self.down:
            raise Unavailable("The state cannot be reached.")

    def _alive(self) -> dict[tuple[str, str], Row]:
        with self._lock:
            self.ping()
            now = self._clock.now().timestamp()
            return {key: row for key, row in self._rows.items() if row.expiry is None or row.expiry > now}


class NotingRepository(FakeRepository):
    """Notes after what each look-up began and how many it asked for."""

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(clock)
        self.looks: list[tuple[str, int]] = []

    def find(
        self, lookup: Lookup[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what a look-up's partition holds."""
        self.looks.append((after, limit))
        return super().find(lookup, after=after, backwards=backwards, limit=limit, **partition)

"""The store of record on one machine: an SQLite file (WAL, synchronous=FULL), safe with many threads and processes.

A commit that returned has reached the disk. Writers take turns (BEGIN IMMEDIATE, waiting up to `busy_seconds`), readers
never wait. Key columns are for finding, `doc` is the whole entity; schema: sqlite_migrations.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import singledispatch
from pathlib import Path
from typing import Any, Final

from functions.adapters.state.documents import (
    Kept,
    as_stored,
    check_changes,
    decode,
    encode,
    event_number,
    expiry_of,
    page_of,
    page_size,
    read_cursor,
    version_of,
)
from functions.adapters.state.sqlite.file import StateFile
from functions.adapters.system import SystemClock
from functions.application.ports.repository import Change, Entity, Insert, Page, Remove
from functions.application.ports.system import Clock
from functions.domain.errors import VersionConflict
from functions.domain.operation import Event, Operation, Slot
from functions.domain.store import Store
from functions.domain.user import User

NOT_EXPIRED: Final = "(expires_at IS NULL OR expires_at > :now)"
Columns = dict[str, Any]


class SqliteRepository:
    """The repository in a file. Connections are per thread; `close` is for shutdown and tests."""

    def __init__(self, path: Path, *, clock: Clock | None = None, busy_seconds: float = 10.0) -> None:
        self._file = StateFile(path, busy_seconds)
        self._clock = clock or SystemClock()

    def commit(self, *changes: Change) -> None:
        """Apply all changes atomically and durably, or raise VersionConflict (or Unavailable) and change nothing."""
        check_changes(changes)
        statements = [_statement(change) for change in changes]
        if not statements:
            return
        with self._file.writing() as connection:
            for change, (sql, values) in zip(changes, statements, strict=True):
                if connection.execute(sql, values).rowcount != 1:
                    raise VersionConflict(f"{type(change.entity).__name__.lower()} was changed by somebody else")

    def get_store(self, store_id: str) -> Store | None:
        """Return the store, or None."""
        return _one(self._select(Store, "SELECT doc FROM stores WHERE id = :id", id=store_id))

    def list_stores(self, *, owner: str | None = None, limit: int = 50, cursor: str | None = None) -> Page[Store]:
        """Return stores ordered by id, of one owner or of all. Raise InvalidRequest(field="cursor") on a cursor not ours."""
        after = read_cursor("stores", cursor) or ""
        size = page_size(limit)
        mine = "" if owner is None else "owner = :owner AND "
        found = self._select(
            Store,
            f"SELECT doc FROM stores WHERE {mine}id > :after ORDER BY id LIMIT :limit",  # noqa: S608 - a constant
            owner=owner,
            after=after,
            limit=size + 1,
        )
        return page_of("stores", found, size)

    def get_operation(self, operation_id: str) -> Operation | None:
        """Return the operation, or None."""
        return _one(
            self._select(Operation, f"SELECT doc FROM operations WHERE id = :id AND {NOT_EXPIRED}", id=operation_id)  # noqa: S608
        )

    def list_operations(self, store_id: str, *, limit: int = 50, cursor: str | None = None) -> Page[Operation]:
        """Return a store's operations, newest first; also those of a store that is gone."""
        listing = f"operations/{store_id}"
        before = read_cursor(listing, cursor)
        size = page_size(limit)
        older = "" if before is None else "id < :before AND "
        found = self._select(
            Operation,
            f"SELECT doc FROM operations WHERE store_id = :store_id AND {older}{NOT_EXPIRED} ORDER BY id DESC LIMIT :limit",  # noqa: S608
            store_id=store_id,
            before=before,
            limit=size + 1,
        )
        return page_of(listing, found, size)

    def live_operations(self, *, limit: int = 100) -> Sequence[Operation]:
        """Return queued and running operations, oldest first."""
        return self._select(Operation, "SELECT doc FROM operations WHERE live = 1 ORDER BY id LIMIT :limit", limit=limit)

    def list_events(self, operation_id: str, *, after: int = 0, limit: int = 200) -> Sequence[Event]:
        """Return events with a number above `after`, in order."""
        return self._select(
            Event,
            f"SELECT doc FROM events WHERE operation_id = :id AND number > :after AND {NOT_EXPIRED} "  # noqa: S608
            "ORDER BY number LIMIT :limit",
            id=operation_id,
            after=event_number(after),
            limit=page_size(limit),
        )

    def list_slots(self) -> Sequence[Slot]:
        """Return the slots that were ever taken, by number."""
        return self._select(Slot, "SELECT doc FROM slots ORDER BY number")

    def get_user(self, user_id: str) -> User | None:
        """Return the user, or None."""
        return _one(self._select(User, "SELECT doc FROM users WHERE id = :id", id=user_id))

    def find_user_by_token(self, token_hash: str) -> User | None:
        """Return the user with that token hash, or None."""
        return _one(self._select(User, "SELECT doc FROM users WHERE token_hash = :hash LIMIT 1", hash=token_hash))

    def sweep(self, now: datetime, *, limit: int = 500) -> int:
        """Remove up to `limit` entities whose `expires_at` has passed; return how many."""
        removed = 0
        with self._file.writing() as connection:
            for table in ("events", "operations"):
                removed += connection.execute(
                    f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE expires_at <= ? LIMIT ?)",  # noqa: S608
                    (int(now.timestamp()), limit - removed),
                ).rowcount
        return removed

    def ping(self) -> None:
        """Raise Unavailable unless the file answers."""
        with self._file.reading() as connection:
            connection.execute("SELECT count(*) FROM slots").fetchone()

    def backup(self, target: Path) -> None:
        """Write a compact, consistent copy of the state to a new file, mode 0600, while the platform runs."""
        self._file.backup(target)

    def close(self) -> None:
        """Close this process's connections."""
        self._file.close()

    def _select(self, kind: type[Kept], sql: str, **values: Any) -> list[Kept]:
        with self._file.reading() as connection:
            rows = connection.execute(sql, {"now": int(self._clock.now().timestamp()), **values}).fetchall()
        return [decode(kind, row[0]) for row in rows]


@singledispatch
def _columns(entity: Entity) -> tuple[str, Columns, Columns]:
    """Return the entity's table, its key columns and its other columns to find it by."""
    raise TypeError(f"not an entity: {type(entity).__name__}")


@_columns.register
def _(entity: Store) -> tuple[str, Columns, Columns]:
    return "stores", {"id": entity.id}, {"owner": entity.owner}


@_columns.register
def _(entity: Operation) -> tuple[str, Columns, Columns]:
    found_by = {"store_id": entity.store_id, "live": int(not entity.status.final), "expires_at": expiry_of(entity)}
    return "operations", {"id": entity.id}, found_by


@_columns.register
def _(entity: Event) -> tuple[str, Columns, Columns]:
    return "events", {"operation_id": entity.operation_id, "number": entity.number}, {"expires_at": expiry_of(entity)}


@_columns.register
def _(entity: Slot) -> tuple[str, Columns, Columns]:
    return "slots", {"number": entity.number}, {}


@_columns.register
def _(entity: User) -> tuple[str, Columns, Columns]:
    return "users", {"id": entity.id}, {"token_hash": entity.token_hash}


def _statement(change: Change) -> tuple[str, Columns]:
    """Return the change as SQL that touches one row, or none where its guard fails. Names are this module's constants."""
    table, key, found_by = _columns(change.entity)
    stored = as_stored(change)
    where = " AND ".join(f"{name} = :{name}" for name in key)
    guarded = {**key, "guard": version_of(change.entity)}
    if isinstance(change, Remove):
        return f"DELETE FROM {table} WHERE {where} AND version = :guard", guarded  # noqa: S608
    written = {**found_by, "doc": encode(stored)}
    if not isinstance(stored, Event):
        written["version"] = version_of(stored)
    if isinstance(change, Insert):
        row = {**key, **written}
        names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        return f"INSERT INTO {table} ({names}) VALUES ({values}) ON CONFLICT DO NOTHING", row  # noqa: S608
    assignments = ", ".join(f"{name} = :{name}" for name in written)
    return f"UPDATE {table} SET {assignments} WHERE {where} AND version = :guard", {**written, **guarded}  # noqa: S608


def _one(found: Sequence[Kept]) -> Kept | None:
    return found[0] if found else None

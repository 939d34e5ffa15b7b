"""The store of record on one machine: an SQLite file (WAL, synchronous=FULL), safe with many threads and processes.

A commit that returned has reached the disk. Writers take turns (BEGIN IMMEDIATE, waiting up to `busy_seconds`), readers
never wait. One table holds every entity: key and look-up columns as functions/domain/entities.py declares them, `doc` is the
whole entity; schema: migrations.py.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from functions.adapters.state.documents import Reader, as_stored, check_changes, encode
from functions.adapters.state.sqlite.copies import copy_state
from functions.adapters.state.sqlite.file import StateFile
from functions.adapters.system import SystemClock
from functions.application.ports.repository import Change, Insert, Remove
from functions.application.ports.system import Clock
from functions.domain.entities import INDEXES, EntityType, Lookup, type_of
from functions.domain.errors import VersionConflict
from functions.domain.record import Record

NOT_EXPIRED: Final = "(expires_at IS NULL OR expires_at > :now)"
COLUMNS: Final = (
    *("pk", "sk", "kind", "version", "expires_at", "doc"),
    *(f"{index}_{part}" for index in INDEXES for part in ("pk", "sk")),
)
# Names are this module's constants, never a caller's words.
INSERT: Final = (
    f"INSERT INTO entities ({', '.join(COLUMNS)}) VALUES ({', '.join(f':{name}' for name in COLUMNS)}) "  # noqa: S608
    f"ON CONFLICT DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in COLUMNS[2:])} "
    "WHERE entities.expires_at <= :now"
)
REPLACE: Final = (
    f"UPDATE entities SET {', '.join(f'{name} = :{name}' for name in COLUMNS[2:])} "  # noqa: S608
    "WHERE pk = :pk AND sk = :sk AND version = :guard"
)
REMOVE: Final = "DELETE FROM entities WHERE pk = :pk AND sk = :sk AND version = :guard"
E = TypeVar("E", bound=Record)


class SqliteRepository:
    """The repository in a file. Connections are per thread; `close` is for shutdown and tests."""

    def __init__(self, path: Path, *, clock: Clock | None = None, busy_seconds: float = 10.0) -> None:
        self._file = StateFile(path, busy_seconds)
        self._clock = clock or SystemClock()
        self._reader = Reader()

    def commit(self, *changes: Change) -> None:
        """Apply all changes atomically and durably, or raise VersionConflict (or Unavailable) and change nothing."""
        check_changes(changes)
        now = int(self._clock.now().timestamp())
        statements = [_statement(change, now) for change in changes]
        if not statements:
            return
        with self._file.writing() as connection:
            for change, (sql, values) in zip(changes, statements, strict=True):
                if connection.execute(sql, values).rowcount != 1:
                    raise VersionConflict(f"{type_of(change.entity).name} was changed by somebody else")

    def get(self, entity: EntityType[E], **key: object) -> E | None:
        """Return the entity with these key fields, or None. Raises Unreadable."""
        pk, sk = entity.key_of(**key)
        with self._file.reading() as connection:
            row = self._select(connection, f"WHERE pk = :pk AND sk = :sk AND {NOT_EXPIRED}", pk=pk, sk=sk).fetchone()
        return self._reader.one(entity, (pk, sk), row[2]) if row else None

    def rows(
        self, entity: EntityType[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what shares a key partition, in order or backwards, from beyond `after` on."""
        order = "DESC" if backwards else "ASC"
        beyond = f"AND sk {'<' if backwards else '>'} :after" if after else ""
        where = f"WHERE pk = :pk AND kind = :kind {beyond} AND {NOT_EXPIRED} ORDER BY sk {order}"
        return self._many(entity, where, limit, pk=entity.partition(**partition), after=after)

    def find(
        self, lookup: Lookup[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what a look-up's partition holds, in its order or backwards, from beyond `after` on."""
        place, order = f"{lookup.index}_sk", "DESC" if backwards else "ASC"
        beyond = f"AND {place} {'<' if backwards else '>'} :after" if after else ""
        where = f"WHERE {lookup.index}_pk = :pk AND kind = :kind {beyond} AND {NOT_EXPIRED} ORDER BY {place} {order}"
        return self._many(lookup.entity, where, limit, pk=lookup.partition(**partition), after=after)

    def unreadable(self) -> Mapping[str, str]:
        """Return what was set aside since the start: key and reason."""
        return self._reader.unreadable()

    def sweep(self, now: datetime, *, limit: int = 500) -> int:
        """Remove up to `limit` rows whose time has passed; return how many."""
        with self._file.writing() as connection:
            return connection.execute(
                "DELETE FROM entities WHERE rowid IN (SELECT rowid FROM entities WHERE expires_at <= ? LIMIT ?)",
                (int(now.timestamp()), limit),
            ).rowcount

    def ping(self) -> None:
        """Raise Unavailable unless the file answers."""
        with self._file.reading() as connection:
            connection.execute("SELECT 1 FROM entities LIMIT 1").fetchone()

    def backup(self, target: Path) -> None:
        """Write a compact, consistent copy of the state to a new file, mode 0600, while the platform runs."""
        copy_state(self._file.path, target)

    def close(self) -> None:
        """Close this process's connections."""
        self._file.close()

    def _many(self, entity: EntityType[E], where: str, limit: int, **values: object) -> list[E]:
        """Read rows one by one, so that one which cannot be read makes room for the next."""
        with self._file.reading() as connection:
            rows = self._select(connection, where, kind=entity.name, **values)
            try:
                return self._reader.many(entity, rows, limit)
            finally:
                rows.close()

    def _select(self, connection: sqlite3.Connection, where: str, **values: object) -> sqlite3.Cursor:
        now = int(self._clock.now().timestamp())
        return connection.execute(f"SELECT pk, sk, doc FROM entities {where}", {"now": now, **values})  # noqa: S608 - constants


def _statement(change: Change, now: int) -> tuple[str, dict[str, Any]]:
    """Return the change as SQL that touches one row, or none where its guard fails."""
    entity = type_of(change.entity)
    pk, sk = entity.row_key(change.entity)
    guarded = {"pk": pk, "sk": sk, "guard": entity.version(change.entity)}
    if isinstance(change, Remove):
        return REMOVE, guarded
    row = _row(as_stored(change), pk, sk)
    return (INSERT, {**row, "now": now}) if isinstance(change, Insert) else (REPLACE, {**row, **guarded})


def _row(stored: Record, pk: str, sk: str) -> dict[str, Any]:
    entity = type_of(stored)
    places = entity.places(stored)
    lookups = {
        f"{index}_{part}": places[index][number] if index in places else None
        for index in INDEXES
        for number, part in enumerate(("pk", "sk"))
    }
    return {
        "pk": pk,
        "sk": sk,
        "kind": entity.name,
        "version": entity.version(stored),
        "expires_at": entity.expiry(stored),
        "doc": encode(stored),
        **lookups,
    }

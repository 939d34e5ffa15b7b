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
from typing import Final, TypeVar

from functions.adapters.state.documents import Reader, check_changes
from functions.adapters.state.sql import Sql
from functions.adapters.state.sqlite.copies import copy_state
from functions.adapters.state.sqlite.file import StateFile
from functions.adapters.system import SystemClock
from functions.application.ports.repository import Change
from functions.application.ports.system import Clock
from functions.domain.entities import EntityType, Lookup, type_of
from functions.domain.errors import VersionConflict
from functions.domain.record import Record

SQL: Final = Sql(lambda name: f":{name}")
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
        statements = [SQL.change(change, now) for change in changes]
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
            row = self._select(connection, SQL.one(), pk=pk, sk=sk).fetchone()
        return self._reader.one(entity, (pk, sk), row[2]) if row else None

    def rows(
        self, entity: EntityType[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what shares a key partition, in order or backwards, from beyond `after` on."""
        where = SQL.many(after=bool(after), backwards=backwards)
        return self._many(entity, where, limit, pk=entity.partition(**partition), after=after)

    def find(
        self, lookup: Lookup[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what a look-up's partition holds, in its order or backwards, from beyond `after` on."""
        where = SQL.many(lookup.index, after=bool(after), backwards=backwards)
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

"""The store of record for several machines: a PostgreSQL database. Keys and look-ups: functions/domain/entities.py.

A commit is one transaction. Each change touches one row, guarded by its version, in the order of the keys: row locks are held
until the end, so the guards hold together, and two commits never wait for each other. A token that the transaction writes
makes it safe to repeat after a lost answer: who finds it there was applied. All reads are consistent.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar

import psycopg

from functions.adapters.state.documents import Reader, check_changes, key_of
from functions.adapters.state.postgresql.calls import Attempt, RetryingCaller
from functions.adapters.state.postgresql.connections import Connections
from functions.adapters.state.sql import Sql, Values
from functions.adapters.system import SystemClock
from functions.application.ports.repository import Change
from functions.application.ports.system import Clock
from functions.domain.entities import EntityType, Lookup, type_of
from functions.domain.errors import InvalidRequest, VersionConflict
from functions.domain.record import Record

SQL: Final = Sql(lambda name: f"%({name})s")
TOKEN: Final = "INSERT INTO commits (token) VALUES (%(token)s) ON CONFLICT DO NOTHING"  # noqa: S105 - names a commit
# A commit has no time limit of the server's own: one that was canceled while it waits for a standby would count as done.
NO_LIMIT: Final = "SET LOCAL statement_timeout = 0"
# No commit is repeated for as long as a minute.
FORGET: Final = "DELETE FROM commits WHERE at < clock_timestamp() - interval '10 minutes'"
SWEEP: Final = """
    DELETE FROM entities WHERE (pk, sk) IN (
        SELECT pk, sk FROM entities WHERE expires_at <= %(now)s LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    )
"""
E = TypeVar("E", bound=Record)
Cursor = psycopg.Cursor[tuple[Any, ...]]


class _Applied(Exception):
    """An earlier try of this commit was applied."""


@dataclass(frozen=True)
class _Part:
    """Which of a partition's rows are wanted."""

    after: str
    limit: int
    backwards: bool = field(kw_only=True)

    @property
    def beyond(self) -> str:
        """The place they lie beyond, without what no row's place can have: see `_select`."""
        if not self.after:
            return ""
        start, nul, _ = self.after.partition("\x00")
        return f"{start}\x01" if nul and self.backwards else start


class PostgresRepository:
    """The repository in a database. `close` is for shutdown and tests."""

    def __init__(self, url: str, *, clock: Clock | None = None, call_seconds: float = 10.0) -> None:
        self.connections = Connections(url, call_seconds)
        self._caller = RetryingCaller(self.connections, seconds=call_seconds)
        self._clock = clock or SystemClock()
        self._reader = Reader()

    def commit(self, *changes: Change) -> None:
        """Apply all changes atomically and durably, or raise VersionConflict (or Unavailable) and change nothing."""
        check_changes(changes)
        now = self._now()
        ordered = sorted(changes, key=lambda change: key_of(change.entity))
        statements = [(change, *SQL.change(change, now)) for change in ordered]
        if not statements:
            return
        token = uuid.uuid4()
        self._caller.call(lambda attempt: _apply(attempt, token, statements))

    def get(self, entity: EntityType[E], **key: object) -> E | None:
        """Return the entity with these key fields, or None. Raises Unreadable."""
        pk, sk = entity.key_of(**key)
        found = self._select(f"SELECT pk, sk, doc FROM entities {SQL.one()}", pk=pk, sk=sk)  # noqa: S608 - constants
        return self._reader.one(entity, (pk, sk), found[0][2]) if found else None

    def rows(
        self, entity: EntityType[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what shares a key partition, in order or backwards, from beyond `after` on."""
        found = self._pages(entity.name, "", entity.partition(**partition), _Part(after, limit, backwards=backwards))
        return self._reader.many(entity, found, limit)

    def find(
        self, lookup: Lookup[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what a look-up's partition holds, in its order or backwards, from beyond `after` on."""
        part = _Part(after, limit, backwards=backwards)
        found = self._pages(lookup.entity.name, lookup.index, lookup.partition(**partition), part)
        return self._reader.many(lookup.entity, found, limit)

    def unreadable(self) -> Mapping[str, str]:
        """Return what was set aside since the start: key and reason."""
        return self._reader.unreadable()

    def sweep(self, now: datetime, *, limit: int = 500) -> int:
        """Remove up to `limit` rows whose time has passed; return how many. Also forgets which commits were made long ago."""

        def remove(attempt: Attempt) -> int:
            attempt.connection.execute(FORGET)
            return attempt.connection.execute(SWEEP, {"now": int(now.timestamp()), "limit": limit}).rowcount

        return self._caller.call(remove)

    def ping(self) -> None:
        """Raise Unavailable unless the database answers."""
        self._select("SELECT 1 FROM entities LIMIT 1")

    def close(self) -> None:
        """Close this process's connections."""
        self.connections.close()

    def _pages(self, kind: str, index: str, pk: str, part: _Part) -> Iterator[tuple[str, str, str]]:
        """Yield rows page by page: one that cannot be read makes room for the next."""
        place, after = f"{index}_sk" if index else "sk", part.beyond
        while True:
            where = SQL.many(index, after=bool(after), backwards=part.backwards)
            query = f"SELECT pk, sk, doc, {place} FROM entities {where} LIMIT %(limit)s"  # noqa: S608 - constants
            page = self._select(query, pk=pk, kind=kind, limit=part.limit, **({"after": after} if after else {}))
            yield from (row[:3] for row in page)
            if len(page) < part.limit:
                return
            after = page[-1][3]

    def _select(self, query: str, **values: object) -> list[Any]:
        if any("\x00" in value for name, value in values.items() if name != "after" and isinstance(value, str)):
            return []  # no row has such a key: PostgreSQL's texts hold every character but this one
        given = {"now": self._now(), **values}
        return self._caller.call(lambda attempt: attempt.connection.execute(query.encode(), given).fetchall())

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _apply(attempt: Attempt, token: uuid.UUID, statements: Sequence[tuple[Change, str, Values]]) -> None:
    """Do it all in one transaction, which takes two ways to the server and back."""
    connection = attempt.connection
    try:
        with connection.pipeline() as pipeline, connection.transaction():
            connection.execute(NO_LIMIT)
            mine = connection.execute(TOKEN, {"token": token})
            done = [connection.execute(sql.encode(), values) for _, sql, values in statements]
            pipeline.sync()
            _check(mine, done, [change for change, _, _ in statements])
            attempt.decided = True
    except _Applied:
        return
    except psycopg.DataError as error:
        if error.sqlstate is None:  # found before it was sent
            raise InvalidRequest("a key has a character that cannot be recorded: U+0000") from error
        raise


def _check(mine: Cursor, done: Sequence[Cursor], changes: Sequence[Change]) -> None:
    """Raise what keeps a transaction from being committed: it was already, or somebody was faster."""
    if mine.rowcount != 1:
        raise _Applied
    for cursor, change in zip(done, changes, strict=True):
        if cursor.rowcount != 1:
            raise VersionConflict(f"{type_of(change.entity).name} was changed by somebody else")

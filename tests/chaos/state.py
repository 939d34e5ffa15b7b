"""The state file, read from outside and only read, also while the platform is gone."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

from tests.chaos.place import Place

JSON = dict[str, Any]
PASSING = ("census", "lease", "schedule", "slot", "tally")


class State:
    """What is recorded."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def rows(self, kind: str) -> list[JSON]:
        """Every row of a kind of entity, by key."""
        return [json.loads(doc) for (doc,) in self._read("SELECT doc FROM entities WHERE kind = ? ORDER BY pk, sk", kind)]

    def count(self, kind: str) -> int:
        """How many there are of a kind."""
        return int(self._read("SELECT count(*) FROM entities WHERE kind = ?", kind)[0][0])

    def operation(self, operation_id: str) -> JSON | None:
        """One operation."""
        found = self._read("SELECT doc FROM entities WHERE pk = ? AND kind = 'operation'", f"OPERATION#{operation_id}")
        return json.loads(found[0][0]) if found else None

    def live(self) -> list[JSON]:
        """Operations that have not ended."""
        return [json.loads(doc) for (doc,) in self._read("SELECT doc FROM entities WHERE listed_pk = 'LIVE'")]

    def events(self, operation_id: str) -> list[JSON]:
        """An operation's events by number."""
        found = self._read("SELECT doc FROM entities WHERE pk = ? AND kind = 'event' ORDER BY sk", f"OPERATION#{operation_id}")
        return [json.loads(doc) for (doc,) in found]

    def lasting(self) -> int:
        """How many rows stay for good. History goes by itself, after as long as it is kept, a schedule when it is due; and of
        what is counted there is one row for each thing that is.
        """
        words = f"SELECT count(*) FROM entities WHERE expires_at IS NULL AND kind NOT IN ({', '.join('?' for _ in PASSING)})"
        return int(self._read(words, *PASSING)[0][0])

    def whole(self) -> bool:
        """True if SQLite finds nothing wrong with the file."""
        return self._read("PRAGMA integrity_check") == [("ok",)]

    def _read(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{self._place.state}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute(sql, values).fetchall()

"""The state file: as many connections as are used at once, durable settings, and SQLite's errors as sentences."""

from __future__ import annotations

import math
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from functions.adapters.state.sqlite.migrations import migrate
from functions.domain.errors import Unavailable, VersionConflict

PRIMARY_CODE: Final = 0xFF  # an extended error code holds its primary code in the lowest byte
# Of each connection: the system keeps the file in memory once for all; SQLite's own 2 MB for each would fill with it.
CACHE_KIB: Final = 256
IDLE_SECONDS: Final = 5.0  # a connection that more at once than usual needed is closed after so long
SENTENCES: Final = {
    sqlite3.SQLITE_BUSY: "The state file {path} is locked by another process for too long.",
    sqlite3.SQLITE_LOCKED: "The state file {path} is locked by another process for too long.",
    sqlite3.SQLITE_FULL: "The disk of the state file {path} is full: free some space; nothing was changed.",
    sqlite3.SQLITE_CORRUPT: "The state file {path} is damaged: restore a backup of it.",
    sqlite3.SQLITE_NOTADB: "The file {path} is not a state file, or it is damaged: move it away or restore a backup.",
    sqlite3.SQLITE_READONLY: "The state file {path} cannot be written: check its owner, its mode and its disk.",
    sqlite3.SQLITE_CANTOPEN: "The state file {path} cannot be opened: check that its folder exists and may be written.",
    sqlite3.SQLITE_IOERR: "The disk of the state file {path} reports an error.",
}


# Those of each process, for a forked child must not even close its parent's; with the moment since when each is idle.
Idle = dict[int, list[tuple[float, sqlite3.Connection]]]


class StateFile:
    """Lends connections to the file, made and migrated where none is idle, to one thread of one process at a time.

    The one that came back last goes out first, so that of many threads which ask now and then few connections stay in memory.
    No lock guards them: one that another thread held at a fork would stay locked in the child. A list's own steps are enough.
    """

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self.path = path
        self._busy_seconds = busy_seconds
        self._idle: Idle = {}
        self._closed = 0
        self._turns: dict[int, threading.Lock] = {}
        weakref.finalize(self, _close_all, self._idle)  # who forgets to close leaves nothing open

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection to read with. Raises Unavailable."""
        try:
            with self._lent() as connection:
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise self._unavailable(error) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection within a write transaction: committed at the end, rolled back on any error."""
        with self._turn() as seconds, self.reading() as connection:
            connection.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except sqlite3.IntegrityError as error:
                raise VersionConflict("an entity that this one belongs to is not there") from error
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def _turn(self) -> Iterator[float]:
        """Let threads of this process write one after the other; give the seconds that are left to wait for other processes.

        SQLite would have each of them look for the lock again and again with sleeps in between, and some would never find it
        free. A child that was forked while a thread wrote has a lock of its own.
        """
        deadline = time.monotonic() + self._busy_seconds
        turn = self._turns.setdefault(os.getpid(), threading.Lock())
        if not turn.acquire(timeout=self._busy_seconds):
            raise Unavailable(f"Writing to the state file {self.path} takes too long: too many want to, or its disk is slow.")
        try:
            yield max(0.0, deadline - time.monotonic())
        finally:
            turn.release()

    def close(self) -> None:
        """Close this process's idle connections, and those that are lent as they come back; the next use opens one."""
        self._closed += 1
        _close_all(self._idle)

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that nobody else uses."""
        idle, closed = self._idle.setdefault(os.getpid(), []), self._closed
        try:
            _, connection = idle.pop()
        except IndexError:
            connection = self._open()
        try:
            yield connection
        finally:
            if connection.in_transaction:  # its end failed: nobody else is to go on with it
                connection.close()
            else:
                idle.append((time.monotonic(), connection))
            _close(idle, before=math.inf if closed != self._closed else time.monotonic() - IDLE_SECONDS)

    def _open(self) -> sqlite3.Connection:
        self._prepare()
        connection = sqlite3.connect(self.path, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False)
        try:
            self._enable_wal(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            migrate(connection, self.path)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self) -> None:
        """Make the folder and the file, readable by nobody else; SQLite gives its side files the same mode."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        if self.path.stat().st_mode & 0o077:
            self.path.chmod(0o600)

    def _enable_wal(self, connection: sqlite3.Connection) -> None:
        """Switch to the write-ahead log; SQLite does not wait by itself while another process does the same."""
        deadline = time.monotonic() + self._busy_seconds
        while True:
            try:
                mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            except sqlite3.OperationalError as error:
                if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                    raise
                time.sleep(0.02)
                continue
            if mode != "wal":
                raise Unavailable(f"The state file {self.path} is on a file system without shared memory: use a local disk.")
            return

    def _unavailable(self, error: sqlite3.Error | OSError) -> Unavailable:
        if isinstance(error, OSError):
            return Unavailable(f"The state file {self.path} cannot be opened: {error.strerror}.")
        sentence = SENTENCES.get(_code(error))
        if sentence is None:
            return Unavailable(f"The state file {self.path} cannot be used: {error}.")
        return Unavailable(sentence.format(path=self.path))


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE


def _close(idle: list[tuple[float, sqlite3.Connection]], before: float) -> None:
    """Close those that are idle since before a moment."""
    with suppress(IndexError):  # another thread took the last one
        while idle[0][0] < before:
            idle.pop(0)[1].close()


def _close_all(idle: Idle) -> None:
    _close(idle.get(os.getpid(), []), math.inf)

"""Connections to the database: a few per process, lent to threads in turn, each call within its time.

Not psycopg_pool: it makes connections in threads of its own, so a caller would be told that none came in time and not why, and
after an outage it waits longer and longer. Here who needs a connection makes it.
"""

from __future__ import annotations

import logging
import math
import select
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg import conninfo
from psycopg.pq import TransactionStatus

from functions.adapters.state.postgresql.migrations import migrate
from functions.domain.errors import InvalidRequest, Unavailable

if TYPE_CHECKING:
    from psycopg.abc import PQGen

CONNECTIONS: Final = 10
SHORTEST_CONNECT: Final = 2  # seconds; libpq takes no less
# `synchronous_commit` is raised only where it is off: a database that waits for standbys goes on doing so.
SESSION: Final = """
    SELECT set_config('statement_timeout', %(call)s, false), set_config('lock_timeout', %(call)s, false),
        set_config('idle_in_transaction_session_timeout', %(idle)s, false),
        set_config('default_transaction_isolation', 'read committed', false),
        set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
            ELSE current_setting('synchronous_commit') END, false)
"""


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """A connection whose calls end at `ends`, in seconds of the monotonic clock, also where the server says nothing at all."""

    ends: float = math.inf

    def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for the server, within the time of the call and of whoever lent the connection."""
        left = self.ends - time.monotonic()
        limit = min(left, math.inf if timeout is None else timeout)
        return super().wait(gen, interval, None if limit == math.inf else max(0.0, limit))


class Connections:
    """Lends connections to threads, `size` at most at once; makes them as they are needed, with the schema of this version."""

    def __init__(self, url: str, seconds: float, size: int = CONNECTIONS) -> None:
        self._parameters = parameters_of(url, seconds)
        self._seconds = seconds
        logging.getLogger("psycopg").setLevel(logging.ERROR)  # what breaks is told by who called
        self._lock = threading.Lock()
        self._idle: list[Connection] = []
        self._turns = threading.BoundedSemaphore(size)
        weakref.finalize(self, _close_all, self._idle)  # who forgets to close leaves nothing open

    @contextmanager
    def lent(self, ends: float) -> Iterator[Connection]:
        """Give a connection until `ends`, in seconds of the monotonic clock. Raises psycopg.Error, Unavailable."""
        if not self._turns.acquire(timeout=max(0.0, ends - time.monotonic())):
            raise Unavailable("The state database is too slow: all connections of this process are in use.")
        try:
            connection = self._take()
            connection.ends = ends
            try:
                yield connection
            except psycopg.Error:  # what failed once, on a server that became a standby for instance, would fail again
                connection.close()
                raise
            finally:
                self._give_back(connection)
        finally:
            self._turns.release()

    def open(self) -> Connection:
        """Make one more connection, which its caller closes. Raises psycopg.Error, Unavailable."""
        connection: Connection = Connection.connect(**self._parameters, autocommit=True)
        try:
            connection.ends = time.monotonic() + self._seconds
            milliseconds = f"{self._seconds * 1000:.0f}"
            connection.execute(SESSION, {"call": milliseconds, "idle": milliseconds})
            migrate(connection)
            connection.ends = math.inf
        except BaseException:
            connection.close()
            raise
        return connection

    def prove(self, connection: Connection) -> None:
        """Ask the server something. Raises psycopg.Error where it does not answer within a call's time."""
        connection.ends = time.monotonic() + self._seconds
        connection.execute("SELECT 1")
        connection.ends = math.inf

    def close(self) -> None:
        """Close what nobody has; the next use opens anew."""
        with self._lock:
            _close_all(self._idle)

    def _take(self) -> Connection:
        """Return the connection that was used last, if the server has not closed it meanwhile."""
        while True:
            with self._lock:
                connection = self._idle.pop() if self._idle else None
            if connection is None:
                return self.open()
            if not _spoken_to(connection):
                return connection
            connection.close()

    def _give_back(self, connection: Connection) -> None:
        """Keep a connection for the next one, unless a call on it did not come to its end."""
        connection.ends = math.inf
        if connection.closed or connection.pgconn.transaction_status != TransactionStatus.IDLE:
            connection.close()
            return
        with self._lock:
            self._idle.append(connection)


def parameters_of(url: str, seconds: float) -> dict[str, Any]:
    """Return how to connect: as the URL says, else so that a server that is gone is noticed in time. Raises InvalidRequest."""
    try:
        given = conninfo.conninfo_to_dict(url)
    except psycopg.Error:  # its words may repeat the password
        raise InvalidRequest("it is no connection URI of PostgreSQL, like postgresql://user@host:5432/database") from None
    ours = {
        "application_name": "storeyard",
        "client_encoding": "UTF8",
        "connect_timeout": max(SHORTEST_CONNECT, int(seconds / 3)),
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": int(seconds * 1000),
        "target_session_attrs": "read-write",  # of several hosts, the one that is the primary now
    }
    return {**ours, **given}


def _spoken_to(connection: Connection) -> bool:
    """True if an idle connection has something to read: the server's last words, or the end of the connection."""
    poll = select.poll()
    try:
        poll.register(connection.fileno(), select.POLLIN)
    except psycopg.Error:
        return True
    return bool(poll.poll(0))


def _close_all(connections: list[Connection]) -> None:
    while connections:
        connections.pop().close()

"""Calls to the database: which errors are worth another try, how long to wait, and what the others mean."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

import psycopg

from functions.adapters.state.postgresql.connections import Connection, Connections
from functions.domain.errors import OutcomeUnknown, Unavailable

FIRST_WAIT: Final = 0.05
LONGEST_WAIT: Final = 1.0
DISK_FULL: Final = "53100"
# Classes and codes of SQLSTATE that another try may not meet again: lost connections, two that wait for each other, too many
# connections, a server that starts or ends, one that was made a standby meanwhile.
TRANSIENT: Final = ("08", "40", "53300", "55P03", "57P", "57014", "25006")
Answer = TypeVar("Answer")


@dataclass
class Attempt:
    """One try of a call. `decided` is set when the server is asked to commit: from then on it may have happened."""

    connection: Connection
    decided: bool = False


class RetryingCaller:
    """Repeats a call while that can help, within so many seconds: exponential backoff with full jitter."""

    def __init__(
        self,
        connections: Connections,
        *,
        seconds: float,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._connections = connections
        self._seconds = seconds
        self._sleep = sleep
        self._chance = chance

    def call(self, work: Callable[[Attempt], Answer]) -> Answer:
        """Return what `work` returns; it must be safe to repeat. Raises Unavailable.

        Raises OutcomeUnknown instead where one of the tries may have been applied.
        """
        begun, number, maybe_written = time.monotonic(), 0, False
        while True:
            wait = self._chance() * min(LONGEST_WAIT, FIRST_WAIT * 2**number)
            attempt: Attempt | None = None
            try:
                with self._connections.lent(time.monotonic() + self._seconds / 2) as connection:
                    attempt = Attempt(connection)
                    return work(attempt)
            except psycopg.Error as error:
                maybe_written = maybe_written or (attempt is not None and attempt.decided)
                again = time.monotonic() + wait <= begun + self._seconds / 2  # a try may take the other half
                if not (again and _transient(error)):
                    raise _told(error, maybe_written=maybe_written) from error
            self._sleep(wait)
            number += 1

    def once(self, work: Callable[[Connection], object], seconds: float) -> None:
        """Do it within so many seconds, or not at all. Raises Unavailable."""
        try:
            with self._connections.lent(time.monotonic() + seconds) as connection:
                work(connection)
        except psycopg.Error as error:
            raise _told(error) from error


def _transient(error: psycopg.Error) -> bool:
    """True if another try can help. What breaks a connection, or lets none be made, has no code."""
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return error.sqlstate.startswith(TRANSIENT)


def _told(error: psycopg.Error, *, maybe_written: bool = False) -> Unavailable:
    if maybe_written:
        return OutcomeUnknown(f"The state database gave no answer to a commit: {_first_line(error)}. It may have been applied.")
    if error.sqlstate == DISK_FULL:
        return Unavailable("The disk of the state database is full: free some space; nothing was changed.")
    if error.sqlstate is None:
        return Unavailable(f"The state database cannot be reached: {_first_line(error)}.")
    if _transient(error):
        return Unavailable(f"The state database is too busy, or being restarted: {_first_line(error)}.")
    return Unavailable(f"The state database refuses the request: {_first_line(error)}.")


def _first_line(error: psycopg.Error) -> str:
    """Return the first thing that is said; what follows are details, which may quote values."""
    said = error.diag.message_primary or str(error)
    return (said.strip().splitlines() or [type(error).__name__])[0].rstrip(".")

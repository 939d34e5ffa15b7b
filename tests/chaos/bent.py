"""`functions.local` with one of its parts bent: `python bent.py`, in the folder of a project. Only tests start it.

CHAOS_CLOCK names a file with the seconds that this process's clock is wrong by, read at each look at it. CHAOS_WAKES says what
becomes of wake-ups: dropped, doubled or reordered. CHAOS_COMMITS is the number of the commit within which the process is
killed, after its rows are written and before they count.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, os.getcwd())  # noqa: PTH109 - the project whose platform is to be bent

from functions import local
from functions.adapters.inprocess import InProcessWaker
from functions.adapters.system import SystemClock

LATE = 0.7


def bend_clock(file: Path) -> None:
    """Let the clock be wrong by what the file says."""

    def now(_clock: SystemClock) -> datetime:
        wrong = 0.0
        with suppress(OSError, ValueError):
            wrong = float(file.read_text(encoding="utf-8"))
        return datetime.now(UTC) + timedelta(seconds=wrong)

    setattr(SystemClock, "now", now)  # noqa: B010 - in the place of a method


def bend_wake_ups(how: str) -> None:
    """Lose every wake-up, give each twice, or give each late, after others that came later."""
    wake = InProcessWaker.wake

    def bent(waker: InProcessWaker, operation_id: str = "") -> None:
        if how == "doubled":
            wake(waker, operation_id)
            wake(waker, operation_id)
        elif how == "reordered":
            threading.Timer(LATE if hash(operation_id) % 2 else LATE / 4, wake, (waker, operation_id)).start()

    setattr(InProcessWaker, "wake", bent)  # noqa: B010 - in the place of a method


def kill_in_commit(number: int) -> None:
    """Kill this process in its so-manyth writing transaction, at the moment at which it is about to count."""
    left, lock = [number], threading.Lock()

    def traced(statement: str) -> None:
        if statement != "COMMIT":
            return
        with lock:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    connect = sqlite3.connect

    def connected(*given: object, **named: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*given, **named)  # type: ignore[call-overload]
        connection.set_trace_callback(traced)
        return connection

    setattr(sqlite3, "connect", connected)  # noqa: B010 - in the place of a function


def main() -> None:
    """Bend what is asked for, then be the platform."""
    if clock := os.environ.get("CHAOS_CLOCK"):
        bend_clock(Path(clock))
    if wakes := os.environ.get("CHAOS_WAKES"):
        bend_wake_ups(wakes)
    if commits := os.environ.get("CHAOS_COMMITS"):
        kill_in_commit(int(commits))
    code = local.main()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()

"""Wake-ups of threads in every process that uses the database: one says NOTIFY, the others LISTEN.

They carry no work: the records say what there is to do, and whoever waits also looks by itself from time to time. So one that
is lost, while a process reconnects for instance, costs that time and nothing else.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Final

import psycopg

from functions.adapters.inprocess import InProcessWaker
from functions.adapters.state.postgresql.calls import RetryingCaller
from functions.adapters.state.postgresql.connections import Connection, Connections
from functions.domain.errors import Unavailable
from functions.observability import logger

CHANNEL: Final = "storeyard"
TELL_SECONDS: Final = 1.0
HEAR_SECONDS: Final = 1.0  # after which the thread looks whether it is over
PROOF_SECONDS: Final = 10.0  # after which it asks the server something: a connection that is silent may be dead
AGAIN_SECONDS: Final = 1.0


class SharedWaker(InProcessWaker):
    """Wakes what waits in this process and in all others. `listen` is called before each wait, `tell` with each wake-up."""

    def __init__(self, *, tell: Callable[[], None], listen: Callable[[], None]) -> None:
        super().__init__()
        self._tell = tell
        self._listen = listen

    def wake(self, operation_id: str = "") -> None:
        """Let every waiting thread look for work, in every process. Never raises."""
        self.ring(operation_id)
        self._tell()

    def ring(self, operation_id: str = "") -> None:
        """Let every waiting thread of this process look for work."""
        super().wake(operation_id)

    def wait(self, seen: int, seconds: float) -> int:
        """Wait until somebody woke after `seen`, or for so many seconds; return what to pass as `seen` next."""
        self._listen()
        return super().wait(seen, seconds)


class SharedWakeUps:
    """Hands out wakers by name. A thread listens from the first wait on; processes that never wait have none."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._caller = RetryingCaller(connections, seconds=TELL_SECONDS)
        self._me = secrets.token_hex(8)
        self._lock = threading.Lock()
        self._wakers: dict[str, SharedWaker] = {}
        self._thread: threading.Thread | None = None
        self._over = threading.Event()

    def waker(self, name: str) -> SharedWaker:
        """Return the waker of this name: who waits on it, in any process, is woken by it in every one."""
        with self._lock:
            if name not in self._wakers:
                self._wakers[name] = SharedWaker(tell=lambda: self._tell(name), listen=self._listen)
            return self._wakers[name]

    def close(self) -> None:
        """Listen no more. For tests."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _tell(self, name: str) -> None:
        """Tell all others; once, because nobody depends on it."""
        said = {"channel": CHANNEL, "word": f"{self._me} {name}"}
        try:
            self._caller.once(
                lambda connection: connection.execute("SELECT pg_notify(%(channel)s, %(word)s)", said), TELL_SECONDS
            )
        except Unavailable as error:
            logger.warning("other processes not woken", waker=name, error=error.message)

    def _listen(self) -> None:
        """Begin to listen, unless that is so already."""
        if self._thread is not None:
            return
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="wake-ups", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                with closing(self._connections.open()) as connection:
                    self._hear(connection)
            except (psycopg.Error, Unavailable) as error:
                logger.warning("wake-ups of other processes are not heard", error=type(error).__name__)
            except Exception:  # noqa: BLE001 - the thread outlives any bug
                logger.exception("listening failed")
            self._over.wait(AGAIN_SECONDS)

    def _hear(self, connection: Connection) -> None:
        connection.execute(f"LISTEN {CHANNEL}".encode())
        self._ring("")  # what was told while nobody listened
        proven = time.monotonic()
        while not self._over.is_set():
            for heard in connection.notifies(timeout=HEAR_SECONDS):
                who, _, name = heard.payload.partition(" ")
                if who != self._me:
                    self._ring(name)
            if time.monotonic() - proven > PROOF_SECONDS:
                self._connections.prove(connection)
                proven = time.monotonic()

    def _ring(self, name: str) -> None:
        """Wake what waits here by a name, or by any."""
        with self._lock:
            wakers = [waker for known, waker in self._wakers.items() if name in {"", known}]
        for waker in wakers:
            waker.ring()

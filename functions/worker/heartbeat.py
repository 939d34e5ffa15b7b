"""Keeps a run's lease alive, and ends the run when it may not go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import StrEnum
from types import TracebackType
from typing import TypeVar

from functions.application.operations import Lifecycle
from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock
from functions.domain.entities import OPERATIONS
from functions.domain.errors import LeaseLost, Unavailable
from functions.domain.operation import Operation
from functions.observability import logger

TICK = 1.0
RETRY = 0.5
Answer = TypeVar("Answer")


class Stop(StrEnum):
    """Why a run was ended from outside."""

    CANCELED = "canceled"
    DEADLINE = "deadline"
    LEASE = "lease"
    SHUTDOWN = "shutdown"


class Keeper:
    """Renews every third of a lease, looks for a cancel request every second, watches the deadline. One thread per run.

    Time left on the lease is counted on this host's monotonic clock from before the last renewal that went well, so a
    worker that cannot reach the state has ended its run before anybody else may start one.
    """

    def __init__(  # noqa: PLR0913 - its parts, by name
        self,
        *,
        operation: Operation,
        lifecycle: Lifecycle,
        repository: Repository,
        clock: Clock,
        beat: Callable[[], None] = lambda: None,
        tick: float = TICK,
    ) -> None:
        self._operation = operation
        self._lifecycle = lifecycle
        self._repository = repository
        self._clock = clock
        self._beat = beat
        self._tick = min(tick, lifecycle.limits.lease.total_seconds() / 6)
        self._renewed = time.monotonic()
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._kill: Callable[[], None] | None = None
        self._thread = threading.Thread(target=self._loop, name=f"keeper-{operation.id}", daemon=True)
        self.stopped: Stop | None = None

    def __enter__(self) -> Keeper:
        """Start keeping."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        """Stop keeping."""
        self._over.set()
        self._thread.join()

    def guard(self, kill: Callable[[], None]) -> None:
        """Have the run killed when it may not go on; at once, if that is so already."""
        with self._lock:
            self._kill = kill
        if self.stopped is not None:
            self._end()

    def stop(self, why: Stop) -> None:
        """End the run for this reason; the first reason stays, but a lost lease comes before all others."""
        with self._lock:
            if self.stopped is None or why is Stop.LEASE:
                self.stopped = why
        self._end()

    def insist(self, write: Callable[[], Answer]) -> Answer:
        """Write, again while the state cannot be reached, as long as the lease lasts. Raises LeaseLost."""
        while True:
            if self.stopped is Stop.LEASE:
                raise LeaseLost("the lease ran out before it could be written")
            try:
                return write()
            except Unavailable as error:
                logger.warning("state unavailable", operation_id=self._operation.id, error=error.message)
                if self._over.wait(RETRY):
                    raise

    def _loop(self) -> None:
        while not self._over.wait(self._tick):
            self._beat()
            try:
                self._look()
            except LeaseLost:
                if not self._over.is_set():
                    self.stop(Stop.LEASE)
                return
            except Unavailable as error:
                logger.warning("lease not renewed", operation_id=self._operation.id, error=error.message)
                if self._left() < self._margin():
                    self.stop(Stop.LEASE)
                    return

    def _look(self) -> None:
        due = self._left() < self._lease() * 2 / 3
        before = time.monotonic()
        current = self._renew() if due else self._repository.get(OPERATIONS, id=self._operation.id)
        if current is None or current.fence != self._operation.fence or current.status.final:
            raise LeaseLost("another run has the operation")
        if due:
            self._renewed = before
        if current.cancel_requested and self.stopped is None:
            self.stop(Stop.CANCELED)
        deadline = current.deadline_at
        if deadline is not None and self._clock.now() >= deadline and self.stopped is None:
            self.stop(Stop.DEADLINE)

    def _renew(self) -> Operation:
        return self._lifecycle.renew(self._operation.id, self._operation.fence)

    def _end(self) -> None:
        with self._lock:
            kill = self._kill
        if kill is None:
            return
        try:
            kill()
        except Unavailable as error:  # the run's own thread tries again before it gives the lease up
            logger.error("run not ended", operation_id=self._operation.id, error=error.message)

    def _lease(self) -> float:
        return self._lifecycle.limits.lease.total_seconds()

    def _left(self) -> float:
        return self._lease() - (time.monotonic() - self._renewed)

    def _margin(self) -> float:
        """Time that ending the run may take."""
        return min(8.0, self._lease() / 2)

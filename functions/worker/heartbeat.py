"""A run's lease: renewed while the run goes on; the run is dead before the lease is over, whatever happens."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import StrEnum
from types import TracebackType
from typing import Protocol, TypeVar

from functions.application.lease_times import LeaseTimes
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock
from functions.domain.entities import OPERATIONS
from functions.domain.errors import LeaseLost, Unavailable
from functions.domain.operation import Operation
from functions.observability import logger

RETRY = 0.5
Answer = TypeVar("Answer")


class Stop(StrEnum):
    """Why a run was ended from outside."""

    CANCELED = "canceled"
    DEADLINE = "deadline"
    LEASE = "lease"
    SHUTDOWN = "shutdown"


class Kill(Protocol):
    """Ends a run: every process of it, for certain. `at_once`: without asking, even while a gentle end is under way."""

    def __call__(self, *, at_once: bool = False) -> None:
        """Return when it is done; raise if it cannot be done."""


def seconds_since_boot() -> float:
    """Return a time that no one sets and that goes on while the machine is suspended."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class LeaseHeartbeat:
    """Renews a lease, and ends the run when it was asked to, when its time is up, and before its lease is over.

    One thread talks to the state, which may hang or fail in any way. One ends the run gently for a reason that came up, which
    takes seconds, while the lease is still renewed. The watchdog does no I/O and waits for nobody who does: it kills the run
    at the last moment at which that is over before the lease is, unless a renewal has moved that moment. Times are
    counted from before a renewal was asked for, so they end before the recorded ones.
    """

    def __init__(  # noqa: PLR0913 - its parts, by name
        self,
        *,
        operation: Operation,
        lifecycle: Lifecycle,
        repository: Repository,
        clock: Clock,
        beat: Callable[[], None] = lambda: None,
        now: Callable[[], float] = seconds_since_boot,
        tick: float | None = None,
    ) -> None:
        self._operation = operation
        self._lifecycle = lifecycle
        self._repository = repository
        self._clock = clock
        self._beat = beat
        self._now = now
        self._times = LeaseTimes(lifecycle.limits.lease.total_seconds())
        self._tick = tick or self._times.tick
        self._changed = threading.Condition()  # guards the fields below; nobody does I/O while holding it
        self._asked = now()
        self._ends = self._end_of(operation, self._asked)
        self._over = False
        self._stopped: Stop | None = None
        self._kill: Kill | None = None
        self._threads = [
            threading.Thread(target=work, name=f"{name}-{operation.id}", daemon=True)
            for name, work in (("watchdog", self._watch), ("ending", self._end_gently), ("heartbeat", self._renew))
        ]

    @property
    def stopped(self) -> Stop | None:
        """Why the run was ended from outside, if it was."""
        return self._stopped

    def __enter__(self) -> LeaseHeartbeat:
        """Start; the lease is renewed only if there is a watchdog."""
        try:
            for thread in self._threads:
                thread.start()
        except BaseException:
            self._finish()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        """Stop. A thread that hangs in a call is left behind: what it still asks for is refused, for the fence has moved on."""
        self._finish()
        for thread in self._threads:
            thread.join(self._tick)

    def guard(self, kill: Kill) -> None:
        """Have the run killed when it may not go on; at once, if that is so already."""
        with self._changed:
            self._kill = kill
            self._changed.notify_all()

    def stop(self, why: Stop) -> None:
        """End the run for this reason, without waiting for it. The first reason stays, but a lost lease comes before all."""
        with self._changed:
            if self._stopped is None or why is Stop.LEASE:
                self._stopped = why
            self._changed.notify_all()

    def insist(self, write: Callable[[], Answer]) -> Answer:
        """Write, again while the state cannot be reached, as long as the lease lasts. Raises LeaseLost."""
        while True:
            if self._stopped is Stop.LEASE:
                raise LeaseLost("the lease ran out before it could be written")
            try:
                return write()
            except Unavailable as error:
                logger.warning("state unavailable", operation_id=self._operation.id, error=error.message)
                if self._pause(RETRY):
                    raise

    def _renew(self) -> None:
        while not self._pause(self._tick):
            try:
                self._beat()
                self._look()
            except LeaseLost as error:
                if not self._over:
                    logger.warning("lease lost", operation_id=self._operation.id, error=error.message)
                    self.stop(Stop.LEASE)
                return
            except Unavailable as error:
                logger.warning("lease not renewed", operation_id=self._operation.id, error=error.message)
            except BaseException:  # noqa: BLE001 - it tries again; the watchdog ends the run if that does not help
                logger.exception("heartbeat failed", operation_id=self._operation.id)

    def _look(self) -> None:
        asked = self._now()
        due = asked - self._asked >= self._times.renew_after
        current = self._ask(renew=due)
        if current is None or current.fence != self._operation.fence or current.status.final:
            raise LeaseLost("another run has the operation")
        if due:
            with self._changed:
                self._asked, self._ends = asked, self._end_of(current, asked)
        if current.cancel_requested and self._stopped is None:
            self.stop(Stop.CANCELED)
        deadline = current.deadline_at
        if deadline is not None and self._clock.now() >= deadline and self._stopped is None:
            self.stop(Stop.DEADLINE)

    def _ask(self, *, renew: bool) -> Operation | None:
        if renew:
            return self._lifecycle.renew(self._operation.id, self._operation.fence)
        return self._repository.get(OPERATIONS, id=self._operation.id)

    def _end_of(self, operation: Operation, asked: float) -> float:
        """When the lease ends: a lease after it was asked for, or earlier where the record says so (claimed slowly, capped)."""
        ends = asked + self._times.seconds
        if operation.lease_until is None:
            return ends
        return min(ends, self._now() + (operation.lease_until - self._clock.now()).total_seconds())

    def _watch(self) -> None:
        with self._changed:
            while not self._over and self._stopped is not Stop.LEASE:
                left = self._ends - self._times.kill - self._now()
                if left <= 0:
                    self._stopped = Stop.LEASE
                else:
                    self._changed.wait(min(left, self._tick))
        self._end(at_once=True)

    def _end_gently(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._over or self._stopped is not None)
        if self._stopped is not Stop.LEASE:
            self._end(at_once=False)

    def _end(self, *, at_once: bool) -> None:
        """Kill the run as soon as there is one, again until that went well or the run is over."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._over or self._kill is not None)
                kill = self._kill
            if self._over or kill is None:
                return
            try:
                kill(at_once=at_once)
            except BaseException:  # noqa: BLE001 - nothing but a dead run is good enough
                logger.exception("run not ended", operation_id=self._operation.id)
            else:
                logger.info("run ended", operation_id=self._operation.id, why=self._stopped)
                return
            if self._pause(self._tick):
                return

    def _pause(self, seconds: float) -> bool:
        """Wait; True as soon as it is over."""
        with self._changed:
            return self._changed.wait_for(lambda: self._over, seconds)

    def _finish(self) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()

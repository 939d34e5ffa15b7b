"""The worker of one machine: as many threads as there are slots, each of which runs one operation at a time."""

from __future__ import annotations

import threading
import time
from typing import Protocol

from functions.application.health import WorkerLiveness
from functions.domain.errors import StoreyardError
from functions.observability import logger
from functions.worker.executor import Executor

POLL_SECONDS = 1.0


class WakeUps(Protocol):
    """Where worker threads wait until there may be work."""

    def wake(self, operation_id: str) -> None:
        """Wake every thread that waits."""

    def wait(self, seen: int, seconds: float) -> int:
        """Wait until somebody woke after `seen`, or for so many seconds; return what to pass as `seen` next."""


class Pool:
    """Waits for a wake-up, or a second, then runs what is queued."""

    def __init__(self, *, executor: Executor, wake_ups: WakeUps, liveness: WorkerLiveness, slots: int) -> None:
        self._executor = executor
        self._wake_ups = wake_ups
        self._liveness = liveness
        self._threads = [threading.Thread(target=self._loop, name=f"worker-{number}", daemon=True) for number in range(slots)]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float) -> bool:
        """End all runs, give their operations back to the queue; True if that was done within so many seconds."""
        deadline = time.monotonic() + seconds
        self._executor.stop()
        self._wake_ups.wake("")
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _loop(self) -> None:
        seen = 0
        while not self._executor.stopping.is_set():
            self._liveness.beat()
            try:
                ran = self._liveness.may_take_work() and self._executor.run_next()
            except StoreyardError as error:
                logger.warning("no work taken", error=error.message)
                ran = False
            except Exception:  # noqa: BLE001 - the thread outlives any bug; the operation's lease runs out
                logger.exception("operation broke off")
                ran = False
            if not ran:
                seen = self._wake_ups.wait(seen, POLL_SECONDS)

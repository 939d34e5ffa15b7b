"""A platform without its API and without a cluster, as a process that tests kill.

`python -m tests.integration.postgresql_process LOG POLL_SECONDS RUN_SECONDS`, with the settings in its environment. What its
runs do is a line each in LOG; it makes the file `works` in its folder once it does.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from functions.adapters.inprocess import InProcessWaker
from functions.application.outbox import dispatch_until
from functions.application.ports.runs import RunMessage
from functions.bootstrap import Platform, build, host_name
from functions.domain.operation import Operation
from functions.reaper.handler import reap_until
from functions.settings import read
from functions.worker import assembly, pool
from functions.worker.recovery import requeue_own
from tests.fakes.running import PROVISION, FakeObserver


@dataclass
class LoggedRun:
    """Says what a run says, some time between two words, and notes when it begins and ends."""

    log: Path
    operation: Operation
    seconds: float

    def note(self, word: str) -> None:
        """Append one line, whole: operation, fence, process, what happened, when."""
        line = f"{self.operation.id} {self.operation.fence} {os.getpid()} {word} {time.monotonic()}\n"
        handle = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(handle, line.encode())
        os.close(handle)

    def messages(self) -> Iterator[RunMessage]:
        """Yield the messages of a provisioning that goes well."""
        self.note("begins")
        self.over = threading.Event()
        for message in PROVISION:
            if self.over.wait(self.seconds / len(PROVISION)):
                return
            yield message

    def kill(self, *, at_once: bool = False) -> None:
        """End it."""
        if hasattr(self, "over") and not self.over.is_set():
            self.over.set()
            self.note("ends")


@dataclass
class LoggedRunner:
    """Starts such runs; nothing is left of those that died."""

    log: Path
    seconds: float

    def sweep(self, operation_id: str) -> None:
        """Nothing to do: they are threads."""

    def start(self, operation: Operation, *, seconds: int) -> LoggedRun:
        """Start one."""
        return LoggedRun(self.log, operation, self.seconds)


def main(log: Path, poll: float, seconds: float) -> None:
    """Work until told to stop."""
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    pool.POLL_SECONDS = poll
    made = replace(build(read(os.environ)), observer=FakeObserver())
    requeue_own(repository=made.repository, lifecycle=made.lifecycle, host=host_name(made.settings))
    waker = made.waker
    assert isinstance(waker, InProcessWaker)
    executor = assembly.executor(made, LoggedRunner(log, seconds))
    workers = pool.Pool(executor=executor, wake_ups=waker, liveness=made.liveness, slots=made.settings.slots)
    workers.start()
    reaping = {"lifecycle": made.lifecycle, "waker": waker, "seconds": made.settings.reaper_seconds}
    threads = [
        threading.Thread(target=reap_until, args=(over,), kwargs=reaping, daemon=True),
        threading.Thread(target=dispatch_until, args=(over, made.dispatcher, partial(_wait, made, poll, [0])), daemon=True),
    ]
    for thread in threads:
        thread.start()
    (made.settings.home / "works").touch()
    over.wait()
    workers.stop(5)


def _wait(made: Platform, seconds: float, seen: list[int]) -> None:
    seen[0] = made.outbox.wait(seen[0], seconds)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]))

"""An executor on fakes, with a lease short enough to lose."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from functions.application.health import WorkerLiveness
from functions.application.limits import Limits
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert
from functions.application.queries import events_of
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.operation import Operation, OperationStatus
from functions.domain.store import StoreStatus
from functions.worker.executor import Executor, ExecutorPorts
from tests.fakes.platform import FakeCatalogue, FakeClock
from tests.fakes.repository import FakeRepository
from tests.fakes.running import FakeObserver, FakeRunner
from tests.fakes.samples import operation, store

LEASE = 1.2


@dataclass
class World:
    """Everything an executor touches."""

    runner: FakeRunner = field(default_factory=FakeRunner)
    observer: FakeObserver = field(default_factory=FakeObserver)
    clock: FakeClock = field(default_factory=FakeClock)
    repository: FakeRepository = field(init=False)
    lifecycle: Lifecycle = field(init=False)
    liveness: WorkerLiveness = field(default_factory=WorkerLiveness)
    patience: float = 0.0

    def __post_init__(self) -> None:
        self.repository = FakeRepository(self.clock)
        limits = Limits(lease=timedelta(seconds=LEASE), timeout=timedelta(minutes=15), slots=2)
        self.lifecycle = Lifecycle(repository=self.repository, clock=self.clock, limits=limits)

    def executor(self) -> Executor:
        """Make the executor, once the runner is chosen."""
        return Executor(
            ExecutorPorts(
                repository=self.repository,
                lifecycle=self.lifecycle,
                clock=self.clock,
                catalogue=FakeCatalogue(),
                runner=self.runner,
                observer=self.observer,
                worker="here/1",
                liveness=self.liveness,
                cluster_patience=self.patience,
            )
        )

    def queue(self, operation_id: str = "OP000001", *, store_id: str = "demo", **fields: object) -> Operation:
        """Record a store and an operation on it."""
        kind = fields.get("kind", "provision")
        status = StoreStatus.DELETING if kind == "delete" else StoreStatus.PROVISIONING
        queued = operation(operation_id, store_id=store_id, **fields)
        if self.repository.get(STORES, id=store_id) is None:
            self.repository.commit(Insert(store(store_id, status=status, active_operation_id=operation_id)))
        self.repository.commit(Insert(queued))
        return queued

    def now(self, operation_id: str = "OP000001") -> Operation:
        """The operation as recorded."""
        found = self.repository.get(OPERATIONS, id=operation_id)
        assert found is not None
        return found

    def messages(self, operation_id: str = "OP000001") -> list[str]:
        """What people read of it."""
        return [event.message for event in events_of(self.repository, operation_id)]

    def status_at_kill(self, seen: list[OperationStatus], operation_id: str = "OP000001") -> Callable[[], None]:
        """Note the operation's status at the moment its run is killed."""
        return lambda: seen.append(self.now(operation_id).status)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def log() -> Iterator[list[logging.LogRecord]]:
    """Every record of the platform's logger."""
    records: list[logging.LogRecord] = []

    class Note(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    target, handler = logging.getLogger("storeyard"), Note()
    target.addHandler(handler)
    yield records
    target.removeHandler(handler)


def in_thread(work: Callable[[], object]) -> threading.Thread:
    """Do it in another thread."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def wait_for(true: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.01)

"""The queue: nobody waits in it for ever, and workers are woken only for what can start."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.application.limits import Limits
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert
from functions.application.queries import events_of
from functions.application.waking import FreeSlotWaker
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.store import StoreStatus
from tests.fakes import FakeClock, FakeRepository, FakeWaker
from tests.fakes.samples import operation, store

HOUR = timedelta(hours=1)
MOMENT = timedelta(seconds=1)


def queue(repository: FakeRepository, operation_id: str, store_id: str = "demo", **fields: object) -> Operation:
    queued = operation(operation_id, store_id=store_id, **fields)
    status = StoreStatus.DELETING if queued.kind == "delete" else StoreStatus.PROVISIONING
    repository.commit(Insert(queued), Insert(store(store_id, status=status, active_operation_id=operation_id)))
    return queued


def recorded(repository: FakeRepository, operation_id: str) -> Operation:
    found = repository.get(OPERATIONS, id=operation_id)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["provision", "delete"])
def test_an_operation_that_nobody_starts_ends_after_an_hour(
    lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock, kind: str
) -> None:
    queue(repository, "OP000001", kind=kind)
    clock.advance(HOUR)
    assert lifecycle.reap() == ["OP000001"]

    clock.advance(MOMENT)
    assert lifecycle.claim("OP000001", "late") is None
    assert lifecycle.reap() == []

    done = recorded(repository, "OP000001")
    assert (done.status, done.reason, done.retryable) == (OperationStatus.TIMED_OUT, "QueueTimeout", True)
    assert done.message == ("The operation was not started within 3600 seconds: no worker took it, although a slot was free.")
    kept = repository.get(STORES, id="demo")
    assert kept is not None
    assert (kept.status, kept.reason, kept.active_operation_id) == (StoreStatus.FAILED, "QueueTimeout", None)
    assert [event.final for event in events_of(repository, "OP000001")] == [True]


def test_it_says_that_all_slots_were_taken(lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock) -> None:
    queue(repository, "OP000009", "waiting")
    clock.advance(HOUR)
    for number in (1, 2):
        queue(repository, f"OP00000{number}", f"busy-{number}", created_at=clock.now())
        assert lifecycle.claim(f"OP00000{number}", "busy") is not None
    clock.advance(MOMENT)

    lifecycle.reap()

    assert recorded(repository, "OP000009").message.endswith(": other operations hold all 2 slots (STOREYARD_SLOTS).")
    assert recorded(repository, "OP000001").status is OperationStatus.RUNNING


def test_a_slot_whose_holder_is_silent_is_not_taken(lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock) -> None:
    single = Lifecycle(repository=repository, clock=clock, limits=Limits(slots=1))
    queue(repository, "OP000009", "waiting")
    clock.advance(HOUR - MOMENT)
    queue(repository, "OP000010", "busy", created_at=clock.now())
    assert single.claim("OP000010", "dead") is not None
    clock.advance(31)

    single.reap()

    assert recorded(repository, "OP000009").message.endswith(": no worker took it, although a slot was free.")


def test_it_says_which_operation_it_had_to_wait_for(lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock) -> None:
    queue(repository, "OP000009", after="OP000010")
    clock.advance(HOUR)
    repository.commit(Insert(operation("OP000010", created_at=clock.now())))
    clock.advance(MOMENT)

    lifecycle.reap()

    assert recorded(repository, "OP000009").message.endswith(": it had to wait for the end of the operation OP000010.")


def test_it_says_why_no_worker_could_start_it(lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock) -> None:
    queue(repository, "OP000001")
    clock.advance(HOUR)
    claimed = lifecycle.claim("OP000001", "broken")
    assert claimed is not None
    lifecycle.release("OP000001", claimed.fence, "The run cannot be started: No space left on device.", started=False)
    clock.advance(MOMENT)

    lifecycle.reap()

    done = recorded(repository, "OP000001")
    assert done.reason == "QueueTimeout"
    assert done.message.endswith("3600 seconds: the run cannot be started: No space left on device.")


def test_what_was_started_once_has_its_own_time(lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock) -> None:
    queue(repository, "OP000001")
    clock.advance(HOUR)
    claimed = lifecycle.claim("OP000001", "stopping")
    assert claimed is not None
    lifecycle.release("OP000001", claimed.fence, "The worker is stopping")
    clock.advance(timedelta(minutes=10))

    assert lifecycle.reap() == ["OP000001"]
    assert lifecycle.claim("OP000001", "next") is not None


def test_how_long_is_a_limit(repository: FakeRepository, clock: FakeClock) -> None:
    impatient = Lifecycle(repository=repository, clock=clock, limits=Limits(queue=timedelta(seconds=60)))
    queue(repository, "OP000001")
    clock.advance(61)

    impatient.reap()

    assert "within 60 seconds" in recorded(repository, "OP000001").message


def test_only_as_many_are_woken_as_slots_are_free_the_oldest_first(
    lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    for number in range(1, 6):
        queue(repository, f"OP{number}", f"shop-{number}")
    assert lifecycle.reap() == lifecycle.startable() == ["OP1", "OP2"]

    first = lifecycle.claim("OP1", "worker")
    assert first is not None
    assert lifecycle.reap() == lifecycle.startable() == ["OP2"]
    assert lifecycle.claim("OP2", "worker") is not None
    assert lifecycle.reap() == lifecycle.startable() == []

    lifecycle.finish("OP1", first.fence, Outcome(OperationStatus.SUCCEEDED))
    assert lifecycle.reap() == lifecycle.startable() == ["OP3"]
    clock.advance(31)
    assert lifecycle.reap() == ["OP2", "OP3"], "a lost worker's slot is free, and its operation the oldest"


def test_nobody_is_woken_for_what_has_to_wait(lifecycle: Lifecycle, repository: FakeRepository) -> None:
    queue(repository, "OP1", "shop-1")
    queue(repository, "OP2", "shop-2", after="OP1")
    queue(repository, "OP3", "shop-3")

    assert lifecycle.reap() == lifecycle.startable() == ["OP1", "OP3"]
    assert [lifecycle.may_start(each) for each in ("OP1", "OP2", "OP3", "OP4")] == [True, False, True, False]


def test_what_waited_too_long_keeps_nobody_from_being_woken(
    lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    for number in (1, 2):
        queue(repository, f"OP{number}", f"late-{number}")
    clock.advance(HOUR + MOMENT)
    queue(repository, "OP3", "shop", created_at=clock.now())

    assert lifecycle.startable() == ["OP3"]
    assert lifecycle.may_start("OP3")


def test_a_worker_is_woken_for_a_new_operation_only_if_it_will_find_a_slot(
    lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    woken = FakeWaker()
    waker = FreeSlotWaker(woken, lifecycle.may_start)
    for number in range(1, 4):
        queue(repository, f"OP{number}", f"shop-{number}")
        waker.wake(f"OP{number}")

    assert woken.woken == ["OP1", "OP2"]


def test_a_worker_is_woken_if_slots_cannot_be_seen(lifecycle: Lifecycle, repository: FakeRepository) -> None:
    woken = FakeWaker()
    repository.down = True

    FreeSlotWaker(woken, lifecycle.may_start).wake("OP1")

    assert woken.woken == ["OP1"]


def test_a_hundred_that_wait_hide_nobody_who_may_start(lifecycle: Lifecycle, repository: FakeRepository) -> None:
    queue(repository, "OP000", "shop")
    assert lifecycle.claim("OP000", "worker") is not None
    for number in range(1, 101):
        repository.commit(Insert(operation(f"OP{number:03d}", store_id=f"shop-{number}", after="OP000")))
    queue(repository, "OP101", "last")

    assert lifecycle.startable() == ["OP101"]

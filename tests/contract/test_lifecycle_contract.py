"""The lifecycle's rules, proven on every store of record: claims, leases, fences, slots, numbered events, the reaper."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from functions.application.events import HISTORY
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Repository
from functions.application.queries import events_of, live_operations, operations_page, slots
from functions.application.stores import StoreService
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import LeaseLost, OperationInProgress, StoreExists
from functions.domain.operation import EventStatus, Operation, OperationStatus, Outcome
from functions.domain.store import StoreRequest, StoreStatus
from tests.fakes import FakeCatalogue, FakeClock, owner

SUCCEEDED = Outcome(OperationStatus.SUCCEEDED, message="The shop sells.", result={"seconds": 12.5})


def create(service: StoreService, shop: str = "demo") -> Operation:
    return service.create(StoreRequest(name=shop, id=shop, engine=next(iter(FakeCatalogue().engines()))), owner()).operation


def claim(lifecycle: Lifecycle, operation: Operation) -> Operation:
    claimed = lifecycle.claim(operation.id, "worker")
    assert claimed is not None
    return claimed


def lines(repository: Repository, operation: Operation) -> list[tuple[int, str, bool]]:
    return [(event.number, event.step, event.final) for event in events_of(repository, operation.id)]


def state_of(repository: Repository, operation: Operation) -> list[object]:
    """Everything that a run of the operation could have written."""
    kept = repository.get(OPERATIONS, id=operation.id), repository.get(STORES, id=operation.store_id)
    return [*kept, list(slots(repository)), lines(repository, operation)]


def test_from_request_to_ready_and_to_gone(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    provision = claim(lifecycle, create(service))
    lifecycle.record(provision.id, 1, step="database", status=EventStatus.STARTED, message="Database is starting")
    clock.advance(10)
    lifecycle.renew(provision.id, 1)
    finished = lifecycle.finish(provision.id, 1, SUCCEEDED)

    store = repository.get(STORES, id="demo")
    assert repository.get(OPERATIONS, id=provision.id) == finished
    assert (finished.status, finished.result) == (OperationStatus.SUCCEEDED, {"seconds": 12.5})
    assert store is not None
    assert (store.status, store.verified_at, store.active_operation_id) == (StoreStatus.READY, clock.now(), None)
    assert lines(repository, provision) == [(1, "queue", False), (2, "start", False), (3, "database", False), (4, "end", True)]
    assert [slot.operation_id for slot in slots(repository)] == [None]

    deletion = claim(lifecycle, service.request("demo", "delete", owner()).operation)
    lifecycle.finish(deletion.id, 1, SUCCEEDED)

    assert repository.get(STORES, id="demo") is None
    assert list(live_operations(repository)) == []
    assert [one.id for one in operations_page(repository, "demo").items] == [deletion.id, provision.id]
    assert create(service).store_id == "demo"


def test_a_worker_that_lost_its_lease_changes_nothing_more(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    first = claim(lifecycle, create(service))
    clock.advance(31)
    assert lifecycle.reap() == [first.id]
    second = claim(lifecycle, first)
    assert (first.fence, second.fence, second.attempt) == (1, 2, 2)
    before = (
        repository.get(OPERATIONS, id=first.id),
        repository.get(STORES, id="demo"),
        slots(repository),
        lines(repository, first),
    )

    with pytest.raises(LeaseLost):
        lifecycle.renew(first.id, 1)
    with pytest.raises(LeaseLost):
        lifecycle.record(first.id, 1, step="late", status=EventStatus.INFO, message="I am still here")
    with pytest.raises(LeaseLost):
        lifecycle.finish(first.id, 1, SUCCEEDED)
    with pytest.raises(LeaseLost):
        lifecycle.release(first.id, 1, "The worker is stopping")

    after = (
        repository.get(OPERATIONS, id=first.id),
        repository.get(STORES, id="demo"),
        slots(repository),
        lines(repository, first),
    )
    assert after == before
    assert lifecycle.finish(second.id, 2, SUCCEEDED).status is OperationStatus.SUCCEEDED


def test_a_worker_whose_operation_is_queued_again_or_ended_changes_nothing_more(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    requeued, done = claim(lifecycle, create(service, "first")), claim(lifecycle, create(service, "second"))
    lifecycle.finish(done.id, 1, SUCCEEDED)
    clock.advance(31)
    lifecycle.reap()
    before = [repository.get(OPERATIONS, id=one.id) for one in (requeued, done)]

    for one in (requeued, done):
        with pytest.raises(LeaseLost):
            lifecycle.finish(one.id, 1, Outcome(OperationStatus.FAILED))
        with pytest.raises(LeaseLost):
            lifecycle.record(one.id, 1, step="late", status=EventStatus.INFO, message="I am still here")

    assert [repository.get(OPERATIONS, id=one.id) for one in (requeued, done)] == before


def test_a_dead_workers_operation_that_shall_be_canceled_is_not_run_again(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    provision = claim(lifecycle, create(service))
    deletion = service.request("demo", "delete", owner()).operation
    clock.advance(31)

    assert lifecycle.reap() == [deletion.id]

    found = repository.get(OPERATIONS, id=provision.id)
    assert found is not None
    assert (found.status, found.reason) == (OperationStatus.CANCELED, "Canceled")
    assert claim(lifecycle, deletion).fence == 1


def test_a_released_operation_is_claimed_again_with_a_higher_fence(
    repository: Repository, service: StoreService, lifecycle: Lifecycle
) -> None:
    claimed = claim(lifecycle, create(service))

    released = lifecycle.release(claimed.id, 1, "The worker is stopping")

    assert (released.status, released.worker, released.lease_until) == (OperationStatus.QUEUED, None, None)
    assert [slot.operation_id for slot in slots(repository)] == [None]
    assert lifecycle.reap() == [claimed.id]
    assert claim(lifecycle, claimed).fence == 2


def test_renewing_keeps_the_reaper_away(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    claimed = claim(lifecycle, create(service))
    for _ in range(5):
        clock.advance(20)
        lifecycle.renew(claimed.id, 1)
        assert lifecycle.reap() == []

    found = repository.get(OPERATIONS, id=claimed.id)
    assert found is not None
    assert found.lease_until == slots(repository)[0].lease_until == clock.now() + timedelta(seconds=30)


def test_no_more_run_at_once_than_there_are_slots(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    operations = [create(service, f"shop-{number}") for number in range(3)]
    claim(lifecycle, operations[0])
    claim(lifecycle, operations[1])

    assert lifecycle.claim(operations[2].id, "worker") is None

    clock.advance(31)
    claim(lifecycle, operations[2])
    with pytest.raises(LeaseLost):
        lifecycle.renew(operations[0].id, 1)
    lifecycle.renew(operations[1].id, 1)


def test_a_dead_workers_operation_ends_in_time(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    claimed = claim(lifecycle, create(service))

    clock.advance(timedelta(minutes=15, seconds=31))
    assert lifecycle.reap() == []

    found, store = repository.get(OPERATIONS, id=claimed.id), repository.get(STORES, id="demo")
    assert found is not None
    assert store is not None
    assert (found.status, store.status, store.reason) == (OperationStatus.TIMED_OUT, StoreStatus.FAILED, "TimedOut")
    assert lines(repository, claimed)[-1] == (3, "end", True)


def test_history_expires_ninety_days_after_the_end(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    done = claim(lifecycle, create(service))
    lifecycle.finish(done.id, 1, SUCCEEDED)

    clock.advance(HISTORY - timedelta(seconds=1))
    lifecycle.reap()
    assert len(events_of(repository, done.id)) == 3
    clock.advance(1)
    lifecycle.reap()

    assert repository.get(OPERATIONS, id=done.id) is None
    assert list(events_of(repository, done.id)) == []
    assert list(operations_page(repository, "demo").items) == []
    store = repository.get(STORES, id="demo")
    assert store is not None
    assert store.status is StoreStatus.READY


def test_of_eight_workers_exactly_one_gets_each_operation_and_no_more_run_than_there_are_slots(
    repository: Repository, service: StoreService, lifecycle: Lifecycle
) -> None:
    operations = [create(service, f"shop-{number}") for number in range(4)]
    start = threading.Barrier(8)

    def work(worker: int) -> list[Operation]:
        start.wait()
        tried = [lifecycle.claim(operations[(worker + turn) % 4].id, f"worker-{worker}") for turn in range(4)]
        return [claimed for claimed in tried if claimed is not None]

    with ThreadPoolExecutor(8) as pool:
        claimed = [one for mine in pool.map(work, range(8)) for one in mine]

    assert len(claimed) == 2
    assert len({one.id for one in claimed}) == 2
    running = [one for one in live_operations(repository) if one.status is OperationStatus.RUNNING]
    assert {(one.id, one.worker) for one in running} == {(one.id, one.worker) for one in claimed}
    assert {slot.operation_id for slot in slots(repository)} == {one.id for one in claimed}


def test_of_eight_callers_exactly_one_gets_an_id(repository: Repository, service: StoreService) -> None:
    start = threading.Barrier(8)

    def ask(_: int) -> bool:
        start.wait()
        try:
            create(service, "wanted")
        except StoreExists:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(8))) == 1

    assert len(live_operations(repository)) == 1


def test_of_eight_callers_exactly_one_gets_an_operation(
    repository: Repository, service: StoreService, lifecycle: Lifecycle
) -> None:
    lifecycle.finish(claim(lifecycle, create(service)).id, 1, SUCCEEDED)
    start = threading.Barrier(8)

    def ask(_: int) -> bool:
        start.wait()
        try:
            service.request("demo", "verify", owner())
        except OperationInProgress:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(8))) == 1

    assert len(live_operations(repository)) == 1


def test_events_of_threads_that_write_at_once_are_numbered_without_gaps(
    repository: Repository, service: StoreService, lifecycle: Lifecycle
) -> None:
    claimed = claim(lifecycle, create(service))

    def write(writer: int) -> int:
        written = 0
        for _ in range(4):
            try:
                lifecycle.record(claimed.id, 1, step=f"step-{writer}", status=EventStatus.INFO, message="Working")
            except LeaseLost:  # ten others wrote first
                continue
            written += 1
        return written

    with ThreadPoolExecutor(3) as pool:
        written = sum(pool.map(write, range(3)))

    assert [number for number, _, _ in lines(repository, claimed)] == list(range(1, written + 3))

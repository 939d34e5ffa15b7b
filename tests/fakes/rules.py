"""What holds of stores, operations, slots and events at any moment, whatever failed; and what holds once nothing is live."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from functions.application.metrics import ever, statuses
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Repository
from functions.application.queries import events_of, live_now, live_operations, slots, stores_page
from functions.domain.entities import STORES
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.store import StoreStatus
from tests.fakes.platform import FakeClock

RESTING = {StoreStatus.READY, StoreStatus.FAILED}


def one_live_operation_per_store(repository: Repository, operations: Sequence[Operation], shops: Iterable[str]) -> None:
    """The store's row names its one live operation; another may only be on its way out."""
    live: defaultdict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        if not operation.status.final:
            live[operation.store_id].append(operation)
    for shop in shops:
        store = repository.get(STORES, id=shop)
        active = store.active_operation_id if store else None
        leaving = [one for one in live[shop] if one.id != active]
        assert active is None or active in {one.id for one in live[shop]}
        assert sum(one.status is OperationStatus.RUNNING for one in live[shop]) <= 1
        assert all(one.status is OperationStatus.RUNNING and one.cancel_requested for one in leaving)
        if store and active is None:
            assert store.status in RESTING


def at_most_n_run(repository: Repository, operations: Sequence[Operation], clock: FakeClock, number: int) -> None:
    """Whoever runs with a valid lease holds a slot of that lease, there are N slots, and none is held without a lease."""
    now = clock.now()
    found = slots(repository)
    held = {(slot.operation_id, slot.fence, slot.lease_until) for slot in found}
    running = [one for one in operations if one.lease_until is not None and one.lease_until >= now]
    assert len(found) <= number
    assert len(running) <= number
    assert all((one.id, one.fence, one.lease_until) in held for one in running)
    assert all((slot.operation_id is None) == (slot.lease_until is None) for slot in found)


def events_have_no_gaps(repository: Repository, operations: Sequence[Operation]) -> None:
    """Numbers count from one to the operation's count; the last is final if, and only if, the operation ended."""
    for operation in operations:
        events = events_of(repository, operation.id, limit=1000)
        assert [event.number for event in events] == list(range(1, operation.event_count + 1))
        finals = [event.number for event in events if event.final]
        assert finals == ([operation.event_count] if operation.status.final else [])


def every_store_is_counted(repository: Repository) -> None:
    """What was counted is what a scan finds."""
    assert statuses(repository, live_now(repository)) == Counter(
        store.status.value for store in stores_page(repository, limit=1000).items
    )


def every_end_is_counted(repository: Repository, operations: Sequence[Operation]) -> None:
    """Each operation that ended is counted once, with its outcome and, if it succeeded, its time."""
    ends = Counter((one.kind, one.spec["engine"], one.status.value) for one in operations if one.status.final)
    counts = ever(repository)
    assert {(*key, name): number for key, count in counts.items() for name, number in count.outcomes.items()} == ends
    good = sum(one.status is OperationStatus.SUCCEEDED for one in operations)
    assert sum(number for count in counts.values() for number in count.buckets.values()) == good
    assert sum(count.retries for count in counts.values()) == sum(one.again for one in operations if one.status.final)


def drive_to_rest(repository: Repository, lifecycle: Lifecycle, clock: FakeClock) -> None:
    """Let the reaper and a worker that succeeds come by until nothing is live."""
    for _ in range(40):
        clock.advance(lifecycle.limits.lease + timedelta(seconds=1))
        for operation_id in lifecycle.reap():
            claimed = lifecycle.claim(operation_id, "worker")
            if claimed is not None:
                lifecycle.finish(claimed.id, claimed.fence, Outcome(OperationStatus.SUCCEEDED))
        if not live_operations(repository):
            break


def everything_rests(repository: Repository, operations: Sequence[Operation]) -> None:
    """No operation is live, no slot is held, no store is on its way somewhere."""
    assert all(operation.status.final for operation in operations)
    assert all(slot.operation_id is None for slot in slots(repository))
    for store in stores_page(repository).items:
        assert store.active_operation_id is None
        assert store.status in RESTING
    events_have_no_gaps(repository, operations)

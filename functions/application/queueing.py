"""The queue and its slots: who may start, how long an operation may wait, and why one waited in vain. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from functions.application.events import MESSAGE_MAX, plain, with_event
from functions.application.ports.repository import Change, Insert, Replace
from functions.domain.operation import Event, EventStatus, Operation, OperationStatus, Outcome, Slot

S = TypeVar("S", bound=Slot)
NOT_STARTED = "RunNotStarted"


@dataclass(frozen=True)
class ClusterWait:
    """How an operation waits in the queue for its cluster: when it is tried again, and until when that is worth a wait.

    `idle`: the run that could not reach it had done nothing.
    """

    not_before: datetime
    until: datetime
    idle: bool = False


def started(
    operation: Operation, worker: str, now: datetime, *, lease: timedelta, timeout: timedelta
) -> tuple[Operation, Event]:
    """Return the operation as this worker has claimed it, for a lease; its time counts from its first start."""
    claimed = {
        "status": OperationStatus.RUNNING,
        "reason": "",
        "message": "",
        "attempt": operation.attempt + 1,
        "fence": operation.fence + 1,
        "worker": worker,
        "lease_until": now + lease,
        "not_before": None,
        "started_at": operation.started_at or now,
        "deadline_at": operation.deadline_at or now + timeout,
    }
    message = "Another worker goes on with it" if operation.attempt else "A worker has started"
    return with_event(operation.model_copy(update=claimed), at=now, step="start", status=EventStatus.STARTED, message=message)


def requeued(operation: Operation, message: str, now: datetime) -> tuple[Operation, Event]:
    """Return the operation as it waits again, for whichever worker is next."""
    back = operation.model_copy(update={"status": OperationStatus.QUEUED, "lease_until": None, "worker": None})
    return with_event(back, at=now, step="queue", status=EventStatus.INFO, message=message)


def waiting(operation: Operation, wait: ClusterWait | None) -> Operation:
    """Return the operation as it waits for its cluster; None: it waits for none."""
    if wait is None:
        return operation.model_copy(update={"not_before": None, "away_until": None})
    idle = operation.idle + wait.idle
    return operation.model_copy(update={"not_before": wait.not_before, "away_until": wait.until, "idle": idle})


def broken_off(operation: Operation, now: datetime) -> Operation:
    """Return the operation as it waits after its run broke off: at first not at all, then longer each time.

    What breaks one run after the other, like a disk that is full for a while, must not use up all that are worth it at once.
    """
    pause = timedelta(seconds=2**operation.losses) if operation.losses else None
    return operation.model_copy(update={"not_before": now + pause if pause else None, "away_until": None})


def too_early(operation: Operation, now: datetime) -> bool:
    """True if the operation is not to be tried again yet. One that is to end can be claimed for that."""
    return not operation.cancel_requested and operation.not_before is not None and operation.not_before > now


def not_started(operation: Operation, why: str) -> Operation:
    """Return the operation as if it had not been claimed, but with the reason why that led to nothing."""
    times = {"started_at": None, "deadline_at": None} if operation.attempt == 1 else {}
    update = {"attempt": operation.attempt - 1, "reason": NOT_STARTED, "message": plain(why, MESSAGE_MAX), **times}
    return operation.model_copy(update=update)


def waited_too_long(operation: Operation, now: datetime, limit: timedelta) -> bool:
    """True if no run of the operation has started within the limit."""
    return operation.status is OperationStatus.QUEUED and operation.started_at is None and now - operation.created_at > limit


def too_late(operation: Operation, now: datetime, limit: timedelta) -> bool:
    """True if the operation's time is up, or it has waited longer than the limit for its first start."""
    over = operation.deadline_at is not None and operation.deadline_at < now
    return over or waited_too_long(operation, now, limit)


def silent(operation: Operation, now: datetime) -> bool:
    """True if the operation's worker has not been heard of for a lease."""
    return operation.lease_until is not None and operation.lease_until < now


def free_slot(
    slots: Sequence[S], of: int, now: datetime, refused: Collection[int] = (), *, new: Callable[[int], S]
) -> S | None:
    """Return one of the first so many slots that nobody holds; a refused one only if it is recorded meanwhile."""
    recorded = {slot.number: slot for slot in slots}
    for number in range(of):
        slot = recorded.get(number)
        if slot is None and number not in refused:
            return new(number)
        if slot is not None and not _held(slot, now):
            return slot
    return None


def held(slot: Slot, claimed: Operation) -> Change:
    """Return the change that gives a slot to an operation. A first record gets version 1: 0 always means not recorded yet."""
    mine = {"operation_id": claimed.id, "fence": claimed.fence, "lease_until": claimed.lease_until}
    if slot.version:
        return Replace(slot.model_copy(update=mine))
    return Insert(slot.model_copy(update={**mine, "version": 1}))


def freed(slot: Slot) -> Change:
    """Return the change that gives a slot back."""
    return Replace(slot.model_copy(update={"operation_id": None, "lease_until": None}))


def taken(slots: Sequence[Slot], of: int, now: datetime) -> int:
    """Return how many of the first so many slots somebody holds."""
    return sum(slot.number < of and _held(slot, now) for slot in slots)


def queue_timeout(  # noqa: PLR0913 - what is known, by name
    operation: Operation, limit: timedelta, *, before: Operation | None, slots: int, busy: int, of_cluster: int | None = None
) -> Outcome:
    """Return how an operation ends that was not started in time, with what is known of the reason.

    `of_cluster`: how many slots its cluster has, where all of them are held.
    """
    if before is not None and not before.status.final:
        why = f"it had to wait for the end of the operation {before.id}."
    elif operation.reason == NOT_STARTED:
        why = operation.message[:1].lower() + operation.message[1:]
    elif busy >= slots:
        why = f"other operations hold all {slots} slots (STOREYARD_SLOTS)."
    elif of_cluster is not None:
        why = f"other operations hold all {of_cluster} slots of its cluster {operation.cluster} (cluster_slots)."
    else:
        why = "no worker took it, although a slot was free."
    message = f"The operation was not started within {int(limit.total_seconds())} seconds: {why}"
    return Outcome(OperationStatus.TIMED_OUT, "QueueTimeout", message, retryable=True)


def _held(slot: Slot, now: datetime) -> bool:
    return slot.lease_until is not None and slot.lease_until >= now

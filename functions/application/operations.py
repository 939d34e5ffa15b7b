"""How an operation gets from queued to its end: claim, lease, events, finish, and what the reaper does.

Every write is one commit guarded by versions; a run identifies itself by (operation id, fence), and a write of a run whose
fence is not the operation's any more raises LeaseLost and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice

from functions.application.allowance import giving_back
from functions.application.counting import counted
from functions.application.endings import written_with
from functions.application.events import CANCELED, cancellation, ended, told, with_event
from functions.application.limits import Limits
from functions.application.ports.repository import Change, Remove, Replace, Repository
from functions.application.ports.system import Clock
from functions.application.queries import cluster_slots, live_operations, slots
from functions.application.queueing import (
    ClusterWait,
    broken_off,
    free_slot,
    freed,
    held,
    not_started,
    queue_timeout,
    requeued,
    silent,
    started,
    too_early,
    too_late,
    waited_too_long,
    waiting,
)
from functions.application.store_after import store_after
from functions.application.turns import REAPED_AT_ONCE, SlotsOn, Turns
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import LeaseLost, NotFound, OperationEnded, Unavailable, VersionConflict
from functions.domain.kinds import all_kinds
from functions.domain.operation import ClusterSlot, EventStatus, Operation, OperationStatus, Outcome, Slot
from functions.observability import logger

WRITE_ATTEMPTS = 50  # each that fails means that somebody else's succeeded: parallel ends share rows that count
MAX_LOSSES = 5


class Lifecycle(Turns):
    """Claims, renews and ends operations for workers, and mends what dead workers left, for the reaper.

    `changed` is called after an operation was written: its events wait in the outbox. An operation of a kind that only a newer
    version knows is left to that version.
    """

    def __init__(
        self,
        *,
        repository: Repository,
        clock: Clock,
        limits: Limits,
        changed: Callable[[], object] = lambda: None,
        slots_on: SlotsOn = lambda _: None,
    ) -> None:
        super().__init__(repository=repository, clock=clock, limits=limits, slots_on=slots_on)
        self._changed = changed

    def claim(self, operation_id: str, worker: str) -> Operation | None:
        """Return the operation as claimed by this worker, or None if it cannot run now (taken, ended, no slot, must wait)."""
        refused: set[tuple[type[Slot], int]] = set()
        for _ in range(WRITE_ATTEMPTS):
            operation = self._repository.get(OPERATIONS, id=operation_id)
            now = self._clock.now()
            if operation is None or operation.status is not OperationStatus.QUEUED or operation.kind not in all_kinds():
                return None
            if too_late(operation, now, self.limits.queue) or too_early(operation, now) or self._waits(operation):
                return None
            free = self._free_for(operation, now, refused)
            if not free:
                return None
            claimed, changes = self._claiming(operation, free, worker, now)
            try:
                self._commit(changes)
            except VersionConflict:  # somebody was faster, or a slot's row cannot be read by this version
                refused |= {(type(slot), slot.number) for slot in free if not slot.version}
                continue
            return claimed.model_copy(update={"version": claimed.version + 1})
        return None

    def renew(self, operation_id: str, fence: int) -> Operation:
        """Lengthen the lease and return the operation as it is now (`cancel_requested` included).

        Raises LeaseLost, also where the lease ran out and another operation took the slot. No lease goes further than one
        lease past the deadline, so that a worker that hangs and still renews cannot hold an operation for ever.
        """

        def change(operation: Operation, now: datetime) -> tuple[Operation, list[Change]]:
            slots = self._slots_of(operation)
            if len(slots) < 1 + operation.beside:
                raise LeaseLost(f"operation {operation_id}'s run {fence} has lost its slot")
            lease_until = now + self.limits.lease
            if operation.deadline_at is not None:
                lease_until = min(lease_until, operation.deadline_at + self.limits.lease)
            renewed = operation.model_copy(update={"lease_until": lease_until})
            longer = [Replace(slot.model_copy(update={"lease_until": lease_until})) for slot in slots]
            return renewed, [Replace(renewed), *longer]

        return self._write(operation_id, fence, change)

    def record(self, operation_id: str, fence: int, *, step: str, status: EventStatus, message: str) -> Operation:
        """Append one event. Raises LeaseLost."""

        def change(operation: Operation, now: datetime) -> tuple[Operation, list[Change]]:
            updated, event = with_event(operation, at=now, step=step, status=status, message=message)
            return updated, [Replace(updated), *told(updated, event)]

        return self._write(operation_id, fence, change)

    def finish(self, operation_id: str, fence: int, outcome: Outcome) -> Operation:
        """Record how a run ended: operation, final event, store and slot in one commit. Raises LeaseLost."""
        return self._write(operation_id, fence, lambda operation, now: self._ending(operation, outcome, now))

    def release(  # noqa: PLR0913 - how it ended, by name
        self,
        operation_id: str,
        fence: int,
        message: str,
        *,
        lost: bool = False,
        started: bool = True,
        wait: ClusterWait | None = None,
    ) -> Operation:
        """Give the operation back to the queue, or end it if that was asked for. Raises LeaseLost.

        `lost`: its run broke off, which ends it if that happens again and again. A worker that stops loses nothing. Not
        `started`: there was no run, so the claim does not count; the message stays on the operation while it waits. `wait`: it
        waits for its cluster, and is tried again when that answers.
        """

        def change(operation: Operation, now: datetime) -> tuple[Operation, list[Change]]:
            if operation.cancel_requested:
                return self._ending(operation, CANCELED, now)
            operation = broken_off(operation, now) if lost and wait is None else waiting(operation, wait)
            if not started:
                operation = not_started(operation, message)
            return self._lost(operation, message, now) if lost else self._requeued(operation, message, now)

        return self._write(operation_id, fence, change)

    def cancel(self, operation_id: str) -> Operation:
        """Have an operation end as canceled; asked again, the same. One that never ran ends at once, else its worker ends it.

        What may have left processes behind goes the worker's way, also out of the queue: a worker ends those first.
        Raises NotFound, OperationEnded, or VersionConflict where others keep writing first.
        """
        for _ in range(WRITE_ATTEMPTS):
            operation = self._repository.get(OPERATIONS, id=operation_id)
            if operation is None:
                raise NotFound(f"there is no operation {operation_id}")
            if operation.status.final:
                raise OperationEnded(f"{operation_id} has ended already: {operation.status.value}")
            if operation.cancel_requested:
                return operation
            wanted = operation.model_copy(update={"cancel_requested": True})
            changes: list[Change] = [Replace(wanted)]
            fresh = operation.status is OperationStatus.QUEUED and not operation.attempt and operation.after is None
            if fresh and operation.kind in all_kinds():
                wanted, changes = self._ending(wanted, CANCELED, self._clock.now())
            try:
                self._commit(changes)
            except VersionConflict:
                continue
            return wanted.model_copy(update={"version": wanted.version + 1})
        raise VersionConflict(f"{operation_id} is changing right now; try again in a moment")

    def reap(self) -> list[str]:
        """Mend operations whose lease or time ran out, sweep expired history; return ids of those to wake workers for."""
        now = self._clock.now()
        ready: list[Operation] = []
        for operation in live_operations(self._repository, limit=REAPED_AT_ONCE):
            if operation.kind not in all_kinds():
                continue
            queued = operation.status is OperationStatus.QUEUED
            broken = too_late(operation, now, self.limits.queue) if queued else silent(operation, now)
            if (queued and not broken) or (broken and self._mend(operation, now)):
                ready.append(operation)
        try:
            self._repository.sweep(now)
        except Unavailable as error:  # history can wait, work cannot
            logger.warning("expired history not swept", error=error.message)
        return list(islice(self._ready(ready, now), self._free_slots(now)))

    def _mend(self, operation: Operation, now: datetime) -> bool:
        """End or re-queue an operation whose worker is lost or whose time is up; True if it is queued again."""
        if operation.cancel_requested:
            mended, changes = self._ending(operation, CANCELED, now)
        elif too_late(operation, now, self.limits.queue):
            mended, changes = self._ending(operation, self._late(operation, now), now)
        else:
            mended, changes = self._lost(operation, "The worker was lost; the operation goes back to the queue", now)
        try:
            self._commit(changes)
        except VersionConflict:
            return False
        return mended.status is OperationStatus.QUEUED

    def _free_for(self, operation: Operation, now: datetime, refused: Collection[tuple[type[Slot], int]]) -> list[Slot]:
        """The slots that a run of the operation needs, its cluster's besides if that has some; none if one is lacking."""
        numbers = {kind: {number for each, number in refused if each is kind} for kind in (Slot, ClusterSlot)}
        first = free_slot(slots(self._repository), self.limits.slots, now, numbers[Slot], new=_slot)
        most = self._slots_on(operation.cluster) if first is not None else None
        if first is None or most is None:
            return [] if first is None else [first]
        there = cluster_slots(self._repository, operation.cluster)
        beside = free_slot(there, most, now, numbers[ClusterSlot], new=partial(_slot_of, operation.cluster))
        return [] if beside is None else [first, beside]

    def _claiming(
        self, operation: Operation, free: Sequence[Slot], worker: str, now: datetime
    ) -> tuple[Operation, list[Change]]:
        kind = all_kinds().get(operation.kind)
        timeout = (kind.timeout if kind else None) or self.limits.timeout
        claimed, event = started(operation, worker, now, lease=self.limits.lease, timeout=timeout)
        claimed = claimed.model_copy(update={"beside": len(free) > 1})
        return claimed, [Replace(claimed), *(held(slot, claimed) for slot in free), *told(claimed, event)]

    def _write(
        self, operation_id: str, fence: int, change: Callable[[Operation, datetime], tuple[Operation, list[Change]]]
    ) -> Operation:
        """Read, check the fence, commit; again if somebody wrote in between."""
        for _ in range(WRITE_ATTEMPTS):
            operation = self._repository.get(OPERATIONS, id=operation_id)
            if operation is None or operation.fence != fence or operation.status is not OperationStatus.RUNNING:
                raise LeaseLost(f"operation {operation_id} is not run {fence}'s any more")
            updated, changes = change(operation, self._clock.now())
            try:
                self._commit(changes)
            except VersionConflict:
                continue
            return updated.model_copy(update={"version": updated.version + 1})
        raise LeaseLost(f"operation {operation_id} could not be written: others kept writing first")

    def _commit(self, changes: Sequence[Change]) -> None:
        self._repository.commit(*changes)
        self._changed()

    def _ending(self, operation: Operation, outcome: Outcome, now: datetime) -> tuple[Operation, list[Change]]:
        store = self._readable(STORES, operation.store_id)
        active = store is not None and store.active_operation_id == operation.id
        if operation.cancel_requested and outcome.status is not OperationStatus.SUCCEEDED:
            outcome = replace(cancellation(operation, on_request=active), result=outcome.result)
        final, event = ended(operation, outcome, now)
        changes: list[Change] = [Replace(final), *told(final, event), *self._freed_slots(operation)]
        changes += written_with(self._repository, final, store, now)
        if store is not None and active:
            after = store_after(store, final, now)
            changes += counted(self._repository, store, after)
            changes += giving_back(self._repository, store.owner) if isinstance(after, Remove) else []
        return final, changes

    def _lost(self, operation: Operation, message: str, now: datetime) -> tuple[Operation, list[Change]]:
        counted = operation.model_copy(update={"losses": operation.losses + 1})
        if counted.losses < MAX_LOSSES:
            return self._requeued(counted, message, now)
        why = f"Its worker was lost, or its run broke off, {counted.losses} times."
        return self._ending(counted, Outcome(OperationStatus.FAILED, "WorkerLost", why, retryable=True), now)

    def _requeued(self, operation: Operation, message: str, now: datetime) -> tuple[Operation, list[Change]]:
        back, event = requeued(operation, message, now)
        return back, [Replace(back), *told(back, event), *self._freed_slots(operation)]

    def _late(self, operation: Operation, now: datetime) -> Outcome:
        if not waited_too_long(operation, now, self.limits.queue):
            return Outcome(OperationStatus.TIMED_OUT, "TimedOut", "The operation did not end in time.", retryable=True)
        busy = self.limits.slots - self._free_slots(now)
        full = self._slots_on(operation.cluster) if not self._free_on(operation.cluster, now) else None
        before, limits = self._before(operation), self.limits
        return queue_timeout(operation, limits.queue, before=before, slots=limits.slots, busy=busy, of_cluster=full)

    def _slots_of(self, operation: Operation) -> list[Slot]:
        found: list[Slot] = [*slots(self._repository)]
        found += cluster_slots(self._repository, operation.cluster) if operation.beside else []
        return [slot for slot in found if slot.operation_id == operation.id and slot.fence == operation.fence]

    def _freed_slots(self, operation: Operation) -> list[Change]:
        return [freed(slot) for slot in self._slots_of(operation)]


def _slot(number: int) -> Slot:
    return Slot(number=number)


def _slot_of(cluster: str, number: int) -> ClusterSlot:
    return ClusterSlot(cluster=cluster, number=number)

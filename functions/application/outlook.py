"""What is to be expected of an operation: what a queued one waits for, and how long others of its kind took."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.application.limits import Limits
from functions.application.metrics import ever
from functions.application.ports.repository import Repository
from functions.application.queries import live_now, slots
from functions.application.queueing import NOT_STARTED, taken, too_late
from functions.domain.entities import TALLIES
from functions.domain.kinds import all_kinds
from functions.domain.operation import Operation, OperationStatus
from functions.domain.tally import TALLY_SHARDS, Count, added


@dataclass(frozen=True)
class Expected:
    """How long an operation of a kind takes: the median of those that succeeded, within a tenth; None if none did."""

    seconds: float | None = None
    of: int = 0

    @classmethod
    def by(cls, count: Count) -> Expected:
        """Make it of what is counted."""
        median = count.quantile(0.5)
        return cls(None if median is None else round(median, 2), sum(count.buckets.values()))


@dataclass(frozen=True)
class Place:
    """Where a queued operation stands, 1 being the next to start, and what it waits for."""

    position: int
    waits_for: str


@dataclass(frozen=True)
class Outlook:
    """What is to be expected of one operation; no place unless it is queued."""

    expected: Expected = Expected()
    place: Place | None = None


def outlooks(
    repository: Repository,
    limits: Limits,
    now: datetime,
    operations: Sequence[Operation],
    live: Sequence[Operation] | None = None,
) -> Mapping[str, Outlook]:
    """Return what is to be expected of each of some operations, by id.

    The queue is looked at only where one of them is in it; `live` is all that is under way, where that was read already.
    """
    queued = any(operation.status is OperationStatus.QUEUED for operation in operations)
    found = places(repository, limits, now, live) if queued else {}
    kinds = {(operation.kind, operation.engine) for operation in operations}
    times = {key: expected(repository, *key) for key in kinds}
    return {operation.id: Outlook(times[operation.kind, operation.engine], found.get(operation.id)) for operation in operations}


def expected(repository: Repository, kind: str, engine: str) -> Expected:
    """Return how long operations of a kind took on an engine, whoever's they were."""
    rows = repository.rows(TALLIES, after=f"{kind}#{engine}#", limit=TALLY_SHARDS)
    return Expected.by(added(row.total for row in rows if (row.kind, row.engine) == (kind, engine)))


def expected_of_all(repository: Repository, engine: str) -> Mapping[str, Expected]:
    """Return how long operations of every kind took on an engine."""
    counts = ever(repository)
    return {name: Expected.by(counts.get((name, engine), Count())) for name in all_kinds()}


def places(
    repository: Repository, limits: Limits, now: datetime, live: Sequence[Operation] | None = None
) -> Mapping[str, Place]:
    """Return where each queued operation stands, by id: those that could start first, in the order workers take them.

    It asks what a claim asks (functions/application/operations.py), and names nobody's store. `live`: as in `outlooks`.
    """
    if live is None:
        live = live_now(repository)
    under_way = {operation.id for operation in live}
    queued = [operation for operation in live if operation.status is OperationStatus.QUEUED]
    held = {operation.id: _held_back(operation, under_way, now, limits) for operation in queued}
    ready = [operation for operation in queued if not held[operation.id]]
    busy = taken(slots(repository), limits.slots, now)
    found = {
        operation.id: Place(number, _turn(operation, before=number - 1, busy=busy, slots=limits.slots))
        for number, operation in enumerate(ready, start=1)
    }
    behind = (operation for operation in queued if held[operation.id])
    for number, operation in enumerate(behind, start=len(ready) + 1):
        found[operation.id] = Place(number, held[operation.id])
    return found


def _held_back(operation: Operation, under_way: Collection[str], now: datetime, limits: Limits) -> str:
    """Why no worker may take it, however many slots are free; empty if one may."""
    if operation.kind not in all_kinds():
        return "a newer version of the platform, which knows this kind"
    if too_late(operation, now, limits.queue):
        return "its end: its time is up"
    return "another operation of this store" if operation.after in under_way else ""


def _turn(operation: Operation, *, before: int, busy: int, slots: int) -> str:
    """What one waits for that any worker may take, with so many before it."""
    if busy >= slots:
        return f"a free slot: {busy} of {slots} {'is' if busy == 1 else 'are'} taken"
    if before >= slots - busy:
        return "the operations before it, which take the free slots"
    if operation.reason == NOT_STARTED:
        return "a worker that can start it: the last one could not"
    return "a worker to take it"

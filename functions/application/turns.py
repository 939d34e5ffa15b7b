"""Whose turn it is: which queued operations may start now, as many as slots are free."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from functions.application.limits import Limits
from functions.application.ports.clusters import Clusters
from functions.application.ports.repository import E, Repository
from functions.application.ports.system import Clock
from functions.application.queries import cluster_slots, live_operations, slots
from functions.application.queueing import taken, too_early, too_late
from functions.domain.entities import OPERATIONS, EntityType
from functions.domain.errors import Unreadable
from functions.domain.kinds import all_kinds
from functions.domain.operation import Operation, OperationStatus

REAPED_AT_ONCE: Final = 1000
# How many operations may run on the cluster of this name at once; None: as many as on all. Raises Unavailable.
SlotsOn = Callable[[str], int | None]


def slots_on(clusters: Clusters, name: str) -> int | None:
    """Return what the inventory says of a cluster. Raises Unavailable."""
    cluster = clusters.all().get(name)
    return None if cluster is None else cluster.slots


class Turns:
    """Looks at the queue and its slots; nothing here writes."""

    def __init__(self, *, repository: Repository, clock: Clock, limits: Limits, slots_on: SlotsOn = lambda _: None) -> None:
        self._slots_on = slots_on
        self._repository = repository
        self._clock = clock
        self.limits = limits

    def startable(self) -> list[str]:
        """Return ids of the operations that workers could claim now: the oldest, as many as slots are free."""
        now = self._clock.now()
        return list(islice(self._waiting(now), self._free_slots(now)))

    def may_start(self, operation_id: str) -> bool:
        """True if this operation waits for no other, and a slot is free for it besides those for the ones before it."""
        operation = self._repository.get(OPERATIONS, id=operation_id)
        if operation is None or self._waits(operation) or not self._free_on(operation.cluster, self._clock.now()):
            return False
        before = sum(each < operation_id for each in self._waiting(self._clock.now()))
        return before < self._free_slots(self._clock.now())

    def _waiting(self, now: datetime) -> Iterator[str]:
        live = live_operations(self._repository, limit=REAPED_AT_ONCE)
        queued = (each for each in live if each.status is OperationStatus.QUEUED and each.kind in all_kinds())
        return self._ready((each for each in queued if not too_late(each, now, self.limits.queue)), now)

    def _ready(self, queued: Iterable[Operation], now: datetime) -> Iterator[str]:
        """Those that wait for nothing, no more of a cluster than it has slots left."""
        left: dict[str, float] = {}
        for operation in queued:
            if too_early(operation, now) or self._waits(operation):
                continue
            free = left[operation.cluster] if operation.cluster in left else self._free_on(operation.cluster, now)
            left[operation.cluster] = free - 1
            if free > 0:
                yield operation.id

    def _free_slots(self, now: datetime) -> int:
        return self.limits.slots - taken(slots(self._repository), self.limits.slots, now)

    def _free_on(self, cluster: str, now: datetime) -> float:
        """How many slots a cluster has left; without end where the inventory does not hold it to some."""
        most = self._slots_on(cluster)
        return math.inf if most is None else most - taken(cluster_slots(self._repository, cluster), most, now)

    def _before(self, operation: Operation) -> Operation | None:
        return self._readable(OPERATIONS, operation.after) if operation.after else None

    def _readable(self, entity: EntityType[E], key: str) -> E | None:
        """Return what has this id, or None, also where this version cannot read it: then it is as if it were not there."""
        try:
            return self._repository.get(entity, id=key)
        except Unreadable:
            return None

    def _waits(self, operation: Operation) -> bool:
        before = self._before(operation)
        return before is not None and not before.status.final

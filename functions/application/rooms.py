"""What an operation that was killed left beside its store is removed, by whoever reaches the clusters: the workers' side."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from functions.application.ports.repository import Change, Insert, Remove, Replace, Repository
from functions.application.ports.rooms import RoomCleaner
from functions.application.ports.system import Clock
from functions.domain.entities import DUE_ROOMS, OPERATIONS, ROOMS, STORES
from functions.domain.errors import StoreyardError, Unreadable, VersionConflict
from functions.domain.kinds import all_kinds
from functions.domain.operation import Operation, OperationStatus
from functions.domain.room import ELSEWHERE, Room
from functions.domain.store import Store
from functions.observability import logger

AT_ONCE: Final = 20
AGAIN: Final = timedelta(minutes=1)  # until somebody looks whether it is gone
AWAY: Final = timedelta(minutes=10)  # until a cluster is asked again that did not answer, or refused


def left_behind(repository: Repository, operation: Operation, now: datetime) -> list[Change]:
    """Return the note of the room of an operation that did not end well, for the commit that ends it.

    Its run removes the room itself unless it is killed, which nobody can tell here.
    """
    kind = all_kinds().get(operation.kind)
    if kind is None or not kind.beside or not operation.attempt or operation.status is OperationStatus.SUCCEEDED:
        return []
    cluster = str(operation.spec.get("cluster", ""))
    room = Room(store_id=operation.store_id, beside=kind.beside, cluster=cluster, not_before=now)
    try:
        known = repository.get(ROOMS, store_id=room.store_id, beside=room.beside)
    except Unreadable:
        return []
    return [Insert(room)] if known is None else []


class Rooms:
    """Has rooms removed, and looks again until they are gone. Any number of processes may do that at once."""

    def __init__(self, *, repository: Repository, clock: Clock, cleaner: RoomCleaner) -> None:
        self._repository = repository
        self._clock = clock
        self._cleaner = cleaner

    def go_on(self) -> None:
        """Do what is due. Raises Unavailable where the state is away; a cluster that is stops nothing else."""
        now = self._clock.now()
        for room in self._repository.find(DUE_ROOMS, limit=AT_ONCE):
            if room.not_before > now:
                return
            self._write(self._looked_at(room, now))

    def _looked_at(self, room: Room, now: datetime) -> Change:
        try:
            return self._next(room, now)
        except StoreyardError as error:
            logger.warning("a room beside a store was not removed", store_id=room.store_id, cause=error.message)
            return _later(room, now + AWAY)

    def _next(self, room: Room, now: datetime) -> Change:
        """Look at the namespace first, then whether anybody works there: who begins after that makes another one."""
        seen = self._cleaner.seen(room)
        store = self._repository.get(STORES, id=room.store_id)
        if (seen is None and not room.held) or (room.beside == ELSEWHERE and _is_on(store, room)):
            return Remove(room)
        if room.held and store is not None:
            return _later(room, now + AWAY)
        if seen is not None and not self._at_work(store, room):
            self._cleaner.remove(room, seen)
            logger.info("a room beside a store goes", store_id=room.store_id, beside=room.beside)
        return _later(room, now + AGAIN)

    def _at_work(self, store: Store | None, room: Room) -> bool:
        """True if an operation that works in such a room is under way on the store. Raises Unreadable."""
        if store is None or store.active_operation_id is None:
            return False
        operation = self._repository.get(OPERATIONS, id=store.active_operation_id)
        kind = all_kinds().get(operation.kind) if operation is not None else None
        return kind is None or kind.moves or kind.beside == room.beside

    def _write(self, change: Change) -> None:
        try:
            self._repository.commit(change)
        except VersionConflict:  # another process looked too
            return


def _is_on(store: Store | None, room: Room) -> bool:
    return store is not None and store.spec.cluster == room.cluster


def _later(room: Room, at: datetime) -> Change:
    return Replace(room.model_copy(update={"not_before": at}))

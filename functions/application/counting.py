"""Counts, changed in the commit that changes what they count. Nothing is scanned to know them.

A store is counted when an operation on it ends, and its row says as what it is counted, so the two cannot differ. What a live
operation makes of a status is added when they are read (functions/application/metrics.py), so accepting one writes no row that
others write too. Who loses a race for a row reads and commits again, as for any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from functions.application.ports.repository import Change, Insert, Remove, Replace, Repository
from functions.domain.entities import ALL_STORES, CENSUS, RECOUNTS, STORES, TALLIES
from functions.domain.errors import Unreadable, VersionConflict
from functions.domain.operation import Operation
from functions.domain.store import Store, StoreStatus
from functions.domain.tally import CENSUS_SHARDS, TALLY_SHARDS, Census, Recount, Tally, shard_of
from functions.observability import logger

STORES_AT_ONCE: Final = 16  # with a census row for each shard and the mark: what one commit takes
STEPS: Final = 50


def tallied(repository: Repository, operation: Operation) -> list[Change]:
    """Return the change that counts an operation which ends with the same commit."""
    place = {
        "kind": operation.kind,
        "engine": operation.engine,
        "shard": shard_of(operation.id, TALLY_SHARDS),
    }
    try:
        found = repository.get(TALLIES, **place)
    except Unreadable:
        logger.error("an operation is not counted", operation_id=operation.id)
        return []
    at = operation.finished_at or operation.created_at
    counted = (found or Tally.model_validate(place)).with_ended(operation, at)
    return [Replace(counted) if found else Insert(counted)]


def counted(repository: Repository, store: Store, change: Change) -> list[Change]:
    """Return the change of a store's row after an operation on it, with the one that counts it as what it is then."""
    entity = change.entity
    after = entity.status if isinstance(entity, Store) and not isinstance(change, Remove) else None
    if after is store.counted:
        return [change]
    try:
        found = repository.get(CENSUS, shard=shard_of(store.id, CENSUS_SHARDS))
    except Unreadable:
        logger.error("a store is not counted anew", store_id=store.id)
        return [change]
    row = found or Census(shard=shard_of(store.id, CENSUS_SHARDS))
    moved = row.moved(_name(store.counted), _name(after))
    marked = change if after is None else Replace(entity.model_copy(update={"counted": after}))
    return [marked, Replace(moved) if found else Insert(moved)]


class Counter:
    """Counts the stores that a version made which did not count: once, page by page, as often as it is asked to go on."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._done = False

    def go_on(self, steps: int = STEPS) -> bool:
        """Do so many pages more; True once all is counted, also by others. Raises Unavailable."""
        for _ in range(steps):
            if self._done:
                break
            try:
                self._done = self._step()
            except VersionConflict:  # a store changed meanwhile, or another process counts too
                continue
        return self._done

    def _step(self) -> bool:
        mark = self._repository.get(RECOUNTS)
        if mark is not None and mark.done:
            return True
        after = mark.after if mark else ""
        page = self._repository.find(ALL_STORES, after=after, limit=STORES_AT_ONCE)
        done = len(page) < STORES_AT_ONCE
        further = {"after": "" if done else ALL_STORES.place.sort_of(page[-1]), "done": done}
        moved = Replace(mark.model_copy(update=further)) if mark else Insert(Recount.model_validate(further))
        self._repository.commit(*self._counting(store.id for store in page), moved)
        return done

    def _counting(self, ids: Iterable[str]) -> list[Change]:
        changes: list[Change] = []
        rows: dict[int, Census] = {}
        for store in filter(None, map(self._uncounted, ids)):
            shard = shard_of(store.id, CENSUS_SHARDS)
            row = rows.get(shard) or self._repository.get(CENSUS, shard=shard) or Census(shard=shard, version=-1)
            rows[shard] = row.moved(None, store.status.value)
            changes.append(Replace(store.model_copy(update={"counted": store.status})))
        return [*changes, *map(_written, rows.values())]

    def _uncounted(self, store_id: str) -> Store | None:
        """The store if it is to be counted: one with a live operation is counted when that ends."""
        try:
            store = self._repository.get(STORES, id=store_id)
        except Unreadable:
            return None
        idle = store is not None and store.active_operation_id is None and store.counted is None
        return store if idle else None


def _written(row: Census) -> Change:
    return Insert(row.model_copy(update={"version": 0})) if row.version < 0 else Replace(row)


def _name(status: StoreStatus | None) -> str | None:
    return None if status is None else status.value

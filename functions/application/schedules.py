"""How often a store is backed up: as the platform's setting says, or as its owner does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from functions.application.ports.repository import Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.application.stores import StoreService
from functions.domain.entities import SCHEDULES
from functions.domain.errors import VersionConflict
from functions.domain.schedule import Schedule, backup_time
from functions.domain.store import Store
from functions.domain.user import User

ATTEMPTS: Final = 5


@dataclass(frozen=True)
class Planned:
    """`hours` was said for the store, None: nothing; `every` holds, 0: no backups; `next_at` is when the next is due."""

    store_id: str
    hours: int | None
    every: int
    next_at: datetime | None


class Schedules:
    """The use cases. `default`: hours between backups where nothing else is said, 0: none."""

    def __init__(self, *, stores: StoreService, repository: Repository, clock: Clock, default: int) -> None:
        self._stores = stores
        self._repository = repository
        self._clock = clock
        self.default = default

    def hours_of(self, store: Store) -> int:
        """Return the hours between a store's backups; 0: none."""
        return self.default if store.backup_hours is None else store.backup_hours

    def of(self, store_id: str, user: User) -> Planned:
        """Return a store's schedule. Raises NotFound."""
        store = self._stores.get(store_id, user)
        row = self._repository.get(SCHEDULES, store_id=store_id)
        return self._planned(store, row.backup_at if row else None)

    def change(self, store_id: str, user: User, hours: int | None) -> Planned:
        """Say how often a store is backed up; None: as the setting says. Raises NotFound and VersionConflict."""
        for _ in range(ATTEMPTS):
            store = self._stores.get(store_id, user).model_copy(update={"backup_hours": hours})
            row, now = self._repository.get(SCHEDULES, store_id=store_id), self._clock.now()
            anew = {"due_at": now, "backup_at": None}
            looked_at = Replace(row.model_copy(update=anew)) if row else Insert(Schedule(store_id=store_id, due_at=now))
            try:
                self._repository.commit(Replace(store), looked_at)
            except VersionConflict:
                continue
            return self._planned(store, None)
        raise VersionConflict("the store is changing right now; try again in a moment")

    def _planned(self, store: Store, backup_at: datetime | None) -> Planned:
        every = self.hours_of(store)
        following = (backup_at or backup_time(store.id, every, self._clock.now())) if every else None
        return Planned(store.id, store.backup_hours, every, following)

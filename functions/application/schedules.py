"""How often a store is backed up, and a backup of it drilled: as the platform's settings say, or as its owner does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from functions.application.ports.repository import Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.application.stores import StoreService
from functions.domain.entities import SCHEDULES
from functions.domain.errors import VersionConflict
from functions.domain.schedule import BACKUP, DRILL, SCHEDULED, Due, Schedule, due_time
from functions.domain.store import Store
from functions.domain.user import User

ATTEMPTS: Final = 5
SAID: Final = {BACKUP: "backup_hours", DRILL: "drill_hours"}  # the field of a store that says how often


@dataclass(frozen=True)
class Planned:
    """`hours` was said for the store, None: nothing; `every` holds, 0: never; `next_at` is when the next is due."""

    hours: int | None
    every: int
    next_at: datetime | None


class Schedules:
    """The use cases. `every`: hours between two of a kind where nothing else is said, 0: none."""

    def __init__(self, *, stores: StoreService, repository: Repository, clock: Clock, every: Mapping[str, int]) -> None:
        self._stores = stores
        self._repository = repository
        self._clock = clock
        self._every = every

    def hours_of(self, kind: str, store: Store) -> int:
        """Return the hours between two of a kind on a store; 0: none."""
        said = _said(kind, store)
        return self._every[kind] if said is None else said

    def due(self, store: Store, row: Schedule | None) -> dict[str, Due]:
        """Return when each kind is due next on a store; left out are those that are switched off."""
        known, now = row.due if row else {}, self._clock.now()
        hours = {kind: self.hours_of(kind, store) for kind in SCHEDULED}
        return {kind: known.get(kind) or Due(at=due_time(kind, store.id, every, now)) for kind, every in hours.items() if every}

    def of(self, store_id: str, user: User) -> Mapping[str, Planned]:
        """Return a store's schedule, by kind. Raises NotFound."""
        store = self._stores.get(store_id, user)
        return self._planned(store, self._repository.get(SCHEDULES, store_id=store_id))

    def change(self, store_id: str, user: User, hours: Mapping[str, int | None]) -> Mapping[str, Planned]:
        """Say how often a store has these kinds; None: as the setting says. Raises NotFound and VersionConflict."""
        for _ in range(ATTEMPTS):
            said = {SAID[kind]: every for kind, every in hours.items()}
            store = self._stores.get(store_id, user).model_copy(update=said)
            row, now = self._repository.get(SCHEDULES, store_id=store_id), self._clock.now()
            kept = {kind: due for kind, due in (row.due if row else {}).items() if kind not in hours}
            anew = Schedule(store_id=store_id, due_at=now) if row is None else row
            anew = anew.model_copy(update={"due_at": now, "due": kept})
            try:
                self._repository.commit(Replace(store), Insert(anew) if row is None else Replace(anew))
            except VersionConflict:
                continue
            return self._planned(store, anew)
        raise VersionConflict("the store is changing right now; try again in a moment")

    def _planned(self, store: Store, row: Schedule | None) -> dict[str, Planned]:
        due = self.due(store, row)
        return {
            kind: Planned(_said(kind, store), self.hours_of(kind, store), due[kind].at if kind in due else None)
            for kind in SCHEDULED
        }


def _said(kind: str, store: Store) -> int | None:
    said: int | None = getattr(store, SAID[kind])
    return said

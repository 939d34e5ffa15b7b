"""Cares for backups, bit by bit, one process at a time: asks for what is due, lets old ones go, removes their files.

Every store that is there, and every one of which backups are left, has a row that says when it is looked at next. Looking at
what is due is one read of those rows in their order, however many stores there are.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from functions.application.backups import in_use
from functions.application.copies import awaiting
from functions.application.held import HeldLease
from functions.application.paging import MAX_PAGE, each
from functions.application.ports.backups import BackupTarget, TargetFailed
from functions.application.ports.repository import Change, Insert, Remove, Replace, Repository
from functions.application.ports.system import Clock
from functions.application.queries import live_operations
from functions.application.schedules import Schedules
from functions.application.stores import StoreService
from functions.domain.backup import Backup, Leftover, folder_of
from functions.domain.entities import ALL_LEFTOVERS, ALL_STORES, BACKUPS, DUE_SCHEDULES, SCHEDULES, STORES, STORES_BACKUPS
from functions.domain.errors import Conflict, NotFound, Unreadable, VersionConflict
from functions.domain.operation import Operation, OperationStatus
from functions.domain.origin import SCHEDULE, Origin
from functions.domain.retention import Retention
from functions.domain.schedule import BACKUP, DRILL, Due, Schedule, due_time, looked_at_next
from functions.domain.store import Store, StoreStatus
from functions.domain.user import Role, User
from functions.observability import logger

LEASE: Final = "backups"
LEASE_TIME: Final = timedelta(minutes=2)
AT_ONCE: Final = 50  # rows that one turn works on
STORES_AT_ONCE: Final = 100  # stores that are looked through for one without a row
WALK_EVERY: Final = timedelta(minutes=1)
AWAY: Final = timedelta(minutes=10)  # until files are tried again that could not be removed
NOBODY: Final = User(
    id="system", name="The schedule", role=Role.ADMIN, created_at=datetime.fromisoformat("2026-01-01T00:00:00+00:00")
)


class BackupCare:
    """One turn does what is due, a bounded part of it. `slots`: how many operations run at once."""

    def __init__(  # noqa: PLR0913 - the ports it needs, by name
        self,
        *,
        repository: Repository,
        clock: Clock,
        stores: StoreService,
        schedules: Schedules,
        retention: Retention,
        target: Callable[[], BackupTarget],
        holder: str,
        slots: int,
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._stores = stores
        self._schedules = schedules
        self._retention = retention
        self._target = target
        self._slots = slots
        self._lease = HeldLease(repository=repository, clock=clock, name=LEASE, holder=holder, time=LEASE_TIME)
        self._walk_at: datetime | None = None

    def go_on(self) -> None:
        """Do what is due, unless another process does. Raises Unavailable; a target that is away stops nothing else."""
        if not self._lease.hold():
            return
        self._look()
        self._walk()
        self._remove()

    def release(self) -> None:
        """Let another process begin at once: this one ends."""
        self._lease.release()

    def _look(self) -> None:
        """Look at the stores whose time has come, first at those whose backup is due.

        Where that has to wait for another one on its cluster, the store keeps its place and is passed over.
        """
        now = self._clock.now()
        found = [row for row in self._repository.find(DUE_SCHEDULES, limit=MAX_PAGE) if row.due_at <= now]
        rows = sorted(found, key=lambda row: not row.has_due(BACKUP, now))
        if not rows:
            return
        live = live_operations(self._repository, limit=MAX_PAGE)
        turns = _Turns(live, self._slots)
        looked = 0
        for row in rows:
            if looked == AT_ONCE:
                return
            if row.cluster and row.has_due(BACKUP, now) and not turns.free(row.cluster):
                continue
            looked += 1
            try:
                self._look_at(row, turns, now)
            except (VersionConflict, Unreadable) as error:  # somebody else wrote, or only a newer version can read it
                logger.warning("a store's backups were not looked at", store_id=row.store_id, cause=error.message)

    def _look_at(self, row: Schedule, turns: _Turns, now: datetime) -> None:
        store = self._repository.get(STORES, id=row.store_id)
        left = self._let_go(row.store_id, store, now)
        if store is None:
            gone = row.model_copy(update={"due_at": looked_at_next((), now), "due": {}, "cluster": ""})
            self._repository.commit(Replace(gone) if left else Remove(row))
            return
        due = self._schedules.due(store, row)
        seen = row.model_copy(update={"cluster": store.spec.cluster})
        can = {BACKUP} if all(_is_gone(backup, store) for backup in left) else {BACKUP, DRILL}
        for kind in [kind for kind in due if kind in can and seen.has_due(kind, now)]:
            following = Due(at=due_time(kind, store.id, self._schedules.hours_of(kind, store), now), tries=due[kind].tries)
            if self._asked(store, kind, _moved(seen, {**due, kind: following}, can, now), turns):
                return
        self._repository.commit(Replace(_moved(seen, due, can, now)))

    def _asked(self, store: Store, kind: str, row: Schedule, turns: _Turns) -> bool:
        """Ask for what is due on a store; its row moves on in the same commit, so that it is asked for once."""
        idle = store.status is StoreStatus.READY and store.active_operation_id is None
        if not idle or not turns.free(store.spec.cluster):
            return False
        try:
            self._stores.request(store.id, kind, NOBODY, origin=Origin(source=SCHEDULE), also=[Replace(row)])
        except (Conflict, NotFound):  # somebody else asked for something first
            return False
        turns.take(store.spec.cluster)
        return True

    def _let_go(self, store_id: str, store: Store | None, now: datetime) -> list[Backup]:
        """Let a store's old backups go; return those that are left, also of earlier stores of that id."""
        found = list(self._repository.find(STORES_BACKUPS, limit=MAX_PAGE, store_id=store_id))
        every = [self._marked(backup, now) if _is_gone(backup, store) else backup for backup in found]
        used = in_use(self._repository) if every else set()
        old = [backup for backup in self._retention.going(every, now) if backup.id not in used]
        going = [backup for backup in old if not awaiting(self._repository, backup)]
        for backup in going:
            left = Leftover(id=backup.id, store_id=backup.store_id, not_before=now)
            self._repository.commit(Replace(backup.model_copy(update={"deleted_at": now})), Insert(left))
            logger.info("a backup has had its time", backup_id=backup.id, store_id=store_id)
        gone = {backup.id for backup in going}
        return [backup for backup in every if backup.id not in gone]

    def _marked(self, backup: Backup, now: datetime) -> Backup:
        """The backup with the time at which its store was found to be gone."""
        if backup.gone_at is not None:
            return backup
        marked = backup.model_copy(update={"gone_at": now})
        self._repository.commit(Replace(marked))
        return marked.model_copy(update={"version": marked.version + 1})

    def _walk(self) -> None:
        """Go on through all stores, and give those a row that have none yet."""
        now = self._clock.now()
        if self._walk_at is not None and now < self._walk_at:
            return
        self._walk_at = now + WALK_EVERY
        page = self._repository.find(ALL_STORES, after=self._lease.place, limit=STORES_AT_ONCE)
        for store in page:
            if self._repository.get(SCHEDULES, store_id=store.id) is None:
                self._write(Insert(Schedule(store_id=store.id, due_at=now)))
        self._lease.place = ALL_STORES.place.sort_of(page[-1]) if len(page) == STORES_AT_ONCE else ""

    def _write(self, change: Change) -> None:
        try:
            self._repository.commit(change)
        except VersionConflict:  # somebody else wrote it
            return

    def _remove(self) -> None:
        """Remove files that are to go. What cannot be removed now is tried again later, after all the others."""
        now = self._clock.now()
        waiting = (left for left in each(self._repository, ALL_LEFTOVERS) if left.not_before <= now)
        for left in islice(waiting, AT_ONCE):
            if not self._removed(left, now):
                return

    def _removed(self, left: Leftover, now: datetime) -> bool:
        """Remove the files of one; False if the target is away, which each further one would wait for."""
        try:
            self._target().delete(folder_of(left.store_id, left.id))
            backup = self._repository.get(BACKUPS, id=left.id)
            recorded = [Remove(backup)] if backup is not None and backup.deleted_at is not None else []
            self._repository.commit(Remove(left), *recorded)
        except TargetFailed as error:
            logger.warning("files of a backup were not removed", backup_id=left.id, cause=error.message)
            self._write(Replace(left.model_copy(update={"not_before": now + AWAY})))
            return False
        except (VersionConflict, Unreadable):  # another process did it; or only a newer version can
            return True
        return True


class _Turns:
    """Whose turn it is: one backup or drill of the schedule on a cluster at a time, and none where people would wait for it."""

    def __init__(self, live: Sequence[Operation], slots: int) -> None:
        scheduled = [operation for operation in live if operation.scheduled]
        self._taken = {str(operation.spec.get("cluster", "")) for operation in scheduled}
        people_wait = any(operation.status is OperationStatus.QUEUED and not operation.scheduled for operation in live)
        self._left = 0 if people_wait else max(1, slots - 1) - len(scheduled)

    def free(self, cluster: str) -> bool:
        """True if something may be asked for now of a store on this cluster."""
        return self._left > 0 and cluster not in self._taken

    def take(self, cluster: str) -> None:
        """Note that one was asked for."""
        self._left -= 1
        self._taken.add(cluster)


def _moved(row: Schedule, due: Mapping[str, Due], can: Container[str], now: datetime) -> Schedule:
    """The row once it was looked at. A drill of a store that has no backup waits for the next look; it is not hurried."""
    times = [one.at for kind, one in due.items() if kind in can]
    return row.model_copy(update={"due": due, "due_at": looked_at_next(times, now)})


def _is_gone(backup: Backup, store: Store | None) -> bool:
    """True for a backup of a store that is not there, also where another has its id now."""
    return store is None or backup.owner != store.owner or backup.manifest.made_at < store.created_at

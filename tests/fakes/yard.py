"""A platform in memory whose backups are cared for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from functions.application.backup_care import BackupCare
from functions.application.limits import Limits
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert
from functions.application.queries import live_operations, operations_page
from functions.application.schedules import Schedules
from functions.application.stores import StoreService
from functions.application.variables import playbook_variables
from functions.domain.backup import BackupCause
from functions.domain.entities import SCHEDULES, STORES, STORES_BACKUPS
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.retention import Retention
from functions.domain.schedule import Due, Schedule
from tests.fakes import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeRepository, FakeWaker, local_cluster
from tests.fakes.backups import FakeTarget, manifest
from tests.fakes.samples import spec, store

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Yard:
    """A platform whose backups are cared for by `care`; others may be made beside it."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.state = FakeRepository(self.clock)
        self.target = FakeTarget()
        self.stores = StoreService(
            repository=self.state,
            catalogue=FakeCatalogue(),
            clusters=FakeClusters(local_cluster(), local_cluster("paris")),
            clock=self.clock,
            ids=FakeIds(),
            waker=FakeWaker(),
        )
        self.lifecycle = Lifecycle(repository=self.state, clock=self.clock, limits=Limits())
        self.care = self.another("first")

    def another(
        self,
        holder: str,
        *,
        every: int = 24,
        drills: int = 0,
        repository: Any = None,
        slots: int = 2,
        retention: Retention = Retention(),  # noqa: B008 - it is frozen
    ) -> BackupCare:
        """Somebody else who cares for the same backups."""
        state = repository or self.state
        hours = {"backup": every, "drill": drills}
        return BackupCare(
            repository=state,
            clock=self.clock,
            stores=self.stores,
            schedules=Schedules(stores=self.stores, repository=state, clock=self.clock, every=hours),
            retention=retention,
            target=lambda: self.target,
            holder=holder,
            slots=slots,
        )

    def keep(self, *names: str, cluster: str = "local", due: bool = True, **fields: Any) -> None:
        """Put stores there, with a backup that is due or without a row."""
        for name in names:
            self.state.commit(Insert(store(name, spec=spec(name, cluster=cluster), **fields)))
            now = self.clock.now()
            row = Schedule(store_id=name, due_at=now, due={"backup": Due(at=now)}, cluster=cluster)
            self.state.commit(*([Insert(row)] if due else []))

    def row(self, name: str) -> Schedule:
        found = self.state.get(SCHEDULES, store_id=name)
        assert found is not None
        return found

    def at(self, name: str, kind: str = "backup") -> datetime | None:
        """When the next of a kind is due on a store."""
        due = self.row(name).due.get(kind)
        return due.at if due else None

    def live(self) -> list[tuple[str, str]]:
        """Which operations are under way: store and kind."""
        return [(one.store_id, one.kind) for one in live_operations(self.state)]

    def end(self, name: str, *, good: bool = True) -> None:
        """Let a worker end the operation of a store."""
        shop = self.state.get(STORES, id=name)
        assert shop is not None
        assert shop.active_operation_id is not None
        claimed = self.lifecycle.claim(shop.active_operation_id, "worker")
        assert claimed is not None
        cause = BackupCause.SCHEDULED if playbook_variables(claimed).get("store_scheduled") else BackupCause.ASKED
        said = manifest(claimed.id, store_id=name, made_at=self.clock.now(), cause=cause).model_dump(mode="json")
        status = OperationStatus.SUCCEEDED if good else OperationStatus.FAILED
        outcome = Outcome(status, "" if good else "BackupFailed", "So it ended.", result={"backup": said} if good else None)
        self.lifecycle.finish(claimed.id, claimed.fence, outcome)

    def listed(self, name: str = "demo") -> list[str]:
        return [one.id for one in self.state.find(STORES_BACKUPS, store_id=name)]

    def asked(self, name: str) -> Sequence[Operation]:
        return operations_page(self.state, name).items

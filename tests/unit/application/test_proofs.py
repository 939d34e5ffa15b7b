"""Drills: which backup they prove, and what is written of that in the commit that ends them."""

from __future__ import annotations

from typing import Any

import pytest

from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert, Remove, Replace
from functions.application.stores import StoreService
from functions.application.variables import playbook_variables
from functions.domain.backup import Backup
from functions.domain.entities import BACKUPS, OPERATIONS, STORES
from functions.domain.errors import InvalidParameters, NoBackup, VersionConflict
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.store import Store, StoreStatus
from tests.fakes import FakeClock, FakeRepository, owner
from tests.fakes.samples import backup, store

OLGA = owner()
GOOD = {"drill": {"backup": "B2", "seconds": 41.5}}


@pytest.fixture
def demo(repository: FakeRepository) -> FakeRepository:
    """Olga's store `demo`, which is ready and has two backups."""
    repository.commit(Insert(store()), Insert(backup("B1")), Insert(backup("B2")))
    return repository


def end(lifecycle: Lifecycle, operation: Operation, status: OperationStatus, result: dict[str, Any] | None = None) -> None:
    """Let a worker end an operation."""
    claimed = lifecycle.claim(operation.id, "worker")
    assert claimed is not None
    lifecycle.finish(operation.id, claimed.fence, Outcome(status, message="It broke.", result=result))


def kept(repository: FakeRepository, backup_id: str = "B2") -> Backup:
    """A backup as it is now."""
    found = repository.get(BACKUPS, id=backup_id)
    assert found is not None
    return found


def demo_now(repository: FakeRepository) -> Store:
    """The store as it is now."""
    found = repository.get(STORES, id="demo")
    assert found is not None
    return found


def test_a_drill_names_the_newest_backup_when_it_is_accepted(service: StoreService, demo: FakeRepository) -> None:
    operation = service.request("demo", "drill", OLGA).operation

    assert operation.parameters == {"backup": "B2"}
    assert playbook_variables(operation)["store_drill_backup"] == "B2"
    assert demo_now(demo).status is StoreStatus.READY


def test_a_drill_of_a_named_backup(service: StoreService, demo: FakeRepository) -> None:
    assert service.request("demo", "drill", OLGA, {"backup": "B1"}).operation.parameters == {"backup": "B1"}


def test_a_drill_of_what_is_not_there(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store()), Insert(backup("B9", store_id="other")))

    with pytest.raises(NoBackup):
        service.request("demo", "drill", OLGA)
    with pytest.raises(InvalidParameters):
        service.request("demo", "drill", OLGA, {"backup": "B9"})
    assert demo_now(repository).active_operation_id is None


def test_a_good_drill_proves_its_backup_and_the_store_says_so(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository, clock: FakeClock
) -> None:
    end(lifecycle, service.request("demo", "drill", OLGA).operation, OperationStatus.SUCCEEDED, GOOD)

    now = clock.now()
    assert (kept(demo).proven_at, kept(demo).restore_seconds) == (now, 41.5)
    assert (kept(demo, "B1").proven_at, kept(demo, "B1").restore_seconds) == (None, None)
    assert (demo_now(demo).restored_ok_at, demo_now(demo).restore_seconds) == (now, 41.5)
    assert (demo_now(demo).status, demo_now(demo).verified_at) == (StoreStatus.READY, None), "no order went through the store"


@pytest.mark.parametrize("status", [OperationStatus.FAILED, OperationStatus.TIMED_OUT, OperationStatus.CANCELED])
def test_a_drill_that_did_not_end_well_proves_nothing(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository, status: OperationStatus
) -> None:
    end(lifecycle, service.request("demo", "drill", OLGA).operation, status, GOOD)

    assert kept(demo).proven_at is None
    assert (demo_now(demo).status, demo_now(demo).restored_ok_at) == (StoreStatus.READY, None)


@pytest.mark.parametrize("result", [None, {}, {"drill": {"backup": "B2"}}, {"drill": {"backup": "B2", "seconds": "soon"}}])
def test_a_drill_that_does_not_say_what_it_proved_ends_all_the_same(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository, result: dict[str, Any] | None
) -> None:
    operation = service.request("demo", "drill", OLGA).operation

    end(lifecycle, operation, OperationStatus.SUCCEEDED, result)

    ended = demo.get(OPERATIONS, id=operation.id)
    assert ended is not None
    assert ended.status is OperationStatus.SUCCEEDED
    assert kept(demo).proven_at is None
    assert demo_now(demo).restored_ok_at is None


def test_a_backup_that_is_gone_meanwhile_keeps_no_drill_from_ending(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository
) -> None:
    operation = service.request("demo", "drill", OLGA).operation
    demo.commit(Remove(kept(demo)))

    end(lifecycle, operation, OperationStatus.SUCCEEDED, GOOD)

    assert demo.get(BACKUPS, id="B2") is None
    assert demo_now(demo).active_operation_id is None


def test_a_backup_that_is_written_meanwhile_is_proven_and_keeps_what_was_written(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    operation = service.request("demo", "drill", OLGA).operation
    commit, interfered = demo.commit, list[bool]()

    def pinned_first(*changes: Any) -> None:
        if not interfered and any(isinstance(getattr(change, "entity", None), Backup) for change in changes):
            interfered.append(True)
            commit(Replace(kept(demo).model_copy(update={"pinned": True})))
            with pytest.raises(VersionConflict):
                commit(*changes)
            raise VersionConflict("somebody was first")
        commit(*changes)

    monkeypatch.setattr(demo, "commit", pinned_first)
    end(lifecycle, operation, OperationStatus.SUCCEEDED, GOOD)

    assert (kept(demo).pinned, kept(demo).restore_seconds) == (True, 41.5)


def test_a_clone_that_took_an_order_proves_its_backup_too(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository, clock: FakeClock
) -> None:
    operation = service.request("demo", "clone", OLGA).operation
    claimed = lifecycle.claim(operation.id, "worker")
    assert claimed is not None
    clock.advance(12.5)

    lifecycle.finish(operation.id, claimed.fence, Outcome(OperationStatus.SUCCEEDED))

    assert (kept(demo).proven_at, kept(demo).restore_seconds) == (clock.now(), 12.5)
    assert demo_now(demo).restored_ok_at is None

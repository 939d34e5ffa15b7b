"""What the end of an operation leaves of its backup: a record in the same commit, or a note that files are to go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.application.operations import MAX_LOSSES, Lifecycle
from functions.application.ports.repository import Insert, Replace
from functions.application.stores import StoreService
from functions.domain.backup import Backup, BackupCause
from functions.domain.entities import ALL_LEFTOVERS, LEFTOVERS, OPERATIONS, SCHEDULES, STORES, STORES_BACKUPS
from functions.domain.errors import LeaseLost, VersionConflict
from functions.domain.operation import Operation, OperationStatus, Outcome
from tests.fakes import FakeClock, FakeRepository, owner
from tests.fakes.backups import backup, manifest
from tests.fakes.samples import store

SUCCEEDED, FAILED = OperationStatus.SUCCEEDED, OperationStatus.FAILED


@pytest.fixture
def claimed(service: StoreService, lifecycle: Lifecycle, repository: FakeRepository) -> Operation:
    """A backup of Olga's store `demo` that a worker has taken."""
    repository.commit(Insert(store()))
    return claim(lifecycle, service.request("demo", "backup", owner()).operation)


def claim(lifecycle: Lifecycle, wanted: Operation) -> Operation:
    found = lifecycle.claim(wanted.id, "worker")
    assert found is not None
    return found


def end(lifecycle: Lifecycle, wanted: Operation, status: OperationStatus, **result: Any) -> None:
    reason = "" if status is SUCCEEDED else "BackupFailed"
    lifecycle.finish(wanted.id, wanted.fence, Outcome(status, reason, "So it ended.", result=result or None))


def said(wanted: Operation, **fields: Any) -> dict[str, Any]:
    return manifest(wanted.id, **fields).model_dump(mode="json")


def recorded(repository: FakeRepository) -> list[Backup]:
    return list(repository.find(STORES_BACKUPS, store_id="demo"))


def test_a_backup_is_listed_with_the_end_of_its_operation_and_not_before(
    claimed: Operation, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    clock.advance(60)
    assert recorded(repository) == []

    end(lifecycle, claimed, SUCCEEDED, backup=said(claimed))

    (made,) = recorded(repository)
    assert (made.id, made.store_id, made.owner, made.created_at) == (claimed.id, "demo", "olga", clock.now())
    assert made.manifest == manifest(claimed.id)
    assert repository.get(LEFTOVERS, id=claimed.id) is None
    schedule = repository.get(SCHEDULES, store_id="demo")
    assert schedule is not None
    assert schedule.due_at == clock.now()


def test_nothing_is_listed_where_the_commit_that_ends_the_operation_fails(
    claimed: Operation, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    def rival() -> None:
        raise VersionConflict("always")

    repository.before_commit = rival
    with pytest.raises(LeaseLost):
        end(lifecycle, claimed, SUCCEEDED, backup=said(claimed))
    repository.before_commit = None

    assert recorded(repository) == []
    found = repository.get(OPERATIONS, id=claimed.id)
    assert found is not None
    assert found.status is OperationStatus.RUNNING


def test_an_end_that_lost_a_race_is_written_again_with_its_backup(
    claimed: Operation, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    def rival() -> None:
        repository.before_commit = None
        shop = repository.get(STORES, id="demo")
        assert shop is not None
        repository.commit(Replace(shop.model_copy(update={"message": "changed"})))

    repository.before_commit = rival
    end(lifecycle, claimed, SUCCEEDED, backup=said(claimed))

    assert [one.id for one in recorded(repository)] == [claimed.id]


def test_a_safety_backup_of_an_operation_that_failed_is_listed_all_the_same(
    claimed: Operation, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    end(lifecycle, claimed, FAILED, backup=said(claimed, cause=BackupCause.SAFETY))

    assert [one.manifest.cause for one in recorded(repository)] == [BackupCause.SAFETY]
    assert list(repository.find(ALL_LEFTOVERS)) == []


@pytest.mark.parametrize(
    "result",
    [
        "text",
        17,
        [],
        {},
        {"id": "OP000001"},
        manifest("OP000999").model_dump(mode="json"),
        manifest("OP000001", store_id="another").model_dump(mode="json"),
        {**manifest("OP000001").model_dump(mode="json"), "made_at": "yesterday"},
        {**manifest("OP000001").model_dump(mode="json"), "parts": {"database": {"file": "x", "size": -1, "sha256": ""}}},
    ],
)
def test_what_cannot_be_read_is_not_listed_and_keeps_nothing_from_ending(
    claimed: Operation,
    lifecycle: Lifecycle,
    repository: FakeRepository,
    caplog: pytest.LogCaptureFixture,
    result: object,
) -> None:
    end(lifecycle, claimed, SUCCEEDED, backup=result)

    found = repository.get(OPERATIONS, id=claimed.id)
    assert found is not None
    assert found.status is SUCCEEDED
    assert recorded(repository) == []
    assert list(repository.find(ALL_LEFTOVERS)) == []  # its files are good, perhaps: a person decides
    assert any("a backup is not listed" in record.message for record in caplog.records)


def test_an_operation_that_ended_without_a_backup_leaves_word_of_its_files(
    claimed: Operation, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    end(lifecycle, claimed, FAILED)

    (left,) = repository.find(ALL_LEFTOVERS)
    assert (left.id, left.store_id) == (claimed.id, "demo")
    assert left.not_before == clock.now() + timedelta(hours=1)
    assert recorded(repository) == []


def test_a_worker_that_is_lost_again_and_again_leaves_word_of_its_files(
    claimed: Operation, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    for _ in range(MAX_LOSSES):
        clock.advance(31)
        lifecycle.reap()
        lifecycle.claim(claimed.id, "another")

    assert [left.id for left in repository.find(ALL_LEFTOVERS)] == [claimed.id]


def test_one_that_was_given_back_and_then_canceled_leaves_word_of_its_files(
    claimed: Operation, lifecycle: Lifecycle, service: StoreService, repository: FakeRepository
) -> None:
    lifecycle.release(claimed.id, claimed.fence, "The worker is stopping")

    service.request("demo", "delete", owner())

    assert [left.id for left in repository.find(ALL_LEFTOVERS)] == [claimed.id]


def test_one_that_never_started_and_other_kinds_leave_nothing(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    repository.commit(Insert(store()))
    verified = claim(lifecycle, service.request("demo", "verify", owner()).operation)
    end(lifecycle, verified, FAILED, backup=said(verified))
    service.request("demo", "backup", owner())
    service.request("demo", "delete", owner())  # cancels it in the queue

    assert recorded(repository) == []
    assert list(repository.find(ALL_LEFTOVERS)) == []


def test_a_backup_that_is_recorded_already_is_recorded_once_and_keeps_what_became_of_it(
    claimed: Operation, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    there = backup(claimed.id, pinned=True)
    repository.commit(Insert(there))

    end(lifecycle, claimed, SUCCEEDED, backup=said(claimed))

    assert recorded(repository) == [there]
    found = repository.get(OPERATIONS, id=claimed.id)
    assert found is not None
    assert found.status is SUCCEEDED


def test_a_record_that_this_version_cannot_read_keeps_nothing_from_ending(
    claimed: Operation, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    damaged = backup(claimed.id).model_copy(update={"manifest": "damaged"})
    with pytest.warns(UserWarning, match="serializ"):
        repository.commit(Insert(damaged))

    end(lifecycle, claimed, SUCCEEDED, backup=said(claimed))

    found = repository.get(OPERATIONS, id=claimed.id)
    assert found is not None
    assert found.status is SUCCEEDED


def test_a_backup_is_recorded_as_its_file_says(claimed: Operation, lifecycle: Lifecycle, repository: FakeRepository) -> None:
    end(lifecycle, claimed, SUCCEEDED, backup=said(claimed, cause=BackupCause.SCHEDULED))

    assert [one.manifest.cause for one in recorded(repository)] == [BackupCause.SCHEDULED]

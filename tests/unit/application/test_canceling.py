"""Operations that somebody cancels: what ends at once, what a worker ends, and what becomes of the store."""

from __future__ import annotations

import pytest

from functions.application.metrics import statuses
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert
from functions.application.queries import live_now
from functions.application.stores import StoreService
from functions.domain.entities import STORES
from functions.domain.errors import NotFound, OperationEnded, VersionConflict
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.store import Store, StoreRequest, StoreStatus
from tests.fakes import FakeRepository, owner, rules
from tests.fakes.samples import operation, store

FLAGGED = {"reason": "VerifyFailed", "message": "The shop offers no product."}
PUTS_RIGHT = "was canceled: ask for provision (a retry) to have the store made whole, or for its deletion."


def kept(repository: FakeRepository) -> Store:
    found = repository.get(STORES, id="demo")
    assert found is not None
    return found


def asked(service: StoreService, repository: FakeRepository, kind: str, status: str = "ready") -> Operation:
    repository.commit(Insert(store(status=StoreStatus(status), **FLAGGED)))
    return service.request("demo", kind, owner()).operation


def test_a_store_whose_making_never_began_failed_and_says_what_to_do(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    asked_for = service.create(StoreRequest(name="Demo", id="demo", engine="medusa"), owner()).operation

    canceled = lifecycle.cancel(asked_for.id)

    assert (canceled.status, canceled.reason) == (OperationStatus.CANCELED, "Canceled")
    assert [event.final for event in service.events(asked_for.id, owner(), after=0)] == [False, True]
    now = kept(repository)
    assert (now.status, now.reason, now.active_operation_id) == (StoreStatus.FAILED, "Canceled", None)
    assert now.message == f"provision {PUTS_RIGHT}"
    rules.every_store_is_counted(repository)
    rules.every_end_is_counted(repository, [canceled])


@pytest.mark.parametrize(
    "row",
    [
        ("verify", "ready", ("VerifyFailed", "The shop offers no product.")),
        ("delete", "ready", ("", "")),
        ("delete", "failed", ("Canceled", f"delete {PUTS_RIGHT}")),
        ("provision", "failed", ("Canceled", f"provision {PUTS_RIGHT}")),
    ],
)
def test_what_never_began_leaves_the_store_as_it_was(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, row: tuple[str, str, tuple[str, str]]
) -> None:
    kind, before, told = row
    lifecycle.cancel(asked(service, repository, kind, before).id)

    now = kept(repository)
    assert (now.status, now.reason, now.message) == (StoreStatus(before), *told)
    assert now.active_operation_id is None
    rules.every_store_is_counted(repository)


def test_what_runs_is_ended_by_its_worker_and_counted_until_then(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    running = asked(service, repository, "provision", "failed")
    claimed = lifecycle.claim(running.id, "worker")
    assert claimed is not None

    asked_once = lifecycle.cancel(running.id)
    asked_twice = lifecycle.cancel(running.id)

    assert (asked_once.status, asked_once.cancel_requested) == (OperationStatus.RUNNING, True)
    assert asked_twice == asked_once
    assert kept(repository).active_operation_id == running.id
    assert statuses(repository, live_now(repository)) == {"provisioning": 1}
    ended = lifecycle.finish(running.id, 1, Outcome(OperationStatus.FAILED, "Broken", "It broke.", result={"half": True}))
    assert (ended.status, ended.message, ended.result) == (
        OperationStatus.CANCELED,
        "It was canceled on request.",
        {"half": True},
    )
    assert (kept(repository).status, kept(repository).reason) == (StoreStatus.FAILED, "Canceled")


def test_a_run_that_ends_well_before_it_hears_of_it_has_ended_well(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    running = asked(service, repository, "provision", "failed")
    lifecycle.claim(running.id, "worker")
    lifecycle.cancel(running.id)

    assert lifecycle.finish(running.id, 1, Outcome(OperationStatus.SUCCEEDED)).status is OperationStatus.SUCCEEDED
    assert kept(repository).status is StoreStatus.READY


def test_what_ran_before_it_was_queued_again_is_ended_by_a_worker_who_ends_its_processes_first(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    again = asked(service, repository, "provision", "failed")
    lifecycle.claim(again.id, "worker")
    lifecycle.release(again.id, 1, "The worker is stopping")

    canceled = lifecycle.cancel(again.id)

    assert (canceled.status, canceled.cancel_requested) == (OperationStatus.QUEUED, True)
    assert lifecycle.reap() == [again.id], "a worker is woken for it"
    claimed = lifecycle.claim(again.id, "another")
    assert claimed is not None
    assert claimed.cancel_requested


def test_a_deletion_that_waits_is_canceled_and_asked_for_anew_it_waits_for_the_same_run(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    running = asked(service, repository, "provision", "failed")
    lifecycle.claim(running.id, "worker")
    first = service.request("demo", "delete", owner()).operation

    assert lifecycle.cancel(first.id).status is OperationStatus.QUEUED, "processes are still to be ended"
    second = service.request("demo", "delete", owner()).operation

    assert second.id != first.id
    assert second.after == running.id
    assert lifecycle.claim(second.id, "another") is None
    assert service.operation(first.id, owner()).message == "A later request took its place."
    rules.every_store_is_counted(repository)


def test_what_has_ended_or_never_was_is_not_canceled(lifecycle: Lifecycle, repository: FakeRepository) -> None:
    repository.commit(Insert(operation("OP000001", status=OperationStatus.FAILED)))

    with pytest.raises(OperationEnded, match="OP000001 has ended already: failed"):
        lifecycle.cancel("OP000001")
    with pytest.raises(NotFound):
        lifecycle.cancel("OP000009")


def test_a_kind_that_only_a_newer_version_knows_is_left_to_that_version(
    lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    repository.commit(Insert(operation("OP000001", kind="polish")))

    assert lifecycle.cancel("OP000001").status is OperationStatus.QUEUED


def test_a_cancel_that_lost_a_race_decides_again_but_not_for_ever(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    running = asked(service, repository, "verify")

    def claimed_meanwhile() -> None:
        repository.before_commit = None
        assert lifecycle.claim(running.id, "worker") is not None

    repository.before_commit = claimed_meanwhile
    assert lifecycle.cancel(running.id).status is OperationStatus.RUNNING

    def always() -> None:
        raise VersionConflict("somebody wrote first")

    lifecycle.finish(running.id, 1, Outcome(OperationStatus.SUCCEEDED))
    other = service.request("demo", "verify", owner()).operation
    repository.before_commit = always
    with pytest.raises(VersionConflict, match="is changing right now"):
        lifecycle.cancel(other.id)

"""What only the schedule asked for gives way to what somebody asks for: it ends first, and nothing of it is left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert
from functions.application.stores import StoreService
from functions.domain.entities import ALL_LEFTOVERS, OPERATIONS, STORES, STORES_BACKUPS
from functions.domain.errors import OperationInProgress
from functions.domain.kinds import all_kinds
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.origin import SCHEDULE, Origin
from functions.domain.store import Store, StoreStatus
from tests.fakes import FakeClock, FakeRepository, admin, owner, rules
from tests.fakes.platform import START
from tests.fakes.samples import backup, deployed, store

OLGA = owner()
GIVES_WAY = Origin(source=SCHEDULE)
PARAMETERS: dict[str, dict[str, Any]] = {
    "configure": {"name": "Tea"},
    "domains": {"names": []},
    "install_extensions": {"extensions": [{"slug": "booking"}]},
    "move": {"cluster": "there"},
    "plan": {"plan": "medium"},
    "restore": {"backup": "B1"},
    "rollback": {"revision": 1},
}
READY_KINDS = [name for name, kind in all_kinds().items() if StoreStatus.READY in kind.allowed_from and not kind.copies]


@pytest.fixture
def demo(repository: FakeRepository) -> FakeRepository:
    """Olga's store `demo`, which is ready, not on the newest version, and has a backup of its first revision."""
    kept = backup("B1")
    first = kept.model_copy(update={"manifest": kept.manifest.model_copy(update={"revision": 1})})
    repository.commit(Insert(store(deployed={**deployed(images={"medusa": "images/medusa:0"}), "at": START})), Insert(first))
    return repository


def scheduled(service: StoreService, kind: str = "backup") -> Operation:
    return service.request("demo", kind, admin(), origin=GIVES_WAY).operation


def claim(lifecycle: Lifecycle, operation: Operation) -> Operation:
    found = lifecycle.claim(operation.id, "worker")
    assert found is not None
    return found


def now(repository: FakeRepository, operation: Operation) -> Operation:
    found = repository.get(OPERATIONS, id=operation.id)
    assert found is not None
    return found


def demo_now(repository: FakeRepository) -> Store:
    found = repository.get(STORES, id="demo")
    assert found is not None
    return found


@pytest.mark.parametrize("kind", READY_KINDS)
@pytest.mark.parametrize("given_way", ["backup", "drill"])
def test_whatever_is_asked_for_waits_until_the_run_of_the_schedule_has_ended(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository, kind: str, given_way: str
) -> None:
    running = claim(lifecycle, scheduled(service, given_way))

    accepted = service.request("demo", kind, OLGA, PARAMETERS.get(kind))

    asked = accepted.operation
    assert (asked.status, asked.after, asked.status_before) == (OperationStatus.QUEUED, running.id, StoreStatus.READY)
    assert (accepted.store.active_operation_id, accepted.store.status) == (
        asked.id,
        all_kinds()[kind].running_status(StoreStatus.READY),
    )
    assert now(demo, running).cancel_requested
    assert lifecycle.claim(asked.id, "another") is None, "its processes may be there yet"

    lifecycle.finish(running.id, running.fence, Outcome(OperationStatus.CANCELED, "Canceled", "Killed."))
    gone = now(demo, running)
    assert (gone.status, gone.reason) == (OperationStatus.CANCELED, "GaveWay")
    assert gone.message == "It was the schedule's, and gave way to what somebody asked for."
    assert demo_now(demo).active_operation_id == asked.id, "its end says nothing of the store"
    assert [one.id for one in demo.find(STORES_BACKUPS, store_id="demo")] == ["B1"]
    assert claim(lifecycle, asked).after == running.id, "whose processes are looked for first"


def test_nothing_is_listed_of_half_a_backup_and_its_files_are_noted(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository, clock: FakeClock
) -> None:
    running = claim(lifecycle, scheduled(service))
    service.request("demo", "verify", OLGA)

    lifecycle.finish(running.id, running.fence, Outcome(OperationStatus.CANCELED))

    (left,) = demo.find(ALL_LEFTOVERS)
    assert (left.id, left.not_before) == (running.id, clock.now() + timedelta(hours=1))


def test_what_has_not_begun_ends_at_once(service: StoreService, lifecycle: Lifecycle, demo: FakeRepository) -> None:
    waiting = scheduled(service)

    asked = service.request("demo", "verify", OLGA).operation

    assert (now(demo, waiting).status, now(demo, waiting).reason) == (OperationStatus.CANCELED, "GaveWay")
    assert asked.after is None
    assert claim(lifecycle, asked).status is OperationStatus.RUNNING
    assert list(demo.find(ALL_LEFTOVERS)) == []
    rules.every_end_is_counted(demo, [now(demo, waiting)])


def test_what_waits_again_ends_at_once_and_its_processes_are_looked_for_first(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository
) -> None:
    running = claim(lifecycle, scheduled(service))
    lifecycle.release(running.id, running.fence, "The worker is stopping")

    asked = service.request("demo", "verify", OLGA).operation

    assert now(demo, running).status is OperationStatus.CANCELED
    assert asked.after == running.id
    assert [left.id for left in demo.find(ALL_LEFTOVERS)] == [running.id]
    assert claim(lifecycle, asked).id == asked.id


def test_one_that_ended_well_in_the_last_moment_is_good(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository
) -> None:
    running = claim(lifecycle, scheduled(service, "drill"))
    asked = service.request("demo", "verify", OLGA).operation

    proof = {"drill": {"backup": "B1", "seconds": 3}}
    lifecycle.finish(running.id, running.fence, Outcome(OperationStatus.SUCCEEDED, result=proof))

    assert now(demo, running).status is OperationStatus.SUCCEEDED
    (kept,) = demo.find(STORES_BACKUPS, store_id="demo")
    assert kept.proven_at is not None
    assert (demo_now(demo).status, demo_now(demo).active_operation_id) == (StoreStatus.READY, asked.id)


def test_what_somebody_asked_for_gives_way_to_nobody(service: StoreService, demo: FakeRepository) -> None:
    asked = service.request("demo", "backup", OLGA, origin=Origin(source="api")).operation

    for origin in (Origin(source="api"), GIVES_WAY):
        with pytest.raises(OperationInProgress, match=f"backup operation under way: {asked.id}"):
            service.request("demo", "verify", OLGA, origin=origin)


def test_who_made_it_give_way_is_next_and_a_second_one_is_refused(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository
) -> None:
    claim(lifecycle, scheduled(service))
    asked = service.request("demo", "verify", OLGA).operation

    with pytest.raises(OperationInProgress, match=asked.id):
        service.request("demo", "configure", OLGA, {"name": "Tea"})


def test_the_schedule_does_not_make_its_own_give_way(service: StoreService, demo: FakeRepository) -> None:
    first = scheduled(service)

    with pytest.raises(OperationInProgress):
        scheduled(service, "drill")
    assert not now(demo, first).status.final


def test_a_copy_makes_nothing_give_way_for_it_leaves_the_store_as_it_is(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository
) -> None:
    running = claim(lifecycle, scheduled(service))

    service.request("demo", "clone", OLGA)

    assert not now(demo, running).cancel_requested


def test_settings_that_are_so_already_make_nothing_give_way(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository
) -> None:
    running = claim(lifecycle, scheduled(service))

    found, operation = service.change("demo", OLGA, {"name": demo_now(demo).spec.name})
    assert (found.active_operation_id, operation) == (running.id, None)
    assert not now(demo, running).cancel_requested

    changed, configure = service.change("demo", OLGA, {"name": "Tea"})
    assert configure is not None
    assert (changed.active_operation_id, configure.after) == (configure.id, running.id)


def test_one_that_is_canceled_by_somebody_was_canceled_on_request(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository
) -> None:
    waiting = scheduled(service)

    lifecycle.cancel(waiting.id)

    assert (now(demo, waiting).reason, now(demo, waiting).message) == ("Canceled", "It was canceled on request.")
    assert demo_now(demo).active_operation_id is None


@pytest.mark.parametrize("kind", READY_KINDS)
def test_what_is_canceled_while_it_waits_for_the_schedules_leaves_the_store_as_it_was(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository, kind: str
) -> None:
    running = claim(lifecycle, scheduled(service))
    asked = service.request("demo", kind, OLGA, PARAMETERS.get(kind)).operation
    lifecycle.cancel(asked.id)
    lifecycle.finish(running.id, running.fence, Outcome(OperationStatus.CANCELED))

    claimed = claim(lifecycle, asked)  # to look for processes, and end it
    lifecycle.finish(asked.id, claimed.fence, Outcome(OperationStatus.CANCELED))

    after = StoreStatus.FAILED if kind == "delete" else StoreStatus.READY
    assert (demo_now(demo).status, demo_now(demo).active_operation_id) == (after, None)


def test_a_worker_that_died_keeps_nobody_waiting_for_longer_than_its_lease(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository, clock: FakeClock
) -> None:
    running = claim(lifecycle, scheduled(service))
    asked = service.request("demo", "verify", OLGA).operation

    clock.advance(31)

    assert lifecycle.reap() == [asked.id]
    assert now(demo, running).reason == "GaveWay"

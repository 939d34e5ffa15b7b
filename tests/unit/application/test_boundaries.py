"""What claims and writes of runs promise to the moment and to the number: found by changing the code with no test failing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.application.events import HISTORY
from functions.application.limits import Limits
from functions.application.operations import MAX_LOSSES, Lifecycle
from functions.application.ports.repository import Insert, Replace
from functions.application.queries import events_of
from functions.application.stores import StoreService
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import LeaseLost
from functions.domain.kinds import added, verify
from functions.domain.operation import Event, EventStatus, Operation, OperationStatus, Outcome
from functions.domain.store import StoreRequest, StoreStatus
from functions.domain.version import Deployed
from tests.fakes import FakeClock, FakeRepository, owner
from tests.fakes.platform import START
from tests.fakes.samples import operation, store

SUCCEEDED, FAILED = Outcome(OperationStatus.SUCCEEDED), Outcome(OperationStatus.FAILED)
INSTANT = timedelta(microseconds=1)
DEPLOYED = {"engine_version": "1", "chart_version": "2", "images": {"web": "web:1"}, "values_hash": "0a", "revision": 3}


def create(service: StoreService, name: str = "demo") -> Operation:
    return service.create(StoreRequest(name=name, engine="medusa"), owner()).operation


def claim(lifecycle: Lifecycle, wanted: Operation) -> Operation:
    claimed = lifecycle.claim(wanted.id, "worker")
    assert claimed is not None
    return claimed


def kept(repository: FakeRepository, wanted: Operation) -> Operation:
    found = repository.get(OPERATIONS, id=wanted.id)
    assert found is not None
    return found


def test_what_a_claim_and_a_write_return_is_what_is_kept(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    claimed = claim(lifecycle, create(service))
    assert claimed == kept(repository, claimed)

    renewed = lifecycle.renew(claimed.id, claimed.fence)

    assert renewed == kept(repository, claimed)
    assert (claimed.worker, claimed.attempt, claimed.fence) == ("worker", 1, 1)


def test_the_time_of_an_operation_counts_from_its_first_start(
    service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    first = claim(lifecycle, create(service))
    lifecycle.release(first.id, first.fence, "The worker is stopping")
    clock.advance(60)

    second = claim(lifecycle, first)

    assert (second.started_at, second.deadline_at) == (first.started_at, first.deadline_at)
    assert first.started_at == clock.now() - timedelta(seconds=60)
    assert first.deadline_at == first.started_at + Limits().timeout


def test_a_kinds_own_time_goes_before_the_platforms(service: StoreService, lifecycle: Lifecycle, clock: FakeClock) -> None:
    lifecycle.finish(claim(lifecycle, create(service)).id, 1, SUCCEEDED)
    with added(replace(verify.KIND, name="glance", timeout=timedelta(minutes=2))):
        claimed = claim(lifecycle, service.request("demo", "glance", owner()).operation)

    assert claimed.deadline_at == clock.now() + timedelta(minutes=2)


def test_another_worker_says_that_it_goes_on(service: StoreService, lifecycle: Lifecycle, repository: FakeRepository) -> None:
    first = claim(lifecycle, create(service))
    lifecycle.release(first.id, first.fence, "The worker is stopping")
    claim(lifecycle, first)

    told = [(event.step, event.status, event.message) for event in events_of(repository, first.id)]
    assert told[1:] == [
        ("start", EventStatus.STARTED, "A worker has started"),
        ("queue", EventStatus.INFO, "The worker is stopping"),
        ("start", EventStatus.STARTED, "Another worker goes on with it"),
    ]


@pytest.mark.parametrize("deed", ["renew", "record", "finish", "release"])
def test_one_lost_race_does_not_cost_the_lease(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, deed: str
) -> None:
    claimed = claim(lifecycle, create(service))

    def rival() -> None:
        repository.before_commit = None
        repository.commit(Replace(kept(repository, claimed)))

    repository.before_commit = rival

    write(lifecycle, claimed, deed)


@pytest.mark.parametrize("deed", ["renew", "record", "finish", "release"])
def test_a_run_of_an_operation_that_is_not_there_has_lost_its_lease(lifecycle: Lifecycle, deed: str) -> None:
    with pytest.raises(LeaseLost):
        write(lifecycle, operation("OP000404", fence=1), deed)


def write(lifecycle: Lifecycle, run: Operation, deed: str) -> None:
    if deed == "renew":
        lifecycle.renew(run.id, run.fence)
    elif deed == "record":
        lifecycle.record(run.id, run.fence, step="work", status=EventStatus.INFO, message="Working")
    elif deed == "finish":
        lifecycle.finish(run.id, run.fence, SUCCEEDED)
    else:
        lifecycle.release(run.id, run.fence, "The worker is stopping")


def test_what_succeeded_before_its_cancellation_was_noticed_has_succeeded(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    provision = claim(lifecycle, create(service))
    service.request("demo", "delete", owner())

    lifecycle.finish(provision.id, provision.fence, SUCCEEDED)

    assert kept(repository, provision).status is OperationStatus.SUCCEEDED


@pytest.mark.parametrize(
    ("outcome", "status", "message"),
    [
        (SUCCEEDED, EventStatus.SUCCEEDED, "Done"),
        (FAILED, EventStatus.FAILED, "Failed"),
        (replace(SUCCEEDED, message="It is there."), EventStatus.SUCCEEDED, "It is there."),
    ],
    ids=["well", "not", "with a word"],
)
def test_the_last_event_says_how_it_ended(
    lifecycle: Lifecycle, repository: FakeRepository, outcome: Outcome, status: EventStatus, message: str
) -> None:
    repository.commit(Insert(operation()))
    claimed = claim(lifecycle, operation())

    done = lifecycle.finish(claimed.id, claimed.fence, outcome)

    assert (done.message, done.finished_at, done.expires_at) == (message, START, START + HISTORY)
    assert list(events_of(repository, claimed.id))[-1] == Event(
        operation_id=claimed.id,
        number=2,
        at=START,
        step="end",
        status=status,
        message=message,
        final=True,
        expires_at=START + HISTORY,
    )


@pytest.mark.parametrize("outcome", [SUCCEEDED, FAILED])
def test_an_operation_ends_although_its_store_is_not_there(
    lifecycle: Lifecycle, repository: FakeRepository, outcome: Outcome
) -> None:
    repository.commit(Insert(operation()))
    claimed = claim(lifecycle, operation())

    lifecycle.finish(claimed.id, claimed.fence, outcome)

    assert kept(repository, claimed).status is outcome.status
    assert repository.get(STORES, id="demo") is None


def test_a_slot_is_free_once_its_lease_is_over_and_not_before(
    service: StoreService, repository: FakeRepository, clock: FakeClock
) -> None:
    lifecycle = Lifecycle(repository=repository, clock=clock, limits=Limits(slots=1))
    claim(lifecycle, create(service, "first"))
    second = create(service, "second")

    clock.advance(Limits().lease)
    assert lifecycle.claim(second.id, "worker") is None
    clock.advance(INSTANT)
    assert lifecycle.claim(second.id, "worker") is not None


def test_a_worker_is_lost_once_its_lease_is_over_and_not_before(
    service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    claimed = claim(lifecycle, create(service))

    clock.advance(Limits().lease)
    assert lifecycle.reap() == []
    clock.advance(INSTANT)
    assert lifecycle.reap() == [claimed.id]


def test_an_operations_time_is_up_after_its_deadline_and_not_at_it(
    service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    claimed = claim(lifecycle, create(service))
    lifecycle.release(claimed.id, claimed.fence, "The worker is stopping")

    clock.advance(Limits().timeout)
    assert lifecycle.reap() == [claimed.id]
    clock.advance(INSTANT)
    assert lifecycle.reap() == []


def test_who_was_lost_too_often_may_be_asked_for_again(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    wanted, pauses = create(service), []
    for _ in range(MAX_LOSSES):
        lifecycle.release(wanted.id, claim(lifecycle, wanted).fence, "Its run broke off", lost=True)
        at = kept(repository, wanted).not_before
        pauses.append((at - clock.now()).total_seconds() if at else 0)
        clock.advance(pauses[-1])

    assert pauses == [0, 2, 4, 8, 16], "what breaks one run after the other may pass meanwhile; the last is its end"
    found = kept(repository, wanted)
    assert (found.reason, found.retryable, found.losses) == ("WorkerLost", True, MAX_LOSSES)


def test_the_reaper_sweeps_what_has_expired(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    done = claim(lifecycle, create(service))
    lifecycle.finish(done.id, done.fence, SUCCEEDED)
    clock.advance(HISTORY)

    lifecycle.reap()

    assert repository.sweep(clock.now()) == 0, "nothing was left to sweep"


def test_an_operation_of_a_kind_that_only_a_newer_version_knows_is_left_to_that_version(
    lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    repository.commit(Insert(operation(kind="repaint")))

    assert lifecycle.claim("OP000001", "worker") is None
    assert lifecycle.reap() == []
    assert kept(repository, operation()).status is OperationStatus.QUEUED

    repository.commit(Insert(operation("OP000002", store_id="other")))
    assert lifecycle.reap() == ["OP000002"], "those of kinds that are known go on"


def test_what_was_installed_is_kept_with_the_store(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    claimed = claim(lifecycle, create(service))
    clock.advance(1)

    lifecycle.finish(claimed.id, claimed.fence, Outcome(OperationStatus.SUCCEEDED, result={"deployed": DEPLOYED}))

    found = repository.get(STORES, id="demo")
    assert found is not None
    assert found.deployed == Deployed.model_validate({**DEPLOYED, "at": clock.now()})


def test_only_a_kind_that_proves_it_says_that_a_test_order_went_through(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    repository.commit(Insert(store()))
    with added(replace(verify.KIND, name="polish", proves=False)):
        claimed = claim(lifecycle, service.request("demo", "polish", owner()).operation)
        lifecycle.finish(claimed.id, claimed.fence, SUCCEEDED)

    found = repository.get(STORES, id="demo")
    assert found is not None
    assert (found.active_operation_id, found.verified_at) == (None, None)


def test_a_kind_that_leaves_the_status_as_it_was_means_the_one_before_it_began(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    repository.commit(Insert(store(status=StoreStatus.READY)))
    with added(replace(verify.KIND, name="polish", running=StoreStatus.PROVISIONING)):
        accepted = service.request("demo", "polish", owner())
        claimed = claim(lifecycle, accepted.operation)
        lifecycle.finish(claimed.id, claimed.fence, FAILED)

    found = repository.get(STORES, id="demo")
    assert found is not None
    assert (accepted.store.status, found.status) == (StoreStatus.PROVISIONING, StoreStatus.READY)


def test_a_claim_forgets_why_the_operation_had_to_wait(lifecycle: Lifecycle, repository: FakeRepository) -> None:
    repository.commit(Insert(operation(reason="RunNotStarted", message="No space left on device.")))

    claimed = claim(lifecycle, operation())

    assert (claimed.reason, claimed.message) == ("", "")

"""The lifecycle's corners: races, leases that ran out, deadlines, texts that cannot be kept. The rules themselves are proven
on every store of record in tests/contract/test_lifecycle_contract.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.application.events import EVIDENCE_MAX, MESSAGE_MAX, RESULT_MAX, ended
from functions.application.limits import Limits
from functions.application.operations import MAX_LOSSES, Lifecycle
from functions.application.ports.repository import Insert, Replace
from functions.application.queries import events_of, slots
from functions.application.stores import StoreService
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import LeaseLost
from functions.domain.operation import EventStatus, Operation, OperationStatus, Outcome
from functions.domain.store import StoreRequest, StoreStatus
from tests.fakes import FakeClock, FakeRepository, owner
from tests.fakes.samples import operation, store

SUCCEEDED = Outcome(OperationStatus.SUCCEEDED)


def create(service: StoreService, name: str = "demo") -> Operation:
    return service.create(StoreRequest(name=name, engine="medusa"), owner()).operation


def claim(lifecycle: Lifecycle, wanted: Operation) -> Operation:
    claimed = lifecycle.claim(wanted.id, "worker")
    assert claimed is not None
    return claimed


def test_a_claim_that_lost_the_race_for_a_slot_takes_the_other(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    mine, rivals = create(service, "mine"), create(service, "rivals")

    def rival() -> None:
        repository.before_commit = None
        claim(lifecycle, rivals)

    repository.before_commit = rival

    claim(lifecycle, mine)

    assert [slot.operation_id for slot in slots(repository)] == [rivals.id, mine.id]


def test_a_claim_that_lost_the_race_for_the_operation_gets_nothing(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    wanted = create(service)

    def rival() -> None:
        repository.before_commit = None
        claim(lifecycle, wanted)

    repository.before_commit = rival

    assert lifecycle.claim(wanted.id, "late") is None
    assert [slot.operation_id for slot in slots(repository)] == [wanted.id]


def test_a_claim_that_loses_every_race_gives_up(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    wanted = create(service)

    def rival() -> None:
        found = repository.get(OPERATIONS, id=wanted.id)
        assert found is not None
        repository.before_commit = None
        repository.commit(Replace(found))
        repository.before_commit = rival

    repository.before_commit = rival

    assert lifecycle.claim(wanted.id, "unlucky") is None


def test_a_write_that_loses_every_race_loses_the_lease(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    claimed = claim(lifecycle, create(service))

    def rival() -> None:
        found = repository.get(OPERATIONS, id=claimed.id)
        assert found is not None
        repository.before_commit = None
        repository.commit(Replace(found))
        repository.before_commit = rival

    repository.before_commit = rival

    with pytest.raises(LeaseLost, match="others kept writing"):
        lifecycle.record(claimed.id, claimed.fence, step="work", status=EventStatus.INFO, message="Working")


def test_a_late_worker_whose_slot_was_taken_cannot_renew(
    service: StoreService, repository: FakeRepository, clock: FakeClock
) -> None:
    lifecycle = Lifecycle(repository=repository, clock=clock, limits=Limits(slots=1))
    stalled = claim(lifecycle, create(service, "first"))
    other = create(service, "second")
    clock.advance(31)
    claim(lifecycle, other)

    with pytest.raises(LeaseLost, match="slot"):
        lifecycle.renew(stalled.id, stalled.fence)


def test_a_late_worker_whose_slot_nobody_took_goes_on(service: StoreService, lifecycle: Lifecycle, clock: FakeClock) -> None:
    claimed = claim(lifecycle, create(service))
    clock.advance(31)

    renewed = lifecycle.renew(claimed.id, claimed.fence)

    assert renewed.lease_until == clock.now() + timedelta(seconds=30)
    assert lifecycle.reap() == []


def test_renewing_for_ever_ends_one_lease_after_the_deadline(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    claimed = claim(lifecycle, create(service))
    for _ in range(93):
        clock.advance(10)
        lifecycle.renew(claimed.id, claimed.fence)
    assert lifecycle.reap() == []

    clock.advance(1)
    lifecycle.renew(claimed.id, claimed.fence)
    lifecycle.reap()

    ended_one = repository.get(OPERATIONS, id=claimed.id)
    assert ended_one is not None
    assert (ended_one.status, ended_one.reason) == (OperationStatus.TIMED_OUT, "TimedOut")
    with pytest.raises(LeaseLost):
        lifecycle.renew(claimed.id, claimed.fence)


def test_an_operation_queued_again_past_its_deadline_is_ended_by_the_reaper(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    claimed = claim(lifecycle, create(service))
    lifecycle.release(claimed.id, claimed.fence, "The worker is stopping")
    clock.advance(timedelta(minutes=16))

    assert lifecycle.claim(claimed.id, "late") is None
    assert lifecycle.reap() == []

    found = repository.get(OPERATIONS, id=claimed.id)
    assert found is not None
    assert (found.status, found.retryable) == (OperationStatus.TIMED_OUT, True)
    assert (found.reason, found.message) == ("TimedOut", "The operation did not end in time.")
    kept = repository.get(STORES, id="demo")
    assert kept is not None
    assert (kept.status, kept.reason, kept.active_operation_id) == (StoreStatus.FAILED, "TimedOut", None)


def test_releasing_an_operation_that_shall_be_canceled_ends_it(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    claimed = claim(lifecycle, create(service))
    deletion = service.request("demo", "delete", owner()).operation

    released = lifecycle.release(claimed.id, claimed.fence, "The worker is stopping")

    assert released.status is OperationStatus.CANCELED
    assert claim(lifecycle, deletion).status is OperationStatus.RUNNING


def test_a_worker_lost_too_often_fails_the_operation(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    wanted = create(service)
    for loss in range(1, MAX_LOSSES + 1):
        stopped = claim(lifecycle, wanted)
        lifecycle.release(wanted.id, stopped.fence, "The worker is stopping")
        assert claim(lifecycle, wanted).attempt == 2 * loss
        clock.advance(31)
        assert lifecycle.reap() == ([wanted.id] if loss < MAX_LOSSES else [])

    found = repository.get(OPERATIONS, id=wanted.id)
    assert found is not None
    assert (found.status, found.reason, found.losses) == (OperationStatus.FAILED, "WorkerLost", MAX_LOSSES)


def test_the_reaper_leaves_alone_what_somebody_else_mends_at_that_moment(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    claimed = claim(lifecycle, create(service))
    clock.advance(31)

    def rival() -> None:
        repository.before_commit = None
        lifecycle.renew(claimed.id, claimed.fence)

    repository.before_commit = rival

    assert lifecycle.reap() == []
    found = repository.get(OPERATIONS, id=claimed.id)
    assert found is not None
    assert (found.status, found.fence) == (OperationStatus.RUNNING, claimed.fence)


def test_the_reaper_sees_more_than_a_hundred_live_operations(repository: FakeRepository, clock: FakeClock) -> None:
    lifecycle = Lifecycle(repository=repository, clock=clock, limits=Limits(slots=200))
    for number in range(1, 152):
        repository.commit(Insert(operation(f"OP{number:06d}", store_id=f"shop-{number}")))
    lost = claim(lifecycle, operation("OP000151"))
    clock.advance(31)

    assert len(lifecycle.reap()) == 151
    found = repository.get(OPERATIONS, id=lost.id)
    assert found is not None
    assert found.status is OperationStatus.QUEUED


def test_an_operation_whose_predecessor_is_swept_may_start(lifecycle: Lifecycle, repository: FakeRepository) -> None:
    repository.commit(Insert(operation("OP000002", after="OP000001")))

    assert lifecycle.claim("OP000002", "worker") is not None


def test_an_operation_that_nobody_knows_cannot_be_claimed(lifecycle: Lifecycle) -> None:
    assert lifecycle.claim("OP000001", "worker") is None


@pytest.mark.parametrize("status", [OperationStatus.QUEUED, OperationStatus.RUNNING])
def test_an_operation_cannot_end_as_live(status: OperationStatus, clock: FakeClock) -> None:
    with pytest.raises(ValueError, match=status.value):
        ended(operation(), Outcome(status), clock.now())


def test_an_operation_ends_although_its_outcome_cannot_be_kept_as_it_is(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    claimed = claim(lifecycle, create(service))
    undecodable = b"caf\xe9".decode(errors="surrogateescape")
    outcome = Outcome(
        OperationStatus.FAILED,
        "ProvisionFailed",
        undecodable + "x" * 100_000,
        evidence=(undecodable, *("y" * 5000 for _ in range(100))),
        result={"bytes": b"raw", undecodable: [undecodable], "share": 0.1},
    )

    lifecycle.record(claimed.id, claimed.fence, step="s" * 500, status=EventStatus.INFO, message=undecodable)
    lifecycle.finish(claimed.id, claimed.fence, outcome)

    found = repository.get(OPERATIONS, id=claimed.id)
    assert found is not None
    assert found.message.startswith("caf?x")
    assert len(found.message) == MESSAGE_MAX
    assert (len(found.evidence), found.evidence[0]) == (EVIDENCE_MAX, "caf?")
    assert found.result == {"bytes": "b'raw'", "caf?": ["caf?"], "share": 0.1}
    assert [len(event.step) <= 100 for event in events_of(repository, claimed.id)] == [True] * 4


def test_a_result_that_is_too_large_leaves_a_note(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    claimed = claim(lifecycle, create(service))

    lifecycle.finish(claimed.id, claimed.fence, Outcome(OperationStatus.SUCCEEDED, result={"log": "z" * RESULT_MAX}))

    found = repository.get(OPERATIONS, id=claimed.id)
    assert found is not None
    assert found.result is not None
    assert list(found.result) == ["omitted"]


@pytest.mark.parametrize(("characters", "kept"), [(RESULT_MAX, True), (RESULT_MAX + 1, False)])
def test_a_result_may_have_just_so_many_characters(characters: int, kept: bool, clock: FakeClock) -> None:
    result = {"log": "z" * (characters - len('{"log": ""}'))}

    final, _ = ended(operation(), replace(SUCCEEDED, result=result), clock.now())

    note = f"The result had {characters} characters, more than the {RESULT_MAX} that are kept."
    assert final.result == (result if kept else {"omitted": note})


def test_an_operation_on_a_store_that_moved_on_leaves_the_store_alone(lifecycle: Lifecycle, repository: FakeRepository) -> None:
    repository.commit(Insert(store(active_operation_id="OP000009")), Insert(operation()))
    claimed = claim(lifecycle, operation())

    lifecycle.finish(claimed.id, claimed.fence, SUCCEEDED)

    assert repository.get(STORES, id="demo") == store(active_operation_id="OP000009")


def test_whoever_follows_is_told_of_every_write_that_took_place(
    service: StoreService, repository: FakeRepository, clock: FakeClock
) -> None:
    seen: list[int] = []
    wanted = create(service)

    def told() -> None:
        found = repository.get(OPERATIONS, id=wanted.id)
        assert found is not None
        seen.append(found.event_count)

    lifecycle = Lifecycle(repository=repository, clock=clock, limits=Limits(), changed=told)

    claimed = claim(lifecycle, wanted)
    lifecycle.record(claimed.id, claimed.fence, step="work", status=EventStatus.INFO, message="Working")
    with pytest.raises(LeaseLost):
        lifecycle.record(claimed.id, claimed.fence + 1, step="work", status=EventStatus.INFO, message="Late")
    lifecycle.finish(claimed.id, claimed.fence, SUCCEEDED)

    assert seen == [2, 3, 4]

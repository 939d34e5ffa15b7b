"""Counts on every store of record: those of an earlier version's stores, many ends at once, and what metrics make of them."""

from __future__ import annotations

import threading
from collections import Counter as Numbers
from contextlib import suppress
from datetime import timedelta

import pytest

from functions.application.activity import ActivityLog
from functions.application.counting import STORES_AT_ONCE, Counter
from functions.application.limits import Limits
from functions.application.metrics import owners_metrics, platform_metrics, statuses
from functions.application.operations import Lifecycle
from functions.application.outbox import Dispatcher
from functions.application.ports.repository import Insert, Replace, Repository
from functions.application.queries import live_now
from functions.application.stores import StoreService
from functions.domain.entities import CENSUS, RECOUNTS, STORES, TALLIES
from functions.domain.errors import Unavailable, VersionConflict
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.store import StoreRequest, StoreStatus
from functions.domain.tally import Census
from functions.domain.user import User
from tests.fakes import FakeCatalogue, FakeClock, FakeIds, FakeRepository, owner, rules
from tests.fakes.failing import FailingRepository, How
from tests.fakes.samples import operation, store

ENGINE = next(iter(FakeCatalogue().engines()))
DONE = Outcome(OperationStatus.SUCCEEDED)
BROKEN = Outcome(OperationStatus.FAILED, "ProvisionFailed", "No order went through.")


def create(service: StoreService, shop: str, user: User | None = None) -> Operation:
    request = StoreRequest(name=shop, id=shop, engine=ENGINE)
    return service.create(request, user or owner()).operation


def end(lifecycle: Lifecycle, clock: FakeClock, wanted: Operation, outcome: Outcome = DONE, seconds: int = 60) -> None:
    claimed = lifecycle.claim(wanted.id, "worker")
    assert claimed is not None
    clock.advance(seconds)
    lifecycle.finish(wanted.id, claimed.fence, outcome)


def earlier(repository: Repository, number: int) -> None:
    """What a version that did not count left: stores that rest, and one whose operation is live."""
    for each in range(number):
        status = StoreStatus.FAILED if each % 3 == 0 else StoreStatus.READY
        repository.commit(Insert(store(f"old-{each:03d}", status=status)))
    repository.commit(
        Insert(store("old-live", status=StoreStatus.DELETING, active_operation_id="OP000900")),
        Insert(operation("OP000900", store_id="old-live", kind="delete", status_before=StoreStatus.READY)),
    )


def test_the_stores_of_a_version_that_did_not_count_are_counted_once(
    repository: Repository, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    earlier(repository, 2 * STORES_AT_ONCE + 5)
    assert platform_metrics(repository, Limits(), clock.now()).complete is False

    assert Counter(repository).go_on() is True
    rules.every_store_is_counted(repository)
    assert Counter(repository).go_on() is True

    rules.every_store_is_counted(repository)
    found = platform_metrics(repository, Limits(), clock.now())
    assert (found.statuses["deleting"], sum(found.statuses.values()), found.complete) == (1, 2 * STORES_AT_ONCE + 6, True)
    claimed = lifecycle.claim("OP000900", "worker")
    assert claimed is not None
    lifecycle.finish(claimed.id, claimed.fence, DONE)
    rules.every_store_is_counted(repository)


def test_counting_goes_on_where_it_was_and_beside_what_happens_meanwhile(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    earlier(repository, 3 * STORES_AT_ONCE)
    first, second = Counter(repository), Counter(repository)

    assert first.go_on(steps=1) is False
    deleted = service.request("old-001", "delete", owner()).operation  # was counted
    verified = service.request("old-047", "verify", owner()).operation  # was not
    end(lifecycle, clock, create(service, "new"))
    assert second.go_on(steps=1) is False
    end(lifecycle, clock, deleted)
    assert first.go_on() is True

    rules.every_store_is_counted(repository)
    end(lifecycle, clock, verified)
    rules.every_store_is_counted(repository)
    assert second.go_on() is True


@pytest.mark.parametrize("how", [How.CONFLICT, How.AFTER])
def test_a_page_that_somebody_wrote_into_or_whose_answer_was_lost_is_not_counted_twice(how: How) -> None:
    for call in range(1, 60):
        inner = FakeRepository(FakeClock())
        earlier(inner, STORES_AT_ONCE + 3)
        counter = Counter(FailingRepository(inner, {call: how}))
        for _ in range(3):
            with suppress(Unavailable):  # the reaper says it and comes again
                counter.go_on()

        rules.every_store_is_counted(inner)
        assert Counter(inner).go_on() is True


def test_a_commit_of_the_recount_is_one_that_every_store_of_record_takes(repository: Repository) -> None:
    for number in range(STORES_AT_ONCE):
        repository.commit(Insert(store(f"shop-{number}")))

    assert Counter(repository).go_on(steps=1) is False  # a full page, with all rows of the census and the mark

    assert len(repository.rows(CENSUS)) > 5
    mark = repository.get(RECOUNTS)
    assert mark is not None
    assert mark.after


def test_many_ends_at_once_are_all_counted(repository: Repository, service: StoreService, clock: FakeClock) -> None:
    lifecycle = Lifecycle(repository=repository, clock=clock, limits=Limits(slots=24))
    runs = []
    for number in range(24):
        claimed = lifecycle.claim(create(service, f"shop-{number}").id, "worker")
        assert claimed is not None
        runs.append(claimed)
    clock.advance(20)
    start = threading.Barrier(len(runs))

    def finish(run: Operation) -> None:
        start.wait()
        lifecycle.finish(run.id, run.fence, DONE if int(run.id[-2:]) % 2 else BROKEN)

    threads = [threading.Thread(target=finish, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    rules.every_store_is_counted(repository)
    assert statuses(repository, live_now(repository)) == {"ready": 12, "failed": 12}
    (count,) = platform_metrics(repository, Limits(), clock.now()).ended.values()
    assert (count.outcomes, sum(count.buckets.values())) == ({"succeeded": 12, "failed": 12}, 12)


def test_a_count_that_cannot_be_read_keeps_no_operation_from_ending(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    for number in range(8):
        odd = Census(shard=number).model_copy(update={"stores": "many"})
        with pytest.warns(UserWarning, match="stores"):
            repository.commit(Insert(odd))

    end(lifecycle, clock, create(service, "demo"))

    kept = repository.get(STORES, id="demo")
    assert kept is not None
    assert (kept.status, kept.counted) == (StoreStatus.READY, None)  # it will be when it can be


def test_the_platforms_numbers_and_an_owners(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    log = ActivityLog(repository=repository, clock=clock, ids=FakeIds(), days=400)
    otto = owner("otto")
    end(lifecycle, clock, create(service, "alpha"), BROKEN)
    end(lifecycle, clock, service.request("alpha", "provision", owner()).operation, seconds=100)
    end(lifecycle, clock, create(service, "beta"), seconds=50)
    end(lifecycle, clock, create(service, "gamma", otto), seconds=200)
    end(lifecycle, clock, service.request("beta", "delete", owner()).operation, seconds=10)
    service.request("alpha", "verify", owner())
    create(service, "delta", otto)
    Dispatcher(repository=repository, clock=clock, subscribers=[log], holder="one").dispatch()
    Counter(repository).go_on()

    every = platform_metrics(repository, Limits(), clock.now())
    olgas, ottos = (owners_metrics(repository, user, Limits(), clock.now()) for user in (owner(), otto))

    assert every.statuses == {"ready": 2, "provisioning": 1}
    assert (olgas.statuses, ottos.statuses) == ({"ready": 1}, {"ready": 1, "provisioning": 1})
    assert {key: count.outcomes for key, count in every.ended.items()} == {
        ("provision", ENGINE): {"succeeded": 3, "failed": 1},
        ("delete", ENGINE): {"succeeded": 1},
    }
    assert olgas.ended["provision", ENGINE].outcomes == {"succeeded": 2, "failed": 1}
    assert ottos.ended["provision", ENGINE].quantile(0.5) == pytest.approx(200, rel=0.1)
    assert every.ended["provision", ENGINE].quantile(0.5) == pytest.approx(100, rel=0.1)
    assert every.ended["provision", ENGINE].quantile(0.95) == pytest.approx(200, rel=0.1)
    assert (every.retries, olgas.retries, ottos.retries) == (1, 1, 0)
    assert (every.succeeded("delete"), every.succeeded("upgrade"), ottos.succeeded("delete")) == (1, 0, 0)
    assert (every.queued, olgas.queued, ottos.queued, every.running, every.slots) == (2, 1, 1, 0, 2)
    clock.advance(timedelta(days=7))
    assert platform_metrics(repository, Limits(), clock.now()).ended == {}
    assert owners_metrics(repository, owner(), Limits(), clock.now()).ended == {}


def test_metrics_cost_the_same_with_many_stores_as_with_few() -> None:
    calls = []
    for number in (3, 300):
        inner = FakeRepository(FakeClock())
        for each in range(number):
            inner.commit(Insert(store(f"shop-{each}")))
        Counter(inner).go_on()
        counted = FailingRepository(inner)
        assert sum(platform_metrics(counted, Limits(), FakeClock().now()).statuses.values()) == number
        calls.append(counted.calls)

    assert calls[0] == calls[1]


def test_a_canceled_operation_that_never_started_is_counted_too(repository: Repository, service: StoreService) -> None:
    create(service, "demo")
    service.request("demo", "delete", owner())

    (row,) = repository.rows(TALLIES)
    assert row.total.outcomes == {"canceled": 1}
    assert statuses(repository, live_now(repository)) == Numbers({"deleting": 1})
    with pytest.raises(VersionConflict):
        repository.commit(Replace(row.model_copy(update={"version": row.version + 1})))

"""Numbers of the platform and of an owner, over fakes. What operations and counts make of them: tests/contract."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.application import metrics
from functions.application.limits import Limits
from functions.application.metrics import Metrics, ever, owners_metrics, platform_metrics
from functions.application.ports.repository import Insert
from functions.domain.entities import RECOUNTS
from functions.domain.store import StoreStatus
from functions.domain.tally import Census, Count, Recount, Tally
from tests.fakes import FakeClock, FakeRepository, owner
from tests.fakes.platform import START
from tests.fakes.samples import line, operation, store

OLGA, LIMITS = owner("olga"), Limits()


def ended(number: int, at: datetime, outcome: str = "succeeded", **detail: Any) -> Insert:
    return Insert(line(number, at=at, action="operation.ended", outcome=outcome, detail={"kind": "verify", **detail}))


def test_an_owners_week_begins_with_the_first_moment_of_its_first_day(repository: FakeRepository) -> None:
    now = START + timedelta(hours=1, minutes=2, seconds=3.5)
    first = datetime(2025, 12, 26, tzinfo=START.tzinfo)
    repository.commit(
        ended(1, first - timedelta(microseconds=1)), ended(2, first), ended(3, first + timedelta(days=1)), ended(4, now)
    )

    assert owners_metrics(repository, OLGA, LIMITS, now).ended["verify", ""].outcomes == {"succeeded": 3}


def test_of_what_ended_an_owner_sees_how_and_how_long_it_took(repository: FakeRepository) -> None:
    repository.commit(
        ended(1, START, kind="provision", engine="medusa", seconds=60, retry=True),
        ended(2, START, kind="provision", engine="medusa", seconds=1.5),
        ended(3, START, "failed", kind="provision", engine="medusa", seconds=900.0),
        ended(4, START, kind="provision", engine="woocommerce", seconds="long"),
        ended(5, START),
        Insert(line(6, action="operation.ended")),  # of an operation that could not be read
        Insert(line(7, action="operation.verify")),
        Insert(line(8, action="operation.ended", actor="olga", owner="otto")),
    )

    found = owners_metrics(repository, OLGA, LIMITS, START).ended

    assert {key: (count.outcomes, count.retries, count.seconds) for key, count in found.items()} == {
        ("provision", "medusa"): ({"succeeded": 2, "failed": 1}, 1, 61.5),
        ("provision", "woocommerce"): ({"succeeded": 1}, 0, 0.0),
        ("verify", ""): ({"succeeded": 1}, 0, 0.0),
        ("", ""): ({"accepted": 1}, 0, 0.0),
    }
    assert found["provision", "medusa"].quantile(1.0) == pytest.approx(60, rel=0.1)


def test_no_more_than_so_many_lines_of_an_owner_are_looked_at(
    repository: FakeRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "LINES", 2)
    repository.commit(*(ended(number, START + timedelta(seconds=number)) for number in range(3)))

    assert owners_metrics(repository, OLGA, LIMITS, START + timedelta(hours=1)).ended["verify", ""].outcomes == {"succeeded": 2}


def test_an_owner_sees_all_their_stores_and_what_runs_there_and_nothing_of_others(
    repository: FakeRepository, clock: FakeClock
) -> None:
    for number in range(3):
        repository.commit(Insert(store(f"shop-{number}", status=StoreStatus.FAILED if number else StoreStatus.READY)))
    repository.commit(
        Insert(store("elses", owner="otto")),
        Insert(operation("OP000001", status="running", owner="olga")),
        Insert(operation("OP000002", owner="olga")),
        Insert(operation("OP000003", owner="olga")),
        Insert(operation("OP000004", owner="otto")),
    )

    found = owners_metrics(repository, OLGA, LIMITS, clock.now())

    assert (found.statuses, found.queued, found.running, found.slots) == ({"ready": 1, "failed": 2}, 2, 1, 2)


def test_numbers_are_whole_once_every_store_is_counted(repository: FakeRepository, clock: FakeClock) -> None:
    marks: list[Recount | None] = [None, Recount(after="demo"), Recount(done=True)]

    said = []
    for mark in marks:
        if mark is not None:
            kept = repository.get(RECOUNTS)
            repository._rows = {} if kept else repository._rows
            repository.commit(Insert(mark))
        said.append(platform_metrics(repository, LIMITS, clock.now()).complete)

    assert said == [False, False, True]


def test_there_are_no_more_tallies_than_are_read(repository: FakeRepository) -> None:
    for number in range(1001):
        total = Count(outcomes={"succeeded": 1})
        repository.commit(Insert(Tally(kind=f"kind-{number // 8:03d}", engine="medusa", shard=number % 8, total=total)))

    assert sum(count.outcomes["succeeded"] for count in ever(repository).values()) == 1001


def test_only_successes_of_the_kind_are_its_successes() -> None:
    ended = {
        ("upgrade", "medusa"): Count(outcomes={"succeeded": 2, "failed": 1}),
        ("upgrade", "woocommerce"): Count(outcomes={"failed": 1}, retries=1),
        ("rollback", "medusa"): Count(outcomes={"succeeded": 5}, retries=2),
    }
    found = Metrics({}, ended, queued=0, running=0, slots=2)

    assert (found.succeeded("upgrade"), found.succeeded("rollback"), found.succeeded("delete")) == (2, 5, 0)
    assert found.retries == 3


def test_a_store_with_an_operation_under_way_is_counted_as_what_that_makes_of_it(
    repository: FakeRepository, clock: FakeClock
) -> None:
    under_way = operation("OP000001", kind="delete", status_before=StoreStatus.READY, counted=StoreStatus.READY)
    repository.commit(Insert(Census(shard=0, stores={"ready": 3})), Insert(under_way))

    assert platform_metrics(repository, LIMITS, clock.now()).statuses == {"ready": 2, "deleting": 1}

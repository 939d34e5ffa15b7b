"""Drills that the schedule asks for: which stores, when, and never in the way of a backup."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from functions.application.backup_care import AT_ONCE, BackupCare
from functions.application.ports.repository import Insert
from functions.domain.schedule import BUSY, RETRIES, Due, Schedule, due_time
from functions.domain.store import StoreStatus
from tests.fakes.backups import backup
from tests.fakes.platform import START
from tests.fakes.yard import DAY, HOUR, Yard


def drilled(yard: Yard, *names: str, cluster: str = "local", backed_up: bool = True, **fields: Any) -> None:
    """Put stores there that have a backup, and whose drill is due."""
    for name in names:
        yard.keep(name, cluster=cluster, due=False, created_at=START - DAY, **fields)
        now, later = yard.clock.now(), due_time("backup", name, 24, yard.clock.now())
        due = {"backup": Due(at=later), "drill": Due(at=now)}
        yard.state.commit(Insert(Schedule(store_id=name, due_at=now, due=due, cluster=cluster)))
        if backed_up:
            yard.state.commit(Insert(backup(f"of-{name}", store_id=name, owner="olga")))


@pytest.fixture
def weekly(yard: Yard) -> BackupCare:
    """Who cares for drills too."""
    return yard.another("first", drills=168)


def test_a_drill_that_is_due_is_asked_for_of_the_newest_backup(yard: Yard, weekly: BackupCare) -> None:
    drilled(yard, "demo")

    weekly.go_on()

    (asked,) = yard.asked("demo")
    assert (asked.kind, asked.parameters, asked.scheduled, asked.requested_by) == (
        "drill",
        {"backup": "of-demo"},
        True,
        "system",
    )
    assert yard.at("demo", "drill") == due_time("drill", "demo", 168, START)
    assert yard.row("demo").due_at == due_time("backup", "demo", 24, START)


def test_a_store_is_drilled_once_a_week(yard: Yard, weekly: BackupCare) -> None:
    yard.keep("demo", due=False, backup_hours=0)
    yard.state.commit(Insert(backup("OP000001")))
    asked = []

    for _ in range(3 * 7 * 24):
        weekly.go_on()
        if yard.live():
            asked.append(yard.clock.now())
            yard.end("demo")
        yard.clock.advance(HOUR)

    assert [one.kind for one in yard.asked("demo")] == ["drill"] * 3
    assert [after - before for before, after in pairwise(asked)] == [7 * DAY] * 2


@pytest.mark.parametrize("said", [None, 0])
def test_no_drill_is_asked_for_where_nobody_wants_any(yard: Yard, said: int | None) -> None:
    drilled(yard, "demo", drill_hours=said)

    yard.another("first", drills=0 if said is None else 168).go_on()

    assert yard.live() == []
    assert yard.at("demo", "drill") is None


def test_a_stores_own_hours_of_drills_go_before_the_setting(yard: Yard) -> None:
    drilled(yard, "demo", drill_hours=24)

    yard.another("first", drills=0).go_on()

    assert yard.live() == [("demo", "drill")]
    assert yard.at("demo", "drill") == due_time("drill", "demo", 24, START)


@pytest.mark.parametrize("whose", ["nobody", "otto", "an earlier store"])
def test_a_store_without_a_backup_is_drilled_once_it_has_one(yard: Yard, weekly: BackupCare, whose: str) -> None:
    drilled(yard, "demo", backed_up=False)
    made_at = START - 2 * DAY if whose == "an earlier store" else START
    if whose != "nobody":
        yard.state.commit(Insert(backup("OP1", owner="otto" if whose == "otto" else "olga", made_at=made_at)))

    weekly.go_on()
    backed_up = due_time("backup", "demo", 24, START)
    assert yard.live() == []
    assert (yard.at("demo", "drill"), yard.row("demo").due_at) == (START, backed_up), "nobody looks more often for it"

    yard.clock.advance(backed_up - START)
    weekly.go_on()
    yard.end("demo")
    for _ in range(25):
        yard.clock.advance(HOUR)
        weekly.go_on()
        if yard.live():
            yard.end("demo")

    assert [one.kind for one in yard.asked("demo")] == ["drill", "backup", "backup"], "newest first"


def test_where_both_are_due_the_backup_comes_first_and_the_drill_soon_afterwards(yard: Yard, weekly: BackupCare) -> None:
    yard.keep("demo", due=False)
    due = {"backup": Due(at=START), "drill": Due(at=START)}
    yard.state.commit(Insert(backup("OP1")), Insert(Schedule(store_id="demo", due_at=START, due=due)))

    weekly.go_on()
    assert yard.live() == [("demo", "backup")]
    assert (yard.at("demo", "drill"), yard.row("demo").due_at) == (START, START + BUSY)

    yard.end("demo")
    yard.clock.advance(BUSY)
    weekly.go_on()
    assert yard.live() == [("demo", "drill")]


def test_a_backup_goes_before_a_drill_that_was_due_earlier(yard: Yard, weekly: BackupCare) -> None:
    drilled(yard, "a")
    yard.clock.advance(1)
    yard.keep("b")

    weekly.go_on()

    assert yard.live() == [("b", "backup")]
    assert (yard.at("a", "drill"), yard.row("a").due_at) == (START, yard.clock.now() + BUSY)


def test_a_drill_and_a_backup_of_a_cluster_do_not_go_on_at_once(yard: Yard) -> None:
    drilled(yard, "a")
    drilled(yard, "b", cluster="paris")
    care = yard.another("first", drills=168, slots=10)
    care.go_on()
    assert yard.live() == [("a", "drill"), ("b", "drill")]

    yard.keep("c")
    care.go_on()
    assert yard.live() == [("a", "drill"), ("b", "drill")]

    yard.end("a")
    care.go_on()
    assert yard.live() == [("b", "drill"), ("c", "backup")]


def test_a_crowd_of_drills_keeps_no_backup_waiting(yard: Yard) -> None:
    drilled(yard, *(f"shop-{number}" for number in range(2 * AT_ONCE)))
    yard.clock.advance(1)
    yard.keep("late", cluster="paris")

    yard.another("first", drills=168, slots=10).go_on()

    assert yard.live()[0] == ("late", "backup")


def test_a_drill_waits_as_a_backup_does_where_the_store_is_not_ready(yard: Yard, weekly: BackupCare) -> None:
    drilled(yard, "demo", status=StoreStatus.FAILED)

    weekly.go_on()

    assert yard.live() == []
    assert (yard.at("demo", "drill"), yard.row("demo").due_at) == (START, START + BUSY)


def test_a_drill_that_failed_is_tried_again(yard: Yard, weekly: BackupCare) -> None:
    drilled(yard, "demo")
    weekly.go_on()

    yard.end("demo", good=False)

    assert yard.row("demo").due["drill"] == Due(at=START + RETRIES[0], tries=1)
    assert "backup" in yard.row("demo").due

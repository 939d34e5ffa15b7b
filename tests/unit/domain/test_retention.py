"""Which backups may go: rules that hold for any set of backups, and the examples that the docs give."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.backup import Backup, BackupCause
from functions.domain.retention import WAYS_BACK, Retention
from tests.fakes.backups import backup
from tests.fakes.platform import START

NOW = START + timedelta(days=400)
RULES = st.builds(
    Retention,
    daily=st.integers(0, 9),
    weekly=st.integers(0, 9),
    upgrade_days=st.integers(0, 30),
    gone_days=st.integers(0, 60),
    asked_days=st.integers(0, 9),
)
MOMENTS = st.integers(0, 100 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))
MAYBE = st.none() | MOMENTS


@st.composite
def backups(draw: st.DrawFn, *, gone: bool | None = None) -> list[Backup]:
    """Backups of one store, perhaps also of one before it that had the same id."""
    return [
        backup(
            f"OP{number:06d}",
            made_at=draw(MOMENTS),
            cause=draw(st.sampled_from(BackupCause)),
            pinned=draw(st.booleans()),
            proven_at=draw(MAYBE),
            gone_at=draw({None: MAYBE, True: MOMENTS, False: st.none()}[gone]),
        )
        for number in range(draw(st.integers(0, 25)))
    ]


def left(rules: Retention, every: Sequence[Backup], now: datetime = NOW) -> list[Backup]:
    """What is there once the others are gone, newest first."""
    going = {one.id for one in rules.going(every, now)}
    kept = [one for one in every if one.id not in going]
    return sorted(kept, key=lambda one: (one.manifest.made_at, one.id), reverse=True)


def newest(every: Sequence[Backup]) -> Backup:
    return max(every, key=lambda one: (one.manifest.made_at, one.id))


@given(RULES, backups())
def test_only_what_is_there_goes_and_each_once(rules: Retention, every: list[Backup]) -> None:
    going = [one.id for one in rules.going(every, NOW)]

    assert len(going) == len(set(going))
    assert set(going) <= {one.id for one in every}


@given(RULES, backups())
def test_what_is_pinned_stays(rules: Retention, every: list[Backup]) -> None:
    assert not any(one.pinned for one in rules.going(every, NOW))


@given(RULES, backups())
def test_the_newest_and_the_newest_proven_one_of_a_store_that_is_there_stay(rules: Retention, every: list[Backup]) -> None:
    there = [one for one in every if one.gone_at is None]
    proven = [one for one in there if one.proven_at is not None]

    kept = left(rules, every)

    assert all(newest(group) in kept for group in (there, proven) if group)


@given(RULES, backups())
def test_what_is_promised_until_a_time_stays_until_then(rules: Retention, every: list[Backup]) -> None:
    for one in rules.going(every, NOW):
        until = rules.kept_until(one)
        assert until is None or until <= NOW


@given(RULES, backups())
def test_removing_what_goes_makes_nothing_else_go(rules: Retention, every: list[Backup]) -> None:
    assert rules.going(left(rules, every), NOW) == []


@given(RULES, backups(), st.randoms(use_true_random=False))
def test_the_order_in_which_backups_are_listed_changes_nothing(rules: Retention, every: list[Backup], chance: object) -> None:
    shuffled = sorted(every, key=lambda one: hash((one.id, str(chance))))

    assert rules.going(shuffled, NOW) == rules.going(every, NOW)


@given(RULES, backups(gone=False))
def test_no_more_stay_than_days_and_weeks_and_those_that_have_a_reason(rules: Retention, every: list[Backup]) -> None:
    bare = [one for one in left(rules, every) if not one.pinned and not (rules.kept_until(one) or NOW) > NOW]

    assert len(bare) <= rules.daily + rules.weekly + 2


@given(RULES, backups(gone=False))
def test_as_many_days_and_weeks_have_a_backup_afterwards_as_are_kept_of_those_that_had_one(
    rules: Retention, every: list[Backup]
) -> None:
    def periods(of: Sequence[Backup], count: int, *, weeks: bool) -> list[object]:
        ordinary = [one.manifest.made_at.astimezone(UTC) for one in of if one.manifest.cause not in WAYS_BACK]
        found = {tuple(at.isocalendar())[: 2 if weeks else 3] for at in ordinary}
        return list(sorted(found, reverse=True)[:count])

    kept = left(rules, every)

    assert periods(kept, rules.daily, weeks=False) == periods(every, rules.daily, weeks=False)
    assert periods(kept, rules.weekly, weeks=True) == periods(every, rules.weekly, weeks=True)


@given(RULES, backups(gone=True))
def test_of_a_store_that_is_gone_all_go_together_with_their_time(rules: Retention, every: list[Backup]) -> None:
    due = [one for one in every if one.gone_at is not None and one.gone_at + timedelta(days=rules.gone_days) <= NOW]

    assert {one.id for one in rules.going(every, NOW)} == {one.id for one in due if not one.pinned}


@given(RULES, backups(gone=False), backups(gone=True))
def test_what_an_earlier_store_of_that_id_left_changes_nothing_for_the_one_that_is_there(
    rules: Retention, mine: list[Backup], earlier: list[Backup]
) -> None:
    theirs = [one.model_copy(update={"id": f"X{one.id}"}) for one in earlier]

    together = {one.id for one in rules.going([*mine, *theirs], NOW)}

    assert together == {one.id for one in (*rules.going(mine, NOW), *rules.going(theirs, NOW))}


def test_a_year_of_daily_backups_leaves_seven_days_and_six_weeks() -> None:
    every = [backup(f"OP{day:06d}", made_at=NOW - timedelta(days=day)) for day in range(365)]

    kept = left(Retention(), every)

    assert [(NOW - one.manifest.made_at).days for one in kept[:7]] == list(range(7))
    weeks = [one.manifest.made_at.isocalendar()[:2] for one in kept]
    assert len(set(weeks)) == 6
    assert 7 + 4 <= len(kept) <= 7 + 6


def test_a_store_whose_backups_fail_keeps_those_it_has() -> None:
    every = [backup(f"OP{day:06d}", made_at=NOW - timedelta(days=300 + day)) for day in range(7)]

    assert left(Retention(), every) == every


def test_of_many_backups_a_day_the_newest_stays() -> None:
    every = [backup(f"OP{hour:06d}", made_at=START.replace(hour=hour)) for hour in range(24)]

    assert [one.id for one in left(Retention(), every, START + timedelta(days=1))] == ["OP000023"]


@pytest.mark.parametrize("cause", WAYS_BACK)
def test_the_one_before_an_upgrade_stays_two_weeks_and_takes_no_days_place(cause: BackupCause) -> None:
    made, ordinary = START.replace(hour=12), [backup(f"OP{day:06d}", made_at=START - timedelta(days=day)) for day in range(7)]
    before = backup("OP000100", made_at=made + timedelta(hours=1), cause=cause)
    newer = backup("OP000101", made_at=made + timedelta(hours=2), cause=cause)

    assert len(left(Retention(), [*ordinary, before, newer], made + timedelta(days=13, hours=23))) == 9
    assert left(Retention(), [*ordinary, before, newer], made + timedelta(days=15)) == [newer, *ordinary]


def test_one_that_was_asked_for_stays_a_week_also_where_newer_ones_of_the_day_came() -> None:
    asked = backup("OP000001", made_at=START, cause=BackupCause.ASKED)
    later = backup("OP000002", made_at=START + timedelta(hours=1))

    assert left(Retention(), [asked, later], START + timedelta(days=6)) == [later, asked]
    assert left(Retention(), [asked, later], START + timedelta(days=8)) == [later]


def test_until_when_a_backup_is_kept_is_said_where_a_time_is_set() -> None:
    rules, day = Retention(), timedelta(days=1)

    assert rules.kept_until(backup()) is None
    assert rules.kept_until(backup(cause=BackupCause.ASKED)) == START + 7 * day
    assert rules.kept_until(backup(cause=BackupCause.UPGRADE)) == START + 14 * day
    assert rules.kept_until(backup(gone_at=START + day)) == START + 31 * day
    assert rules.kept_until(backup(gone_at=START + day, pinned=True)) is None


NO_HISTORY = Retention(daily=0, weekly=0)


def test_a_backup_that_was_asked_for_goes_with_the_moment_that_ends_its_time() -> None:
    asked, newer = backup("OP000001", cause=BackupCause.ASKED, made_at=START), backup("OP000002", made_at=NOW)
    until = NO_HISTORY.kept_until(asked)

    assert until == START + timedelta(days=7)
    assert NO_HISTORY.going([asked, newer], until - timedelta(microseconds=1)) == []
    assert NO_HISTORY.going([asked, newer], until) == [asked]


def test_of_those_that_are_proven_only_the_newest_is_kept_for_that() -> None:
    every = [backup(f"OP{number:06d}", made_at=START + timedelta(days=number)) for number in range(5)]
    every[1], every[2] = (one.model_copy(update={"proven_at": NOW}) for one in every[1:3])

    assert [one.id for one in NO_HISTORY.going(every, NOW)] == ["OP000003", "OP000001", "OP000000"]


def test_a_day_is_one_of_utc_wherever_the_platform_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """In Tokyo it is another day from 15:00 UTC on."""
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        every = [backup(f"OP{hour:06d}", made_at=START.replace(hour=hour)) for hour in (14, 16)]
        kept = left(Retention(daily=2, weekly=0), every)
    time.tzset()

    assert [one.id for one in kept] == ["OP000016"]

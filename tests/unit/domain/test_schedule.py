"""When backups and drills are due: at times of the store's own, spread over the period; and when again after failures."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.schedule import BUSY, MOST_HOURS, RETRIES, Due, Schedule, due_time, looked_at_next
from tests.fakes.platform import START

HOURS = st.integers(1, MOST_HOURS)
IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=40)
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@given(IDS, HOURS, TIMES)
def test_the_next_time_is_within_a_period_and_the_one_after_it_a_period_later(store_id: str, hours: int, at: datetime) -> None:
    period = timedelta(hours=hours)

    first = due_time("backup", store_id, hours, at)

    assert at < first <= at + period
    assert due_time("backup", store_id, hours, first) == first + period
    assert due_time("backup", store_id, hours, first - timedelta(seconds=1)) == first


@given(IDS, HOURS, TIMES, st.integers(1, 50))
def test_what_was_missed_is_followed_by_a_time_of_the_same_grid(store_id: str, hours: int, at: datetime, missed: int) -> None:
    period = timedelta(hours=hours)
    due = due_time("backup", store_id, hours, at)

    again = due_time("backup", store_id, hours, due + missed * period + period / 2)

    assert again == due + (missed + 1) * period


@pytest.mark.parametrize("hours", [6, 24, 168])
def test_a_thousand_stores_are_spread_over_the_period(hours: int) -> None:
    times = [due_time("backup", f"shop-{number}", hours, START) for number in range(1000)]

    tenths = Counter(int((at - START) / timedelta(hours=hours) * 10) for at in times)
    assert min(tenths[tenth] for tenth in range(10)) > 60
    assert max(Counter(times).values()) <= 3


def test_drills_have_times_of_their_own() -> None:
    for name in (f"shop-{number}" for number in range(99)):
        assert due_time("backup", name, 168, START) != due_time("drill", name, 168, START)


def test_stores_are_looked_at_once_a_day_whether_anything_is_due_or_not() -> None:
    day = timedelta(days=1)

    assert looked_at_next((), START) == START + day
    assert looked_at_next([START + 3 * day], START) == START + day
    assert looked_at_next([START + 3 * day, START + day / 4], START) == START + day / 4
    assert looked_at_next([START], START) == looked_at_next([START - day, START + day], START) == START + BUSY


def schedule(**due: Due) -> Schedule:
    return Schedule(store_id="demo", due_at=START + timedelta(days=1), due=due)


@pytest.mark.parametrize(("tries", "wait"), list(enumerate(RETRIES)))
def test_what_came_to_nothing_is_tried_again_soon_and_later_each_time(tries: int, wait: timedelta) -> None:
    regular = Due(at=START + timedelta(days=2), tries=tries)

    again = schedule(backup=regular, drill=regular).after("backup", START, again=True)

    assert again.due == {"backup": Due(at=START + wait, tries=tries + 1), "drill": regular}
    assert again.due_at == START + wait


@pytest.mark.parametrize(
    ("tries", "left", "again"),
    [
        (len(RETRIES), timedelta(days=2), True),  # the last try
        (1, RETRIES[1], True),  # its regular time comes first
        (1, -RETRIES[1], True),  # or is past
        (1, timedelta(days=2), False),  # it went well, or nobody wants it
    ],
)
def test_its_regular_time_is_left_where_no_other_try_comes_before(tries: int, left: timedelta, again: bool) -> None:
    after = schedule(backup=Due(at=START + left, tries=tries)).after("backup", START, again=again)

    assert after.due == {"backup": Due(at=START + left)}
    assert after.due_at == min(START + left, START + timedelta(days=1))


def test_a_schedule_that_was_changed_meanwhile_stays() -> None:
    changed = schedule(drill=Due(at=START))

    assert changed.after("backup", START, again=True) == changed


def test_what_is_due() -> None:
    found = schedule(backup=Due(at=START))

    assert found.has_due("backup", START)
    assert not found.has_due("backup", START - timedelta(seconds=1))
    assert not found.has_due("drill", START)

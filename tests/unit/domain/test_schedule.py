"""When backups are due: at times of the store's own, spread over the period."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.schedule import MOST_HOURS, backup_time, looked_at_next
from tests.fakes.platform import START

HOURS = st.integers(1, MOST_HOURS)
IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=40)
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@given(IDS, HOURS, TIMES)
def test_the_next_time_is_within_a_period_and_the_one_after_it_a_period_later(store_id: str, hours: int, at: datetime) -> None:
    period = timedelta(hours=hours)

    first = backup_time(store_id, hours, at)

    assert at < first <= at + period
    assert backup_time(store_id, hours, first) == first + period
    assert backup_time(store_id, hours, first - timedelta(seconds=1)) == first


@given(IDS, HOURS, TIMES, st.integers(1, 50))
def test_what_was_missed_is_followed_by_a_time_of_the_same_grid(store_id: str, hours: int, at: datetime, missed: int) -> None:
    period = timedelta(hours=hours)
    due = backup_time(store_id, hours, at)

    again = backup_time(store_id, hours, due + missed * period + period / 2)

    assert again == due + (missed + 1) * period


@pytest.mark.parametrize("hours", [6, 24, 168])
def test_a_thousand_stores_are_spread_over_the_period(hours: int) -> None:
    times = [backup_time(f"shop-{number}", hours, START) for number in range(1000)]

    tenths = Counter(int((at - START) / timedelta(hours=hours) * 10) for at in times)
    assert min(tenths[tenth] for tenth in range(10)) > 60
    assert max(Counter(times).values()) <= 3


def test_backups_are_looked_at_once_a_day_whether_any_are_due_or_not() -> None:
    day = timedelta(days=1)

    assert looked_at_next(None, START) == START + day
    assert looked_at_next(START + 3 * day, START) == START + day
    assert looked_at_next(START + day / 4, START) == START + day / 4

"""Counts: durations within a tenth, a week of days, and what is added up."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.operation import OperationStatus
from functions.domain.store import StoreStatus
from functions.domain.tally import CENSUS_SHARDS, Census, Count, Tally, added, bucket_of, shard_of, upper_bound
from tests.fakes.platform import START
from tests.fakes.samples import operation

DURATIONS = st.floats(min_value=0.09, max_value=900_000)


@given(DURATIONS)
def test_a_duration_lies_within_its_bucket(seconds: float) -> None:
    bucket = bucket_of(seconds)

    assert seconds <= upper_bound(bucket) * (1 + 1e-6)
    assert bucket == 0 or seconds >= upper_bound(bucket - 1) * (1 - 1e-6)


@given(st.lists(DURATIONS, min_size=1, max_size=60), st.sampled_from([0.5, 0.95]))
def test_a_quantile_is_right_within_a_tenth(durations: list[float], share: float) -> None:
    count = Count()
    for seconds in durations:
        count = count.plus("succeeded", seconds=seconds)
    exact = sorted(durations)[max(1, math.ceil(share * len(durations))) - 1]

    found = count.quantile(share)

    assert found is not None
    assert found == pytest.approx(max(exact, 0.1), rel=0.1)


def test_only_what_succeeded_has_a_duration() -> None:
    count = Count().plus("failed", seconds=900).plus("canceled").plus("succeeded", seconds=60, retry=True)

    assert count.outcomes == {"failed": 1, "canceled": 1, "succeeded": 1}
    assert (count.retries, count.seconds, sum(count.buckets.values())) == (1, 60, 1)
    assert Count().plus("failed", seconds=900).quantile(0.5) is None


def test_what_took_next_to_nothing_took_as_long_as_can_be_told() -> None:
    assert Count().plus("succeeded", seconds=0.01).quantile(0.5) == upper_bound(0)


def test_a_year_long_duration_and_none_at_all_have_a_bucket() -> None:
    assert bucket_of(0) == 0
    assert bucket_of(3e7) == bucket_of(1e9)
    assert upper_bound(bucket_of(3e7)) > 10 * 86_400


def test_a_week_is_today_and_six_days_before_and_older_days_leave_the_row() -> None:
    tally = Tally(kind="provision", engine="medusa", shard=0)
    for day in range(30):
        at = START + timedelta(days=day)
        ended = operation(
            status=OperationStatus.SUCCEEDED,
            started_at=at - timedelta(seconds=60),
            finished_at=at,
            status_before=StoreStatus.FAILED,
        )
        tally = tally.with_ended(ended, at)

    assert tally.total.outcomes == {"succeeded": 30}
    assert len(tally.days) == 8
    assert len(tally.week((START + timedelta(days=29)).date())) == 7
    assert len(tally.week((START + timedelta(days=33)).date())) == 3
    assert tally.week((START + timedelta(days=40)).date()) == []
    assert added(tally.week((START + timedelta(days=29)).date())).retries == 7


def test_what_is_added_up_is_what_all_have_together() -> None:
    one, other = Count().plus("succeeded", seconds=60), Count().plus("succeeded", seconds=60).plus("failed", retry=True)

    both = added([one, other])

    assert both.model_dump() == {
        "outcomes": {"succeeded": 2, "failed": 1},
        "retries": 1,
        "seconds": 120,
        "buckets": {str(bucket_of(60)): 2},
    }


def test_a_store_that_moves_is_counted_once_and_a_status_without_stores_is_left_out() -> None:
    row = Census(shard=0).moved(None, "ready").moved(None, "failed").moved("ready", "failed")

    assert row.stores == {"failed": 2}
    assert row.moved("failed", None).moved("failed", None).stores == {}


def test_names_spread_over_all_rows() -> None:
    shards = [shard_of(f"store-{number}", CENSUS_SHARDS) for number in range(400)]

    assert set(shards) == set(range(CENSUS_SHARDS))
    assert max(map(shards.count, set(shards))) < 100

"""Ids of the activity log: they sort by time, and the same event always gets the same one."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st
from ulid import ULID

from functions.domain.activity import activity_id, moment_of
from tests.fakes.platform import START

MOMENTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2100, 1, 1))  # noqa: DTZ001 - made aware below


@example(datetime(2038, 2, 1, 0, 0, 0, 1000), datetime(2038, 2, 1), "", "")  # noqa: DTZ001 - made aware below
@given(MOMENTS, MOMENTS, st.text(max_size=20), st.text(max_size=20))
def test_ids_sort_as_their_times_do(one: datetime, other: datetime, name: str, another: str) -> None:
    first, second = (moment.replace(tzinfo=START.tzinfo) for moment in sorted((one, other)))

    if second - first >= timedelta(milliseconds=1):
        assert activity_id(first, name) < activity_id(second, another)
    assert moment_of(first) <= activity_id(first, name) < moment_of(first + timedelta(milliseconds=1))


@given(MOMENTS, st.text(max_size=20))
def test_an_id_is_a_ulid_of_its_time(at: datetime, name: str) -> None:
    at = at.replace(tzinfo=START.tzinfo)

    found = ULID.from_str(activity_id(at, name))

    assert abs((found.datetime - at).total_seconds()) < 0.002


def test_the_same_names_give_the_same_id_and_others_another() -> None:
    assert activity_id(START, "OP000001", 4) == activity_id(START, "OP000001", 4)
    assert len({activity_id(START, "OP000001", number) for number in range(100)}) == 100
    assert activity_id(START, "a", "bc") != activity_id(START, "ab", "c")

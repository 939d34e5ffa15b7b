"""How much room a cluster has for stores of a plan."""

from __future__ import annotations

import pytest

from functions.domain.capacity import NOTHING, Amounts, asked_by, less, plus, room, roomiest, stretched, too_little
from functions.domain.plan import Plan

GIB = 1024**3
SMALL = Amounts(cpu=1000, memory=GIB, volumes=4)


def test_a_plan_asks_for_what_its_quota_says_of_requests() -> None:
    quota = {"requests.cpu": "1500m", "requests.memory": "2Gi", "persistentvolumeclaims": "4", "limits.cpu": "8", "pods": "9"}

    assert asked_by(Plan(quota=quota, values={})) == Amounts(cpu=1500, memory=2 * GIB, volumes=4)
    assert asked_by(Plan(quota={"pods": "10"}, values={})) == Amounts()


def test_what_is_free_may_be_less_than_nothing_and_stays_unknown() -> None:
    asked = plus(plus(NOTHING, SMALL), Amounts(cpu=2000))

    assert asked == Amounts(cpu=3000, memory=GIB, volumes=4)
    assert less(Amounts(cpu=2000, memory=4 * GIB), asked) == Amounts(cpu=-1000, memory=3 * GIB, volumes=None)


@pytest.mark.parametrize(
    ("free", "wanted", "expected"),
    [
        (Amounts(4000, 2 * GIB, 40), SMALL, 2.0),  # memory is scarcest
        (Amounts(4000, 8 * GIB, 4), SMALL, 1.0),  # volumes are
        (Amounts(-500, 8 * GIB, None), SMALL, -0.5),
        (Amounts(3000, None, None), SMALL, 3.0),
        (Amounts(), SMALL, None),
        (Amounts(3000, GIB, 1), Amounts(), None),
        (Amounts(3000, GIB, 1), NOTHING, None),
    ],
)
def test_room_is_told_by_what_is_scarcest(free: Amounts, wanted: Amounts, expected: float | None) -> None:
    assert room(free, wanted) == expected


@pytest.mark.parametrize(
    ("rooms", "expected"),
    [
        ({"a": 1.0, "b": 2.0}, "b"),
        ({"a": 2.0, "b": 2.0}, "a"),  # the inventory's order
        ({"a": None, "b": -7.5}, "b"),  # what is known to be too full comes before what is not known
        ({"a": None, "b": None}, "a"),
        ({"a": -0.5, "b": 0.0}, "b"),
    ],
)
def test_the_roomiest_is_taken(rooms: dict[str, float | None], expected: str) -> None:
    assert roomiest(rooms) == expected


def test_plans_may_ask_for_more_processor_and_memory_than_there_is_but_not_for_more_volumes() -> None:
    assert stretched(Amounts(2000, GIB, 10), 1.5) == Amounts(3000, GIB * 3 // 2, 10)
    assert stretched(Amounts(2000), 2) == Amounts(cpu=4000)


@pytest.mark.parametrize(
    ("free", "expected"),
    [
        (SMALL, ""),
        (Amounts(999, GIB, 4), "cpu"),
        (Amounts(1000, GIB - 1, 4), "memory"),
        (Amounts(1000, GIB, 3), "volumes"),
        (Amounts(), ""),
    ],
)
def test_the_first_that_is_lacking_is_named(free: Amounts, expected: str) -> None:
    assert too_little(free, SMALL) == expected

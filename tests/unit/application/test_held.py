"""A lease that one process holds at a time, and where its holder has got to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.application.held import HeldLease
from functions.domain.entities import LEASES
from tests.fakes import FakeClock, FakeRepository

TIME = timedelta(minutes=2)


@pytest.fixture
def first(repository: FakeRepository, clock: FakeClock) -> HeldLease:
    return held(repository, clock, "first")


def held(repository: FakeRepository, clock: FakeClock, holder: str) -> HeldLease:
    return HeldLease(repository=repository, clock=clock, name="work", holder=holder, time=TIME)


def place(repository: FakeRepository) -> str:
    found = repository.get(LEASES, name="work")
    assert found is not None
    return found.place


def test_who_goes_on_keeps_the_place_and_has_it_recorded(
    first: HeldLease, repository: FakeRepository, clock: FakeClock
) -> None:
    assert first.hold()
    first.place = "m"
    assert place(repository) == ""

    clock.advance(TIME)
    assert first.hold()

    assert (first.place, place(repository)) == ("m", "m")


def test_who_takes_it_from_another_goes_on_from_there(first: HeldLease, repository: FakeRepository, clock: FakeClock) -> None:
    assert first.hold()
    first.place = "m"
    clock.advance(TIME / 2)
    assert first.hold()
    second = held(repository, clock, "second")
    assert not second.hold()

    clock.advance(TIME + timedelta(seconds=1))
    assert second.hold()
    second.place = "t"
    assert not first.hold()
    second.release()

    assert first.hold()
    assert first.place == "t", "where the one in between got to"


def test_a_process_that_begins_under_the_same_name_goes_on_from_what_is_recorded(
    first: HeldLease, repository: FakeRepository, clock: FakeClock
) -> None:
    assert first.hold()
    first.place = "m"
    clock.advance(TIME)
    assert first.hold()

    again = held(repository, clock, "first")

    assert again.hold()
    assert again.place == "m"

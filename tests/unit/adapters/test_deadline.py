"""Waiting that ends."""

from __future__ import annotations

from functions.adapters.deadline import Deadline


def test_it_sleeps_as_long_as_asked_and_never_past_the_end() -> None:
    now, naps = 100.0, list[float]()

    def sleep(seconds: float) -> None:
        nonlocal now
        naps.append(seconds)
        now += seconds

    deadline = Deadline(5, clock=lambda: now, sleep=sleep)

    assert (deadline.elapsed, deadline.passed) == (0, False)
    assert [deadline.pause(2) for _ in range(4)] == [True, True, True, False]
    assert naps == [2, 2, 1]
    assert (deadline.elapsed, deadline.passed) == (5, True)

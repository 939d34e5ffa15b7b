"""How failed logins slow the next ones down, what a minute is, and what counts as one address."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.domain.throttle import LONGEST_DELAY, address_group, attempts, minute_of, seconds_left
from tests.fakes.platform import START


def test_some_failures_are_free_and_each_further_one_doubles_the_delay() -> None:
    found, delays = attempts("account:x", 5, START), []
    for _ in range(9):
        found = found.failed(START)
        delays.append(found.delay(START).total_seconds())

    assert delays == [0, 0, 0, 0, 1, 2, 4, 8, 16]


def test_the_delay_has_an_end() -> None:
    found = attempts("account:x", 5, START)
    for _ in range(1000):
        found = found.failed(START)

    assert found.delay(START) == LONGEST_DELAY
    assert found.delay(START + LONGEST_DELAY) == timedelta(0)


def test_failures_are_forgotten_after_a_while_without_one() -> None:
    found = attempts("account:x", 5, START)
    for _ in range(8):
        found = found.failed(START)

    assert found.failed(START + timedelta(minutes=14)).failures == 9
    assert found.failed(START + timedelta(minutes=15)).failures == 1
    assert found.failed(START + timedelta(minutes=14)).failed(START + timedelta(minutes=28)).failures == 10


def test_what_nobody_asks_for_any_more_goes_by_itself() -> None:
    fresh = attempts("account:x", 1, START)
    failed = fresh.failed(START + timedelta(minutes=1))

    assert fresh.expires_at == START + timedelta(minutes=15)
    assert failed.expires_at == START + timedelta(minutes=16, seconds=1), "after the delay, all the time of forgetting"


def test_a_failure_that_was_none_is_taken_back() -> None:
    found = attempts("address:x", 1, START).failed(START).failed(START)

    once = found.forgiven(all_of_them=False)
    assert (once.failures, once.delay(START)) == (1, timedelta(0))
    assert [once.forgiven(all_of_them=False).failures, attempts("x", 1, START).forgiven(all_of_them=False).failures] == [0, 0]
    assert found.forgiven(all_of_them=True).failures == 0


def test_a_minute_is_the_clocks() -> None:
    assert minute_of(START) == minute_of(START + timedelta(seconds=59)) == minute_of(START + timedelta(seconds=60)) - 1
    assert [seconds_left(START + timedelta(seconds=s)) for s in (0, 1, 59)] == [60, 59, 1]


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
        ("x" * 100, "x" * 64),
    ],
)
def test_a_network_of_one_household_is_one_address(address: str, group: str) -> None:
    assert address_group(address) == group

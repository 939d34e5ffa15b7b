"""Requests a minute: never more than the limit over all processes, and few writes for them."""

from __future__ import annotations

import threading
from itertools import cycle, islice

import pytest

from functions.application.rates import Rates
from functions.domain.entities import RATES
from functions.domain.errors import TooManyRequests, VersionConflict
from functions.domain.throttle import minute_of
from tests.fakes import FakeClock, FakeRepository
from tests.fakes.failing import FailingRepository


def allowed(rates: Rates, times: int, token: str = "t") -> int:
    """How many of so many requests are let through."""
    return sum(asked(rates, token) for _ in range(times))


def asked(rates: Rates, token: str = "t") -> bool:
    try:
        rates.token(token)
    except TooManyRequests:
        return False
    return True


@pytest.mark.parametrize("limit", [1, 7, 40, 600])
def test_one_process_lets_exactly_the_limit_through_and_again_in_the_next_minute(
    repository: FakeRepository, clock: FakeClock, limit: int
) -> None:
    rates = Rates(repository=repository, clock=clock, per_token=limit)

    first = allowed(rates, limit * 2)
    clock.advance(60)

    assert (first, allowed(rates, limit * 2)) == (limit, limit)


def test_processes_share_the_limit_to_within_a_batch_each(repository: FakeRepository, clock: FakeClock) -> None:
    processes = [Rates(repository=repository, clock=clock, per_token=600) for _ in range(3)]

    through = sum(asked(rates) for rates in islice(cycle(processes), 3000))

    assert through == 600


def test_what_a_process_took_and_did_not_use_the_others_lack(repository: FakeRepository, clock: FakeClock) -> None:
    """It takes as many as it has used, a twentieth of the limit at most."""
    once, idle, busy = (Rates(repository=repository, clock=clock, per_token=600) for _ in range(3))
    assert allowed(once, 1) == 1
    assert allowed(idle, 33) == 33

    assert allowed(busy, 1000) == 600 - 1 - (32 + 30)


def test_many_processes_with_a_request_each_leave_the_limit_whole(repository: FakeRepository, clock: FakeClock) -> None:
    processes = [Rates(repository=repository, clock=clock, per_token=600) for _ in range(100)]

    assert [asked(each) for each in processes] == [True] * 100
    assert allowed(processes[0], 1000) == 500


def test_a_minute_takes_few_writes_and_a_flood_none(repository: FakeRepository, clock: FakeClock) -> None:
    counting = FailingRepository(repository)
    rates = Rates(repository=counting, clock=clock, per_token=600)

    allowed(rates, 600)
    assert counting.calls.count("commit") == 25
    asked(rates)
    before = len(counting.calls)
    allowed(rates, 1000)

    assert len(counting.calls) == before
    assert not asked(Rates(repository=counting, clock=clock, per_token=600))
    assert counting.calls.count("commit") == 25, "another process finds that all is used up, and writes nothing"


def test_the_answer_says_when_the_minute_is_over(repository: FakeRepository, clock: FakeClock) -> None:
    rates = Rates(repository=repository, clock=clock, per_token=1)
    rates.token("t")
    clock.advance(18.5)

    with pytest.raises(TooManyRequests, match="more than 1 requests in this minute: try again in 42 s") as caught:
        rates.token("t")
    assert caught.value.retry_after == 42


def test_tokens_and_addresses_are_counted_by_themselves(repository: FakeRepository, clock: FakeClock) -> None:
    rates = Rates(repository=repository, clock=clock, per_token=1, per_address=1)

    rates.token("a")
    rates.token("b")
    rates.address("192.0.2.1")
    rates.address("192.0.2.2")

    with pytest.raises(TooManyRequests):
        rates.address("192.0.2.1")
    with pytest.raises(TooManyRequests):
        rates.token("a")


def test_a_limit_of_zero_is_none_and_costs_nothing(repository: FakeRepository, clock: FakeClock) -> None:
    counting = FailingRepository(repository)
    rates = Rates(repository=counting, clock=clock)

    for _ in range(100):
        rates.token("t")
        rates.address("192.0.2.1")

    assert counting.calls == []


def test_a_row_goes_by_itself(repository: FakeRepository, clock: FakeClock) -> None:
    Rates(repository=repository, clock=clock, per_token=1).token("t")
    minute = minute_of(clock.now())
    assert repository.get(RATES, subject="token:t", minute=minute) is not None

    clock.advance(120)

    assert repository.get(RATES, subject="token:t", minute=minute) is None


def test_a_request_that_comes_late_from_the_minute_before_takes_nothing_away(
    repository: FakeRepository, clock: FakeClock
) -> None:
    late = FakeClock(clock.now())
    rates = Rates(repository=repository, clock=clock, per_token=40)
    clock.advance(60)
    rates.token("t")
    rates._clock = late
    rates.token("t")
    rates._clock = clock

    assert allowed(rates, 100) == 39


def test_a_batch_that_came_after_its_minute_is_for_its_request_only(repository: FakeRepository, clock: FakeClock) -> None:
    rates = Rates(repository=repository, clock=clock, per_token=40)
    other = FakeClock(clock.now())
    other.advance(60)

    def meanwhile() -> None:
        repository.before_commit = None
        rates._clock = other
        rates.token("t")

    repository.before_commit = meanwhile
    rates.token("t")

    assert allowed(rates, 100) == 39


def test_what_was_used_up_is_refused_also_when_it_is_known_after_the_minute(
    repository: FakeRepository, clock: FakeClock
) -> None:
    Rates(repository=repository, clock=clock, per_token=1).token("t")
    rates = Rates(repository=repository, clock=clock, per_token=1)
    other = FakeClock(clock.now())
    other.advance(60)

    def meanwhile() -> None:
        repository.before_get = None
        rates._clock = other
        rates.token("t")

    repository.before_get = meanwhile

    assert not asked(rates)


def test_who_loses_the_race_once_asks_again(repository: FakeRepository, clock: FakeClock) -> None:
    other = Rates(repository=repository, clock=clock, per_token=600)

    def rival() -> None:
        repository.before_commit = None
        other.token("t")

    repository.before_commit = rival
    Rates(repository=repository, clock=clock, per_token=600).token("t")

    row = repository.get(RATES, subject="token:t", minute=minute_of(clock.now()))
    assert row is not None
    assert row.taken == 2


def test_who_always_loses_the_race_waits_a_second(repository: FakeRepository, clock: FakeClock) -> None:
    def rival() -> None:
        raise VersionConflict("somebody wrote first")

    repository.before_commit = rival

    with pytest.raises(TooManyRequests) as caught:
        Rates(repository=repository, clock=clock, per_token=600).token("t")
    assert caught.value.retry_after == 1


def test_a_process_that_serves_many_at_once_takes_one_batch_at_a_time(repository: FakeRepository, clock: FakeClock) -> None:
    rates = Rates(repository=repository, clock=clock, per_token=600)
    together = threading.Barrier(60)
    through: list[bool] = []

    def slow_disk() -> None:
        repository.before_commit = slow_disk
        threading.Event().wait(0.01)

    def ask() -> None:
        together.wait()
        through.extend(asked(rates) for _ in range(5))

    repository.before_commit = slow_disk
    threads = [threading.Thread(target=ask) for _ in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    row = repository.get(RATES, subject="token:t", minute=minute_of(clock.now()))
    assert through == [True] * 300, "half of the limit"
    assert row is not None
    assert 300 <= row.taken < 300 + 600 / 20

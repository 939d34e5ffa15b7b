"""Wake-ups between processes that have one database: two of them, in one process."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from functions.adapters.inprocess import ChangeNotifier
from functions.adapters.state.postgresql.connections import Connections
from functions.adapters.state.postgresql.wakeups import SharedWakeUps
from tests.postgresql_server import PostgresServer

LONG = 30.0
SOON = 5.0  # far less than LONG, and enough for a machine that is busy


@pytest.fixture
def make(database: str) -> Iterator[Callable[[], SharedWakeUps]]:
    made: list[tuple[SharedWakeUps, Connections]] = []

    def one() -> SharedWakeUps:
        connections = Connections(database, 2)
        wake_ups = SharedWakeUps(connections)
        made.append((wake_ups, connections))
        return wake_ups

    yield one
    for wake_ups, connections in made:
        wake_ups.close()
        connections.close()


@pytest.fixture
def here(make: Callable[[], SharedWakeUps]) -> SharedWakeUps:
    return make()


@pytest.fixture
def there(make: Callable[[], SharedWakeUps]) -> SharedWakeUps:
    return make()


def settled(wake_ups: SharedWakeUps, name: str) -> int:
    """Wait until a process listens, which wakes whoever waits in it; return what to wait from then on."""
    return wake_ups.waker(name).wait(0, LONG)


def test_a_wake_up_reaches_who_waits_in_another_process(here: SharedWakeUps, there: SharedWakeUps) -> None:
    seen, begun = settled(there, "work"), time.monotonic()

    here.waker("work").wake("OP000001")

    assert there.waker("work").wait(seen, LONG) != seen
    assert time.monotonic() - begun < SOON


def test_a_wake_up_is_for_one_name_and_its_own_process_has_it_once(here: SharedWakeUps, there: SharedWakeUps) -> None:
    outbox, work, own = settled(there, "outbox"), there.waker("work"), settled(here, "work")
    before = work.wait(-1, 0)

    here.waker("work").wake()
    here.waker("outbox").wake()

    assert there.waker("outbox").wait(outbox, LONG) == outbox + 1
    assert work.wait(-1, 0) == before + 1
    assert here.waker("work").wait(own, LONG) == own + 1  # not again when its own word comes back
    told = here.waker("outbox").wait(-1, 0)
    there.waker("outbox").wake()  # words come in the order in which they were said
    assert here.waker("outbox").wait(told, LONG) == told + 1
    assert here.waker("work").wait(-1, 0) == own + 1


def test_after_a_restart_of_the_server_everybody_looks_and_hears_again(
    here: SharedWakeUps, there: SharedWakeUps, postgres_server: PostgresServer
) -> None:
    seen = settled(there, "work")
    postgres_server.stop(signal.SIGQUIT)
    postgres_server.start()

    again = there.waker("work").wait(seen, LONG)

    assert again == seen + 1  # something may have been told meanwhile
    here.waker("work").wake()
    assert there.waker("work").wait(again, LONG) == again + 1


def test_a_wake_up_that_cannot_be_told_wakes_this_process_and_raises_nothing(
    here: SharedWakeUps, postgres_server: PostgresServer
) -> None:
    postgres_server.stop(signal.SIGQUIT)
    try:
        here.waker("work").wake()
    finally:
        postgres_server.start()

    assert here.waker("work").wait(0, LONG) >= 1


def test_who_only_wakes_has_no_thread_that_listens(here: SharedWakeUps) -> None:
    here.waker("work").wake()

    assert "wake-ups" not in {thread.name for thread in threading.enumerate()}


def test_long_polls_of_every_process_end_when_something_is_written(here: SharedWakeUps, there: SharedWakeUps) -> None:
    notifier, gone = ChangeNotifier(there.waker("outbox")), threading.Event()
    settled(there, "outbox")
    notifier.pause(gone, 0)
    begun = time.monotonic()

    here.waker("outbox").wake()
    notifier.pause(gone, LONG)

    assert time.monotonic() - begun < SOON

"""What PostgreSQL alone can do to the state: answers that are lost, servers that end or hang, databases of other versions."""

from __future__ import annotations

import os
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from functions.adapters.state.postgresql import repository as module
from functions.adapters.state.postgresql.calls import Attempt, RetryingCaller
from functions.adapters.state.postgresql.connections import CONNECTIONS, Connections
from functions.adapters.state.postgresql.migrations import MIGRATIONS
from functions.adapters.state.postgresql.repository import PostgresRepository
from functions.application.ports.repository import Insert, Remove, Replace
from functions.application.queries import stores_page
from functions.domain.entities import STORES
from functions.domain.errors import InvalidRequest, OutcomeUnknown, Unavailable, VersionConflict
from tests.fakes import FakeClock
from tests.fakes.samples import store
from tests.postgresql_server import PostgresServer

PASSWORD = "a-password-of-the-tests"


@pytest.fixture
def postgres(database: str, clock: FakeClock) -> Iterator[PostgresRepository]:
    made = PostgresRepository(database, clock=clock, call_seconds=4)
    yield made
    made.close()


Apply = Callable[..., None]


def cut(monkeypatch: pytest.MonkeyPatch, *, times: int, applied: bool) -> None:
    """Have so many commits lose their connection: after the server has applied them, or before it was asked to."""
    real: Apply = module._apply
    left = [times]

    def broken(attempt: Attempt, *given: object) -> None:
        if not left[0]:
            return real(attempt, *given)
        left[0] -= 1
        if applied:
            real(attempt, *given)
        attempt.connection.close()
        raise psycopg.OperationalError("the connection is lost")

    monkeypatch.setattr(module, "_apply", broken)


def test_a_commit_whose_answer_was_lost_is_applied_once(postgres: PostgresRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    postgres.commit(Insert(store("counter")), Insert(store("goes")))
    counter, goes = postgres.get(STORES, id="counter"), postgres.get(STORES, id="goes")
    assert counter is not None
    assert goes is not None
    cut(monkeypatch, times=2, applied=True)

    postgres.commit(Insert(store("new")), Replace(counter), Remove(goes))

    after = postgres.get(STORES, id="counter")
    assert after is not None
    assert after.version == counter.version + 1
    assert [one.id for one in stores_page(postgres).items] == ["counter", "new"]


def test_a_commit_that_never_arrived_is_repeated(postgres: PostgresRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    cut(monkeypatch, times=2, applied=False)

    postgres.commit(Insert(store("new")))

    assert postgres.get(STORES, id="new") is not None


def test_somebody_elses_change_is_not_taken_for_ones_own(
    postgres: PostgresRepository, database: str, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit did not arrive, and the same was written by another process before it is repeated."""
    postgres.commit(Insert(store("counter")))
    counter = postgres.get(STORES, id="counter")
    assert counter is not None
    other = PostgresRepository(database, clock=clock)
    real, tries = module._apply, []

    def overtaken(attempt: Attempt, *given: object) -> None:
        tries.append(attempt)
        if len(tries) == 1:
            with monkeypatch.context() as as_before:
                as_before.setattr(module, "_apply", real)
                other.commit(Replace(counter))
            raise psycopg.OperationalError("the connection is lost")
        real(attempt, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_apply", overtaken)
    with pytest.raises(VersionConflict):
        postgres.commit(Replace(counter))
    other.close()


def test_what_stays_unknown_is_said_so(postgres: PostgresRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    cut(monkeypatch, times=1000, applied=True)

    with pytest.raises(OutcomeUnknown, match=r"^The state database gave no answer to a commit: the connection is lost\. "):
        postgres.commit(Insert(store("new")))


def test_a_repeated_commit_waits_for_the_first_one_that_is_still_under_way(
    postgres: PostgresRepository, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its client lost the connection, the server has not noticed and goes on."""
    postgres.ping()
    token = uuid.uuid4()
    monkeypatch.setattr("uuid.uuid4", lambda: token)
    with psycopg.connect(postgres_server.url()) as first, ThreadPoolExecutor(1) as thread:
        first.execute("INSERT INTO commits (token) VALUES (%s)", (token,))
        again = thread.submit(postgres.commit, Insert(store("new")))
        waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        while postgres_server.ask(waits) != [(1,)]:
            assert not again.done()
        first.commit()

        again.result(timeout=10)

    assert postgres.get(STORES, id="new") is None  # the first one had written nothing else


def test_after_a_restart_of_the_server_the_next_calls_go_through(
    postgres: PostgresRepository, postgres_server: PostgresServer
) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: postgres.commit(Insert(store(f"shop-{number}"))), range(12)))
    postgres_server.stop(signal.SIGQUIT)
    postgres_server.start()

    postgres.commit(Insert(store("later")))

    assert len(stores_page(postgres, limit=50).items) == 13


def test_a_call_lasts_over_a_short_restart(postgres: PostgresRepository, postgres_server: PostgresServer) -> None:
    postgres.ping()
    postgres_server.stop(signal.SIGQUIT)
    with ThreadPoolExecutor(1) as thread:
        asked = thread.submit(postgres.commit, Insert(store("new")))
        postgres_server.start()

        asked.result(timeout=10)

    assert postgres.get(STORES, id="new") is not None


def test_a_server_that_is_away_is_said_so_in_time_and_nothing_is_unknown(
    postgres: PostgresRepository, postgres_server: PostgresServer
) -> None:
    postgres.ping()
    postgres_server.stop(signal.SIGQUIT)
    try:
        begun = time.monotonic()
        with pytest.raises(Unavailable, match=r"^The state database cannot be reached: ") as caught:
            postgres.commit(Insert(store("new")))
        assert time.monotonic() - begun < 4
        assert not isinstance(caught.value, OutcomeUnknown)
    finally:
        postgres_server.start()


def test_a_server_that_hangs_holds_up_a_call_no_longer_than_its_time(
    postgres: PostgresRepository, postgres_server: PostgresServer
) -> None:
    postgres.ping()
    (process,) = postgres_server.ask("SELECT pid FROM pg_stat_activity WHERE application_name = 'storeyard'")
    os.kill(process[0], signal.SIGSTOP)
    try:
        begun = time.monotonic()
        with pytest.raises(Unavailable):
            postgres.ping()
        assert 1.5 < time.monotonic() - begun < 4
        postgres.ping()  # on another connection
    finally:
        os.kill(process[0], signal.SIGCONT)


def test_a_primary_that_became_a_standby_is_left_for_the_one_that_is_it_now(
    postgres: PostgresRepository, postgres_server: PostgresServer
) -> None:
    """Its connections go on, and take no writes."""
    postgres.ping()
    with postgres.connections.lent(time.monotonic() + 5) as connection:
        connection.execute("SET default_transaction_read_only = on")

    postgres.commit(Insert(store("new")))

    assert postgres.get(STORES, id="new") is not None


def test_more_threads_than_connections_take_turns(postgres: PostgresRepository, postgres_server: PostgresServer) -> None:
    with ThreadPoolExecutor(3 * CONNECTIONS) as threads:
        list(threads.map(lambda number: postgres.commit(Insert(store(f"shop-{number:03}"))), range(100)))

    assert len(stores_page(postgres, limit=100).items) == 100
    open_now = postgres_server.ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'storeyard'")
    assert 0 < open_now[0][0] <= CONNECTIONS


def test_who_finds_no_free_connection_in_time_is_told(database: str) -> None:
    connections = Connections(database, 1, size=1)
    with connections.lent(time.monotonic() + 1), pytest.raises(Unavailable, match="all connections of this process"):
        RetryingCaller(connections, seconds=1).call(lambda attempt: attempt.connection.execute("SELECT 1"))
    connections.close()


def test_commits_on_the_same_rows_in_any_order_never_wait_for_each_other(
    database: str, clock: FakeClock, postgres_server: PostgresServer
) -> None:
    """Two that lock the same rows the other way round would each wait for the other, until the server ends one of them."""
    both = [PostgresRepository(database, clock=clock) for _ in range(2)]
    both[0].commit(*(Insert(store(f"shop-{number}")) for number in range(8)))
    barrier, done = threading.Barrier(2), []

    def write(number: int) -> None:
        for _ in range(20):
            stores = list(stores_page(both[number], limit=8).items)
            barrier.wait(10)
            try:
                both[number].commit(*(Replace(one) for one in (stores if number else reversed(stores))))
            except VersionConflict:
                continue
            done.append(number)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(write, range(2)))
    rounds = {one.version for one in stores_page(both[0], limit=8).items}
    assert rounds == {len(done)}
    assert "deadlock detected" not in (postgres_server.folder / "log").read_text()
    for each in both:
        each.close()


def test_what_commits_were_made_is_forgotten_after_a_while(
    postgres: PostgresRepository, postgres_server: PostgresServer, clock: FakeClock
) -> None:
    postgres.commit(Insert(store("new")))
    postgres_server.ask("UPDATE commits SET at = at - interval '1 hour'")
    postgres.commit(Insert(store("newer")))

    postgres.sweep(clock.now())

    assert postgres_server.ask("SELECT count(*) FROM commits") == [(1,)]


def test_first_use_by_many_at_once_makes_one_schema(postgres_server: PostgresServer) -> None:
    url = postgres_server.database()
    many = [PostgresRepository(url) for _ in range(6)]

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda each: each.ping(), many))

    name = url.partition("@/")[2].partition("?")[0]
    assert postgres_server.ask("SELECT version FROM schema_version", name) == [(len(MIGRATIONS),)]
    for each in many:
        each.close()


def test_a_database_of_a_newer_version_is_refused_and_left_alone(postgres_server: PostgresServer) -> None:
    url = postgres_server.database()
    name = url.partition("@/")[2].partition("?")[0]
    older = PostgresRepository(url)
    older.ping()
    older.close()
    postgres_server.ask("UPDATE schema_version SET version = 99", name)

    with pytest.raises(Unavailable, match=r"written by a newer Storeyard \(schema 99, this one knows \d+\): run that version"):
        older.ping()
    assert postgres_server.ask("SELECT version FROM schema_version", name) == [(99,)]


def test_a_database_that_cannot_hold_every_text_is_refused(postgres_server: PostgresServer) -> None:
    postgres_server.ask("CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0")

    with pytest.raises(Unavailable, match=r"has the encoding SQL_ASCII: make one with ENCODING 'UTF8'\.$"):
        PostgresRepository(postgres_server.url("ascii")).ping()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": PASSWORD, "dbname": "nowhere"}, "cannot be reached: .*nowhere"),
        ({"password": PASSWORD, "port": "1"}, "cannot be reached: "),
        ({"password": PASSWORD, "port": "many"}, "cannot be reached: "),
    ],
)
def test_no_error_says_the_password(postgres_server: PostgresServer, change: dict[str, str], said: str) -> None:
    url = "&".join([postgres_server.url(), *(f"{name}={value}" for name, value in change.items())])
    made = PostgresRepository(url, call_seconds=1)

    with pytest.raises(Unavailable, match=said) as caught:
        made.ping()
    assert PASSWORD not in f"{caught.value!r} {caught.value.__cause__!r}"


@pytest.mark.parametrize("url", [f"postgresql://u:{PASSWORD}@[host/db", f"postgresql://u:{PASSWORD}@h/db?speed=high"])
def test_a_url_that_is_none_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(InvalidRequest, match="it is no connection URI of PostgreSQL") as caught:
        PostgresRepository(url)
    assert PASSWORD not in repr(caught.value)
    assert caught.value.__suppress_context__


def test_a_key_with_a_nul_is_nobodys(postgres: PostgresRepository) -> None:
    postgres.commit(Insert(store("one")), Insert(store("two")))

    assert postgres.get(STORES, id="one\x00") is None
    found = postgres.find(STORES.listed, after="one\x00more")
    assert [each.id for each in found] == ["two"]
    assert [each.id for each in postgres.find(STORES.listed, after="one\x00more", backwards=True)] == ["one"]
    with pytest.raises(InvalidRequest, match=r"U\+0000"):
        postgres.commit(Remove(store("one").model_copy(update={"spec": store().spec.model_copy(update={"id": "one\x00"})})))

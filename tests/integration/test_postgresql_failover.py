"""A PostgreSQL with a standby, and one that is reached by TLS: what docs/operations.md says of both."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from functions.domain.entities import USERS
from functions.domain.errors import InvalidRequest, Unavailable
from tests.fakes import owner
from tests.fakes.receiver import authority
from tests.integration.postgresql_yard import DURABLE, SECONDS, WANTED, Yard, asking, assert_nothing_lost, await_that, end
from tests.postgresql_server import PostgresServer, following, serving
from tests.s3_server import free_port


@pytest.fixture
def standby(tmp_path: Path) -> Iterator[tuple[Yard, PostgresServer]]:
    """Platforms that know both servers, of which the second follows the first."""
    with serving(*DURABLE) as primary, following(primary) as second, ExitStack() as ends:
        url = primary.database().replace(str(primary.folder), f"{second.folder},{primary.folder}")
        made = Yard(tmp_path, primary, url)
        ends.callback(end, made.workers)
        yield made, second


def test_a_failover_to_a_synchronous_standby_loses_nothing_that_was_accepted(standby: tuple[Yard, PostgresServer]) -> None:
    yard, second = standby
    platform = yard.platform()
    for number in range(2):
        yard.start(f"machine-{number}")
    yard.all_work()
    accepted: list[str] = []
    asks = asking(platform, accepted)
    await_that(lambda: len(accepted) >= WANTED // 3)

    yard.server.stop(signal.SIGQUIT)
    assert second.ask("SELECT pg_promote()") == [(True,)]

    asks.join(SECONDS)
    assert len(accepted) == WANTED
    assert_nothing_lost(yard, platform, accepted)


@pytest.fixture
def by_tls(tmp_path: Path) -> Iterator[str]:
    """The URL of a server that shows a certificate, which the authority in `ca` vouches for, and wants a password."""
    authority_of = tmp_path / "ca"
    authority_of.mkdir()
    authority(authority_of).server("localhost")
    with serving() as server:
        server.stop()
        server.by_tls(free_port(), authority_of / "localhost.pem")
        server.start()
        server.ask("ALTER ROLE storeyard PASSWORD 'of-tests'")
        password = tmp_path / "pgpass"
        password.write_text(f"localhost:{server.port}:*:storeyard:of-tests\n")
        password.chmod(0o600)
        name = conninfo_to_dict(server.database())["dbname"]
        where = f"postgresql://storeyard@localhost:{server.port}/{name}?hostaddr=127.0.0.1&passfile={password}"
        yield f"{where}&sslmode=verify-full&sslrootcert={authority_of}/authority.pem"


def test_a_database_by_tls_is_the_state_where_its_certificate_and_name_hold(by_tls: str, tmp_path: Path) -> None:
    platform = Yard(tmp_path, PostgresServer(tmp_path), by_tls).platform()

    assert platform.repository.get(USERS, id=owner().id) == owner()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("ca/authority.pem", "other/authority.pem"), "SSL error: (certificate verify failed|provider signature failure)"),
        (
            ("localhost", "localhost.example"),
            'server certificate for "localhost" .*does not match host name "localhost.example"',
        ),
        (("verify-full", "disable"), "no encryption"),
        (("pgpass", "nothing"), "no password supplied"),
    ],
)
def test_one_that_is_not_what_its_url_says_is_no_state(by_tls: str, tmp_path: Path, change: tuple[str, str], said: str) -> None:
    (tmp_path / "other").mkdir()
    authority(tmp_path / "other")
    url = by_tls.replace(*change)
    assert url != by_tls

    with pytest.raises((Unavailable, InvalidRequest), match=said):
        Yard(tmp_path, PostgresServer(tmp_path), url).platform()

"""A real PostgreSQL server on a socket of its own folder: Debian's, as a user who is not root. It ends with who started it."""

from __future__ import annotations

import atexit
import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest

PROJECT = Path(__file__).resolve().parent.parent
SECONDS = 60.0
# Tests of what is kept need no disk that keeps it; those of kills leave these out.
FAST: Final = ("-c", "fsync=off", "-c", "full_page_writes=off")


@cache
def programs() -> Path | str:
    """Where the server's programs are, or why there are none."""
    done = subprocess.run([str(PROJECT / "scripts/postgresql")], capture_output=True, text=True, timeout=300, check=False)
    return Path(done.stdout.splitlines()[-1]) if done.returncode == 0 else done.stderr.strip()


@dataclass
class PostgresServer:
    """The server over a folder, at a socket that it keeps when it is started again."""

    folder: Path
    options: tuple[str, ...] = FAST
    port: int = 5432  # a part of its socket's name too
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def url(self, database: str = "postgres") -> str:
        """How to connect to one of its databases."""
        return f"postgresql://storeyard@/{database}?host={self.folder}&port={self.port}"

    def create(self) -> None:
        """Make its files."""
        data = str(self.folder / "data")
        words = ["--no-sync", "--no-instructions", "--encoding=UTF8", "--locale=C", "--auth=trust", "--username=storeyard"]
        self._run("initdb", *words, "-D", data)

    def follow(self, primary: PostgresServer) -> None:
        """Make its files as a standby of another server, which is to wait for it with each commit from here on."""
        source = f"host={primary.folder} user=storeyard application_name=standby"
        self._run("pg_basebackup", "-D", str(self.folder / "data"), "-R", "-X", "stream", "-c", "fast", "-d", source)
        self.start()
        primary.ask("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        primary.ask("SELECT pg_reload_conf()")
        end = time.monotonic() + SECONDS
        while primary.ask("SELECT sync_state FROM pg_stat_replication") != [("sync",)]:
            assert time.monotonic() < end, (self.folder / "log").read_text()
            time.sleep(0.02)

    def by_tls(self, port: int, certificate: Path) -> None:
        """Have it listen on loopback too from its next start on, for who comes by TLS with a password."""
        shown = self.folder / "server.pem"
        shutil.copy(certificate, shown)
        shown.chmod(0o600)
        if os.geteuid() == 0:
            os.chown(shown, *_ids())
        rules = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n"
        (self.folder / "data" / "pg_hba.conf").write_text(rules)
        words = {"listen_addresses": "127.0.0.1", "port": port, "ssl": "on", "ssl_cert_file": shown, "ssl_key_file": shown}
        self.port = port
        self.options = (*self.options, *(word for name, value in words.items() for word in ("-c", f"{name}={value}")))

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(_bin() / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder), *self._settings()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **_somebody(),
            )
        end = time.monotonic() + SECONDS
        while not self.answers():
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < end, "the PostgreSQL server does not answer"
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether somebody who connects is served."""
        try:
            psycopg.connect(self.url(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, number: signal.Signals = signal.SIGQUIT) -> None:
        """End it: at once, as `pg_ctl stop -m immediate` does, or by another signal of its own."""
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(SECONDS)
            self.process = None

    def ask(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Ask it, as its administrator."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def database(self) -> str:
        """Make a database of a new name, and return its URL."""
        name = f"state_{len(self.ask('SELECT oid FROM pg_database'))}"
        self.ask(f"CREATE DATABASE {name}")
        return self.url(name)

    def _settings(self) -> tuple[str, ...]:
        shared = ("-c", "listen_addresses=", "-c", "shared_buffers=16MB", "-c", "max_connections=60", "-c", "autovacuum=off")
        return (*shared, *self.options)

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [str(_bin() / program), *words], capture_output=True, text=True, timeout=SECONDS, check=False, **_somebody()
        )
        assert done.returncode == 0, done.stderr


@contextmanager
def serving(*options: str) -> Iterator[PostgresServer]:
    """Run a server until this is over; skip, and say so, where there is none to run."""
    found = programs()
    if not isinstance(found, Path):
        pytest.skip(f"NOT TESTED: the state in PostgreSQL: {found}")
    with _folder() as folder, _ended(PostgresServer(folder, options or FAST)) as server:
        server.create()
        server.start()
        yield server


@contextmanager
def following(primary: PostgresServer) -> Iterator[PostgresServer]:
    """Run a synchronous standby of a server until this is over."""
    with _folder() as folder, _ended(PostgresServer(folder, primary.options)) as server:
        server.follow(primary)
        yield server


@contextmanager
def _folder() -> Iterator[Path]:
    """One that the server's user has, not below one that only root enters; its name fits a socket."""
    folder = Path(tempfile.mkdtemp(prefix="storeyard-pg-"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, *_ids())
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _ended(server: PostgresServer) -> Iterator[PostgresServer]:
    """It ends with this."""
    try:
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            server.stop()


@cache
def _bin() -> Path:
    """Where the programs are; those of a cache that root alone can enter are copied, since root does not run them."""
    found = programs()
    assert isinstance(found, Path), found
    closed = [each for each in found.parents if not each.stat().st_mode & 0o001]
    if os.geteuid() != 0 or not closed:
        return found
    copy = Path(tempfile.mkdtemp(prefix="storeyard-pg-programs-"))
    copy.chmod(0o755)
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    shutil.copytree(found.parents[3], copy / "usr", symlinks=True)
    return copy / found.relative_to(found.parents[4])


def _ids() -> tuple[int, int]:
    """Whom the server runs as where root runs the tests: it refuses to be root."""
    names = {each.pw_name: each for each in pwd.getpwall()}
    found = names.get("postgres") or names["nobody"]
    return found.pw_uid, found.pw_gid


def _somebody() -> Mapping[str, Any]:
    libraries = ":".join(str(each) for each in sorted(_bin().parents[4].glob("usr/lib/*-linux-gnu")))
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "LD_LIBRARY_PATH": libraries}
    given: dict[str, Any] = {"env": environment, "cwd": "/"}
    if os.geteuid() == 0:
        given |= dict(zip(("user", "group"), _ids(), strict=True)) | {"extra_groups": []}
    return given

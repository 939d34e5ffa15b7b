"""Random lives of stores over SQLite and PostgreSQL: fewer than over the fake (tests/unit/domain): each write takes a while."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from functions.adapters.state.postgresql.repository import PostgresRepository
from functions.adapters.state.sqlite.repository import SqliteRepository
from tests.fakes import FakeClock
from tests.fakes.machine import LifecycleMachine


class SqliteMachine(LifecycleMachine):
    """The machine over a new state file."""

    def make_repository(self, clock: FakeClock) -> SqliteRepository:
        """Return an empty state file."""
        self.folder = tempfile.TemporaryDirectory()
        self.file = SqliteRepository(Path(self.folder.name) / "state.db", clock=clock)
        return self.file

    def teardown(self) -> None:
        """Drive everything to its end, then remove the file."""
        super().teardown()
        if hasattr(self, "file"):
            self.file.close()
            self.folder.cleanup()


class PostgresMachine(LifecycleMachine):
    """The machine over an empty database."""

    url: str

    def make_repository(self, clock: FakeClock) -> PostgresRepository:
        """Return an empty database."""
        self.state = PostgresRepository(self.url, clock=clock)
        self.state.ping()
        with self.state.connections.lent(math.inf) as connection:
            connection.execute("DELETE FROM entities")
        return self.state

    def teardown(self) -> None:
        """Drive everything to its end."""
        super().teardown()
        if hasattr(self, "state"):
            self.state.close()


FEW = settings(max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def test_random_lives_over_sqlite() -> None:
    run_state_machine_as_test(SqliteMachine, settings=FEW)


def test_random_lives_over_postgresql(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PostgresMachine, "url", database, raising=False)
    run_state_machine_as_test(PostgresMachine, settings=FEW)

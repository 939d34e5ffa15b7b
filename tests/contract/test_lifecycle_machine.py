"""Random lives of stores over SQLite: fewer than over the fake (tests/unit/domain), because each write reaches the disk."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

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


TestSqliteMachine = SqliteMachine.TestCase
TestSqliteMachine.settings = settings(
    max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)

"""The platform is killed in the middle of a run, in two ways; the next one goes on at once."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from functions.adapters.ansible.runner import AnsibleRunner
from functions.adapters.state.sqlite.repository import SqliteRepository
from functions.application.ports.repository import Insert
from functions.application.queries import events_of
from functions.domain.entities import OPERATIONS
from functions.domain.operation import Operation, OperationStatus
from functions.domain.store import StoreStatus
from tests.fakes.samples import store
from tests.integration.worker.conftest import Project, alive, claimed, wait_for

CODE = Path(__file__).parents[3]
# Stays for ever in the first run, goes through in the next.
TASKS = """\
- name: Note the run
  ansible.builtin.shell:
    cmd: "echo $$ >> {folder}/pids"
- name: Stay
  ansible.builtin.shell:
    cmd: "test $(wc -l < {folder}/pids) -gt 1 || (trap '' TERM; setsid sleep 600)"
"""


class Platforms:
    """Processes of the platform, ended after the test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, *, lease: float = 30) -> subprocess.Popen[bytes]:
        """Start one."""
        script = CODE / "tests/integration/worker/platform_process.py"
        process = subprocess.Popen(
            [sys.executable, str(script), str(self._folder), str(lease)], env={**os.environ, "PYTHONPATH": str(CODE)}
        )
        self._started.append(process)
        return process

    def end(self) -> None:
        """End all."""
        for process in self._started:
            if process.poll() is None:
                process.kill()
            process.wait()


@pytest.fixture
def platforms(project: Project) -> Iterator[Platforms]:
    made = Platforms(project.folder)
    yield made
    made.end()
    AnsibleRunner(project.paths).sweep_all()  # a platform that died in the middle of ending a run left it halted


@pytest.fixture
def queued(project: Project) -> Operation:
    project.tasks(TASKS.format(folder=project.folder))
    asked = claimed()
    repository = SqliteRepository(project.folder / "state.db")
    repository.commit(Insert(store(status=StoreStatus.PROVISIONING, active_operation_id=asked.id)), Insert(asked))
    return asked


def sleeps(pid: int) -> bool:
    """True for the run's last process, which nothing but a kill ends. Between two tasks a run may have none at all."""
    try:
        return b"\0600\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["kill -9", "stop"])
def test_an_operation_survives_the_platform(
    project: Project, platforms: Platforms, queued: Operation, number: signal.Signals
) -> None:
    repository = SqliteRepository(project.folder / "state.db")

    def recorded() -> Operation:
        found = repository.get(OPERATIONS, id=queued.id)
        assert found is not None
        return found

    first = platforms.start()
    wait_for(lambda: any(sleeps(pid) for pid in alive(queued.id)))
    asked = time.monotonic()
    first.send_signal(number)
    first.wait(10)
    assert time.monotonic() - asked < 10
    if number is signal.SIGTERM:
        assert recorded().status is OperationStatus.QUEUED, "given back before the process ended"
        assert not alive(queued.id)

    platforms.start()
    wait_for(lambda: recorded().status is OperationStatus.SUCCEEDED)

    assert time.monotonic() - asked < 40, "recovery takes at most a lease and ten seconds"
    assert not alive(queued.id)
    assert (project.folder / "pids").read_text().count("\n") == 2
    events = events_of(repository, queued.id)
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    wait_for(lambda: list(project.runs.iterdir()) == [])


@pytest.mark.parametrize("lease", [3, 8])
def test_a_run_whose_lease_cannot_be_renewed_is_dead_before_the_lease_is_over(
    project: Project, platforms: Platforms, queued: Operation, lease: int
) -> None:
    """The state file is locked by somebody else: the heartbeat hangs in a call, and the run ignores TERM."""
    repository = SqliteRepository(project.folder / "state.db")
    platforms.start(lease=lease)
    wait_for(lambda: any(sleeps(pid) for pid in alive(queued.id)))

    with sqlite3.connect(project.folder / "state.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        held = repository.get(OPERATIONS, id=queued.id)
        assert held is not None
        assert held.lease_until is not None
        wait_for(lambda: not alive(queued.id))
        assert datetime.now(UTC) < held.lease_until
        other.execute("ROLLBACK")
    other.close()

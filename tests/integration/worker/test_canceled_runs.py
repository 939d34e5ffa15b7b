"""A cancel of an operation whose playbook runs: once it has ended, none of its processes is left."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

from functions.adapters.ansible.runner import AnsibleRunner
from functions.adapters.system import SystemClock
from functions.application.limits import Limits
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.operation import Operation, OperationStatus
from functions.domain.store import StoreStatus
from functions.worker.executor import Executor, ExecutorPorts
from tests.fakes import FakeCatalogue, FakeRepository
from tests.fakes.running import FakeObserver
from tests.fakes.samples import store
from tests.integration.worker.conftest import Project, alive, claimed, is_alive, wait_for

# A child that leaves its session and the environment that marks it, and does not listen to TERM.
STUBBORN = """\
- name: Leave a daemon
  ansible.builtin.command:
    argv:
      - env
      - -i
      - setsid
      - /usr/bin/env
      - python3
      - -c
      - |
        import os, signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        open('{file}', 'w').write(str(os.getpid()))
        time.sleep(600)
"""


def pid_in(file: Path) -> int:
    """The number that the child wrote."""
    wait_for(lambda: file.is_file() and file.read_text())
    return int(file.read_text())


def recorded(repository: FakeRepository, operation_id: str) -> Operation:
    """The operation as it is now."""
    found = repository.get(OPERATIONS, id=operation_id)
    assert found is not None
    return found


def test_a_canceled_run_has_ended_only_when_all_its_processes_are_gone(project: Project, runner: AnsibleRunner) -> None:
    clock = SystemClock()
    repository = FakeRepository(clock)
    lifecycle = Lifecycle(repository=repository, clock=clock, limits=Limits(lease=timedelta(seconds=30)))
    file = project.folder / "pid"
    project.tasks(STUBBORN.format(file=file))
    asked = claimed(status_before=StoreStatus.PROVISIONING)
    repository.commit(Insert(asked), Insert(store(status=StoreStatus.PROVISIONING, active_operation_id=asked.id)))
    parts = ExecutorPorts(
        repository=repository,
        lifecycle=lifecycle,
        clock=clock,
        catalogue=FakeCatalogue(),
        runner=runner,
        observer=FakeObserver(),
        worker="here/1",
    )
    working = threading.Thread(target=Executor(parts).run_next, daemon=True)
    working.start()
    child = pid_in(file)
    assert is_alive(child)

    assert lifecycle.cancel(asked.id).status is OperationStatus.RUNNING
    wait_for(lambda: recorded(repository, asked.id).status.final)

    assert not is_alive(child)
    assert not alive(asked.id)
    found = recorded(repository, asked.id)
    assert (found.status, found.message) == (OperationStatus.CANCELED, "It was canceled on request.")
    kept = repository.get(STORES, id="demo")
    assert kept is not None
    assert (kept.status, kept.active_operation_id) == (StoreStatus.FAILED, None)
    assert "ask for provision (a retry)" in kept.message
    working.join(10)
    assert list(project.runs.iterdir()) == []

"""A project of tiny playbooks, run by the real runner process."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import coverage
import pytest

from functions.adapters.ansible import processes
from functions.adapters.ansible.process import RunnerPaths
from functions.adapters.ansible.runner import AnsibleRun, AnsibleRunner
from functions.application.ports.runs import RunMessage
from functions.domain.operation import Operation
from tests.fakes.samples import operation

HOSTS = """\
clusters:
  hosts:
    local:
      ansible_connection: local
      ansible_python_interpreter: "{{ ansible_playbook_python }}"
"""
PLAYBOOK = """\
- hosts: "{{ store_cluster }}"
  gather_facts: false
  roles: [store_verify]
"""
# Under coverage the processes of runs are measured too; their environment is made anew, so it has to be said there.
SETTINGS = Path(__file__).with_name("coverage.ini")
MEASURED = {"COVERAGE_PROCESS_START": str(SETTINGS)} if coverage.Coverage.current() is not None else {}


class Project:
    """A folder like the repository's, with one role."""

    def __init__(self, folder: Path, *, fresh: bool = True) -> None:
        self.folder = folder
        self.runs = folder / "home" / "runs"
        self.paths = RunnerPaths(
            project=folder,
            inventory=folder / "hosts.yml",
            runs=self.runs,
            cache=folder / "cache",
            passed={"CLUSTER": "kind", **MEASURED},
            kept_charts=folder / "home" / "charts",
        )
        if not fresh:
            return
        (folder / "hosts.yml").write_text(HOSTS)
        (folder / "ansible.cfg").write_text("[defaults]\nroles_path = roles\n[connection]\npipelining = True\n")
        (folder / "playbooks").mkdir()
        (folder / "playbooks" / "provision.yml").write_text(PLAYBOOK)
        (folder / "roles" / "store_verify" / "tasks").mkdir(parents=True)

    def tasks(self, text: str) -> None:
        """Write the role's tasks."""
        (self.folder / "roles" / "store_verify" / "tasks" / "main.yml").write_text(text)


def claimed(**fields: Any) -> Operation:
    """An operation with an id of its own: tests may run side by side."""
    return operation(f"OP{time.time_ns()}", created_at=datetime.now(UTC), **fields)


def alive(operation_id: str) -> set[int]:
    """Processes of the operation."""
    return processes.marked(frozenset({f"STOREYARD_OPERATION={operation_id}".encode()}))


def heard(run: AnsibleRun) -> list[RunMessage]:
    """Everything the run says after it took its job."""
    first, *rest = run.messages()
    assert first.kind == "started"
    return rest


def wait_for(true: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """True unless it is gone or a zombie."""
    return pid in processes.descendants(1) or pid in processes.descendants(os.getpid())


@pytest.fixture
def project() -> Iterator[Project]:
    """A folder with a short name: the path of a socket takes 107 bytes, and pytest's own folders use up most of them."""
    with tempfile.TemporaryDirectory(prefix="yard-") as folder:
        yield Project(Path(folder))


@pytest.fixture
def runner(project: Project) -> Iterator[AnsibleRunner]:
    made = AnsibleRunner(project.paths)
    yield made
    made.close()
    made.sweep_all()

"""A run one of whose own processes was killed breaks off: it is not the store that failed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from functions.adapters.ansible.runner import AnsibleRunner
from tests.fakes.programs import stand_in
from tests.integration.worker.conftest import Project, alive, claimed, heard, wait_for

# The parent of the command is the process that Ansible forked for the task.
IN_WORKER = """\
- name: Wait in the task's process
  ansible.builtin.debug:
    msg: "{{{{ lookup('ansible.builtin.pipe', 'echo $PPID > {file}; exec sleep 600') }}}}"
"""
# The parent of the command is the module's own process.
IN_MODULE = """\
- name: Wait in a module
  ansible.builtin.shell:
    cmd: echo $PPID > {file}; exec sleep 600
"""
RESCUED = """\
- name: Try
  block:
    - name: Fail
      ansible.builtin.fail:
        msg: The shop offers no product.
  rescue:
    - name: Wait in a module
      ansible.builtin.shell:
        cmd: echo $PPID > {file}; exec sleep 600
"""
KILLED = """\
[ "$1" != version ] || { echo 'version.BuildInfo{Version:"v4.1.4",'; exit; }
kill -9 $$
"""
HELM = """\
- name: Install
  kubernetes.core.helm:
    release_name: demo
    release_namespace: store-demo
    release_state: absent
    binary_path: "{file}"
"""


def parent(pid: int) -> int:
    """The process that a process was forked from."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def itself(pid: int) -> int:
    """The process."""
    return pid


@dataclass(frozen=True)
class Kill:
    """What is killed, and what the run has said by then."""

    tasks: str
    which: Callable[[int], int]
    number: signal.Signals
    told: tuple[str, ...] = ("task",)


KILLS = {
    "worker": Kill(IN_WORKER, itself, signal.SIGKILL),
    "worker told to end": Kill(IN_WORKER, itself, signal.SIGTERM),
    "playbook": Kill(IN_WORKER, parent, signal.SIGKILL),
    "playbook told to end": Kill(IN_WORKER, parent, signal.SIGTERM),
    "module": Kill(IN_MODULE, itself, signal.SIGKILL),
    "module of a rescue": Kill(RESCUED, itself, signal.SIGKILL, ("task", "failed", "task")),
}


@pytest.mark.parametrize("kill", KILLS.values(), ids=list(KILLS))
def test_a_run_whose_own_process_was_killed_breaks_off(project: Project, runner: AnsibleRunner, kill: Kill) -> None:
    file = project.folder / "pid"
    project.tasks(kill.tasks.format(file=file))
    asked = claimed()

    run = runner.start(asked, seconds=60)
    wait_for(lambda: file.is_file() and file.read_text().endswith("\n"))
    os.kill(kill.which(int(file.read_text())), kill.number)
    messages = heard(run)
    run.kill()

    assert tuple(message.kind for message in messages) == kill.told, (
        "no end is told: the operation is given back and runs again"
    )
    assert not alive(asked.id)
    assert list(project.runs.iterdir()) == []


@pytest.mark.parametrize("answers", ["version", "nothing"])
def test_a_run_whose_helm_was_killed_breaks_off(project: Project, answers: str) -> None:
    stand_in(
        project.folder / "helm",
        f'[ "$1" != {answers} ] || {{ echo \'version.BuildInfo{{Version:"v4.1.4",\'; exit; }}\nkill -9 $$',
    )
    project.tasks(HELM.format(file=project.folder / "helm"))
    collections = Path(os.environ["ANSIBLE_COLLECTIONS_PATH"])
    runner = AnsibleRunner(replace(project.paths, cache=collections.parent))

    run = runner.start(claimed(), seconds=60)
    messages = heard(run)
    run.kill()

    assert [message.kind for message in messages] == ["task"]


@pytest.mark.parametrize("code", [137, 143, 255])
def test_a_command_that_says_that_something_else_was_killed_is_a_failure(
    project: Project, runner: AnsibleRunner, code: int
) -> None:
    project.tasks(f"- name: Look into a pod\n  ansible.builtin.shell:\n    cmd: exit {code}\n")

    run = runner.start(claimed(), seconds=60)
    messages = heard(run)
    run.kill()

    assert [message.kind for message in messages] == ["task", "failed", "end"]
    assert messages[-1].result["status"] == "failed"

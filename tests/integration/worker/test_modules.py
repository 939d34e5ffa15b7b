"""Modules run in forks of a process that is ready for them, and as they would anywhere else."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from functions.adapters.ansible import modules
from functions.adapters.ansible.playbook import MODULES
from functions.adapters.ansible.runner import AnsibleRunner
from tests.integration.worker.conftest import Project, claimed, heard, wait_for

# Who runs the module: the parent of the command's parent; a module started the usual way has a shell there.
TASKS = """\
- name: Ask who runs modules
  ansible.builtin.command:
    argv: [sh, -c, "tr '\\\\0' ' ' < /proc/$PPID/cmdline; echo $GIVEN; pwd; cat"]
    stdin: what the module is given
  environment: {environment}
  register: store_verify_asked

- name: Fail
  ansible.builtin.fail:
    msg: "{{{{ store_verify_asked.stdout_lines }}}}"
"""


@pytest.mark.parametrize("environment", ["{}", "{GIVEN: by-the-task}"], ids=["ready", "with an environment: as usual"])
def test_a_module_runs_in_a_fork_of_the_ready_process(project: Project, runner: AnsibleRunner, environment: str) -> None:
    project.tasks(TASKS.format(environment=environment))

    run = runner.start(claimed(), seconds=60)
    said = next(message.result["msg"] for message in heard(run) if message.kind == "failed")
    run.kill()

    assert said[-1] == "what the module is given"
    assert ("functions.adapters.ansible.playbook" in said[0]) is (environment == "{}")
    assert ("by-the-task" in said[0]) is (environment != "{}")


def test_modules_of_collections_are_put_together_before_there_is_a_job(project: Project) -> None:
    runner = AnsibleRunner(replace(project.places, cache=Path(os.environ["STOREYARD_CACHE"])), spares=1)
    wanted = {f"ansible_collections.{'.plugins.modules.'.join(name.rsplit('.', 1))}" for name in MODULES}

    def made() -> set[str]:
        found = project.runs.glob("scratch-*/ansible-local-*/ansiballz_cache/*")
        return {path.name.split("-")[0] for path in found if path.suffix != ".lock"}

    try:
        runner.warm_up()
        wait_for(lambda: made() >= wanted, seconds=30)
    finally:
        runner.close()


def test_a_module_that_fails_is_a_failed_task(project: Project, runner: AnsibleRunner) -> None:
    project.tasks("- name: Fail\n  ansible.builtin.command:\n    argv: [sh, -c, 'echo no >&2; exit 3']\n")

    run = runner.start(claimed(), seconds=60)
    messages = heard(run)
    run.kill()

    assert [message.kind for message in messages][-2:] == ["failed", "end"]
    assert messages[-2].result["msg"] == "non-zero return code"


def test_a_path_that_is_too_long_means_modules_run_as_usual(tmp_path: Path) -> None:
    assert modules.start(tmp_path / ("x" * 108)) == {}

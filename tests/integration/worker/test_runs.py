"""Real runs of real playbooks: what they say, what they leave, and that they die."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from functions.adapters.ansible import processes
from functions.adapters.ansible.runner import AnsibleRunner
from functions.application.ports.runs import TargetGone
from functions.domain.errors import Unavailable
from functions.domain.kinds import added, kind_of
from functions.domain.version import Target
from tests.integration.worker.conftest import PLAYBOOK, Project, alive, claimed, heard, is_alive, wait_for

# A child that leaves its session, clears its environment if told so, and does not listen to TERM.
STUBBORN = """\
- name: Leave a daemon
  ansible.builtin.command:
    argv:
      - env
      - {option}
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
PAINT = """\
from ansible.plugins.action import ActionBase

class ActionModule(ActionBase):
    def run(self, tmp=None, task_vars=None):
        seen = {"owner": task_vars["store_owner"], "scent": task_vars.get("store_scent", "unknown")}
        return {"painted": {"color": self._task.args["color"], **seen}, "other": "stays"}
"""
SHOW = """\
- name: Show
  ansible.builtin.debug:
    msg:
      name: "{{ store_name }}"
      environment: "{{ lookup('ansible.builtin.pipe', 'env') }}"
      found: "{{ lookup('ansible.builtin.pipe', 'grep -rl hunter2 ' ~ playbook_dir ~ '/../home || true') }}"
"""


def pid_in(file: Path) -> int:
    wait_for(lambda: file.is_file() and file.read_text())
    return int(file.read_text())


def test_a_run_tells_its_tasks_keeps_data_data_and_leaves_nothing(
    project: Project, runner: AnsibleRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter2")
    text = "{{ lookup('pipe', 'id') }} {% raw %} '\" $(id)"
    asked = claimed()
    asked = asked.model_copy(update={"spec": asked.spec | {"name": text}})
    project.tasks(SHOW)

    run = runner.start(asked, seconds=60)
    messages = heard(run)
    run.kill()

    assert messages[-1].result == {"status": "successful", "msg": ""}
    assert (messages[0].kind, messages[0].role, messages[0].task) == ("task", "store_verify", "Show")
    seen = messages[1].result["msg"]
    assert seen["name"] == text
    names = {line.split("=")[0] for line in seen["environment"].splitlines() if "=" in line}
    assert not {name for name in names if name.startswith("AWS_")}
    assert {"STOREYARD_OPERATION", "CLUSTER", "PATH", "HOME", "LANG"} <= names
    assert seen["found"] == "", "the service's environment is on disk"
    assert not alive(asked.id)
    assert list(project.runs.iterdir()) == []


def test_a_run_that_ends_late_leaves_the_next_one_of_its_operation_alone(project: Project, runner: AnsibleRunner) -> None:
    go_on = project.folder / "go-on"
    project.tasks(f"- name: Wait\n  ansible.builtin.wait_for:\n    path: {go_on}\n    sleep: 1\n    timeout: 50\n")
    operation = claimed()
    late, following = runner.start(operation, seconds=60), runner.start(operation, seconds=60)

    late.kill()
    go_on.touch()

    assert heard(following)[-1].result["status"] == "successful"
    following.kill()
    assert list(project.runs.glob("*/mark")) == []


def test_a_failed_task_gives_its_message_and_nothing_else(project: Project, runner: AnsibleRunner) -> None:
    project.tasks("- name: Fail\n  ansible.builtin.fail:\n    msg: The shop offers no product.\n")

    run = runner.start(claimed(), seconds=60)
    messages = heard(run)
    run.kill()

    assert [message.kind for message in messages] == ["task", "failed", "end"]
    assert messages[1].result == {"msg": "The shop offers no product."}
    assert messages[2].result["status"] == "failed"
    assert list(project.runs.iterdir()) == []


def test_a_playbook_that_is_missing_is_an_error_with_words(project: Project, runner: AnsibleRunner) -> None:
    run = runner.start(claimed(kind="delete"), seconds=60)
    messages = heard(run)
    run.kill()

    assert [message.kind for message in messages] == ["end"]
    assert "could not be found" in messages[0].result["msg"]


def test_a_cluster_that_is_not_in_the_inventory_is_a_failure(project: Project, runner: AnsibleRunner) -> None:
    project.tasks(SHOW)
    asked = claimed()

    run = runner.start(asked.model_copy(update={"spec": asked.spec | {"cluster": "mars"}}), seconds=60)
    messages = heard(run)
    run.kill()

    assert (messages[0].kind, messages[0].result["reason"]) == ("failed", "UnknownCluster")


@pytest.mark.parametrize("option", ["MORE=1", "-i"], ids=["marked", "environment cleared"])
def test_what_leaves_its_session_and_ignores_term_is_dead_after_kill(
    project: Project, runner: AnsibleRunner, option: str
) -> None:
    file = project.folder / "pid"
    project.tasks(STUBBORN.format(option=option, file=file))
    asked = claimed()

    run = runner.start(asked, seconds=60)
    child = pid_in(file)
    assert is_alive(child)
    run.kill()

    assert not is_alive(child)
    assert not alive(asked.id)
    assert list(project.runs.iterdir()) == []


def test_a_gentle_end_is_cut_short_by_one_that_does_not_ask(
    project: Project, runner: AnsibleRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.adapters.ansible.process.STOP_SECONDS", 60.0)
    file = project.folder / "pid"
    project.tasks(STUBBORN.format(option="-i", file=file))
    asked = claimed()

    run = runner.start(asked, seconds=60)
    child = pid_in(file)
    os.kill(run._runner.process.pid, signal.SIGSTOP)  # it does not hear that it shall end
    gentle = threading.Thread(target=run.kill)
    gentle.start()
    started = time.monotonic()
    run.kill(at_once=True)
    gentle.join()

    assert time.monotonic() - started < 30, "a gentle end alone would have waited for a minute"
    assert not is_alive(child)
    assert not alive(asked.id)
    assert list(project.runs.iterdir()) == []


def test_what_a_finished_run_leaves_behind_is_ended_too(project: Project, runner: AnsibleRunner) -> None:
    file = project.folder / "pid"
    project.tasks(
        "- name: Leave a daemon\n  ansible.builtin.shell:\n"
        f"    cmd: setsid -f sh -c 'echo $$ > {file}; exec sleep 600' > /dev/null 2>&1\n"
        f"- name: Wait\n  ansible.builtin.wait_for:\n    path: {file}\n"
    )

    run = runner.start(claimed(), seconds=60)
    messages = heard(run)
    run.kill()

    assert messages[-1].result["status"] == "successful"
    assert not is_alive(pid_in(file))


def test_a_runner_that_hangs_is_killed_with_all_below_it(
    project: Project, runner: AnsibleRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.adapters.ansible.process.STOP_SECONDS", 0.5)
    file = project.folder / "pid"
    project.tasks(STUBBORN.format(option="-i", file=file))

    run = runner.start(claimed(), seconds=60)
    child = pid_in(file)
    os.kill(run._runner.process.pid, signal.SIGSTOP)
    run.kill()

    assert not is_alive(child)


@pytest.mark.parametrize("standby", [0, 1], ids=["started for the run", "on standby"])
def test_a_process_that_does_not_come_up_says_nothing(project: Project, monkeypatch: pytest.MonkeyPatch, standby: int) -> None:
    monkeypatch.setattr("functions.adapters.ansible.process.MODULE", "functions.no_such_module")
    runner = AnsibleRunner(project.paths, standby=standby)
    runner.prepare()

    run = runner.start(claimed(), seconds=60)
    messages = list(run.messages())
    run.kill()
    runner.close()

    assert messages == []


def test_a_python_that_is_gone_is_a_reason_not_to_start(
    project: Project, runner: AnsibleRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(project.folder / "gone"))

    with pytest.raises(Unavailable, match="The run cannot be started: No such file or directory"):
        runner.start(claimed(), seconds=60)


def test_the_playbooks_time_is_limited(project: Project, runner: AnsibleRunner) -> None:
    project.tasks("- name: Sleep\n  ansible.builtin.command:\n    cmd: sleep 600\n")
    asked = claimed()

    run = runner.start(asked, seconds=1)
    messages = heard(run)
    run.kill()

    assert messages[-1].result["status"] == "timeout"
    assert not alive(asked.id)


def test_standby_processes_wait_for_runs_are_renewed_and_end_with_the_platform(project: Project) -> None:
    project.tasks("- name: Show\n  ansible.builtin.debug:\n")
    runner = AnsibleRunner(project.paths, standby=1)
    runner.prepare()
    [waiting] = runner._standby
    asked = claimed()

    run = runner.start(asked, seconds=60)
    messages = heard(run)
    run.kill()
    [renewed] = runner._standby
    runner.close()

    assert run._runner is waiting
    assert messages[-1].result["status"] == "successful"
    assert renewed is not waiting
    assert not is_alive(renewed.process.pid)
    assert list(project.runs.iterdir()) == []


def test_a_playbook_runs_in_a_fork_of_its_runner_process(project: Project, runner: AnsibleRunner) -> None:
    file = project.folder / "pid"
    project.tasks(f"- name: Sleep\n  ansible.builtin.shell:\n    cmd: echo $$ > {file}; exec sleep 600\n")

    run = runner.start(claimed(), seconds=60)
    pid_in(file)
    process = run._runner.process.pid
    commands = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in processes.descendants(process)]
    own = Path(f"/proc/{process}/cmdline").read_bytes()
    run.kill()

    assert own in commands
    assert not any(b"ansible-playbook" in command for command in commands)


def test_a_standby_process_has_imported_what_the_roles_own_tasks_import(project: Project) -> None:
    file = project.folder / "pid"
    plugins = project.folder / "roles" / "store_verify" / "action_plugins"
    plugins.mkdir()
    (plugins / "look.py").write_text(f"import os\nopen({str(file)!r}, 'w').write(str(os.getpid()))\n")
    runner = AnsibleRunner(project.paths, standby=1)
    runner.prepare()
    [waiting] = runner._standby

    imported_in = pid_in(file)
    runner.close()

    assert imported_in == waiting.process.pid


def test_a_task_of_a_role_that_cannot_be_imported_does_not_keep_runs_from_starting(
    project: Project, runner: AnsibleRunner
) -> None:
    plugins = project.folder / "roles" / "store_verify" / "action_plugins"
    plugins.mkdir()
    (plugins / "broken.py").write_text("this is not Python\n")
    project.tasks("- name: Show\n  ansible.builtin.debug:\n")

    run = runner.start(claimed(), seconds=60)
    messages = heard(run)
    run.kill()

    assert messages[-1].result["status"] == "successful"


TOLD = """\
- name: Show
  ansible.builtin.debug:
    msg:
      owner: "{{ store_owner }}"
      request: "{{ store_request_id }}"
      charts: "{{ store_spec_charts | default('none') }}"
      images: "{{ lookup('ansible.builtin.file', store_spec_images) | from_json }}"
- name: Measure
  ansible.builtin.set_fact:
    verification: {order: "7"}
"""


def test_a_run_is_told_whose_store_it_is_and_what_was_promised(project: Project, runner: AnsibleRunner) -> None:
    engine = claimed().spec["engine"]
    for root, version in (("charts", "0.2.0"), ("home/charts/promised", "0.1.0")):
        (project.folder / root / engine).mkdir(parents=True)
        (project.folder / root / engine / "Chart.yaml").write_text(f"version: {version}\n")
    target = Target(engine_version="1", chart_version="0.1.0", chart_digest="promised", images={"web": "shop:1"})
    project.tasks(TOLD)

    run = runner.start(claimed(target=target, owner="olga", request_id="request-1"), seconds=60)
    messages = heard(run)
    run.kill()

    (shown,) = (message.result["msg"] for message in messages if message.kind == "ok" and message.task == "Show")
    kept = str(project.folder / "home/charts/promised")
    assert shown == {"owner": "olga", "request": "request-1", "charts": kept, "images": {"web": "shop:1"}}


def test_a_run_whose_target_is_gone_does_not_begin(project: Project, runner: AnsibleRunner) -> None:
    engine = claimed().spec["engine"]
    (project.folder / "charts" / engine).mkdir(parents=True)
    target = Target(engine_version="1", chart_version="0.1.0", chart_digest="promised", images={})

    with pytest.raises(TargetGone):
        runner.start(claimed(target=target), seconds=60)


def test_a_run_is_told_its_kinds_parameters_and_tells_its_kinds_results(project: Project, runner: AnsibleRunner) -> None:
    kind = replace(kind_of("verify"), name="repaint", result_keys=("painted",))
    (project.folder / "playbooks" / "repaint.yml").write_text(PLAYBOOK)
    plugins = project.folder / "roles" / "store_verify" / "action_plugins"
    plugins.mkdir()
    (plugins / "paint.py").write_text(PAINT)
    project.tasks('- name: Paint\n  paint:\n    color: "{{ store_repaint_color }}"\n')

    with added(kind):
        asked = claimed(kind="repaint", parameters={"color": "{{ 1 + 1 }}"}, owner="olga")
        run = runner.start(asked.model_copy(update={"spec": asked.spec | {"scent": "pine"}}), seconds=60)
        messages = heard(run)
        run.kill()

    assert messages[-2].result == {"painted": {"color": "{{ 1 + 1 }}", "owner": "olga", "scent": "unknown"}}

"""What the runner process lets out, and what it keeps."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from functions.adapters.ansible.messages import MessageWriter, kept
from functions.adapters.ansible.runner import as_data
from functions.application.ports.runs import RunMessage


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def heard(pipe: tuple[int, int], *events: dict[str, Any]) -> list[RunMessage]:
    writer = MessageWriter(pipe[1])
    for event in events:
        assert writer.on_event(event) is False, "ansible-runner must not write events to disk"
    os.write(pipe[1], b"\n")
    return [RunMessage.model_validate_json(line) for line in os.read(pipe[0], 65536).splitlines() if line]


def test_only_known_keys_of_a_result_leave_the_process(pipe: tuple[int, int]) -> None:
    result = {"msg": "no", "reason": "VerifyFailed", "invocation": {"module_args": {"password": "s3cret"}}, "stdout": "s3cret"}
    event = {"event": "runner_on_failed", "event_data": {"role": "store_verify", "task": "Order", "res": result}}

    [message] = heard(pipe, event)

    assert message == RunMessage(
        kind="failed", role="store_verify", task="Order", result={"msg": "no", "reason": "VerifyFailed"}
    )


def test_what_is_not_about_tasks_is_not_told(pipe: tuple[int, int]) -> None:
    ignored = {"event": "runner_on_failed", "event_data": {"ignore_errors": True, "res": {"msg": "x"}}}

    assert heard(pipe, {"event": "playbook_on_start"}, {"event": "verbose", "stdout": "x"}, {}, ignored) == []


def test_an_inventory_without_the_cluster_is_a_failure(pipe: tuple[int, int]) -> None:
    [message] = heard(pipe, {"event": "playbook_on_no_hosts_matched"})

    assert (message.kind, message.result["reason"]) == ("failed", "UnknownCluster")


@pytest.mark.parametrize(
    "result",
    [
        {"module_stdout": "", "module_stderr": "Killed\n", "rc": 137, "msg": "Module result deserialization failed"},
        {"module_stdout": "", "rc": -signal.SIGKILL},
        {"module_stdout": "", "rc": 143},
        {"msg": "Failure when executing Helm command. Exited -9.\nstdout: \nstderr: "},
        {"msg": "Unable to determine Helm version"},
    ],
    ids=["module", "shell", "told to end", "helm", "no version of helm"],
)
def test_a_task_whose_process_was_killed_is_not_told_as_a_failure(pipe: tuple[int, int], result: dict[str, Any]) -> None:
    writer = MessageWriter(pipe[1])
    event = {"event": "runner_on_failed", "event_data": {"role": "store_release", "task": "Install", "res": result}}

    assert heard(pipe, event) == []
    writer.on_event(event)
    assert writer.broken


@pytest.mark.parametrize(
    "result",
    [
        {"cmd": "kubectl exec", "rc": 137, "msg": "non-zero return code"},
        {"module_stdout": "", "module_stderr": "Traceback", "rc": 1},
        {"msg": "Failure when executing Helm command. Exited 1.\nstdout: \nstderr: Exited -9."},
        "no dict",
    ],
    ids=["a command's own code", "module failed", "helm failed", "no dict"],
)
def test_a_task_that_failed_is_told_whatever_it_says_of_others(pipe: tuple[int, int], result: object) -> None:
    event = {"event": "runner_on_failed", "event_data": {"role": "store_release", "task": "Install", "res": result}}

    [message] = heard(pipe, event)

    assert message.kind == "failed"


def test_what_the_kind_of_operation_keeps_leaves_the_process_too() -> None:
    assert kept({"msg": "x", "removal": {}, "verification": {"number": "1"}}, frozenset({"verification"})) == {
        "msg": "x",
        "verification": {"number": "1"},
    }


def test_long_messages_are_cut() -> None:
    assert len(kept({"msg": "x" * 100_000})["msg"]) == 4000


def test_a_result_that_is_no_dict_is_nothing() -> None:
    assert kept("x") == {}


def test_every_string_is_marked_as_data() -> None:
    text = "{{ lookup('pipe', 'id') }}"

    assert as_data({"a": text, "b": [text, 1], "c": None}) == {
        "a": {"__ansible_unsafe": text},
        "b": [{"__ansible_unsafe": text}, 1],
        "c": None,
    }
    assert json.dumps(as_data(text)) == json.dumps({"__ansible_unsafe": text})

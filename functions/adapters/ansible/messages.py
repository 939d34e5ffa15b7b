"""What the runner process writes for the worker: one JSON line for each thing that happens."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
from typing import Any

TEXT_MAX = 4000
KINDS = {
    "playbook_on_task_start": "task",
    "playbook_on_handler_task_start": "task",
    "runner_on_ok": "ok",
    "runner_on_failed": "failed",
    "runner_on_unreachable": "unreachable",
}
# What of a task's result the worker may know, besides what the kind of operation names. Everything else, above all
# `invocation`, stays here.
KEPT = frozenset({"msg", "reason"})

# How Ansible says that a process that it forked for a task is gone, and its Helm module that Helm was killed. How its question
# for Helm's version ended it does not say; Helm answered when it was installed, so one without an answer was killed too.
DEAD_WORKER = "A worker was found in a dead state"
KILLED_HELM = re.compile(rf"Failure when executing Helm command\. Exited -({signal.SIGKILL:d}|{signal.SIGTERM:d})\.")
NO_VERSION = "Unable to determine Helm version"
# The exit codes of a process that was killed, and of a shell whose child was.
KILLED = frozenset(code for number in (signal.SIGKILL, signal.SIGTERM) for code in (-number, 128 + number))


class MessageWriter:
    """Writes messages to a stream; a reader that is gone is noticed by the lifeline, not here."""

    def __init__(self, stream: int) -> None:
        self._stream = stream
        self.result_keys: frozenset[str] = frozenset()
        self.error = ""
        self.broken = False  # whether a process of the run itself was killed, so that its failure says nothing of the store

    def write(self, kind: str, role: str = "", task: str = "", result: dict[str, Any] | None = None) -> None:
        """Write one message."""
        line = json.dumps({"kind": kind, "role": role, "task": task, "result": result or {}}) + "\n"
        with contextlib.suppress(BrokenPipeError):
            data = line.encode()
            while data:
                data = data[os.write(self._stream, data) :]

    def on_event(self, event: dict[str, Any]) -> bool:
        """Translate one event of ansible-runner; False keeps it from being written to disk."""
        data = event.get("event_data") or {}
        kind = KINDS.get(event.get("event", ""))
        if event.get("event") == "playbook_on_no_hosts_matched":
            self.write("failed", result={"msg": "the inventory has no such cluster", "reason": "UnknownCluster"})
        elif kind == "failed" and was_killed(data.get("res")):
            self.broken = True
        elif kind and not (kind == "failed" and data.get("ignore_errors")):
            self.write(kind, data.get("role") or "", data.get("task") or "", kept(data.get("res"), self.result_keys))
        elif "ERROR" in event.get("stdout", ""):
            self.error = event["stdout"][-TEXT_MAX:]
            self.broken = self.broken or DEAD_WORKER in event["stdout"]
        return False


def kept(result: object, result_keys: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What the worker may know of a task's result."""
    if not isinstance(result, dict):
        return {}
    known = {key: value for key, value in result.items() if key in KEPT | result_keys}
    return {key: value[:TEXT_MAX] if isinstance(value, str) else value for key, value in known.items()}


def was_killed(result: object) -> bool:
    """True if a task failed because its module or its Helm was killed.

    A command's own exit code is not looked at: it may be about a process elsewhere, like one in a pod.
    """
    if not isinstance(result, dict):
        return False
    no_answer = "module_stdout" in result and result.get("rc") in KILLED
    message = str(result.get("msg", ""))
    return no_answer or message.startswith(NO_VERSION) or KILLED_HELM.match(message) is not None

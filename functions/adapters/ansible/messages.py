"""What the runner process writes for the worker: one JSON line for each thing that happens."""

from __future__ import annotations

import contextlib
import json
import os
from typing import Any

TEXT_MAX = 4000
KINDS = {
    "playbook_on_task_start": "task",
    "runner_on_ok": "ok",
    "runner_on_failed": "failed",
    "runner_on_unreachable": "unreachable",
}
# What a task returned and the worker may know. Everything else, above all `invocation`, stays here.
KEPT = ("msg", "reason", "verification", "removal")


class MessageWriter:
    """Writes messages to a stream; a reader that is gone is noticed by the lifeline, not here."""

    def __init__(self, stream: int) -> None:
        self._stream = stream
        self.error = ""

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
        elif kind and not (kind == "failed" and data.get("ignore_errors")):
            self.write(kind, data.get("role") or "", data.get("task") or "", kept(data.get("res")))
        elif "ERROR" in event.get("stdout", ""):
            self.error = event["stdout"][-TEXT_MAX:]
        return False


def kept(result: object) -> dict[str, Any]:
    """What the worker may know of a task's result."""
    if not isinstance(result, dict):
        return {}
    return {key: value[:TEXT_MAX] if isinstance(value, str) else value for key, value in result.items() if key in KEPT}

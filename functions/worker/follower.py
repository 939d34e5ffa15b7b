"""Reads what a run says, to its end."""

from __future__ import annotations

from functions.application.ports.clusters import Observer
from functions.application.ports.runs import Run, RunMessage
from functions.application.progress import RELEASE_ROLE, Progress
from functions.domain.diagnosis import Failure
from functions.domain.operation import Operation
from functions.worker.watcher import Watcher

RESULTS = ("verification", "removal")


class Follower:
    """Reads a run to its end: events for people, results, and the failure if there is one."""

    def __init__(self, operation: Operation, progress: Progress, observer: Observer) -> None:
        self._operation = operation
        self.progress = progress
        self._observer = observer
        self.status = ""
        self.failure: Failure | None = None
        self.result: dict[str, object] = {}

    def follow(self, run: Run) -> None:
        """Read all messages. Raises LeaseLost."""
        with Watcher(self._components, self.progress.observe) as watcher:
            for message in run.messages():
                if message.kind == "task" and message.role == RELEASE_ROLE:
                    watcher.begin()
                elif message.kind == "task":
                    watcher.end()
                self._note(message)
                self.progress.follow(message)

    def _components(self) -> dict[str, bool]:
        return dict(self._observer.components(self._operation.spec["cluster"], self._operation.store_id))

    def _note(self, message: RunMessage) -> None:
        self.result |= {name: message.result[name] for name in RESULTS if name in message.result}
        text = str(message.result.get("msg") or "")
        if message.kind == "end":
            self.status = str(message.result.get("status", "failed"))
            if self.failure is None and self.status != "successful":
                self.failure = Failure(message=text, timed_out=self.status == "timeout")
        elif message.kind in {"failed", "unreachable"}:
            reason = str(message.result.get("reason") or "")
            self.failure = Failure(message.role, text, reason, unreachable=message.kind == "unreachable")

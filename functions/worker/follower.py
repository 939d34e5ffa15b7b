"""Reads what a run says, to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from functions.application.ports.clusters import Observer
from functions.application.ports.runs import Run, RunMessage
from functions.application.progress import Progress
from functions.domain.diagnosis import Failure
from functions.domain.kinds.base import Kind
from functions.domain.operation import Operation
from functions.worker.watcher import Watcher


class Follower:
    """Reads a run to its end: events for people, results, and the root cause if it failed.

    The first failure is the root cause: what fails after it, fails while the playbook's `rescue` tries to put things right.
    `begun` is called when the first task is heard of, `heard` with each message.
    """

    def __init__(  # noqa: PLR0913 - its parts, by name
        self,
        operation: Operation,
        kind: Kind,
        progress: Progress,
        observer: Observer,
        *,
        begun: Callable[[], None] = lambda: None,
        heard: Callable[[RunMessage], None] = lambda _: None,
    ) -> None:
        self._operation = operation
        self._kind = kind
        self.progress = progress
        self._observer = observer
        self._on_begun = begun
        self._heard = heard
        self._started = self._begun = False
        self.status = ""
        self.failure: Failure | None = None
        self.result: dict[str, object] = {}

    def follow(self, run: Run) -> None:
        """Read all messages. Raises LeaseLost."""
        with Watcher(self._components, self.progress.observe) as watcher:
            for message in run.messages():
                self._note(message)
                self._heard(message)
                self.progress.follow(message)
                if self.progress.watches_pods:
                    watcher.begin()
                elif message.kind == "task":
                    watcher.end()

    @property
    def not_begun(self) -> str:
        """Why no task of the run began, in a sentence; empty if one did, or if that can happen to any run."""
        if self._begun or (self.failure is not None and self.failure.message):
            return ""
        if not self.status and not self._started:
            return "The run's process ended before it took its job."
        return "The run ended before its first task, without a word." if self.status == "failed" else ""

    def _components(self) -> dict[str, bool]:
        return dict(self._observer.components(self._operation.spec["cluster"], self._operation.store_id))

    def _note(self, message: RunMessage) -> None:
        self.result |= {name: message.result[name] for name in self._kind.result_keys if name in message.result}
        text = str(message.result.get("msg") or "")
        self._started = True
        if not self._begun and message.kind not in {"started", "end"}:
            self._begun = True
            self._on_begun()
        if message.kind == "end":
            self.status = str(message.result.get("status", "failed"))
            if self.failure is None and self.status != "successful":
                self.failure = Failure(message=text, timed_out=self.status == "timeout")
        elif message.kind in {"failed", "unreachable"}:
            self._failed(message, text)

    def _failed(self, message: RunMessage, text: str) -> None:
        if self.failure is not None:
            self.failure = replace(self.failure, later=(*self.failure.later, text))
            return
        self.failure = Failure(
            message.role,
            text,
            str(message.result.get("reason") or ""),
            step=self._kind.step_of(message.role, message.task),
            unreachable=message.kind == "unreachable",
        )

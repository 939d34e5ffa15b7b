"""From what a run says to steps that a person understands. The kind's descriptor has the words (functions/domain/kinds)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from functions.application.ports.runs import RunMessage
from functions.domain import release
from functions.domain.kinds.base import Kind, Step
from functions.domain.operation import EventStatus

# The parts of a store, as they come up while its release is being installed.
COMPONENTS: dict[str, Step] = {
    "db": Step("", "database", "Database is starting", "Database is ready"),
    "queue": Step("", "queue", "Queue is starting", "Queue is ready"),
    "web": Step("", "shop", "Shop is starting", "Shop is ready"),
}


class Record(Protocol):
    """Writes one event."""

    def __call__(self, *, step: str, status: EventStatus, message: str) -> None:
        """Write it."""


class Progress:
    """Follows one run. Safe to use from the run's thread and the observer's at once."""

    def __init__(self, record: Record, *, kind: Kind, software: str, now: Callable[[], float] = time.monotonic) -> None:
        self._record = record
        self._kind = kind
        self._software = software
        self._now = now
        self._lock = threading.RLock()
        self._step: Step | None = None
        self._at = ""
        self._since = 0.0
        self._components: dict[str, bool] = {}

    def follow(self, message: RunMessage) -> None:
        """Turn one message of the run into events, or none."""
        with self._lock:
            if message.kind == "task":
                step = self._kind.step_of(message.role, message.task)
                if step is not None and step != self._step:
                    self._complete()
                    self._begin(step)
            elif message.kind == "ok":
                self._tell(message.result.get(release.RESULT))
            elif message.kind in {"failed", "unreachable"}:
                if self._is_past(message.role):
                    self._complete()
                self.fail()
            elif message.kind == "end" and message.result.get("status") == "successful":
                self._complete()

    @property
    def watches_pods(self) -> bool:
        """True while the step under way is one whose pods are shown as they come up."""
        with self._lock:
            return self._step is not None and self._step.pods

    @property
    def at(self) -> str:
        """The step that began last, in words; empty before the first."""
        with self._lock:
            return self._at

    def observe(self, components: Mapping[str, bool]) -> None:
        """Say which parts of the store are starting or ready; only while its release is being installed."""
        with self._lock:
            if self._step is None or not self._step.pods:
                return
            for name, ready in components.items():
                if name in COMPONENTS and self._components.get(name) is not True:
                    self._say_component(name, ready=ready)

    def fail(self) -> None:
        """The step that runs has failed."""
        with self._lock:
            if self._step is not None:
                text = f"{self._words(self._step.doing)}: failed after {self._elapsed()}"
                self._say(self._step.name, EventStatus.FAILED, text)
            self._step = None

    def _is_past(self, role: str) -> bool:
        """True where a task of another of the kind's roles says that the step under way has come to its end."""
        return self._step is not None and role != self._step.role and any(step.role == role for step in self._kind.steps)

    def _tell(self, found: object) -> None:
        """Say what somebody else did to the release, or a run that was killed."""
        said = found.get("message") if isinstance(found, Mapping) else None
        if self._step is not None and isinstance(said, str):
            self._say(self._step.name, EventStatus.INFO, said)

    def _begin(self, step: Step) -> None:
        self._step, self._since, self._at = step, self._now(), self._words(step.doing)
        self._say(step.name, EventStatus.STARTED, self._at)

    def _complete(self) -> None:
        if self._step is None:
            return
        unseen = [name for name, ready in self._components.items() if not ready and self._step.pods]
        for name in unseen:  # Helm has waited for them, even if nobody saw it
            self._say_component(name, ready=True)
        self._say(self._step.name, EventStatus.SUCCEEDED, f"{self._words(self._step.done)} ({self._elapsed()})")
        self._step = None

    def _say_component(self, name: str, *, ready: bool) -> None:
        step = COMPONENTS[name]
        if name not in self._components:
            self._say(step.name, EventStatus.STARTED, step.doing)
        if ready:
            self._say(step.name, EventStatus.SUCCEEDED, f"{step.done} ({self._elapsed()})")
        self._components[name] = ready

    def _say(self, step: str, status: EventStatus, message: str) -> None:
        self._record(step=step, status=status, message=message)

    def _words(self, text: str) -> str:
        return text.format(software=self._software)

    def _elapsed(self) -> str:
        return f"{self._now() - self._since:.1f} s"

"""From what a run says to steps that a person understands. Keyed by role; a role that is not in the table says nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from functions.application.ports.runs import RunMessage
from functions.domain.operation import EventStatus


@dataclass(frozen=True)
class Step:
    """One role in words: what is being done, and what has been done. `{software}` is the engine's title and version."""

    name: str
    doing: str
    done: str


STEPS: dict[str, Step] = {
    "store_namespace": Step("namespace", "Fencing the store in", "The store is fenced in"),
    "store_secret": Step("secret", "Making passwords and keys", "Passwords and keys are made"),
    "store_release": Step("release", "Installing {software}", "{software} is installed"),
    "store_verify": Step("verify", "Placing a test order", "Test order went through and was removed"),
}
# Tasks that are steps of their own, by role and name. Names are looked up, never shown; a test holds them to the roles.
TASK_STEPS: dict[tuple[str, str], Step] = {
    ("store_delete", "Look at what there is of the store"): Step(
        "scan", "Looking at what there is to remove", "What there is to remove is known"
    ),
    ("store_delete", "Remove the release"): Step("release", "Removing the release", "The release is removed"),
    ("store_delete", "Remove the namespace, its volumes and everything that is left"): Step(
        "volumes", "Removing volumes and looking for leftovers", "Volumes are removed and no leftovers were found"
    ),
}
COMPONENTS: dict[str, Step] = {
    "db": Step("database", "Database is starting", "Database is ready"),
    "web": Step("shop", "Shop is starting", "Shop is ready"),
}
RELEASE_ROLE = "store_release"


class Record(Protocol):
    """Writes one event."""

    def __call__(self, *, step: str, status: EventStatus, message: str) -> None:
        """Write it."""


def step_of(role: str, task: str) -> Step | None:
    """Return the step that a task belongs to, or None."""
    return TASK_STEPS.get((role, task)) or STEPS.get(role)


class Progress:
    """Follows one run. Safe to use from the run's thread and the observer's at once."""

    def __init__(self, record: Record, *, software: str, now: Callable[[], float] = time.monotonic) -> None:
        self._record = record
        self._software = software
        self._now = now
        self._lock = threading.RLock()
        self._step: Step | None = None
        self._since = 0.0
        self._components: dict[str, bool] = {}
        self._last: tuple[str, EventStatus, str] | None = None

    def follow(self, message: RunMessage) -> None:
        """Turn one message of the run into events, or none."""
        with self._lock:
            if message.kind == "task":
                step = step_of(message.role, message.task)
                if step is not None and step != self._step:
                    self._complete()
                    self._begin(step)
            elif message.kind in {"failed", "unreachable"}:
                self.fail()
            elif message.kind == "end" and message.result.get("status") == "successful":
                self._complete()

    def observe(self, components: Mapping[str, bool]) -> None:
        """Say which parts of the store are starting or ready; only while its release is being installed."""
        with self._lock:
            if self._step != STEPS[RELEASE_ROLE]:
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

    def _begin(self, step: Step) -> None:
        self._step, self._since = step, self._now()
        self._say(step.name, EventStatus.STARTED, self._words(step.doing))

    def _complete(self) -> None:
        if self._step is None:
            return
        for name, ready in list(self._components.items()):  # Helm has waited for them, even if nobody saw it
            if not ready:
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
        if (step, status, message) != self._last:
            self._last = (step, status, message)
            self._record(step=step, status=status, message=message)

    def _words(self, text: str) -> str:
        return text.format(software=self._software)

    def _elapsed(self) -> str:
        return f"{self._now() - self._since:.1f} s"

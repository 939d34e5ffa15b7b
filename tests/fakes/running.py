"""Fakes of what the worker drives: runs that say what they are told to say, and clusters that show it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping

from functions.application.ports.runs import RunMessage
from functions.domain.errors import Unavailable
from functions.domain.evidence import Evidence
from functions.domain.operation import Operation

PROVISION = (
    RunMessage(kind="task", role="store_namespace", task="Make the namespace"),
    RunMessage(kind="ok", role="store_namespace", task="Make the namespace"),
    RunMessage(kind="task", role="store_release", task="Install"),
    RunMessage(kind="ok", role="store_release", task="Install"),
    RunMessage(kind="task", role="store_verify", task="Order"),
    RunMessage(kind="ok", role="store_verify", task="Order", result={"verification": {"number": "1"}}),
    RunMessage(kind="end", result={"status": "successful", "msg": ""}),
)


class FakeRun:
    """Says its messages, then ends; `endless`: goes on until it is killed, `stubborn`: until it is killed at once."""

    def __init__(self, messages: tuple[RunMessage, ...] = PROVISION, *, endless: bool = False, stubborn: bool = False) -> None:
        self._messages = messages
        self._endless = endless or stubborn
        self._stubborn = stubborn
        self.started = threading.Event()
        self.asked_to_end = threading.Event()
        self.killed = threading.Event()
        self.on_kill: Callable[[], None] = lambda: None

    def messages(self) -> Iterator[RunMessage]:
        """Yield the messages."""
        self.started.set()
        yield from self._messages
        if self._endless:
            assert self.killed.wait(10), "nobody killed the run"

    def kill(self, *, at_once: bool = False) -> None:
        """Note that it is dead."""
        self.asked_to_end.set()
        if self._stubborn and not at_once:
            assert self.killed.wait(10), "nobody killed the run at once"
        if not self.killed.is_set():
            self.on_kill()
        self.killed.set()


class FakeRunner:
    """Starts the runs that it was given, in order, and remembers what was asked of it."""

    def __init__(self, *runs: FakeRun) -> None:
        self._runs = list(runs or (FakeRun(),))
        self.swept: list[str] = []
        self.started: list[Operation] = []
        self.seconds: list[int] = []
        self.tries = 0
        self.broken = ""
        self.dirty = ""

    def sweep(self, operation_id: str) -> None:
        """Remember the operation."""
        self.swept.append(operation_id)
        if self.dirty:
            raise Unavailable(self.dirty)

    def start(self, operation: Operation, *, seconds: int) -> FakeRun:
        """Start the next run."""
        self.tries += 1
        if self.broken:
            raise Unavailable(self.broken)
        self.started.append(operation)
        self.seconds.append(seconds)
        return self._runs.pop(0)


class FakeObserver:
    """Shows what it was given."""

    def __init__(self, evidence: Evidence | None = None, *components: Mapping[str, bool]) -> None:
        self._evidence = evidence or Evidence()
        self._components = list(components)
        self.down = False

    def ping(self, cluster: str) -> None:
        """Return unless down."""
        if self.down:
            raise Unavailable(f"The cluster {cluster} cannot be reached.")

    def components(self, cluster: str, store_id: str) -> Mapping[str, bool]:
        """Return the next view of the components; the last one stays."""
        self.ping(cluster)
        return self._components.pop(0) if len(self._components) > 1 else (self._components or [{}])[0]

    def evidence(self, cluster: str, store_id: str) -> Evidence:
        """Return the evidence."""
        self.ping(cluster)
        return self._evidence

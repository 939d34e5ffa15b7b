"""Runs that are played: the worker drives them as it drives Ansible's."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Final

from functions.application.ports.backups import BackupTarget
from functions.application.ports.repository import Repository
from functions.application.ports.runs import RunMessage
from functions.application.ports.system import Clock
from functions.domain.backup import Manifest
from functions.domain.entities import STORES
from functions.domain.operation import Operation
from tests.fakes.backups import files_of
from tests.stage.cluster import StageCluster
from tests.stage.script import Beat, Before, beats
from tests.stage.troubles import trouble_of

HELD_AT: Final = {"release", "store_release"}


class Script:
    """Makes the beats of operations, and writes what they leave in the played world."""

    def __init__(
        self, *, repository: Repository, clock: Clock, cluster: StageCluster, target: BackupTarget, pace: float
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._cluster = cluster
        self._target = target
        self._pace = pace
        self._tries: dict[tuple[str, str], int] = {}

    def of(self, operation: Operation) -> Iterator[Beat]:
        """Yield what the run of an operation says."""
        key = operation.store_id, operation.kind
        self._tries[key] = self._tries.get(key, 0) + 1
        trouble = trouble_of(operation.store_id, operation.kind, tries=self._tries[key])
        self._cluster.begins(operation, None if trouble is None else trouble.evidence)
        for beat in beats(operation, trouble, self._before(operation), pace=self._pace, now=self._clock.now()):
            if "backup" in beat.message.result and isinstance(beat.message.result["backup"], dict):
                for path, content in files_of(Manifest.model_validate(beat.message.result["backup"])).items():
                    self._target.write(path, iter([content]))
            if beat.message.kind == "end":
                self._cluster.ends(operation, good=beat.message.result["status"] == "successful", at=self._clock.now())
            yield beat

    def _before(self, operation: Operation) -> Before:
        store = self._repository.get(STORES, id=operation.store_id)
        there = store.deployed if store is not None else None
        return Before() if there is None else Before(there.revision, there.engine_version, there.chart_version)


class StageRun:
    """One run. `held`: at which message it stays until it is killed."""

    def __init__(self, script: Iterator[Beat], *, held: Callable[[RunMessage], bool]) -> None:
        self._script = script
        self._held = held
        self._killed = threading.Event()

    def messages(self) -> Iterator[RunMessage]:
        """Yield what it says, in its time, until it is killed."""
        for beat in self._script:
            if self._killed.wait(beat.seconds):
                return
            yield beat.message
            if self._held(beat.message):
                self._killed.wait()
                return

    def kill(self, *, at_once: bool = False) -> None:
        """End it."""
        self._killed.set()


class StageRunner:
    """Starts runs. `held`: operations that stay under way, at their longest step; `freeze`: all others too, at their first."""

    def __init__(self, script: Script, *, held: frozenset[str] = frozenset(), freeze: bool = False) -> None:
        self._script = script
        self._held = held
        self._freeze = freeze

    def sweep(self, operation_id: str) -> None:
        """There are no processes."""

    def start(self, operation: Operation, *, seconds: int) -> StageRun:
        """Start a run."""
        late = operation.id in self._held

        def held(said: RunMessage) -> bool:
            return said.kind == "task" and (said.role in HELD_AT if late else self._freeze)

        return StageRun(self._script.of(operation), held=held)

"""Writes the stage's past through the application: what was asked for, how it went, at which time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from functions.application.progress import Progress
from functions.bootstrap import Platform
from functions.domain.diagnosis import Failure, diagnose
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.kinds import kind_of
from functions.domain.operation import EventStatus, Operation, OperationStatus, Outcome
from functions.domain.origin import Origin
from functions.domain.store import Store, StoreRequest
from functions.domain.user import User
from tests.stage.clock import StageClock
from tests.stage.cluster import StageObserver
from tests.stage.runner import Script

WORKER = "stage/1"
ASKED = Origin(source="api", address="127.0.0.1")


class Past:
    """Somebody asks, and a worker does it, on a clock that this moves. `newer_images` makes every store one to be upgraded."""

    def __init__(
        self,
        platform: Platform,
        clock: StageClock,
        script: Script,
        observer: StageObserver,
        *,
        later: Callable[[], object],
    ) -> None:
        self.platform = platform
        self.newer_images = later
        self._clock = clock
        self._script = script
        self._observer = observer

    def at(self, moment: datetime) -> None:
        """Let time pass until then, if it is not that late already."""
        self._clock.advance(max(0.0, (moment - self._clock.now()).total_seconds()))

    def create(self, user: User, *, brief: bool = False, **fields: Any) -> Store:
        """Somebody makes a store; it is made, or fails, and is returned as it is then."""
        accepted = self.ask_new(user, **fields)
        self.run(accepted.id, brief=brief)
        return self.store(accepted.store_id)

    def ask_new(self, user: User, **fields: Any) -> Operation:
        """Somebody asks for a store."""
        return self.platform.service.create(StoreRequest.model_validate(fields), user, origin=ASKED).operation

    def ask(
        self, store_id: str, kind: str, user: User, parameters: Mapping[str, Any] | None = None, *, origin: Origin = ASKED
    ) -> Operation:
        """Somebody asks for an operation."""
        return self.platform.service.request(store_id, kind, user, parameters, origin=origin).operation

    def done(
        self, store_id: str, kind: str, user: User, parameters: Mapping[str, Any] | None = None, *, origin: Origin = ASKED
    ) -> Operation:
        """Somebody asks for an operation, and it is run to its end."""
        return self.run(self.ask(store_id, kind, user, parameters, origin=origin).id)

    def run(self, operation_id: str, *, brief: bool = False) -> Operation:
        """Be the worker of an operation. `brief`: without a word on its steps."""
        lifecycle = self.platform.lifecycle
        claimed = lifecycle.claim(operation_id, WORKER)
        assert claimed is not None, f"{operation_id} cannot be claimed"
        self._clock.advance(0.4)
        outcome = self._played(claimed, brief=brief)
        lifecycle.finish(claimed.id, claimed.fence, outcome)
        return self.operation(claimed.id)

    def store(self, store_id: str) -> Store:
        """Return a store as it is."""
        found = self.platform.repository.get(STORES, id=store_id)
        assert found is not None, store_id
        return found

    def operation(self, operation_id: str) -> Operation:
        """Return an operation as it is."""
        found = self.platform.repository.get(OPERATIONS, id=operation_id)
        assert found is not None, operation_id
        return found

    def _played(self, claimed: Operation, *, brief: bool) -> Outcome:
        kind, result = kind_of(claimed.kind), dict[str, Any]()
        failure: Failure | None = None
        progress = self._progress(claimed, brief=brief)
        for beat in self._script.of(claimed):
            self._pass(beat.seconds, progress)
            said = beat.message
            result |= {name: said.result[name] for name in kind.result_keys if name in said.result}
            if said.kind == "failed" and failure is None:
                step, reason = kind.step_of(said.role, said.task), str(said.result.get("reason", ""))
                failure = Failure(said.role, str(said.result["msg"]), reason, step=step)
            progress.follow(said)
        if failure is None:
            return Outcome(OperationStatus.SUCCEEDED, message=kind.done, result=result or None)
        found = diagnose(failure, self._observer.evidence(claimed.spec["cluster"], claimed.store_id))
        failed = OperationStatus.FAILED
        return Outcome(failed, found.reason, found.message, found.retryable, found.evidence, result or None)

    def _progress(self, claimed: Operation, *, brief: bool) -> Progress:
        engine = self.platform.catalogue.engines()[claimed.spec["engine"]]

        def record(*, step: str, status: EventStatus, message: str) -> None:
            if not brief:
                self.platform.lifecycle.record(claimed.id, claimed.fence, step=step, status=status, message=message)

        return Progress(
            record,
            kind=kind_of(claimed.kind),
            software=f"{engine.title} {engine.version}",
            now=lambda: self._clock.now().timestamp(),
        )

    def _pass(self, seconds: float, progress: Progress) -> None:
        """Let a beat's time pass, and what comes up meanwhile be seen."""
        if progress.watches_pods and seconds > 1:
            progress.observe({"db": False})
            self._clock.advance(seconds * 0.4)
            progress.observe({"db": True, "web": False})
            seconds *= 0.6
        self._clock.advance(seconds)

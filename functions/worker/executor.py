"""Claim, run, record: one operation from queued to its end."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace

from functions.application.events import CANCELED
from functions.application.health import WorkerLiveness
from functions.application.operations import Lifecycle
from functions.application.ports.catalogue import Catalogue
from functions.application.ports.clusters import Observer
from functions.application.ports.repository import Repository
from functions.application.ports.runs import Runner, TargetGone
from functions.application.ports.system import Clock
from functions.application.ports.tracing import NO_TRACING, Tracing
from functions.application.progress import Progress
from functions.application.queries import live_now
from functions.application.queueing import ClusterWait
from functions.domain.diagnosis import Diagnosis, Failure, diagnose
from functions.domain.errors import LeaseLost, StoreyardError, Unavailable
from functions.domain.evidence import Evidence
from functions.domain.failure_words import CLUSTERS_OWN
from functions.domain.kinds import kind_of
from functions.domain.operation import EventStatus, Operation, OperationStatus, Outcome
from functions.observability import logger
from functions.worker.cluster_wait import PATIENCE, ClusterWaits, wait_of
from functions.worker.follower import Follower
from functions.worker.heartbeat import LeaseHeartbeat, Stop
from functions.worker.traced import RunSpans, span_of, tell

LAST_SECONDS = 30
AWAITED = "The cluster could not be reached; the operation goes on when it answers again"
STOPPING = "The worker is stopping; the operation goes on with the next one"


@dataclass(frozen=True)
class ExecutorPorts:
    """What an executor is made of."""

    repository: Repository
    lifecycle: Lifecycle
    clock: Clock
    catalogue: Catalogue
    runner: Runner
    observer: Observer
    worker: str
    liveness: WorkerLiveness = field(default_factory=WorkerLiveness)
    tracing: Tracing = NO_TRACING
    cluster_patience: float = PATIENCE


@dataclass(frozen=True)
class Requeue:
    """The operation goes back to the queue, and why.

    `lost`: because its run broke off, which counts. Not `started`: there was no run, which is as if it had not been claimed.
    `wait`: it waits there for its cluster.
    """

    why: str
    lost: bool = False
    started: bool = True
    wait: ClusterWait | None = None


class Executor:
    """Runs operations, each in the thread that calls; `stop` ends all of them and gives them back to the queue."""

    def __init__(self, parts: ExecutorPorts) -> None:
        self._parts = parts
        self._lock = threading.Lock()
        self._heartbeats: set[LeaseHeartbeat] = set()
        self._waits = ClusterWaits(parts.observer)
        self.stopping = threading.Event()

    def run_next(self) -> bool:
        """Claim the oldest operation that can run, and run it to its end; False if there is none.

        Those whose cluster is waited for come last: a look at it may take seconds, which nothing else is to wait for.
        """
        live, now = live_now(self._parts.repository), self._parts.clock.now()
        queued = [operation for operation in live if operation.status is OperationStatus.QUEUED]
        doubtful = [operation for operation in queued if self._waits.doubtful(operation, live, now)]
        away = {operation.id for operation in doubtful}
        if any(self._run(operation.id) for operation in queued if operation.id not in away):
            return True
        return any(self._run(operation.id) for operation in doubtful if not self._waits.away(operation.cluster))

    def run_one(self, operation_id: str) -> bool:
        """Claim this operation and run it to its end; False if it cannot be claimed now, or its cluster is waited for."""
        live, now = live_now(self._parts.repository), self._parts.clock.now()
        wanted = next((operation for operation in live if operation.id == operation_id), None)
        if wanted is not None and self._waits.doubtful(wanted, live, now) and self._waits.away(wanted.cluster):
            return False
        return self._run(operation_id)

    def _run(self, operation_id: str) -> bool:
        if self.stopping.is_set():
            return False
        operation = self._parts.lifecycle.claim(operation_id, self._parts.worker)
        if operation is None:
            return False
        logger.info(
            "operation claimed",
            operation_id=operation.id,
            kind=operation.kind,
            attempt=operation.attempt,
            request_id=operation.request_id,
        )
        span = span_of(operation, self._parts.tracing)
        try:
            ended = self._execute(operation.model_copy(update={"trace": span.traceparent}))
            tell(span, ended if isinstance(ended, Outcome) else None)
        except LeaseLost:
            logger.warning("lease lost; nothing more is written", operation_id=operation.id, request_id=operation.request_id)
            span.fail("LeaseLost")
        except StoreyardError as error:  # the lease is left to run out: the reaper takes over
            logger.error("operation left to the reaper", operation_id=operation.id, error=error.message)
            span.fail(error.reason)
        finally:
            span.end()
        return True

    def stop(self) -> None:
        """Claim nothing more, end every run and give its operation back to the queue. Does not wait."""
        self.stopping.set()
        with self._lock:
            for heartbeat in self._heartbeats:
                heartbeat.stop(Stop.SHUTDOWN)

    def _execute(self, operation: Operation) -> Outcome | Requeue:
        parts = self._parts
        heartbeat = LeaseHeartbeat(
            operation=operation,
            lifecycle=parts.lifecycle,
            repository=parts.repository,
            clock=parts.clock,
            beat=parts.liveness.beat,
        )
        with self._lock:
            self._heartbeats.add(heartbeat)
            if self.stopping.is_set():  # between the claim and now
                heartbeat.stop(Stop.SHUTDOWN)
        try:
            with heartbeat:
                return self._run_and_record(operation, heartbeat)
        finally:
            with self._lock:
                self._heartbeats.discard(heartbeat)

    def _run_and_record(self, operation: Operation, heartbeat: LeaseHeartbeat) -> Outcome | Requeue:
        """Everything between claim and record. The lease is given up only after the run's processes are proven gone."""
        parts = self._parts
        for leftover in filter(None, (operation.id, operation.after)):
            parts.runner.sweep(leftover)
        outcome = self._refused(operation)
        ended = outcome or self._play(operation, heartbeat)
        if isinstance(ended, Requeue):
            lost, started, wait = ended.lost, ended.started, ended.wait
            heartbeat.insist(
                lambda: parts.lifecycle.release(operation.id, operation.fence, ended.why, lost=lost, started=started, wait=wait)
            )
            logger.info(
                "operation goes back to the queue",
                operation_id=operation.id,
                why=ended.why,
                lost=ended.lost,
                request_id=operation.request_id,
            )
        else:
            heartbeat.insist(lambda: parts.lifecycle.finish(operation.id, operation.fence, ended))
            logger.info(
                "operation ended",
                operation_id=operation.id,
                status=ended.status.value,
                reason=ended.reason,
                request_id=operation.request_id,
            )
        return ended

    def _refused(self, operation: Operation) -> Outcome | None:
        """How an operation ends that must not run any more."""
        if operation.cancel_requested:
            return CANCELED
        if self._seconds_left(operation) <= 0:
            return Outcome(OperationStatus.TIMED_OUT, "TimedOut", "The operation did not end in time.", retryable=True)
        return None

    def _play(self, operation: Operation, heartbeat: LeaseHeartbeat) -> Outcome | Requeue:
        """Run the playbook to its end, whoever brings that about."""
        parts = self._parts
        left = self._seconds_left(operation)
        try:
            run = parts.runner.start(operation, seconds=max(1, left - min(LAST_SECONDS, left // 10)))
        except Unavailable as error:
            return self._not_started(operation, error.message)
        except TargetGone as error:
            return Outcome(OperationStatus.FAILED, error.reason, error.message, retryable=True)
        spans = RunSpans(parts.tracing, parent=operation.trace, playbook=operation.kind)
        status = ""
        try:
            heartbeat.guard(run.kill)
            progress, begun = self._progress(operation, heartbeat), parts.liveness.run_started
            follower = Follower(operation, kind_of(operation.kind), progress, parts.observer, begun=begun, heard=spans.follow)
            follower.follow(run)
            status = follower.status
        finally:
            run.kill()
            spans.end(status)
        if heartbeat.stopped is Stop.LEASE:
            raise LeaseLost("the lease ran out while the run was going on")
        if follower.status == "successful":
            return Outcome(OperationStatus.SUCCEEDED, message=kind_of(operation.kind).done, result=follower.result or None)
        return self._failed(operation, heartbeat, follower)

    def _not_started(self, operation: Operation, cause: str) -> Requeue:
        """The fault is the worker's, not the operation's: it waits, and this worker tries again later."""
        self._parts.liveness.run_not_started(cause)
        logger.error("run not started", operation_id=operation.id, cause=cause)
        return Requeue(cause, started=False)

    def _failed(self, operation: Operation, heartbeat: LeaseHeartbeat, follower: Follower) -> Outcome | Requeue:
        follower.progress.fail()
        result = follower.result or None
        if heartbeat.stopped is Stop.CANCELED:
            return replace(CANCELED, result=result)
        if heartbeat.stopped is Stop.SHUTDOWN:
            return Requeue(STOPPING)
        if heartbeat.stopped is None and follower.not_begun:
            return self._not_started(operation, follower.not_begun)
        if heartbeat.stopped is None and not follower.status:  # whatever failed before: a rescue may have been at work
            return Requeue("The run broke off; it starts again", lost=True)
        return self._ended_badly(operation, heartbeat, follower)

    def _ended_badly(self, operation: Operation, heartbeat: LeaseHeartbeat, follower: Follower) -> Outcome | Requeue:
        """Why it failed; one that failed for its cluster alone goes back to the queue, and on once that answers again."""
        timed_out = heartbeat.stopped is Stop.DEADLINE or follower.status == "timeout"
        failure = replace(follower.failure or Failure(timed_out=timed_out), at=follower.progress.at)
        found = self._diagnose(operation, failure)
        if found.reason in CLUSTERS_OWN and not timed_out:
            wait = self._wait_of(operation)
            if wait is not None:
                return Requeue(AWAITED, lost=True, wait=replace(wait, idle=not follower.result))
        status = OperationStatus.TIMED_OUT if timed_out else OperationStatus.FAILED
        return Outcome(status, found.reason, found.message, found.retryable, found.evidence, follower.result or None)

    def _wait_of(self, operation: Operation) -> ClusterWait | None:
        parts, now = self._parts, self._parts.clock.now()
        claimed = now if operation.lease_until is None else operation.lease_until - parts.lifecycle.limits.lease
        return wait_of(operation, now, claimed=claimed, seconds=parts.cluster_patience)

    def _diagnose(self, operation: Operation, failure: Failure) -> Diagnosis:
        spec = operation.spec
        try:
            evidence = self._parts.observer.evidence(spec["cluster"], operation.store_id)
        except Unavailable:
            evidence = Evidence(reachable=False)
        except Exception:  # noqa: BLE001 - a diagnosis must not keep a failure from being recorded
            logger.exception("no evidence", operation_id=operation.id)
            evidence = Evidence()
        return diagnose(failure, evidence)

    def _progress(self, operation: Operation, heartbeat: LeaseHeartbeat) -> Progress:
        engine = self._parts.catalogue.engines().get(operation.spec["engine"])
        software = f"{engine.title} {engine.version}" if engine else operation.spec["engine"]

        def record(*, step: str, status: EventStatus, message: str) -> None:
            heartbeat.insist(
                lambda: self._parts.lifecycle.record(operation.id, operation.fence, step=step, status=status, message=message)
            )

        return Progress(record, kind=kind_of(operation.kind), software=software)

    def _seconds_left(self, operation: Operation) -> int:
        if operation.deadline_at is None:
            return int(self._parts.lifecycle.limits.timeout.total_seconds())
        return int((operation.deadline_at - self._parts.clock.now()).total_seconds())

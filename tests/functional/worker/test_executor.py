"""Claim, run, record: what becomes of an operation, whatever happens to its run."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from functions.application.health import NotWell
from functions.application.operations import MAX_LOSSES
from functions.application.ports.repository import Insert, Replace
from functions.application.ports.runs import RunMessage, TargetGone
from functions.application.queries import events_of
from functions.application.stores import StoreService
from functions.domain.entities import STORES
from functions.domain.evidence import Evidence, PodEvidence
from functions.domain.kinds import all_kinds
from functions.domain.operation import EventStatus, Operation, OperationStatus
from functions.domain.origin import SCHEDULE, Origin
from functions.domain.store import StoreStatus
from tests.fakes import FakeCatalogue, FakeClusters, FakeIds, FakeWaker, admin, owner
from tests.fakes.platform import START
from tests.fakes.running import FakeObserver, FakeRun, FakeRunner
from tests.fakes.samples import spec, store
from tests.functional.worker.conftest import LEASE, World, in_thread, wait_for

FAILED_END = RunMessage(kind="end", result={"status": "failed", "msg": ""})


def failing(role: str, **result: str) -> FakeRun:
    task = RunMessage(kind="task", role=role, task="Try")
    return FakeRun((task, RunMessage(kind="failed", role=role, task="Try", result=dict(result)), FAILED_END))


def test_a_run_that_goes_well_makes_the_store_ready(world: World) -> None:
    world.queue()

    assert world.executor().run_next()

    done = world.now()
    assert (done.status, done.result) == (OperationStatus.SUCCEEDED, {"verification": {"number": "1"}})
    store = world.repository.get(STORES, id="demo")
    assert store is not None
    assert store.status is StoreStatus.READY
    texts = [text.split(" (")[0] for text in world.messages()]
    assert texts == [
        "A worker has started",
        "Fencing the store in",
        "The store is fenced in",
        "Installing Medusa 1.0.0",
        "Medusa 1.0.0 is installed",
        "Placing a test order",
        "Test order went through and was removed",
        "The store is ready: a test order went through.",
    ]
    events = events_of(world.repository, "OP000001")
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert [event.final for event in events] == [False] * (len(events) - 1) + [True]


def test_nothing_queued_is_nothing_to_do(world: World) -> None:
    assert world.executor().run_next() is False


def test_leftovers_of_this_and_of_the_operation_before_are_ended_first(world: World) -> None:
    world.queue("OP000001", status=OperationStatus.CANCELED)
    world.queue("OP000002", kind="delete", after="OP000001")

    world.executor().run_next()

    assert world.runner.swept == ["OP000002", "OP000001"]


def test_a_run_is_killed_before_its_operation_ends(world: World) -> None:
    seen: list[OperationStatus] = []
    run = FakeRun()
    run.on_kill = world.status_at_kill(seen)
    world.runner = FakeRunner(run)
    world.queue()

    world.executor().run_next()

    assert seen == [OperationStatus.RUNNING]


@pytest.mark.parametrize(("left", "seconds"), [(900, 870), (301, 271), (110, 99), (9, 9), (1, 1)])
def test_the_playbooks_time_ends_before_the_operations(world: World, left: int, seconds: int) -> None:
    world.queue(started_at=START, deadline_at=START + timedelta(seconds=left))

    world.executor().run_next()

    assert world.runner.seconds == [seconds]


def test_an_operation_without_a_second_left_is_not_started(world: World) -> None:
    world.queue(started_at=START, deadline_at=START)

    world.executor().run_next()

    assert world.runner.started == []
    done = world.now()
    assert (done.status, done.reason, done.message, done.retryable) == (
        OperationStatus.TIMED_OUT,
        "TimedOut",
        "The operation did not end in time.",
        True,
    )


def test_an_engine_that_is_not_on_offer_any_more_is_called_by_its_name(world: World) -> None:
    world.queue(spec=spec(engine="discontinued").model_dump(mode="json"))

    world.executor().run_next()

    assert "Installing discontinued" in world.messages()


def test_a_run_that_has_ended_is_not_held_on_to(world: World) -> None:
    world.queue()
    executor = world.executor()

    executor.run_next()

    assert executor._heartbeats == set()


def test_a_failure_says_why_with_evidence(world: World) -> None:
    pod = PodEvidence(name="web-1", component="web", waiting="ImagePullBackOff", waiting_message="not found")
    world.observer = FakeObserver(Evidence(pods=(pod,)))
    world.runner = FakeRunner(failing("store_release", msg="not ready in time", reason="NotReady"))
    world.queue()

    world.executor().run_next()

    done = world.now()
    assert (done.status, done.reason, done.retryable) == (OperationStatus.FAILED, "ImagePull", False)
    assert done.message == "The image of the shop cannot be pulled: not found."
    assert "pod web-1: ImagePullBackOff, restarts 0" in done.evidence
    events = events_of(world.repository, "OP000001")
    assert [event.status for event in events[-2:]] == [EventStatus.FAILED, EventStatus.FAILED]
    store = world.repository.get(STORES, id="demo")
    assert store is not None
    assert (store.status, store.reason) == (StoreStatus.FAILED, "ImagePull")


def test_a_cluster_that_is_down_is_one_sentence(world: World) -> None:
    world.observer.down = True
    world.runner = FakeRunner(failing("store_namespace", msg="Max retries exceeded with url"))
    world.queue()

    world.executor().run_next()

    assert (world.now().reason, world.now().retryable) == ("ClusterUnreachable", True)


def test_a_cluster_that_cannot_be_looked_at_is_down_whatever_the_run_says(world: World) -> None:
    world.observer.down = True
    world.runner = FakeRunner(failing("store_release", msg="not ready in time", reason="NotReady"))
    world.queue()

    world.executor().run_next()

    assert world.now().reason == "ClusterUnreachable"


def test_a_diagnosis_that_breaks_keeps_no_failure_from_being_recorded(
    world: World, monkeypatch: pytest.MonkeyPatch, log: list[logging.LogRecord]
) -> None:
    def broken(cluster: str, store_id: str) -> Evidence:
        raise RuntimeError("what nobody foresaw")

    monkeypatch.setattr(world.observer, "evidence", broken)
    world.runner = FakeRunner(failing("store_release", msg="not ready in time", reason="NotReady"))
    world.queue()

    world.executor().run_next()

    done = world.now()
    assert (done.status, done.reason, done.message) == (OperationStatus.FAILED, "NotReady", "not ready in time.")
    assert [record.exc_info is not None for record in log if record.getMessage() == "no evidence"] == [True]


def test_a_target_that_is_gone_fails_the_operation_and_another_try_can_help(world: World) -> None:
    def start(operation: Operation, *, seconds: int) -> FakeRun:
        raise TargetGone("The chart 0.1.0 is not here any more.")

    world.runner.start = start  # type: ignore[method-assign]
    world.queue()

    world.executor().run_next()

    done = world.now()
    assert (done.status, done.reason, done.message, done.retryable) == (
        OperationStatus.FAILED,
        "TargetGone",
        "The chart 0.1.0 is not here any more.",
        True,
    )


def test_an_ansible_error_before_any_task_is_told(world: World) -> None:
    end = RunMessage(kind="end", result={"status": "failed", "msg": "ERROR! the playbook could not be found"})
    world.runner = FakeRunner(FakeRun((end,)))
    world.queue()

    world.executor().run_next()

    assert (world.now().reason, world.now().message) == (
        "AnsibleError",
        "The step failed: ERROR! the playbook could not be found.",
    )


def test_a_removal_that_is_blocked_keeps_what_it_found(world: World) -> None:
    held = {"msg": "ConfigMap/x is held by the finalizer y/z", "reason": "DeleteBlocked", "removal": "ConfigMap/x"}
    world.runner = FakeRunner(failing("store_delete", **held))
    world.queue(kind="delete")

    world.executor().run_next()

    assert (world.now().reason, world.now().message) == ("DeleteBlocked", "ConfigMap/x is held by the finalizer y/z.")
    assert world.now().result == {"removal": "ConfigMap/x"}


def test_a_cancel_ends_the_run_that_is_going_on(world: World) -> None:
    seen: list[OperationStatus] = []
    verified = RunMessage(kind="ok", role="store_verify", task="Order", result={"verification": {"number": "1"}})
    run = FakeRun((verified,), endless=True)
    run.on_kill = world.status_at_kill(seen)
    world.runner = FakeRunner(run)
    world.queue()
    working = in_thread(world.executor().run_next)
    assert run.started.wait(5)

    world.lifecycle.cancel("OP000001")
    working.join(5)

    assert seen == [OperationStatus.RUNNING]
    done = world.now()
    assert (done.status, done.reason, done.message) == (
        OperationStatus.CANCELED,
        "Canceled",
        "It was canceled on request.",
    )
    assert done.result == {"verification": {"number": "1"}}, "what it did until then"


def test_a_run_of_the_schedule_is_dead_before_what_somebody_asked_for_begins(world: World) -> None:
    seen: list[OperationStatus] = []
    backup = FakeRun((), endless=True)
    backup.on_kill = world.status_at_kill(seen)
    world.runner = FakeRunner(backup, FakeRun((RunMessage(kind="end", result={"status": "successful", "msg": ""}),)))
    service = StoreService(
        repository=world.repository,
        catalogue=FakeCatalogue(),
        clusters=FakeClusters(),
        clock=world.clock,
        ids=FakeIds(),
        waker=FakeWaker(),
    )
    world.repository.commit(Insert(store()))
    scheduled = service.request("demo", "backup", admin(), origin=Origin(source=SCHEDULE)).operation
    executor = world.executor()
    working = in_thread(executor.run_next)
    assert backup.started.wait(5)

    asked = service.request("demo", "verify", owner()).operation
    assert executor.run_one(asked.id) is False
    working.join(5)
    assert executor.run_next()

    assert seen == [OperationStatus.RUNNING], "killed first, then recorded"
    assert [one.kind for one in world.runner.started] == ["backup", "verify"]
    assert world.runner.swept == [scheduled.id, asked.id, scheduled.id]
    assert (world.now(scheduled.id).reason, world.now(asked.id).status) == ("GaveWay", OperationStatus.SUCCEEDED)
    kept = world.repository.get(STORES, id="demo")
    assert kept is not None
    assert (kept.status, kept.active_operation_id) == (StoreStatus.READY, None)


def test_an_operation_whose_cancel_was_asked_for_is_not_started_again(world: World) -> None:
    world.queue(cancel_requested=True, attempt=1)

    world.executor().run_next()

    assert world.runner.started == []
    assert world.now().status is OperationStatus.CANCELED


def test_an_operation_that_takes_too_long_is_ended(world: World) -> None:
    run = FakeRun((), endless=True)
    world.runner = FakeRunner(run)
    world.queue()
    working = in_thread(world.executor().run_next)
    assert run.started.wait(5)

    world.clock.advance(900)
    working.join(5)

    assert (world.now().status, world.now().reason) == (OperationStatus.TIMED_OUT, "TimedOut")
    assert run.killed.is_set()


def test_the_playbooks_own_timeout_counts_as_one(world: World) -> None:
    world.runner = FakeRunner(FakeRun((RunMessage(kind="end", result={"status": "timeout"}),)))
    world.queue()

    world.executor().run_next()

    assert world.now().status is OperationStatus.TIMED_OUT


def test_a_lease_is_renewed_while_the_run_goes_on(world: World) -> None:
    run = FakeRun((), endless=True)
    world.runner = FakeRunner(run)
    world.queue()
    executor = world.executor()
    working = in_thread(executor.run_next)
    assert run.started.wait(5)
    first = world.now().lease_until

    world.clock.advance(1)
    wait_for(lambda: world.now().lease_until != first)

    world.liveness.probe()
    executor.stop()
    working.join(5)


def test_a_worker_that_lost_its_lease_ends_its_run_and_writes_nothing(world: World) -> None:
    run = FakeRun((), endless=True)
    world.runner = FakeRunner(run)
    world.queue()
    working = in_thread(world.executor().run_next)
    assert run.started.wait(5)

    taken = world.now().model_copy(update={"fence": 2, "worker": "there/2"})
    world.repository.commit(Replace(taken))
    working.join(5)

    assert run.killed.is_set()
    assert world.now() == taken.model_copy(update={"version": taken.version + 1})


def test_a_worker_that_cannot_reach_the_state_ends_its_run_before_the_lease_is_over(world: World) -> None:
    run = FakeRun((), endless=True)
    world.runner = FakeRunner(run)
    world.queue()
    working = in_thread(world.executor().run_next)
    assert run.started.wait(5)

    world.repository.down = True

    assert run.killed.wait(LEASE)
    working.join(5)
    world.repository.down = False
    assert world.now().status is OperationStatus.RUNNING, "the reaper decides, once the lease is over"


def test_a_short_outage_of_the_state_loses_nothing(world: World) -> None:
    run = FakeRun((), endless=True)
    world.runner = FakeRunner(run)
    world.queue()
    executor = world.executor()
    working = in_thread(executor.run_next)
    assert run.started.wait(5)

    world.repository.down = True
    assert not run.killed.wait(LEASE / 4)
    world.repository.down = False
    assert not run.killed.wait(LEASE)
    executor.stop()
    working.join(5)

    assert world.now().status is OperationStatus.QUEUED


def test_a_stop_gives_the_operation_back_at_once(world: World) -> None:
    run = FakeRun((), endless=True)
    world.runner = FakeRunner(run)
    world.queue()
    executor = world.executor()
    working = in_thread(executor.run_next)
    assert run.started.wait(5)

    executor.stop()
    working.join(5)

    assert run.killed.is_set()
    back = world.now()
    assert (back.status, back.lease_until, back.worker) == (OperationStatus.QUEUED, None, None)
    assert executor.run_next() is False, "a stopping worker claims nothing"
    assert world.now() == back
    assert world.lifecycle.claim("OP000001", "there/2") is not None


def test_a_runner_that_breaks_off_is_started_again_but_not_for_ever(world: World) -> None:
    task = RunMessage(kind="task", role="store_namespace", task="Make the namespace")
    world.runner = FakeRunner(*(FakeRun((task,)) for _ in range(MAX_LOSSES)))
    world.queue()
    executor = world.executor()

    for losses in range(1, MAX_LOSSES):
        assert executor.run_next()
        assert (world.now().status, world.now().losses) == (OperationStatus.QUEUED, losses)
        world.clock.advance(2**losses)
    executor.run_next()

    done = world.now()
    assert (done.status, done.reason, done.retryable) == (OperationStatus.FAILED, "WorkerLost", True)
    assert done.message == "Its worker was lost, or its run broke off, 5 times."


def test_a_platform_that_is_restarted_again_and_again_loses_nothing(world: World) -> None:
    restarts = MAX_LOSSES + 1
    runs = [FakeRun((), endless=True) for _ in range(restarts)]
    world.runner = FakeRunner(*runs, FakeRun())
    world.queue()

    for run in runs:
        executor = world.executor()
        working = in_thread(executor.run_next)
        assert run.started.wait(5)
        executor.stop()
        working.join(5)
        assert world.now().status is OperationStatus.QUEUED
    world.executor().run_next()

    done = world.now()
    assert (done.status, done.attempt, done.losses) == (OperationStatus.SUCCEEDED, restarts + 1, 0)


def test_a_run_that_breaks_off_while_it_recovers_from_a_failure_is_started_again(world: World) -> None:
    failed = RunMessage(kind="failed", role="store_verify", task="Order", result={"msg": "The shop offers no product."})
    world.runner = FakeRunner(FakeRun((failed, RunMessage(kind="task", role="store_release", task="Roll back"))))
    world.queue()

    world.executor().run_next()

    assert world.now().status is OperationStatus.QUEUED


def test_leftovers_that_cannot_be_ended_keep_the_run_from_starting(world: World) -> None:
    world.runner.dirty = "A run's processes cannot be ended."
    world.queue()

    world.executor().run_next()

    assert world.runner.started == []
    assert world.now().status is OperationStatus.RUNNING, "the lease runs out, and the next claimant tries again"


STARTED = RunMessage(kind="started")
NOT_BEGUN = {
    "its process does not come up": (FakeRun(()), "The run's process ended before it took its job."),
    "it ends without a word": (FakeRun((STARTED, FAILED_END)), "The run ended before its first task, without a word."),
}


def assert_waits(world: World, cause: str) -> None:
    waiting = world.now()
    assert (waiting.status, waiting.reason, waiting.message) == (OperationStatus.QUEUED, "RunNotStarted", cause)
    assert (waiting.attempt, waiting.losses, waiting.started_at, waiting.deadline_at) == (0, 0, None, None)
    assert world.messages()[-1] == cause
    with pytest.raises(NotWell) as caught:
        world.liveness.probe()
    assert (caught.value.message, caught.value.cause) == ("The worker cannot start runs.", cause)


@pytest.mark.parametrize(("run", "cause"), NOT_BEGUN.values(), ids=NOT_BEGUN.keys())
def test_a_run_that_does_not_begin_is_the_workers_fault_and_not_the_operations(world: World, run: FakeRun, cause: str) -> None:
    world.liveness.beat()
    world.runner = FakeRunner(run, FakeRun())
    world.queue()
    executor = world.executor()

    executor.run_next()
    assert_waits(world, cause)
    executor.run_next()

    done = world.now()
    assert (done.status, done.reason, done.attempt) == (OperationStatus.SUCCEEDED, "", 1)
    world.liveness.probe()


def test_a_run_that_cannot_be_started_waits_with_the_reason(world: World) -> None:
    world.liveness.beat()
    world.runner.broken = "The run cannot be started: No space left on device."
    world.queue()

    world.executor().run_next()

    assert_waits(world, world.runner.broken)


def test_a_later_start_that_fails_leaves_the_first_ones_times(world: World) -> None:
    world.queue()
    first = world.lifecycle.claim("OP000001", "there/1")
    assert first is not None
    world.lifecycle.release("OP000001", first.fence, "The worker is stopping")
    world.runner.broken = "The run cannot be started: No space left on device."

    world.executor().run_next()

    assert (world.now().attempt, world.now().started_at) == (1, first.started_at)
    assert world.now().deadline_at == first.deadline_at


def test_a_run_that_breaks_off_after_it_took_its_job_is_a_loss(world: World) -> None:
    world.runner = FakeRunner(FakeRun((STARTED,)))
    world.queue()

    world.executor().run_next()

    assert (world.now().status, world.now().losses, world.liveness.cause) == (OperationStatus.QUEUED, 1, "")


def test_what_the_cluster_shows_while_helm_waits_is_told(world: World) -> None:
    world.observer = FakeObserver(None, {"db": False}, {"db": True, "web": False})
    before = RunMessage(kind="task", role="store_namespace", task="Make the namespace")
    release = RunMessage(kind="task", role="store_release", task="Install")
    run = FakeRun((before, release), endless=True)
    world.runner = FakeRunner(run)
    world.queue()
    executor = world.executor()
    working = in_thread(executor.run_next)

    wait_for(lambda: "Shop is starting" in world.messages())
    executor.stop()
    working.join(5)

    assert "Database is starting" in world.messages()


def test_an_observer_that_fails_does_not_fail_the_run(world: World) -> None:
    world.observer.down = True
    world.queue()

    world.executor().run_next()

    assert world.now().status is OperationStatus.SUCCEEDED


@pytest.mark.parametrize("kind", sorted(all_kinds()))
def test_every_kind_ends_with_a_sentence(world: World, kind: str) -> None:
    world.queue(kind=kind)

    world.executor().run_next()

    assert world.now().message.endswith(".")

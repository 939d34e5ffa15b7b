"""A run is dead before its lease is over: whatever the state does, whatever the heartbeat's own threads do."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator

import pytest

from functions.application.lease_times import LeaseTimes
from functions.application.limits import Limits
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Replace
from functions.domain.errors import LeaseLost, Unavailable
from functions.domain.operation import Operation, OperationStatus
from functions.worker.heartbeat import LeaseHeartbeat, Stop
from tests.fakes.running import FakeRun, FakeRunner
from tests.functional.worker.conftest import LEASE, World, in_thread, wait_for

TICK = 0.01


class Time:
    """Seconds since boot, as the test says."""

    def __init__(self) -> None:
        self.value = 1000.0

    def __call__(self) -> float:
        return self.value


class Beating:
    """A claimed operation with a heartbeat on a clock of the test's."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.time = Time()
        world.queue()
        self.lifecycle = Lifecycle(repository=world.repository, clock=world.clock, limits=Limits())
        claimed = self.lifecycle.claim("OP000001", "here/1")
        assert claimed is not None
        self.claimed = claimed
        self.times = LeaseTimes(self.lifecycle.limits.lease.total_seconds())
        self.run = FakeRun((), endless=True)

    def heartbeat(self) -> LeaseHeartbeat:
        """Make one, not started yet."""
        return LeaseHeartbeat(
            operation=self.claimed,
            lifecycle=self.lifecycle,
            repository=self.world.repository,
            clock=self.world.clock,
            now=self.time,
            tick=TICK,
        )

    def advance(self, seconds: float) -> None:
        """Let time go by, on both clocks."""
        self.time.value += seconds
        self.world.clock.advance(seconds)

    def renewed(self) -> bool:
        """True if the lease was renewed at this moment."""
        return self.recorded().lease_until == self.world.clock.now() + self.lifecycle.limits.lease

    def recorded(self) -> Operation:
        """The operation as recorded."""
        return self.world.now()


@pytest.fixture
def beating(world: World) -> Beating:
    return Beating(world)


@pytest.fixture
def hang() -> Iterator[Callable[[], None]]:
    """A call that comes back when the test is over."""
    over = threading.Event()

    def call() -> None:
        over.wait(30)

    yield call
    over.set()


def break_down() -> None:
    raise RuntimeError("something nobody thought of")


def exit_thread() -> None:
    raise SystemExit(1)


def start(world: World, run: FakeRun) -> threading.Thread:
    world.runner = FakeRunner(run)
    world.queue()
    working = in_thread(world.executor().run_next)
    assert run.started.wait(5)
    return working


@pytest.mark.parametrize("method", ["before_get", "before_commit"])
def test_a_state_that_hangs_does_not_keep_a_run_alive_beyond_its_lease(
    world: World, hang: Callable[[], None], method: str
) -> None:
    run = FakeRun((), endless=True)
    working = start(world, run)

    setattr(world.repository, method, hang)

    assert run.killed.wait(LEASE)
    working.join(5)
    assert not working.is_alive(), "the worker's thread is free again"
    world.repository.before_get = None
    assert world.now().status is OperationStatus.RUNNING, "the reaper decides, once the lease is over"


@pytest.mark.parametrize("failure", [break_down, exit_thread], ids=["an error", "an exit"])
@pytest.mark.parametrize("method", ["before_get", "before_commit"])
def test_a_heartbeat_that_breaks_ends_the_run_before_its_lease_is_over(
    world: World, method: str, failure: Callable[[], None]
) -> None:
    run = FakeRun((), endless=True)
    working = start(world, run)

    setattr(world.repository, method, failure)

    assert run.killed.wait(LEASE)
    working.join(5)


def test_a_lease_is_renewed_when_that_is_due_and_not_with_every_look(beating: Beating) -> None:
    looks: list[int] = []
    beating.world.repository.before_get = lambda: looks.append(1)

    with beating.heartbeat():
        wait_for(lambda: len(looks) >= 5)

    beating.world.repository.before_get = None
    assert beating.recorded() == beating.claimed


def test_a_heartbeats_threads_are_named_after_the_operation_and_keep_no_process_alive(beating: Beating) -> None:
    before = set(threading.enumerate())

    with beating.heartbeat():
        started = {(thread.name, thread.daemon) for thread in set(threading.enumerate()) - before}

    assert started == {(f"{name}-OP000001", True) for name in ("watchdog", "ending", "heartbeat")}


def test_a_heartbeat_that_broke_once_goes_on(beating: Beating, log: list[logging.LogRecord]) -> None:
    broken = threading.Event()

    def once() -> None:
        beating.world.repository.before_get = None
        broken.set()
        break_down()

    with beating.heartbeat() as heartbeat:
        beating.world.repository.before_get = once
        assert broken.wait(5)
        beating.advance(beating.times.renew_after)
        wait_for(beating.renewed)

    assert heartbeat.stopped is None
    [told] = [record for record in log if record.getMessage() == "heartbeat failed"]
    assert told.exc_info is not None


def test_the_last_moment_counts_from_the_last_renewal(beating: Beating, hang: Callable[[], None]) -> None:
    with beating.heartbeat() as heartbeat:
        heartbeat.guard(beating.run.kill)
        for _ in range(3):
            beating.advance(beating.times.renew_after)
            wait_for(beating.renewed)
        beating.world.repository.before_get = hang

        beating.advance(beating.times.seconds - beating.times.kill - 0.1)
        assert not beating.run.killed.wait(10 * TICK)
        beating.advance(0.2)

        assert beating.run.killed.wait(5)
        assert heartbeat.stopped is Stop.LEASE


def test_a_lease_that_was_claimed_slowly_ends_when_the_record_says(beating: Beating, hang: Callable[[], None]) -> None:
    beating.advance(20)
    with beating.heartbeat() as heartbeat:
        beating.world.repository.before_get = hang
        heartbeat.guard(beating.run.kill)
        beating.advance(10 - beating.times.kill)

        assert beating.run.killed.wait(5)


def test_no_lease_goes_further_than_one_lease_beyond_the_deadline(beating: Beating) -> None:
    """A run that hangs while it is being ended: renewals still go well, but they move nothing any more."""
    deadline = beating.claimed.deadline_at
    assert deadline is not None
    run = FakeRun((), stubborn=True)
    with beating.heartbeat() as heartbeat:
        heartbeat.guard(run.kill)
        while beating.world.clock.now() < deadline:
            beating.advance(beating.times.renew_after)
            wait_for(beating.renewed)
        assert run.asked_to_end.wait(5)
        assert heartbeat.stopped is Stop.DEADLINE
        for _ in range(3):
            beating.advance(beating.times.renew_after)

        assert run.killed.wait(5)
        wait_for(lambda: heartbeat.stopped is Stop.LEASE)


def test_a_gentle_end_that_hangs_is_cut_short_when_the_lease_is_about_to_end(
    beating: Beating, hang: Callable[[], None]
) -> None:
    run = FakeRun((), stubborn=True)
    with beating.heartbeat() as heartbeat:
        heartbeat.guard(run.kill)
        beating.world.repository.commit(Replace(beating.recorded().model_copy(update={"cancel_requested": True})))
        assert run.asked_to_end.wait(5)
        beating.advance(beating.times.renew_after)
        wait_for(beating.renewed)  # while the run is being ended
        beating.world.repository.down = True
        assert not run.killed.is_set()
        beating.advance(beating.times.seconds - beating.times.kill)

        assert run.killed.wait(5)
        assert heartbeat.stopped is Stop.LEASE, "a lost lease comes before all other reasons"


def test_a_run_that_starts_after_its_end_was_asked_for_is_ended_at_once(beating: Beating) -> None:
    with beating.heartbeat() as heartbeat:
        heartbeat.stop(Stop.SHUTDOWN)
        heartbeat.guard(beating.run.kill)

        assert beating.run.killed.wait(5)
        heartbeat.stop(Stop.CANCELED)
        assert heartbeat.stopped is Stop.SHUTDOWN, "the first reason stays"


def test_a_run_that_could_not_be_ended_is_tried_again(beating: Beating) -> None:
    tries: list[bool] = []
    ended = threading.Event()

    def kill(*, at_once: bool = False) -> None:
        tries.append(at_once)
        if len(tries) < 3:
            raise Unavailable("A run's processes cannot be ended.")
        ended.set()

    with beating.heartbeat() as heartbeat:
        heartbeat.guard(kill)
        heartbeat.stop(Stop.CANCELED)

        assert ended.wait(5)

    assert tries == [False] * 3


def test_what_cannot_be_written_is_given_up_with_the_lease(beating: Beating) -> None:
    tried = threading.Event()

    def write() -> None:
        tried.set()
        raise Unavailable("The state cannot be reached.")

    with beating.heartbeat() as heartbeat:
        beating.world.repository.down = True
        raised: list[Exception] = []

        def insist() -> None:
            try:
                heartbeat.insist(write)
            except LeaseLost as error:
                raised.append(error)

        writing = in_thread(insist)
        assert tried.wait(5)
        beating.advance(beating.times.seconds)
        writing.join(5)

        assert len(raised) == 1
        with pytest.raises(LeaseLost):
            heartbeat.insist(lambda: None)


def test_another_runs_fence_ends_this_one_without_asking(beating: Beating) -> None:
    run = FakeRun((), stubborn=True)
    with beating.heartbeat() as heartbeat:
        heartbeat.guard(run.kill)
        beating.world.repository.commit(Replace(beating.recorded().model_copy(update={"fence": 2})))

        assert run.killed.wait(5)


def test_without_a_watchdog_nothing_is_renewed(beating: Beating, monkeypatch: pytest.MonkeyPatch) -> None:
    started = threading.Thread.start

    def start_two(thread: threading.Thread) -> None:
        if thread.name.startswith("heartbeat"):
            raise RuntimeError("can't start new thread")
        started(thread)

    monkeypatch.setattr(threading.Thread, "start", start_two)
    before = set(threading.enumerate())

    with pytest.raises(RuntimeError), beating.heartbeat():
        pass

    wait_for(lambda: set(threading.enumerate()) <= before)

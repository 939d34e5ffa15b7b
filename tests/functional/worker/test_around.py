"""Around the executor: the pool, recovery after a kill, the reaper, the first token."""

from __future__ import annotations

import stat
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from functions.adapters.inprocess import ChangeNotifier, InProcessWaker
from functions.application.health import WorkerLiveness
from functions.application.ports.repository import Replace
from functions.application.queries import user_with_token
from functions.domain.entities import FOUNDINGS, USERS
from functions.domain.errors import Unavailable, VersionConflict
from functions.domain.operation import OperationStatus
from functions.domain.user import Role, hash_token
from functions.reaper.handler import care_until, reap, reap_until
from functions.tokens import ensure
from functions.worker.pool import Pool
from functions.worker.recovery import requeue_own
from tests.fakes.platform import FakeWaker
from tests.fakes.running import FakeRun, FakeRunner
from tests.functional.worker.conftest import World, wait_for


def test_the_pool_runs_as_many_at_once_as_it_has_slots_and_stops_quickly(world: World) -> None:
    runs = [FakeRun((), endless=True), FakeRun((), endless=True)]
    world.runner = FakeRunner(*runs)
    waker, liveness = InProcessWaker(), WorkerLiveness()
    pool = Pool(executor=world.executor(), wake_ups=waker, liveness=liveness, slots=2)
    pool.start()

    for number in range(3):
        world.queue(f"OP{number}", store_id=f"demo{number}")
        waker.wake(f"OP{number}")
    for run in runs:
        assert run.started.wait(5)

    liveness.probe()
    assert world.now("OP2").status is OperationStatus.QUEUED
    assert pool.stop(5)
    assert {world.now(f"OP{number}").status for number in range(3)} == {OperationStatus.QUEUED}


class Bell:
    """Wake-ups that note who waits, and let nobody go before the test says so."""

    def __init__(self) -> None:
        self.waits: list[tuple[int, float]] = []
        self.woken: list[str] = []
        self.over = threading.Event()

    def wake(self, operation_id: str) -> None:
        """Note it."""
        self.woken.append(operation_id)

    def wait(self, seen: int, seconds: float) -> int:
        """Wait for the end of the test, at most long enough for it to fail."""
        self.waits.append((seen, seconds))
        self.over.wait(20)
        return seen


@pytest.mark.parametrize("down", [False, True], ids=["nothing to do", "no state"])
def test_a_pool_that_found_nothing_waits_and_its_end_does_not(world: World, down: bool) -> None:
    world.repository.down = down
    bell, slots = Bell(), 5
    pool = Pool(executor=world.executor(), wake_ups=bell, liveness=WorkerLiveness(), slots=slots)
    before = set(threading.enumerate())
    pool.start()
    wait_for(lambda: len(bell.waits) == slots)

    started = {(thread.name, thread.daemon) for thread in set(threading.enumerate()) - before}
    began = time.monotonic()
    stopped = pool.stop(0.05)
    took = time.monotonic() - began
    bell.over.set()

    assert not stopped, "the threads still hang"
    assert took < slots - 1, "the time is for all of them"
    assert started == {(f"worker-{number}", True) for number in range(slots)}
    assert bell.waits == [(0, 1.0)] * slots
    assert bell.woken == [""]


def test_a_pool_outlives_a_bug(world: World) -> None:
    def broken() -> None:
        raise RuntimeError("what nobody foresaw")

    world.queue()
    world.repository.before_get = broken
    bell = Bell()
    pool = Pool(executor=world.executor(), wake_ups=bell, liveness=WorkerLiveness(), slots=1)
    pool.start()

    wait_for(lambda: bell.waits == [(0, 1.0)])
    bell.over.set()
    world.repository.before_get = None
    wait_for(lambda: world.now().status is OperationStatus.SUCCEEDED)
    assert pool.stop(5)


def test_a_wake_up_is_not_lost_while_nobody_waits() -> None:
    waker = InProcessWaker()

    seen = waker.wait(0, 0)
    waker.wake("OP1")

    assert waker.wait(seen, 5) == seen + 1


def test_a_pause_ends_with_what_was_written_since_the_last_one() -> None:
    notifier = ChangeNotifier()
    nobody_left, gone = threading.Event(), threading.Event()
    gone.set()
    notifier.pause(nobody_left, 0)

    notifier.handle()
    notifier.pause(nobody_left, 3600)
    writer = threading.Timer(0.05, notifier.handle)
    writer.start()
    notifier.pause(nobody_left, 3600)
    notifier.pause(gone, 3600)
    notifier.pause(nobody_left, 0.01)
    writer.join()


def test_the_pool_outlives_an_outage_of_the_state(world: World) -> None:
    waker = InProcessWaker()
    pool = Pool(executor=world.executor(), wake_ups=waker, liveness=WorkerLiveness(), slots=1)
    world.queue()
    world.repository.down = True
    pool.start()
    world.repository.down = False
    waker.wake("OP000001")

    wait_for(lambda: world.now().status is OperationStatus.SUCCEEDED)
    assert pool.stop(5)


def test_a_pool_that_cannot_start_runs_takes_no_work_but_for_a_try_now_and_then(world: World) -> None:
    clock = [100.0]
    world.liveness = WorkerLiveness(now=lambda: clock[0])
    world.runner.broken = "The run cannot be started: No space left on device."
    world.queue()
    waker = InProcessWaker()
    pool = Pool(executor=world.executor(), wake_ups=waker, liveness=world.liveness, slots=2)
    pool.start()

    def settle() -> None:
        """Every thread has looked again."""
        for _ in range(5):
            waker.wake()
            threading.Event().wait(0.02)

    wait_for(lambda: world.runner.tries == 1)
    settle()
    assert world.runner.tries == 1
    clock[0] += 1
    waker.wake()
    wait_for(lambda: world.runner.tries == 2)
    settle()
    assert world.runner.tries == 2, "one try of one thread"

    world.runner.broken = ""
    clock[0] += 2
    waker.wake()
    wait_for(lambda: world.now().status is OperationStatus.SUCCEEDED)
    world.liveness.probe()
    assert pool.stop(5)


def test_work_of_this_hosts_dead_process_goes_on_at_once(world: World) -> None:
    for number, worker in enumerate(("here/1", "elsewhere/1")):
        world.queue(f"OP{number}", store_id=f"demo{number}")
        world.lifecycle.claim(f"OP{number}", worker)

    assert requeue_own(repository=world.repository, lifecycle=world.lifecycle, host="here") == ["OP0"]

    assert world.now("OP0").status is OperationStatus.QUEUED
    assert world.now("OP0").losses == 1, "its process died"
    assert world.now("OP1").status is OperationStatus.RUNNING
    assert world.messages("OP0")[-1] == "The platform was restarted; the operation goes on"


def test_what_others_run_or_have_taken_over_keeps_nothing_from_going_on(world: World) -> None:
    for number, worker in enumerate(("elsewhere/1", "here/1", "here/1")):
        world.queue(f"OP{number}", store_id=f"demo{number}", status=OperationStatus.RUNNING, worker=worker, fence=1)

    def take_over() -> None:
        world.repository.before_get = None
        world.repository.commit(Replace(world.now("OP1").model_copy(update={"fence": 2})))

    world.repository.before_get = take_over

    assert requeue_own(repository=world.repository, lifecycle=world.lifecycle, host="here") == ["OP2"]


def test_the_reaper_wakes_workers_for_what_a_dead_one_left(world: World) -> None:
    world.queue()
    world.lifecycle.claim("OP000001", "dead/1")
    world.clock.advance(timedelta(seconds=60))
    waker = FakeWaker()

    assert reap(world.lifecycle, waker) == 1
    assert waker.woken == ["OP000001"]


def test_the_reaper_outlives_an_outage_of_the_state(world: World) -> None:
    world.repository.down = True
    over, waker = threading.Event(), FakeWaker()
    thread = threading.Thread(
        target=reap_until, args=(over,), kwargs={"lifecycle": world.lifecycle, "waker": waker, "seconds": 0.01}, daemon=True
    )
    thread.start()
    world.repository.down = False
    world.queue()

    wait_for(lambda: bool(waker.woken))
    over.set()
    thread.join(5)


class Care:
    """Cares for backups, after it failed in every way."""

    def __init__(self) -> None:
        self.failures: list[Exception] = [Unavailable("The state cannot be reached."), RuntimeError("a bug")]
        self.cared = threading.Event()

    def go_on(self) -> None:
        """Fail, until there is nothing left to fail by."""
        if self.failures:
            raise self.failures.pop(0)
        self.cared.set()


def test_who_cares_for_backups_outlives_an_outage_and_a_bug() -> None:
    over, care = threading.Event(), Care()
    thread = threading.Thread(target=care_until, args=(over, care), kwargs={"seconds": 0.01}, daemon=True)
    thread.start()

    assert care.cared.wait(10)
    over.set()
    thread.join(5)
    assert not thread.is_alive()


def test_the_first_token_is_made_once_and_mended_whatever_was_lost(world: World, tmp_path: Path) -> None:
    file = tmp_path / "home" / "token"

    def run() -> tuple[bool, str]:
        wrote = ensure(repository=world.repository, clock=world.clock, name="owner", file=file)
        token = file.read_text().strip()
        user = user_with_token(world.repository, hash_token(token))
        assert user is not None
        assert user.role is Role.ADMIN
        return wrote, token

    wrote, token = run()
    assert wrote
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run() == (False, token)

    before = world.repository.get(USERS, id="owner")
    file.unlink()
    wrote, renewed = run()
    after = world.repository.get(USERS, id="owner")
    assert wrote
    assert before.epoch < after.epoch, "sessions that codes of the old token began have ended"  # type: ignore[union-attr]
    assert renewed != token
    assert user_with_token(world.repository, hash_token(token)) is None

    founding = world.repository.get(FOUNDINGS, name="first")
    assert founding is not None, "nobody who registers without a token is the first"
    assert founding.user == "owner"

    world.repository._rows.clear()
    assert run() == (True, renewed)


@pytest.mark.parametrize("theirs", ["a-token-of-the-owner", "another-token"])
def test_of_pods_that_make_the_first_owner_at_once_all_start_if_they_have_one_token(
    world: World, tmp_path: Path, theirs: str
) -> None:
    def made(name: str, token: str) -> bool:
        file = tmp_path / name
        file.write_text(token)
        return ensure(repository=world.repository, clock=world.clock, name="owner", file=file)

    def first() -> None:
        world.repository.before_commit = None
        made("theirs", theirs)

    world.repository.before_commit = first

    if theirs == "a-token-of-the-owner":
        assert made("ours", theirs) is False
    else:
        with pytest.raises(VersionConflict):
            made("ours", "a-token-of-the-owner")
    assert user_with_token(world.repository, hash_token(theirs)) is not None

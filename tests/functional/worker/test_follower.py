"""What a run's messages tell: status, results, the root cause; and that the store is watched while its release comes up."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from functions.application.ports.runs import RunMessage
from functions.application.progress import Progress
from functions.domain.diagnosis import Failure
from functions.domain.errors import Unavailable
from functions.domain.kinds import provision, steps
from functions.domain.operation import EventStatus
from functions.worker.follower import Follower
from functions.worker.watcher import Watcher
from tests.fakes.running import FakeObserver, FakeRun
from tests.fakes.samples import operation
from tests.functional.worker.conftest import wait_for

TASK = RunMessage(kind="task", role="store_verify", task="Order")


def record(*, step: str, status: EventStatus, message: str) -> None:
    """Forget it."""


class Following:
    """A follower with what it calls."""

    def __init__(self) -> None:
        self.begun = 0
        progress = Progress(record, kind=provision.KIND, software="Medusa")
        self.follower = Follower(operation(), provision.KIND, progress, FakeObserver(), begun=self.begin)

    def begin(self) -> None:
        """The first task was heard of."""
        self.begun += 1


@pytest.fixture
def following() -> Following:
    return Following()


def end(**result: str) -> RunMessage:
    return RunMessage(kind="end", result=dict(result))


ENDS = {
    "well": (end(status="successful"), "successful", None),
    "failed": (end(status="failed", msg="ERROR!"), "failed", Failure(message="ERROR!")),
    "out of time": (end(status="timeout"), "timeout", Failure(message="", timed_out=True)),
    "without a status": (end(msg="ERROR!"), "failed", Failure(message="ERROR!")),
}


@pytest.mark.parametrize(("last", "status", "failure"), ENDS.values(), ids=ENDS)
def test_how_a_run_ended(following: Following, last: RunMessage, status: str, failure: Failure | None) -> None:
    following.follower.follow(FakeRun((TASK, last)))

    assert (following.follower.status, following.follower.failure) == (status, failure)


@pytest.mark.parametrize("kind", ["failed", "unreachable"])
def test_the_first_failure_is_the_cause_and_later_ones_are_told_with_it(following: Following, kind: str) -> None:
    first = {"kind": kind, "role": "store_verify", "task": "Order", "result": {"msg": "No order.", "reason": "VerifyFailed"}}
    later = RunMessage(kind="failed", role="store_release", task="Roll back", result={"msg": "No rollback."})

    following.follower.follow(FakeRun((RunMessage.model_validate(first), later, end(status="failed", msg="ERROR!"))))

    assert following.follower.failure == Failure(
        "store_verify",
        "No order.",
        "VerifyFailed",
        step=steps.VERIFY,
        unreachable=kind == "unreachable",
        later=("No rollback.",),
    )


def test_a_run_has_begun_once_with_its_first_task(following: Following) -> None:
    following.follower.follow(FakeRun((RunMessage(kind="started"), TASK, TASK, end(status="failed"))))

    assert following.begun == 1
    assert following.follower.not_begun == "", "it failed, although without a word"


class Steps:
    """A run that looks around between its messages."""

    def __init__(self) -> None:
        self.watched: list[bool] = []

    def messages(self) -> Iterator[RunMessage]:
        """A release is installed, then an order is placed."""
        yield RunMessage(kind="task", role="store_release", task="Install")
        wait_for(lambda: len(watchers()) == 1)
        yield RunMessage(kind="ok", role="store_release", task="Install")
        self.watched.append(bool(watchers()))
        yield TASK
        wait_for(lambda: not watchers())

    def kill(self, *, at_once: bool = False) -> None:
        """Nothing is left of it."""


def watchers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "watcher"]


def test_the_store_is_watched_until_the_next_step_begins(following: Following) -> None:
    run = Steps()

    following.follower.follow(run)

    assert run.watched == [True]


def test_a_watcher_asks_until_its_end_whatever_it_is_answered() -> None:
    asked: list[int] = []
    told: list[dict[str, bool]] = []

    def ask() -> dict[str, bool]:
        asked.append(1)
        if len(asked) < 3:
            raise Unavailable("No.") if len(asked) == 1 else RuntimeError("what nobody foresaw")
        return {"db": True}

    with Watcher(ask, lambda seen: told.append(dict(seen)), period=0.01) as watcher:
        watcher.end()
        watcher.begin()
        watcher.begin()
        assert [thread.daemon for thread in watchers()] == [True], "a question that hangs keeps no process alive"
        wait_for(lambda: bool(told))

    assert watchers() == []
    assert told[0] == {"db": True}

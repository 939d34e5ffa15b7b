"""What the schedule asked for and came to nothing: it is tried again soon, and changes nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.application.ports.repository import Remove, Replace
from functions.domain.entities import SCHEDULES
from functions.domain.errors import Unreadable
from functions.domain.operation import OperationStatus, Outcome
from functions.domain.schedule import RETRIES, Due, due_time
from tests.fakes import owner
from tests.fakes.platform import START
from tests.fakes.yard import Yard


def test_one_that_failed_is_tried_again_soon_then_later_then_at_its_regular_time(yard: Yard) -> None:
    yard.keep("demo")
    regular = due_time("backup", "demo", 24, START)
    asked = []

    while yard.clock.now() < regular + timedelta(minutes=1):
        yard.care.go_on()
        if yard.live():
            asked.append(yard.clock.now())
            yard.end("demo", good=False)
        yard.clock.advance(60)

    first, second = RETRIES
    assert asked == [START, START + first, START + first + second, regular.replace(second=0) + timedelta(minutes=1)]
    assert yard.at("demo") == asked[-1] + first, "and so on"


def test_one_that_went_well_has_no_tries_behind_it(yard: Yard) -> None:
    yard.keep("demo")
    yard.care.go_on()
    yard.end("demo", good=False)
    yard.clock.advance(RETRIES[0])
    yard.care.go_on()

    yard.end("demo")

    assert yard.row("demo").due == {"backup": Due(at=due_time("backup", "demo", 24, START))}


def test_one_that_gave_way_is_made_up_for_soon(yard: Yard) -> None:
    yard.keep("demo")
    yard.care.go_on()
    (given_way,) = yard.asked("demo")
    assert yard.lifecycle.claim(given_way.id, "worker") is not None
    yard.stores.request("demo", "verify", owner())

    yard.lifecycle.finish(given_way.id, 1, Outcome(OperationStatus.CANCELED))
    yard.end("demo")

    assert (yard.at("demo"), yard.row("demo").due_at) == (START + RETRIES[0], START + RETRIES[0])
    yard.clock.advance(RETRIES[0])
    yard.care.go_on()
    assert yard.live() == [("demo", "backup")]


def test_one_that_gave_way_before_it_began_is_made_up_for_too(yard: Yard) -> None:
    yard.keep("demo")
    yard.care.go_on()

    yard.stores.request("demo", "verify", owner())

    assert yard.at("demo") == START + RETRIES[0]


ENDS = [
    (Outcome(OperationStatus.FAILED, "BackupFailed", "It broke.", retryable=True), True),
    (Outcome(OperationStatus.TIMED_OUT, "TimedOut", "It took too long.", retryable=True), True),
    (Outcome(OperationStatus.FAILED, "NamespaceNotOurs", "It is not ours.", retryable=False), False),
]


@pytest.mark.parametrize(("outcome", "again"), ENDS, ids=lambda each: getattr(each, "reason", None))
def test_what_another_try_cannot_help_waits_for_its_regular_time(yard: Yard, outcome: Outcome, again: bool) -> None:
    yard.keep("demo")
    yard.care.go_on()
    (asked,) = yard.asked("demo")
    assert yard.lifecycle.claim(asked.id, "worker") is not None

    yard.lifecycle.finish(asked.id, 1, outcome)

    assert (yard.at("demo") == START + RETRIES[0]) is again


def test_one_that_somebody_canceled_is_not_wanted_before_its_regular_time(yard: Yard) -> None:
    yard.keep("demo")
    yard.care.go_on()
    (asked,) = yard.asked("demo")

    yard.lifecycle.cancel(asked.id)

    assert yard.at("demo") == due_time("backup", "demo", 24, START)


def test_what_somebody_asked_for_changes_nothing_of_the_schedule(yard: Yard) -> None:
    yard.keep("demo")
    before = yard.row("demo")
    yard.stores.request("demo", "backup", owner())

    yard.end("demo", good=False)

    assert yard.row("demo") == before


@pytest.mark.parametrize("how", ["gone", "unreadable"])
def test_a_schedule_that_is_not_there_keeps_no_operation_from_ending(
    yard: Yard, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    yard.keep("demo")
    yard.care.go_on()
    if how == "gone":
        yard.state.commit(Remove(yard.row("demo")))
    get = yard.state.get

    def unreadable(entity: Any, **key: object) -> Any:
        if entity is SCHEDULES and how == "unreadable":
            raise Unreadable("of a newer version")
        return get(entity, **key)

    monkeypatch.setattr(yard.state, "get", unreadable)
    yard.end("demo", good=False)

    assert yard.live() == []


def test_a_schedule_that_is_written_meanwhile_is_read_again(yard: Yard) -> None:
    yard.keep("demo")
    yard.care.go_on()

    def rival() -> None:
        found = yard.row("demo")
        if found.cluster == "local" and yard.asked("demo")[0].status is OperationStatus.RUNNING:
            yard.state.before_commit = None
            yard.state.commit(Replace(found.model_copy(update={"cluster": "moved"})))

    yard.state.before_commit = rival
    yard.end("demo", good=False)

    assert (yard.row("demo").cluster, yard.at("demo")) == ("moved", START + RETRIES[0])

"""The queue's pieces to the moment and to the number, without a state."""

from __future__ import annotations

from datetime import timedelta

from functions.application.queueing import free_slot, not_started, silent, taken, waited_too_long
from functions.domain.operation import OperationStatus, Slot
from tests.fakes.platform import START
from tests.fakes.samples import operation

HOUR, INSTANT = timedelta(hours=1), timedelta(microseconds=1)
LATER = START + timedelta(minutes=5)


def new(number: int) -> Slot:
    return Slot(number=number)


def test_a_first_start_that_led_to_nothing_was_none() -> None:
    claimed = operation(status=OperationStatus.RUNNING, attempt=1, started_at=START, deadline_at=LATER)

    back = not_started(claimed, "Ansible is not there.")

    assert (back.attempt, back.started_at, back.deadline_at) == (0, None, None)
    assert (back.reason, back.message) == ("RunNotStarted", "Ansible is not there.")


def test_a_later_start_that_led_to_nothing_leaves_the_time_of_the_first() -> None:
    claimed = operation(status=OperationStatus.RUNNING, attempt=2, started_at=START, deadline_at=LATER)

    back = not_started(claimed, "Ansible is not there.")

    assert (back.attempt, back.started_at, back.deadline_at) == (1, START, LATER)


def test_an_operation_has_waited_too_long_after_its_time_and_not_at_it() -> None:
    waiting = operation()

    assert not waited_too_long(waiting, START + HOUR, HOUR)
    assert waited_too_long(waiting, START + HOUR + INSTANT, HOUR)
    late = START + 2 * HOUR
    assert not waited_too_long(operation(started_at=START), late, HOUR), "it was started once"
    assert not waited_too_long(operation(status=OperationStatus.RUNNING), late, HOUR)


def test_a_worker_is_silent_after_its_lease_and_not_at_its_end() -> None:
    claimed = operation(lease_until=LATER)

    assert (silent(claimed, LATER), silent(claimed, LATER + INSTANT), silent(operation(), LATER)) == (False, True, False)


def test_slots_are_counted_and_found_within_their_number_only() -> None:
    held, over, free = (
        Slot(number=0, operation_id="OP1", lease_until=LATER, version=3),
        Slot(number=1, operation_id="OP2", lease_until=START, version=4),
        Slot(number=2, version=5),
    )
    now = START + INSTANT

    assert taken([held, over, free], 3, now) == 1
    assert taken([over, free, held.model_copy(update={"number": 3})], 3, now) == 0, "of a time when there were more"
    assert free_slot([held, over, free], 3, now, new=new) == over
    assert free_slot([held], 1, now, new=new) is None
    assert free_slot([held], 2, now, new=new) == Slot(number=1)
    assert free_slot([held], 3, now, refused={1}, new=new) == Slot(number=2)
    assert free_slot([held, over], 3, now, refused={1}, new=new) == over, (
        "it is recorded meanwhile, so that its version guards it"
    )
    assert free_slot([held], 2, LATER, new=new) is not None
    assert taken([held], 1, LATER) == 1, "a lease holds to its last moment"

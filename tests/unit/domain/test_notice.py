"""Notices: what is told of which end, how a queue grows, what of an address is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.domain.audience import DisabledReason
from functions.domain.kinds import all_kinds
from functions.domain.notice import MOST_WAITING, NoticeQueue, event_of, next_try, wait_after
from functions.domain.notice_target import FAILING, NoticeEvent
from functions.domain.operation import OperationStatus
from functions.domain.store import StoreStatus
from tests.fakes.platform import START
from tests.fakes.samples import notice, notice_target, operation

FAILED, READY = StoreStatus.FAILED, StoreStatus.READY


def ended(kind: str, status: str, before: StoreStatus | None = READY, **fields: Any) -> NoticeEvent | None:
    return event_of(operation(kind=kind, status=status, status_before=before, **fields))


@pytest.mark.parametrize("status", ["failed", "timed_out"])
@pytest.mark.parametrize(
    ("kind", "before", "event"),
    [
        ("provision", StoreStatus.PROVISIONING, NoticeEvent.OPERATION_FAILED),
        ("provision", FAILED, NoticeEvent.OPERATION_FAILED),
        ("clone", StoreStatus.PROVISIONING, NoticeEvent.OPERATION_FAILED),
        ("backup", READY, NoticeEvent.BACKUP_FAILED),
        ("backup", FAILED, NoticeEvent.BACKUP_FAILED),
        ("verify", READY, NoticeEvent.NEEDS_ATTENTION),
        ("drill", READY, NoticeEvent.NEEDS_ATTENTION),
        ("delete", READY, NoticeEvent.NEEDS_ATTENTION),
        ("upgrade", READY, NoticeEvent.OPERATION_FAILED),
        ("upgrade", FAILED, NoticeEvent.OPERATION_FAILED),
        ("of_tomorrow", READY, NoticeEvent.OPERATION_FAILED),
        ("upgrade", None, NoticeEvent.OPERATION_FAILED),
    ],
)
def test_a_failure_is_told_by_what_it_means_for_the_store(
    kind: str, before: StoreStatus | None, event: NoticeEvent, status: str
) -> None:
    assert ended(kind, status, before) is event


@pytest.mark.parametrize(
    ("in_force", "before", "event"),
    [
        ("changing", READY, NoticeEvent.NEEDS_ATTENTION),  # the gate stays closed
        ("changing", FAILED, NoticeEvent.OPERATION_FAILED),  # it did not sell before either
        ("old", READY, NoticeEvent.OPERATION_FAILED),  # it went back by itself
        ("before", READY, NoticeEvent.OPERATION_FAILED),  # nothing was touched
    ],
)
def test_a_shop_that_sold_and_may_not_any_more_needs_attention(in_force: str, before: StoreStatus, event: NoticeEvent) -> None:
    assert ended("upgrade", "failed", before, result={"upgrade": {"in_force": in_force}}) is event


def test_of_a_second_attempt_that_said_nothing_it_is_not_known_whether_the_shop_sells() -> None:
    assert ended("upgrade", "timed_out", READY, attempt=1) is NoticeEvent.OPERATION_FAILED
    assert ended("upgrade", "timed_out", READY, attempt=2) is NoticeEvent.NEEDS_ATTENTION


@pytest.mark.parametrize("status", ["queued", "running", "canceled"])
def test_what_did_not_end_or_was_canceled_is_told_to_nobody(status: str) -> None:
    assert ended("backup", status) is None


def test_of_what_goes_well_a_new_store_alone_is_told() -> None:
    told = {name for name in all_kinds() if ended(name, OperationStatus.SUCCEEDED) is not None}

    assert told == {name for name, kind in all_kinds().items() if kind.creates}
    assert ended("of_tomorrow", OperationStatus.SUCCEEDED) is None


@pytest.mark.parametrize(
    ("kind", "address", "shown"),
    [
        ("email", "olga@example.com", "olga@example.com"),
        ("slack", "https://hooks.example.com/services/T1/B1/abcdefgh", "https://hooks.example.com/…efgh"),
        ("discord", "https://hooks.example.com/abcd", "https://hooks.example.com/…"),
        ("teams", "https://hooks.example.com:8443", "https://hooks.example.com:8443/…"),
    ],
)
def test_of_a_webhooks_address_its_host_and_four_characters_are_shown(kind: str, address: str, shown: str) -> None:
    target = notice_target(kind=kind, address=address)

    assert target.shown_address == shown
    assert address not in repr(target)


def test_a_target_is_told_something_while_it_is_enabled_and_confirmed() -> None:
    target = notice_target(failing_since=START, problem="It answered HTTP 500.")
    off = target.disabled(DisabledReason.FAILING, START)

    assert target.active
    assert not notice_target(confirmed=False).active
    assert (off.active, off.disabled_reason, off.disabled_at) == (False, DisabledReason.FAILING, START)
    assert off.enabled_again() == notice_target()
    gone = target.removed(START)
    assert (gone.address, gone.active) == ("", False)
    assert gone.expires_at is not None
    assert gone.expires_at < START


def test_a_queue_takes_what_comes_in_order_and_counts_what_it_has_no_room_for() -> None:
    later = START + timedelta(seconds=9)
    queue = NoticeQueue(target_id="nt-1", due_at=START)
    assert not queue.waits

    queue = queue.with_next("A", later)
    assert (queue.waiting, queue.due_at, queue.waits) == (("A",), later, True)
    queue = queue.with_next("B", later + timedelta(seconds=1))
    assert (queue.waiting, queue.due_at) == (("A", "B"), later)  # a try that waits is not hurried by what comes behind
    assert queue.without(frozenset({"A"})).waiting == ("B",)
    full = queue.model_copy(update={"waiting": tuple(str(number) for number in range(MOST_WAITING))}).with_next("X", later)
    assert (len(full.waiting), full.more) == (MOST_WAITING, 1)


def test_a_queue_that_is_claimed_is_due_when_its_claim_says() -> None:
    until = START + timedelta(minutes=2)
    claimed = NoticeQueue(target_id="nt-1", due_at=until, claim="one/1", claimed_until=until)

    assert claimed.claimed(START)
    assert not claimed.claimed(until)
    assert claimed.with_next("A", START).due_at == until


def test_what_went_out_a_minute_ago_does_not_count_any_more() -> None:
    sent = tuple(START + timedelta(seconds=number) for number in range(0, 70, 10))
    queue = NoticeQueue(target_id="nt-1", due_at=START, sent_at=sent)

    assert queue.recent(START + timedelta(seconds=60)) == sent[1:]


def test_waits_grow_and_the_last_try_is_a_day_after_the_first_failure() -> None:
    target, now = notice_target(failing_since=START), START + timedelta(hours=20)

    assert wait_after(1) == timedelta(seconds=5)
    assert wait_after(99) == timedelta(hours=10)
    assert next_try(target, now, wait=timedelta(hours=1)) == now + timedelta(hours=1)
    assert next_try(target, now, wait=timedelta(hours=10)) == START + FAILING
    assert next_try(notice_target(), now, wait=timedelta(hours=10)) == now + timedelta(hours=10)
    assert next_try(target, START + FAILING, wait=timedelta(hours=10)) == START + FAILING + timedelta(seconds=5)


def test_failures_repeat_and_a_store_is_ready_once() -> None:
    assert notice().may_repeat
    assert not notice(event="store.ready").may_repeat
    assert not notice(event="notice.test").may_repeat

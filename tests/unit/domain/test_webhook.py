"""What webhooks are told, how they sign, when they are tried again, and what waits in a queue."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta

import pytest
from standardwebhooks import Webhook as Verifier

from functions.domain import webhook_signing
from functions.domain.operation import OperationStatus
from functions.domain.webhook import DAY, STAGES, WAITS, Webhook, WebhookQueue, check_filter, delivery_id, next_try
from tests.fakes.platform import START
from tests.fakes.samples import delivery, webhook

NEVER = timedelta(days=400)


def test_stages_are_every_way_an_operation_can_end_and_two_before() -> None:
    assert set(STAGES) == {"accepted", "progress", *(status.value for status in OperationStatus if status.final)}


@pytest.mark.parametrize("good", ["*", "*.*", "*.failed", "backup.*", "safe_mode.succeeded", "provision.progress"])
def test_a_filter_that_can_be(good: str) -> None:
    assert check_filter(good) == good


@pytest.mark.parametrize(
    "bad", ["", "backup", "backup.", ".failed", "nothing.failed", "backup.ended", "**", "backup.*.x", "*.*.*"]
)
def test_a_filter_that_lets_nothing_through_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match=r"must be \* or <kind>"):
        check_filter(bad)


@pytest.mark.parametrize(
    ("filters", "lets_through"),
    [
        (("*",), {"backup.failed", "backup.progress", "verify.failed"}),
        (("*.*",), {"backup.failed", "backup.progress", "verify.failed"}),
        (("*.failed",), {"backup.failed", "verify.failed"}),
        (("backup.*",), {"backup.failed", "backup.progress"}),
        (("verify.failed", "backup.progress"), {"backup.progress", "verify.failed"}),
        (("drill.*",), set()),
    ],
)
def test_what_a_filter_lets_through(filters: tuple[str, ...], lets_through: set[str]) -> None:
    told = webhook(events=filters)

    assert {kind for kind in ("backup.failed", "backup.progress", "verify.failed") if told.wants(kind)} == lets_through


def test_signatures_are_those_of_the_published_library() -> None:
    secret, body = webhook_signing.written(bytes(range(32))), json.dumps({"a": "ä"}, ensure_ascii=False)
    at = datetime.fromisoformat("2026-11-30T12:00:00.9+00:00")

    made = webhook_signing.headers([secret], message="evt_1", at=at, body=body.encode())

    assert made["webhook-id"] == "evt_1"
    assert made["webhook-timestamp"] == str(int(at.timestamp()))
    assert made["webhook-signature"] == Verifier(secret).sign("evt_1", at.replace(microsecond=0), body)
    assert 24 <= len(base64.b64decode(secret.removeprefix("whsec_"))) <= 64


def test_a_rotation_keeps_the_secret_before_for_a_day_and_no_more_than_three() -> None:
    made = webhook(secret="whsec_0")
    for number in range(1, 6):
        made = made.rotated(f"whsec_{number}", START + timedelta(minutes=number))

    assert made.secrets(START + timedelta(minutes=5)) == ("whsec_5", "whsec_4", "whsec_3", "whsec_2")
    assert made.secrets(START + DAY + timedelta(minutes=4)) == ("whsec_5", "whsec_4")
    assert made.secrets(START + DAY + timedelta(minutes=5)) == ("whsec_5",)


def test_nothing_secret_is_in_a_records_words() -> None:
    made = webhook(secret="whsec_mine").rotated("whsec_new", START)

    assert "whsec_" not in repr(made)


def test_the_whole_schedule_fits_into_a_day_also_with_the_most_jitter() -> None:
    assert sum(WAITS, timedelta()) * 1.2 < DAY
    assert [wait.total_seconds() for wait in WAITS] == [5, 30, 300, 1800, 7200, 18_000, 36_000]


def test_tries_follow_the_schedule_and_end() -> None:
    for tries, wait in enumerate(WAITS, start=1):
        tried = delivery(tries=tries, give_up_at=START + NEVER)
        assert next_try(tried, START, jitter=0.8) == START + wait * 0.8
    assert next_try(delivery(tries=len(WAITS) + 1, give_up_at=START + NEVER), START, jitter=1) is None


def test_after_a_day_there_is_one_last_try() -> None:
    late = delivery(tries=1, give_up_at=START + timedelta(seconds=3))

    assert next_try(late, START, jitter=1) == START + timedelta(seconds=3)
    assert next_try(late, START + timedelta(seconds=3), jitter=1) is None


def test_an_endpoint_may_ask_for_more_time_and_not_for_less_nor_beyond_the_day() -> None:
    tried = delivery(tries=2, give_up_at=START + timedelta(hours=1))

    assert next_try(tried, START, jitter=1, asked=timedelta(seconds=1)) == START + timedelta(seconds=30)
    assert next_try(tried, START, jitter=1, asked=timedelta(minutes=5)) == START + timedelta(minutes=5)
    assert next_try(tried, START, jitter=1, asked=timedelta(days=2)) == START + timedelta(hours=1)


def queue(**fields: object) -> WebhookQueue:
    made = {"webhook_id": "wh-1", "owner": "olga", "store_id": "demo", "due_at": START, **fields}
    return WebhookQueue.model_validate(made)


LATER = START + timedelta(hours=1)


def test_an_event_that_comes_into_an_empty_queue_is_due_at_once() -> None:
    assert queue(done=3, last=3).with_next(5, LATER) == queue(done=3, last=5, due_at=LATER)


def test_an_event_that_comes_while_an_earlier_one_waits_changes_nothing_of_that() -> None:
    assert queue(done=3, last=4, due_at=LATER).with_next(5, START) == queue(done=3, last=5, due_at=LATER)


def test_an_event_that_comes_while_its_queue_is_being_sent_waits_for_that() -> None:
    busy = queue(done=4, last=4, again=(2,), claim="one/1", claimed_until=LATER, due_at=LATER)

    assert busy.with_next(5, START).due_at == LATER


def test_a_new_event_does_not_wait_for_what_was_asked_for_again() -> None:
    assert queue(done=4, last=4, again=(2,), due_at=LATER).with_next(5, START).due_at == START


def test_an_event_that_comes_after_later_ones_is_not_forgotten() -> None:
    late = queue(done=6, last=6).with_next(5, LATER)

    assert (late.last, late.again, late.waits) == (6, (5,), True)


def test_the_first_event_of_a_queue_has_nothing_before_it() -> None:
    first = queue().with_next(41, START)

    assert (first.done, first.last, first.waits) == (40, 41, True)


def test_what_is_settled_is_gone_from_where_it_waited() -> None:
    both = queue(done=3, last=4, again=(2, 1))

    assert both.without(2) == queue(done=3, last=4, again=(1,))
    assert both.without(4) == queue(done=4, last=4, again=(2, 1))
    assert not queue(done=4, last=4).waits
    assert queue(ended=True).waits


def test_ids_are_in_the_order_of_time_and_of_a_store() -> None:
    ids = [delivery_id(START, 9, "wh"), delivery_id(START, 10, "wh"), delivery_id(START + timedelta(milliseconds=1), 1, "wh")]

    assert ids == sorted(ids)
    assert {len(each) for each in ids} == {26}
    assert delivery_id(START, 9, "wh", "a") != delivery_id(START, 9, "wha", "")


def test_a_webhook_is_found_under_its_owner_or_the_platform() -> None:
    assert webhook(owner="platform").audience == "owner#platform"
    assert Webhook.model_validate({**webhook().model_dump(), "platform": True}).audience == "platform"

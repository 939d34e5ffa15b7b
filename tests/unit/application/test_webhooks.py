"""Webhooks where others write at the same time, or something of them is not there any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.application import webhook_log
from functions.application.ports.repository import Insert, Remove, Replace, Repository
from functions.application.ports.webhooks import Sent
from functions.application.webhook_health import WebhookHealth
from functions.application.webhook_parts import Webhooks
from functions.domain.audience import DisabledReason
from functions.domain.entities import OPERATIONS
from functions.domain.errors import NotFound, Unreadable, VersionConflict
from functions.domain.outbox import entry_of
from functions.domain.told_errors import DeliveryUnderWay
from functions.domain.webhook import DeliveryStatus, StoreNumber, WebhookQueue
from functions.domain.webhook_entities import DELIVERIES, WEBHOOK_QUEUES, WEBHOOKS
from tests.fakes import FakeClock, FakeIds, FakeRepository, owner
from tests.fakes.failing import FailingRepository, How
from tests.fakes.platform import START
from tests.fakes.samples import delivery, event, operation, webhook
from tests.fakes.webhooks import FakeSender

PLACE: dict[str, Any] = {"webhook_id": "wh-1", "owner": "olga", "store_id": "demo"}
ALWAYS = dict.fromkeys(range(1, 500), How.CONFLICT)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def state(clock: FakeClock) -> FakeRepository:
    """A webhook with a dead letter."""
    return _like(clock)


def over(repository: Repository, clock: FakeClock) -> Webhooks:
    return Webhooks.over(repository, clock=clock, ids=FakeIds(), sender=FakeSender(), holder="one")


def queue_of(state: FakeRepository) -> WebhookQueue:
    found = state.get(WEBHOOK_QUEUES, **PLACE)
    assert found is not None
    return found


def delivery_id() -> str:
    return delivery().id


USES = {
    "change": lambda parts: parts.service.change("wh-1", owner(), {"description": "x"}),
    "rotate": lambda parts: parts.service.rotate("wh-1", owner()),
    "remove": lambda parts: parts.service.remove("wh-1", owner()),
    "test": lambda parts: parts.service.test("wh-1", owner()),
    "redeliver": lambda parts: parts.log.redeliver("wh-1", owner(), delivery_id()),
    "redeliver dead": lambda parts: parts.log.redeliver_dead("wh-1", owner()),
    "event": lambda parts: parts.outbox.handle(entry_of(operation(), event("OP000001", 1))),
}


@pytest.mark.parametrize("use", USES)
def test_who_lost_a_race_reads_again_and_does_it(use: str, state: FakeRepository, clock: FakeClock) -> None:
    first = next(number for number in range(1, 20) if _commits(use, clock, number))
    repository = FailingRepository(state, {first: How.CONFLICT})

    USES[use](over(repository, clock))

    assert repository.calls.count("commit") >= 2


def _commits(use: str, clock: FakeClock, number: int) -> bool:
    """True if the call of that number is the first that writes."""
    repository = FailingRepository(_like(clock))
    USES[use](over(repository, clock))
    return repository.calls[number - 1] == "commit"


def _like(clock: FakeClock) -> FakeRepository:
    made = FakeRepository(clock)
    queue = WebhookQueue.model_validate({**PLACE, "done": 1, "last": 1, "due_at": START})
    dead, count = delivery().settled(DeliveryStatus.DEAD, START), StoreNumber(owner="olga", store_id="demo", last=1)
    made.commit(Insert(webhook(events=("*",))), Insert(queue), Insert(dead), Insert(count))
    return made


@pytest.mark.parametrize("use", USES)
def test_who_loses_every_race_says_so(use: str, state: FakeRepository, clock: FakeClock) -> None:
    with pytest.raises(VersionConflict):
        USES[use](over(FailingRepository(state, ALWAYS), clock))


def test_what_is_being_sent_is_not_sent_again_meanwhile(state: FakeRepository, clock: FakeClock) -> None:
    busy = {"claim": "one/1", "claimed_until": START + timedelta(minutes=1), "last": 2}
    state.commit(Replace(queue_of(state).model_copy(update=busy)), Insert(delivery(id="Z" * 26, sequence=2)))

    with pytest.raises(DeliveryUnderWay, match="being sent right now"):
        over(state, clock).log.redeliver("wh-1", owner(), "Z" * 26)


def test_a_delivery_that_is_gone_meanwhile_is_not_found(state: FakeRepository, clock: FakeClock) -> None:
    parts = over(state, clock)
    state.commit(Remove(queue_of(state)))
    with pytest.raises(NotFound):
        parts.log.redeliver("wh-1", owner(), delivery_id())
    with pytest.raises(NotFound):
        parts.log.get("wh-1", owner(), "0" * 26)


def test_so_many_are_sent_again_at_a_time(state: FakeRepository, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook_log, "AGAIN_AT_ONCE", 1)
    more = delivery(id="Z" * 26, sequence=2).settled(DeliveryStatus.DEAD, START)
    state.commit(Insert(more))
    log = over(state, clock).log

    first, second = log.redeliver_dead("wh-1", owner()), log.redeliver_dead("wh-1", owner())

    assert (first.count, first.more) == (1, True)
    assert (second.count, second.more) == (1, False)
    assert queue_of(state).again == (1, 2)


def test_a_queue_takes_only_so_many_again(state: FakeRepository, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook_log, "MOST_AGAIN", 0)

    with pytest.raises(DeliveryUnderWay, match="wait until some have arrived"):
        over(state, clock).log.redeliver_dead("wh-1", owner())


def test_what_is_no_dead_letter_any_more_is_not_counted(state: FakeRepository, clock: FakeClock) -> None:
    stale = delivery().settled(DeliveryStatus.DEAD, START)
    over(state, clock).log.redeliver("wh-1", owner(), delivery_id())

    assert over(state, clock).log._tried_again(stale) is False


def test_an_event_of_an_operation_that_cannot_be_read_is_told_with_what_is_known(
    state: FakeRepository, clock: FakeClock
) -> None:
    class Damaged(FailingRepository):
        def get(self, entity, **key):  # type: ignore[no-untyped-def]
            if entity is OPERATIONS:
                raise Unreadable("damaged")
            return super().get(entity, **key)

    ended = event("OP000001", 2).model_copy(update={"final": True})
    over(Damaged(state), clock).outbox.handle(entry_of(operation(), ended))

    (found,) = [one for one in state.rows(DELIVERIES, **PLACE) if one.status is DeliveryStatus.PENDING]
    assert '"final":true' in found.body
    assert '"outcome"' not in found.body


def test_health_is_written_although_somebody_changed_the_webhook(state: FakeRepository, clock: FakeClock) -> None:
    found = state.get(WEBHOOKS, id="wh-1")
    assert found is not None
    WebhookHealth(repository=FailingRepository(state, {2: How.CONFLICT}), clock=clock).failed(found, gone=False)
    failing = state.get(WEBHOOKS, id="wh-1")
    assert failing is not None
    assert failing.failing_since == START

    WebhookHealth(repository=state, clock=clock).delivered(failing)
    well = state.get(WEBHOOKS, id="wh-1")
    assert well is not None
    assert well.failing_since is None
    WebhookHealth(repository=FailingRepository(state, ALWAYS), clock=clock).failed(well, gone=True)
    assert state.get(WEBHOOKS, id="wh-1") == well


@pytest.mark.parametrize("change", [{"url": "https://other.example.com/"}, {"enabled": False}, None])
def test_what_was_found_of_one_url_says_nothing_of_another(
    change: dict[str, object] | None, state: FakeRepository, clock: FakeClock
) -> None:
    stale = state.get(WEBHOOKS, id="wh-1")
    assert stale is not None
    state.commit(Remove(stale) if change is None else Replace(stale.model_copy(update=change)))

    WebhookHealth(repository=state, clock=clock).failed(stale, gone=True)

    after = state.get(WEBHOOKS, id="wh-1")
    assert after is None or after.disabled_reason is not DisabledReason.GONE


def test_a_try_of_something_that_is_gone_meanwhile_changes_nothing(state: FakeRepository, clock: FakeClock) -> None:
    """The queue goes while its first event is being sent: its webhook was removed, and another courier has tidied up."""
    parts = over(state, clock)
    parts.service.test("wh-1", owner())
    queue = next(iter(parts.courier.due()))

    def tidy(_: object) -> Sent:
        for each in state.rows(WEBHOOK_QUEUES, webhook_id="wh-1"):
            state.commit(Remove(each))
        return Sent(204)

    sender = FakeSender()
    sender.answers["https://hooks.example.com/"] = tidy
    Webhooks.over(state, clock=clock, ids=FakeIds(), sender=sender, holder="one").courier.work(queue)

    assert list(state.rows(WEBHOOK_QUEUES, webhook_id="wh-1")) == []

"""The threads that send webhooks: none is sent for twice at once, none of one endpoint keeps the others from being sent."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from functions import bootstrap
from functions.application.notice_parts import Notices
from functions.application.ports.repository import Insert
from functions.application.ports.webhooks import Sent
from functions.application.webhook_parts import Webhooks
from functions.application.webhooks import WantedWebhook
from functions.courier import handler
from functions.courier.threads import Couriers, queue_key, send_until
from functions.domain.errors import Unavailable
from functions.domain.webhook import WebhookQueue
from functions.domain.webhook_entities import DUE_QUEUES, WEBHOOKS_DELIVERIES
from tests.fakes import FakeClock, FakeIds, FakeRepository, owner
from tests.fakes.samples import delivery
from tests.fakes.webhooks import FakeSender, Request

SLOW, FAST = "https://hooks.example.com/slow", "https://hooks.example.com/fast"
SECONDS = 20.0


class Yard:
    """Two endpoints with so many stores each, and one event for each of them."""

    def __init__(self, stores: int) -> None:
        self.clock = FakeClock()
        self.repository = FakeRepository(self.clock)
        self.sender = FakeSender()
        self.parts = Webhooks.over(self.repository, clock=self.clock, ids=FakeIds(), sender=self.sender, holder="one")
        self.webhooks = {url: self.parts.service.create(owner(), WantedWebhook(url)).id for url in (SLOW, FAST)}
        for webhook_id in self.webhooks.values():
            for number in range(stores):
                self._queue(webhook_id, f"shop-{number}")
        self.held, self.over = threading.Event(), threading.Event()
        self.sender.answers[SLOW] = self._hold

    def _queue(self, webhook_id: str, store: str) -> None:
        place = {"webhook_id": webhook_id, "owner": "olga", "store_id": store}
        queue = WebhookQueue.model_validate({**place, "last": 1, "due_at": self.clock.now()})
        self.repository.commit(Insert(queue), Insert(delivery(id=f"{webhook_id}-{store}", **place)))

    def _hold(self, _: Request) -> Sent:
        self.held.set()
        self.over.wait(SECONDS)
        return Sent(204)

    def ended(self, couriers: Couriers[WebhookQueue]) -> None:
        """Wait until no thread is left."""
        while couriers.wait(SECONDS):
            pass


@pytest.fixture
def yard() -> Iterator[Yard]:
    made = Yard(stores=6)
    yield made
    made.over.set()


def test_an_endpoint_that_hangs_has_two_threads_and_the_others_theirs(yard: Yard) -> None:
    couriers = Couriers(yard.parts.courier, queue_key, threads=16, of_one=2)
    while len(yard.sender.to(FAST)) < 6:
        couriers.start_due()
        couriers.wait(0.05)

    assert yard.held.wait(SECONDS)
    assert len(yard.sender.to(SLOW)) == 2
    assert couriers.start_due() == 0
    yard.over.set()
    yard.ended(couriers)
    while couriers.start_due():
        yard.ended(couriers)
    assert len(yard.sender.to(SLOW)) == 6
    assert not list(yard.repository.find(DUE_QUEUES))


def test_there_are_never_more_threads_than_said(yard: Yard) -> None:
    couriers = Couriers(yard.parts.courier, queue_key, threads=1, of_one=2)
    assert couriers.start_due() == 1
    assert couriers.start_due() in {0, 1}
    yard.over.set()
    yard.ended(couriers)


def test_what_breaks_one_thread_breaks_no_other(yard: Yard) -> None:
    def break_it(_: Request) -> Sent:
        raise RuntimeError("a bug")

    def away(_: Request) -> Sent:
        raise Unavailable("The inventory cannot be read.")

    for fault in (break_it, away):
        yard.sender.answers[SLOW] = fault
        couriers = Couriers(yard.parts.courier, queue_key)
        while couriers.start_due():
            yard.ended(couriers)
        yard.clock.advance(61)
    assert len(yard.sender.to(FAST)) == 6
    yard.sender.answers.clear()
    couriers = Couriers(yard.parts.courier, queue_key)
    while couriers.start_due():
        yard.ended(couriers)
    for webhook_id in yard.webhooks.values():
        assert {one.status for one in yard.repository.find(WEBHOOKS_DELIVERIES, webhook_id=webhook_id)} == {"delivered"}


def test_it_goes_on_looking_whatever_a_look_brings(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    over, faults = threading.Event(), [Unavailable("away"), RuntimeError("a bug")]
    couriers = Couriers(yard.parts.courier, queue_key)

    def look() -> int:
        if faults:
            raise faults.pop()
        over.set()
        return 0

    monkeypatch.setattr(couriers, "start_due", look)
    send_until(over, couriers, lambda: None)

    assert faults == []


def test_the_function_sends_until_nothing_is_due(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    class Platform:
        webhooks = yard.parts
        notices = Notices.over(yard.repository, clock=yard.clock, ids=FakeIds(), sender=yard.sender, mail=None, holder="one")

    monkeypatch.setattr(bootstrap, "platform", Platform)
    yard.over.set()

    assert handler.handler({}, None) == {"begun": 12}
    assert handler.handler({}, None) == {"begun": 0}

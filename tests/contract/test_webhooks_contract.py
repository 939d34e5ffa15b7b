"""Webhooks, proven on every store of record: numbered without gaps, in order per store and endpoint, one sender at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.application.operations import Lifecycle
from functions.application.outbox import Dispatcher
from functions.application.ports.repository import Insert, Replace, Repository
from functions.application.ports.webhooks import Sent
from functions.application.stores import StoreService
from functions.application.webhook_courier import CLAIM, Courier
from functions.application.webhook_parts import Webhooks
from functions.application.webhooks import WantedWebhook
from functions.domain.entities import UNDELIVERED
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.store import StoreRequest
from functions.domain.webhook import Delivery, DeliveryStatus
from functions.domain.webhook_entities import DELIVERIES, DUE_QUEUES, WEBHOOK_QUEUES
from tests.fakes import FakeCatalogue, FakeClock, FakeIds, admin, owner
from tests.fakes.webhooks import FakeSender, Request

URL, OTHER = "https://hooks.example.com/a", "https://hooks.example.com/b"
ALL = ("*",)


class Yard:
    """Webhooks over a store of record, with stores whose events they tell."""

    def __init__(self, repository: Repository, clock: FakeClock, service: StoreService, lifecycle: Lifecycle) -> None:
        self.repository, self.clock, self._service, self._lifecycle = repository, clock, service, lifecycle
        self.sender = FakeSender()
        self._ids = FakeIds()
        self.parts = self.over("one")
        repository.commit(Insert(owner()), Insert(admin()))

    def over(self, holder: str) -> Webhooks:
        return Webhooks.over(self.repository, clock=self.clock, ids=self._ids, sender=self.sender, holder=holder)

    def ready(self, shop: str) -> Operation:
        """Make a store: three events."""
        request = StoreRequest(name=shop, id=shop, engine=next(iter(FakeCatalogue().engines())))
        operation = self._service.create(request, owner()).operation
        claimed = self._lifecycle.claim(operation.id, "worker")
        assert claimed is not None
        return self._lifecycle.finish(claimed.id, claimed.fence, Outcome(OperationStatus.SUCCEEDED))

    def dispatch(self) -> None:
        Dispatcher(repository=self.repository, clock=self.clock, subscribers=[self.parts.outbox], holder="one").dispatch()

    def send(self, courier: Courier | None = None) -> int:
        courier = courier or self.parts.courier
        return sum(courier.work(queue) for queue in list(courier.due()))

    def told(self, url: str = URL, store: str = "demo") -> list[int]:
        """The numbers of the events that an endpoint was sent of a store."""
        return [request.event["sequence"] for request in self.sender.to(url) if request.event["data"]["store_id"] == store]

    def deliveries(self, webhook_id: str, store: str = "demo") -> list[Delivery]:
        return list(self.repository.rows(DELIVERIES, webhook_id=webhook_id, owner="olga", store_id=store))


@pytest.fixture
def yard(repository: Repository, clock: FakeClock, service: StoreService, lifecycle: Lifecycle) -> Yard:
    return Yard(repository, clock, service, lifecycle)


def hook(yard: Yard, url: str = URL, **fields: Any) -> str:
    return yard.parts.service.create(owner(), WantedWebhook(url, events=ALL, **fields)).id


def test_events_are_numbered_without_gaps_and_each_once_however_often_it_comes(yard: Yard) -> None:
    hook(yard)
    for shop in ("demo", "tea"):
        yard.ready(shop)
    entries = list(yard.repository.find(UNDELIVERED))

    for entry in (*entries, *reversed(entries), *entries):
        yard.parts.outbox.handle(entry)
    yard.send()

    assert yard.told() == [1, 2, 3]
    assert yard.told(store="tea") == [1, 2, 3]


def test_two_endpoints_are_told_the_same_numbers_and_ids(yard: Yard) -> None:
    hook(yard)
    yard.ready("demo")
    yard.dispatch()
    hook(yard, OTHER)
    yard.ready("tea")
    yard.dispatch()
    yard.send()

    assert yard.told(OTHER) == []
    assert yard.told(OTHER, "tea") == yard.told(URL, "tea") == [1, 2, 3]
    ids = {url: [request.id for request in yard.sender.to(url) if "tea" in request.body.decode()] for url in (URL, OTHER)}
    assert ids[URL] == ids[OTHER]


def test_a_failing_head_holds_up_its_own_store_and_endpoint_alone(yard: Yard) -> None:
    hook(yard)
    hook(yard, OTHER)
    yard.sender.answers[URL] = lambda request: Sent(500 if request.event["data"]["store_id"] == "demo" else 204)
    for shop in ("demo", "tea"):
        yard.ready(shop)
    yard.dispatch()
    yard.send()

    assert yard.told() == [1]
    assert yard.told(store="tea") == yard.told(OTHER) == yard.told(OTHER, "tea") == [1, 2, 3]
    yard.sender.answers.clear()
    yard.clock.advance(7)
    yard.send()
    assert yard.told() == [1, 1, 2, 3]


def test_a_queue_that_is_being_sent_is_nobody_elses(yard: Yard) -> None:
    hook(yard)
    yard.ready("demo")
    yard.dispatch()
    rival, seen = yard.over("two").courier, []
    queues = list(yard.parts.courier.due())

    def meanwhile(_: Request) -> Sent:
        seen.append(yard.send(rival) + sum(map(rival.work, queues)))  # also from a list that it read before
        return Sent(204)

    yard.sender.answers[URL] = meanwhile
    yard.send()

    assert seen == [0, 0, 0]
    assert yard.told() == [1, 2, 3]
    assert [rival.work(queue) for queue in queues] == [0]


def test_what_a_dead_courier_was_sending_is_sent_again_once_its_claim_has_run_out(yard: Yard) -> None:
    hook(yard)
    yard.ready("demo")
    yard.dispatch()

    def die(_: Request) -> Sent:
        raise KeyboardInterrupt

    yard.sender.answers[URL] = die
    with pytest.raises(KeyboardInterrupt):
        yard.send()
    yard.sender.answers.clear()
    rival = yard.over("two").courier

    assert yard.send(rival) == 0
    yard.clock.advance(CLAIM)
    assert yard.send(rival) == 3
    assert yard.told() == [1, 1, 2, 3]
    first, second, *_ = yard.sender.got
    assert (first.id, first.body) == (second.id, second.body)


def test_a_process_that_takes_the_place_of_a_dead_one_does_not_wait_for_that(yard: Yard) -> None:
    hook(yard)
    yard.ready("demo")
    yard.dispatch()

    def die(_: Request) -> Sent:
        raise KeyboardInterrupt

    yard.sender.answers[URL] = die
    with pytest.raises(KeyboardInterrupt):
        yard.send()
    yard.sender.answers.clear()

    assert yard.over("two").courier.recover() == 0
    assert yard.over("one").courier.recover() == 1
    assert yard.send() == 3


def test_who_was_stuck_while_another_sent_writes_nothing(yard: Yard) -> None:
    webhook = hook(yard)
    yard.ready("demo")
    yard.dispatch()
    rival = yard.over("two").courier
    answers = [Sent(500)]

    def stuck(_: Request) -> Sent:
        if not answers:
            return Sent(204)
        yard.clock.advance(CLAIM)
        answer = answers.pop()
        assert yard.send(rival) == 3
        return answer

    yard.sender.answers[URL] = stuck
    yard.send()

    assert [one.status for one in yard.deliveries(webhook)] == [DeliveryStatus.DELIVERED] * 3
    assert [len(one.attempts) for one in yard.deliveries(webhook)] == [1, 1, 1]
    assert list(yard.repository.find(DUE_QUEUES)) == []


def test_who_was_stuck_does_not_end_the_claim_of_who_took_over(yard: Yard) -> None:
    webhook = hook(yard)
    yard.ready("demo")
    yard.dispatch()
    (queue,) = yard.parts.courier.due()
    rival = yard.over("two").courier

    def stuck(_: Request) -> Sent:
        yard.clock.advance(CLAIM)
        assert rival._claims.take(queue) is not None
        return Sent(500)

    yard.sender.answers[URL] = stuck
    yard.send()

    (held,) = yard.repository.rows(WEBHOOK_QUEUES, webhook_id=webhook)
    assert held.claim.startswith("two/")
    assert [len(one.attempts) for one in yard.deliveries(webhook)] == [0, 0, 0]


def test_events_that_come_while_others_are_sent_follow_them(yard: Yard) -> None:
    hook(yard)
    yard.ready("demo")
    entries = list(yard.repository.find(UNDELIVERED))
    yard.parts.outbox.handle(entries[0])

    def more(request: Request) -> Sent:
        if request.event["sequence"] == 1:
            for entry in entries[1:]:
                yard.parts.outbox.handle(entry)
        return Sent(204)

    yard.sender.answers[URL] = more
    assert yard.send() == 3
    assert yard.told() == [1, 2, 3]


def test_a_long_queue_is_sent_in_turns_and_whole(yard: Yard) -> None:
    webhook = hook(yard)
    for _ in range(25):
        yard.parts.service.test(webhook, owner())

    assert yard.send() == 20
    assert yard.send() == 5
    assert [request.event["sequence"] for request in yard.sender.got] == list(range(1, 26))


def test_what_has_waited_for_a_day_gets_one_try_and_what_follows_too(yard: Yard) -> None:
    webhook = hook(yard)
    yard.sender.answers[URL] = lambda _: Sent(500)
    yard.ready("demo")
    yard.dispatch()
    yard.send()
    yard.clock.advance(timedelta(hours=24))
    yard.send()

    found = yard.deliveries(webhook)
    assert [one.status for one in found] == [DeliveryStatus.DEAD] * 3
    assert [len(one.attempts) for one in found] == [2, 1, 1]


def test_what_is_sent_again_and_fails_holds_up_nothing_new(yard: Yard) -> None:
    webhook = hook(yard)
    yard.sender.answers[URL] = lambda _: Sent(500)
    yard.ready("demo")
    yard.dispatch()
    yard.clock.advance(timedelta(hours=24))
    yard.send()
    again = yard.parts.log.redeliver_dead(webhook, owner())
    first = yard.deliveries(webhook)[0].sequence
    yard.send()
    yard.sender.answers[URL] = lambda request: Sent(500 if request.event["sequence"] == first else 204)
    yard.ready("tea")
    new = {"kind": "verify"}
    yard._service.request("demo", new["kind"], owner())
    yard.dispatch()
    yard.send()

    assert (again.count, again.more) == (3, False)
    assert yard.told()[-1] == 4  # it did not wait for the first, which is tried again later
    yard.sender.answers.clear()
    yard.clock.advance(7)
    yard.send()
    assert yard.told()[-3:] == [1, 2, 3]
    assert {one.status for one in yard.deliveries(webhook)} == {DeliveryStatus.DELIVERED}


def test_what_is_missing_from_a_queue_is_not_looked_for_for_ever(yard: Yard) -> None:
    webhook = hook(yard)
    yard.ready("demo")
    yard.dispatch()
    yard.send()
    (queue,) = yard.repository.rows(WEBHOOK_QUEUES, webhook_id=webhook)
    lost = {"last": 9, "again": (77, 2), "due_at": yard.clock.now()}
    yard.repository.commit(Replace(queue.model_copy(update=lost)))

    assert yard.send() == 0

    (rest,) = yard.repository.rows(WEBHOOK_QUEUES, webhook_id=webhook)
    assert (rest.done, rest.last, rest.again, rest.claim) == (9, 9, (), "")


def test_a_removed_webhook_leaves_nothing_however_much_waits(yard: Yard) -> None:
    webhook = hook(yard)
    for _ in range(50):
        yard.parts.service.test(webhook, owner())
    yard.ready("demo")
    yard.dispatch()
    yard.parts.service.remove(webhook, owner())
    yard.send()

    assert yard.sender.got == []
    assert yard.deliveries(webhook) == yard.deliveries(webhook, "") == []
    assert list(yard.repository.rows(WEBHOOK_QUEUES, webhook_id=webhook)) == []

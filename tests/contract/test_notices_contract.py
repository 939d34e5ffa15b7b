"""Notices, proven on every store of record: once for each event, in order per target, one sender at a time, never a flood."""

from __future__ import annotations

from typing import Any

import pytest

from functions.application.notice_courier import CLAIM, NoticeCourier
from functions.application.notice_parts import Notices
from functions.application.notices import WantedTarget
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert, Replace, Repository
from functions.application.ports.webhooks import Sent
from functions.application.stores import StoreService
from functions.domain.entities import UNDELIVERED
from functions.domain.notice import MOST_WAITING, Notice, NoticeStatus
from functions.domain.notice_entities import DUE_NOTICES, NOTICE_QUEUES, NOTICE_TARGETS, NOTICES
from functions.domain.notice_target import TargetKind
from functions.domain.operation import OperationStatus, Outcome
from functions.domain.store import StoreRequest
from tests.fakes import FakeCatalogue, FakeClock, FakeIds, admin, owner
from tests.fakes.notices import SLACK, Chat, texts
from tests.fakes.webhooks import FakeSender, Request


class Yard:
    """A target over a store of record, with stores that it is told of."""

    def __init__(self, repository: Repository, clock: FakeClock, service: StoreService, lifecycle: Lifecycle) -> None:
        self.repository, self.clock, self._service, self._lifecycle = repository, clock, service, lifecycle
        self.sender, self.chat = FakeSender(), Chat("slack")
        self.sender.answers[SLACK] = self.chat
        self._ids = FakeIds()
        self.parts = self.over("one")
        repository.commit(Insert(owner()), Insert(admin()))
        self.target = self.parts.service.create(owner(), WantedTarget(TargetKind.SLACK, SLACK)).id

    def over(self, holder: str) -> Notices:
        parts: dict[str, Any] = {"clock": self.clock, "ids": self._ids, "sender": self.sender, "mail": None}
        return Notices.over(self.repository, **parts, holder=holder)

    def ready(self, shop: str, *, good: bool = True) -> None:
        request = StoreRequest(name=shop, id=shop, engine=next(iter(FakeCatalogue().engines())))
        operation = self._service.create(request, owner()).operation
        self._end(operation.id, good=good)

    def fail(self, shop: str) -> None:
        self._end(self._service.request(shop, "backup", owner()).operation.id, good=False)

    def _end(self, operation_id: str, *, good: bool) -> None:
        claimed = self._lifecycle.claim(operation_id, "worker")
        assert claimed is not None
        status = OperationStatus.SUCCEEDED if good else OperationStatus.FAILED
        self._lifecycle.finish(claimed.id, claimed.fence, Outcome(status, "" if good else "BackupFailed", "It broke."))

    def happen(self) -> None:
        """Hand every event out, each of them twice."""
        entries = list(self.repository.find(UNDELIVERED))
        for entry in (*entries, *entries):
            self.parts.outbox.handle(entry)

    def send(self, courier: NoticeCourier | None = None) -> int:
        courier = courier or self.parts.courier
        return sum(courier.work(queue) for queue in list(courier.due()))

    def notices(self) -> list[Notice]:
        return list(self.repository.rows(NOTICES, target_id=self.target))

    def told(self) -> list[str]:
        """The first line of each message that was taken."""
        return [texts(payload)[0] for payload in self.chat.taken]


@pytest.fixture
def yard(repository: Repository, clock: FakeClock, service: StoreService, lifecycle: Lifecycle) -> Yard:
    return Yard(repository, clock, service, lifecycle)


def test_each_event_is_told_once_however_often_it_comes(yard: Yard) -> None:
    for shop in ("alpha", "beta"):
        yard.ready(shop)
        yard.clock.advance(1)
    yard.happen()
    yard.happen()

    assert yard.send() == 2
    assert yard.told() == ["alpha is ready.", "beta is ready."]
    yard.happen()
    assert yard.send() == 0


def test_what_repeats_is_counted_once_for_each_time(yard: Yard) -> None:
    yard.ready("demo")
    for _ in range(3):
        yard.clock.advance(1)
        yard.fail("demo")
    yard.happen()
    yard.happen()
    yard.send()

    ready, first, *others = yard.notices()
    assert (ready.status, first.status, first.repeats) == (NoticeStatus.SENT, NoticeStatus.SENT, 2)
    assert [notice.status for notice in others] == [NoticeStatus.COUNTED] * 2
    assert len(yard.chat.taken) == 2


def test_a_claim_keeps_others_away_and_runs_out_with_whoever_died(yard: Yard) -> None:
    yard.ready("demo")
    yard.happen()
    (queue,) = yard.parts.courier.due()
    rival = yard.over("two").courier

    def dies(_: Request) -> Sent:
        assert yard.send(rival) == 0
        raise KeyboardInterrupt

    yard.sender.answers[SLACK] = dies
    with pytest.raises(KeyboardInterrupt):
        yard.parts.courier.work(queue)
    yard.sender.answers[SLACK] = yard.chat
    assert yard.send(rival) == 0

    yard.clock.advance(CLAIM)
    assert yard.send(rival) == 1
    assert yard.told() == ["demo is ready."]


def test_who_takes_a_dead_ones_place_goes_on_at_once(yard: Yard) -> None:
    yard.ready("demo")
    yard.happen()
    (queue,) = yard.parts.courier.due()
    assert yard.parts.courier._claims.take(queue) is not None

    assert yard.over("two").courier.recover() == 0
    again = yard.over("one").courier
    assert again.recover() == 1
    assert yard.send(again) == 1


def test_who_lost_the_claim_writes_nothing(yard: Yard) -> None:
    yard.ready("demo")
    yard.happen()
    (queue,) = yard.parts.courier.due()
    rival = yard.over("two").courier

    def stuck(_: Request) -> Sent:
        yard.clock.advance(CLAIM)
        assert rival._claims.take(queue) is not None
        return Sent(200)

    yard.sender.answers[SLACK] = stuck
    yard.send()

    held = yard.repository.get(NOTICE_QUEUES, target_id=yard.target)
    assert held is not None
    assert held.claim.startswith("two/")
    assert [notice.status for notice in yard.notices()] == [NoticeStatus.PENDING]


def test_what_happens_while_a_message_is_sent_follows_it_and_what_repeats_is_counted(yard: Yard) -> None:
    yard.ready("demo")
    yard.fail("demo")
    yard.happen()

    def meanwhile(request: Request) -> Sent:
        if len(yard.sender.got) == 1:
            yard.ready("late")
            yard.fail("demo")
            yard.happen()
        return yard.chat(request)

    yard.sender.answers[SLACK] = meanwhile
    yard.send()

    assert yard.told()[0] == "demo is ready."
    assert {"late is ready.", "A backup of demo failed."} == set(yard.told()[1:])
    assert list(yard.repository.find(DUE_NOTICES)) == []


def test_a_queue_that_is_full_counts_and_says_how_many(yard: Yard) -> None:
    yard.ready("demo")
    yard.happen()
    queue = yard.repository.get(NOTICE_QUEUES, target_id=yard.target)
    assert queue is not None
    (first,) = yard.notices()
    copies = [first.model_copy(update={"id": f"N{number:025}", "version": 0}) for number in range(MOST_WAITING - 1)]
    for begin in range(0, len(copies), 20):
        yard.repository.commit(*(Insert(copy) for copy in copies[begin : begin + 20]))
    waiting = (*queue.waiting, *(copy.id for copy in copies))
    yard.repository.commit(Replace(queue.model_copy(update={"waiting": waiting})))
    for shop in ("one-more", "two-more"):
        yard.ready(shop)
    yard.happen()

    assert yard.send() == 1
    assert yard.told() == [f"{MOST_WAITING + 2} notices"]
    after = yard.repository.get(NOTICE_QUEUES, target_id=yard.target)
    assert after is not None
    assert (after.waiting, after.more, after.claim) == ((), 0, "")
    assert {notice.status for notice in yard.notices()} == {NoticeStatus.SENT, NoticeStatus.COUNTED}


def test_what_waits_for_a_target_that_is_switched_off_is_dead(yard: Yard) -> None:
    yard.ready("demo")
    yard.happen()
    yard.parts.service.change(yard.target, owner(), {"enabled": False})
    yard.send()

    assert [notice.status for notice in yard.notices()] == [NoticeStatus.DEAD]
    assert yard.sender.got == []


def test_what_is_missing_from_a_queue_is_not_looked_for_for_ever(yard: Yard) -> None:
    yard.ready("demo")
    yard.happen()
    queue = yard.repository.get(NOTICE_QUEUES, target_id=yard.target)
    assert queue is not None
    yard.repository.commit(Replace(queue.model_copy(update={"waiting": ("N" * 26, *queue.waiting)})))

    assert yard.send() == 1
    assert yard.told() == ["demo is ready."]


def test_a_removed_target_leaves_nothing_and_what_comes_late_for_it_neither(yard: Yard) -> None:
    yard.ready("demo")
    yard.happen()
    target = yard.repository.get(NOTICE_TARGETS, id=yard.target)
    assert target is not None
    yard.parts.service.remove(yard.target, owner())
    yard.send()
    yard.ready("late")
    yard.happen()
    yard.send()

    assert yard.notices() == []
    assert yard.repository.get(NOTICE_QUEUES, target_id=yard.target) is None
    assert yard.sender.got == []

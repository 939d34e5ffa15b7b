"""Chats, proven on every store of record: taken once, confirmed once, followed by one message, sent by one at a time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from functions.application.activity import ActivityLog
from functions.application.chat.conversation import Heard
from functions.application.chat.courier import CLAIM
from functions.application.chat.parts import Chat, ChatSecrets
from functions.application.chat.said import Action
from functions.application.chat.service import ChatService
from functions.application.insight import Insight
from functions.application.operations import Lifecycle
from functions.application.orders import OrderService
from functions.application.outbox import Dispatcher
from functions.application.ports.repository import Insert, Repository
from functions.application.rates import Rates
from functions.application.stores import StoreService
from functions.domain.access import Principal, Scope, Via
from functions.domain.chat import Person, Place, Provider
from functions.domain.chat_entities import CHAT_MESSAGES, DUE_CHAT_MESSAGES
from functions.domain.entities import STORES, UNDELIVERED
from functions.domain.errors import Forbidden, NotFound, VersionConflict
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.store import StoreRequest
from tests.fakes import FakeCatalogue, FakeClock, FakeIds, owner
from tests.fakes.dns import FakeDns
from tests.fakes.inspector import FakeInspector
from tests.fakes.shops import FakeShops
from tests.fakes.slack import CHANNEL, OLGA, TEAM, SlackWorkspace

PERSON = Person(Provider.SLACK, TEAM, OLGA, "tea-house", "olga")
HEARD = Heard(PERSON, Place(Provider.SLACK, TEAM, CHANNEL, OLGA), reply_to="https://hooks.slack.com/x")
SESSION = Principal(owner(), Scope.OPERATE, "s1", Via.SESSION)


class Yard:
    """Olga in Slack, over a store of record."""

    def __init__(self, repository: Repository, clock: FakeClock, service: StoreService, lifecycle: Lifecycle) -> None:
        self.repository, self.clock, self.service, self.lifecycle = repository, clock, service, lifecycle
        self.slack = SlackWorkspace(clock)
        self.chat = self.another()
        repository.commit(Insert(owner()))

    def another(self) -> Chat:
        """Another process that serves the same chats."""
        ids, shops = FakeIds(), FakeShops(self.clock)
        sender = self.slack.sender()
        return Chat.over(
            self.repository,
            clock=self.clock,
            service=ChatService(
                stores=self.service,
                insight=Insight(
                    service=self.service, repository=self.repository, inspector=FakeInspector(), clock=self.clock, dns=FakeDns()
                ),
                orders=OrderService(stores=self.service, shops=shops, repository=self.repository, clock=self.clock, ids=ids),
                repository=self.repository,
            ),
            rates=Rates(repository=self.repository, clock=self.clock),
            activity=ActivityLog(repository=self.repository, clock=self.clock, ids=ids, days=400),
            senders=lambda _: sender,
            secrets=ChatSecrets(slack=("x",)),
            page_url="https://yard.example.org",
        )

    def code(self) -> str:
        return self.chat.accounts.invitation(PERSON).partition("=")[2]

    def linked(self) -> Yard:
        """Link Olga, and give her a store."""
        self.chat.accounts.link(self.code(), SESSION)
        request = StoreRequest(name="Demo", id="demo", engine=next(iter(FakeCatalogue().engines())))
        self.end(self.service.create(request, owner()).operation)
        return self

    def end(self, operation: Operation, *, good: bool = True) -> None:
        """Let a worker end an operation."""
        claimed = self.lifecycle.claim(operation.id, "worker")
        assert claimed is not None
        status = OperationStatus.SUCCEEDED if good else OperationStatus.FAILED
        self.lifecycle.finish(claimed.id, claimed.fence, Outcome(status, "" if good else "Broken", "So it ended."))

    def live(self) -> Operation:
        """The operation that is under way."""
        store = self.repository.get(STORES, id="demo")
        assert store is not None
        found = self.service.operation(str(store.active_operation_id), owner())
        assert found is not None
        return found

    def dispatch(self) -> None:
        Dispatcher(repository=self.repository, clock=self.clock, subscribers=[self.chat.follower], holder="one").dispatch()

    def send(self, chat: Chat | None = None, *, seconds: float = 0.0) -> int:
        self.clock.advance(seconds)
        courier = (chat or self.chat).courier
        return sum(courier.work(row) for row in list(courier.due()))


@pytest.fixture
def yard(repository: Repository, clock: FakeClock, service: StoreService, lifecycle: Lifecycle) -> Yard:
    return Yard(repository, clock, service, lifecycle)


def test_a_proof_is_taken_once_by_any_number_at_once_and_again_when_it_is_too_old_to_be_good(yard: Yard) -> None:
    others = [yard.another() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda chat: chat.replays.first("slack", "17", "v0=x"), others))

    assert sorted(taken) == [False] * 7 + [True]
    assert yard.chat.replays.first("slack", "17", "v0=y")
    yard.clock.advance(timedelta(minutes=10, seconds=30))
    assert not yard.chat.replays.first("slack", "17", "v0=x")
    yard.clock.advance(timedelta(minutes=1))
    assert yard.chat.replays.first("slack", "17", "v0=x")


def test_a_code_links_once_and_the_link_ends_at_once(yard: Yard) -> None:
    code = yard.code()

    link = yard.chat.accounts.link(code, SESSION)

    assert yard.chat.accounts.user_of(PERSON) == owner()
    with pytest.raises(NotFound):
        yard.chat.accounts.link(code, SESSION)
    yard.chat.accounts.unlink(link.id, owner())
    assert yard.chat.accounts.user_of(PERSON) is None
    assert list(yard.chat.accounts.of(owner(), limit=10, cursor=None).items) == []
    with pytest.raises(NotFound):
        yard.chat.accounts.unlink(link.id, owner())
    yard.chat.accounts.link(yard.code(), SESSION)
    assert yard.chat.accounts.user_of(PERSON) == owner()


def test_a_personal_token_links_nobody_and_its_code_stays_good(yard: Yard) -> None:
    code = yard.code()

    with pytest.raises(Forbidden):
        yard.chat.accounts.link(code, Principal(owner(), Scope.OPERATE, "t1", Via.PERSONAL_TOKEN))

    assert yard.chat.accounts.link(code, SESSION).user == "olga"


def test_a_button_is_pressed_once_by_any_number_at_once(yard: Yard) -> None:
    yard.linked()
    said = yard.chat.conversation.say("delete demo", HEARD)
    assert said is not None
    button = next(one for one in said.buttons if one.action is Action.CONFIRM)
    others = [yard.another() for _ in range(6)]
    begin = threading.Barrier(6)

    def press(chat: Chat) -> str:
        begin.wait(20)
        told = chat.conversation.press(Action.CONFIRM, button.value, HEARD)
        assert told is not None
        return told.text

    with ThreadPoolExecutor(6) as pool:
        told = sorted(pool.map(press, others))

    assert [text.split(":")[0] for text in told].count("Accepted") == 1
    assert yard.live().kind == "delete"


def test_one_message_is_posted_by_any_number_of_couriers_and_edited_to_the_end(yard: Yard) -> None:
    yard.linked()
    yard.chat.conversation.say("verify demo", HEARD)
    yard.dispatch()
    rows = list(yard.repository.find(DUE_CHAT_MESSAGES))
    others = [yard.another() for _ in range(6)]

    with ThreadPoolExecutor(6) as pool:
        sent = list(pool.map(lambda chat: chat.courier.work(rows[0]), others))
    yard.end(yard.live())
    yard.dispatch()
    for _ in range(3):
        yard.send(seconds=2)

    assert sorted(sent) == [0, 0, 0, 0, 0, 1]
    (message,) = yard.slack.messages
    assert message.now["text"].endswith("is done: So it ended.")
    assert list(yard.repository.find(DUE_CHAT_MESSAGES)) == []


def test_events_that_come_again_and_late_change_nothing_that_was_sent(yard: Yard) -> None:
    yard.linked()
    yard.chat.conversation.say("verify demo", HEARD)
    operation = yard.live()
    yard.end(operation)
    entries = [entry for entry in yard.repository.find(UNDELIVERED) if entry.operation_id == operation.id]
    yard.dispatch()
    for _ in range(3):
        yard.send(seconds=2)
    before = yard.repository.get(CHAT_MESSAGES, operation_id=operation.id)

    assert len(entries) == 3
    for entry in (*entries, *reversed(entries)):
        yard.chat.follower.handle(entry)

    assert yard.repository.get(CHAT_MESSAGES, operation_id=operation.id) == before
    (message,) = yard.slack.messages
    assert len(message.editions) == 1  # it had ended before anything was sent


def test_what_a_courier_was_sending_when_it_died_is_sent_by_another_after_its_claim(yard: Yard) -> None:
    yard.linked()
    yard.chat.conversation.say("verify demo", HEARD)
    yard.dispatch()
    (row,) = list(yard.repository.find(DUE_CHAT_MESSAGES))
    assert yard.chat.courier._claim(row) is not None

    assert yard.send(yard.another()) == 0
    assert yard.send(yard.another(), seconds=CLAIM.total_seconds()) == 1
    assert len(yard.slack.messages) == 1


def test_who_lost_its_claim_writes_nothing(yard: Yard) -> None:
    yard.linked()
    yard.chat.conversation.say("verify demo", HEARD)
    yard.dispatch()
    (row,) = list(yard.repository.find(DUE_CHAT_MESSAGES))
    late = yard.chat.courier._claim(row)
    assert late is not None
    yard.send(yard.another(), seconds=CLAIM.total_seconds())
    kept = yard.repository.get(CHAT_MESSAGES, operation_id=row.operation_id)

    yard.chat.courier._record(late, {"message": "another"})

    assert yard.repository.get(CHAT_MESSAGES, operation_id=row.operation_id) == kept


def test_a_put_off_look_is_answered_once_and_is_over_after_half_an_hour(yard: Yard) -> None:
    yard.linked()
    address = yard.slack.slash("health demo")["response_url"]
    heard = Heard(PERSON, HEARD.place, reply_to=address)
    assert yard.chat.conversation.say("health demo", heard) is None
    assert yard.chat.conversation.say("health demo", heard) is None

    assert yard.send() == 2
    assert yard.send() == 0
    assert yard.chat.conversation.say("health demo", heard) is None
    assert yard.send(seconds=1800) == 0
    assert len(yard.slack.shown) == 2


def test_a_failure_is_told_once_though_its_events_are(yard: Yard) -> None:
    yard.linked()
    yard.chat.conversation.say("verify demo", HEARD)
    yard.end(yard.live(), good=False)
    yard.dispatch()
    for _ in range(4):
        yard.send(seconds=2)
        yard.dispatch()

    assert len(yard.slack.messages) == 2


def test_two_who_confirm_one_code_at_once_are_one(yard: Yard) -> None:
    code = yard.code()

    def link(chat: Chat) -> bool:
        try:
            chat.accounts.link(code, SESSION)
        except (NotFound, VersionConflict):
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(link, [yard.another() for _ in range(6)])) == 1

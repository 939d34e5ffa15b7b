"""Every declared entity, and a toy that only this test declares, on every store of record: declaring one is all it takes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeVar

import pytest

from functions.application.ports.repository import Insert, Remove, Replace, Repository
from functions.domain import certificate, chat_entities, entities, notice_entities, webhook_entities
from functions.domain.access import AccessToken, Scope
from functions.domain.allowance import Allowance
from functions.domain.backup import Backup, BackupPart, Leftover, Manifest
from functions.domain.certificate import CERTIFICATES, ShownCertificate
from functions.domain.chat import ChatAnswer, ChatButton, ChatCode, ChatMessage, ChatNonce, Provider
from functions.domain.chat_entities import CHAT_ANSWERS, CHAT_BUTTONS, CHAT_CODES, CHAT_LINKS, CHAT_MESSAGES, CHAT_NONCES
from functions.domain.cordon import Cordon
from functions.domain.domain_claim import DomainClaim, DomainHolding
from functions.domain.entities import (
    ACCESS_TOKENS,
    ACTIVITIES,
    ALLOWANCES,
    ATTEMPTS,
    BACKUPS,
    CENSUS,
    CLUSTER_SLOTS,
    CODES,
    CORDONS,
    DOMAIN_CLAIMS,
    DOMAINS,
    EMAILS,
    EVENTS,
    FOUNDINGS,
    IDEMPOTENCY,
    LEASES,
    LEFTOVERS,
    OPERATIONS,
    ORDER_INTENTS,
    OUTBOX,
    RATES,
    RECOUNTS,
    ROOMS,
    SCHEDULES,
    SESSIONS,
    SLOTS,
    STORES,
    TALLIES,
    USERS,
    EntityType,
)
from functions.domain.errors import Unreadable, VersionConflict
from functions.domain.idempotency import IdempotencyRecord
from functions.domain.lease import Lease
from functions.domain.notice import NoticeBudget, NoticeQueue, NoticeRepeat
from functions.domain.notice_entities import NOTICE_BUDGETS, NOTICE_QUEUES, NOTICE_REPEATS, NOTICE_TARGETS, NOTICES
from functions.domain.operation import ClusterSlot, Slot
from functions.domain.ordering import OrderIntent
from functions.domain.outbox import entry_of
from functions.domain.record import Record
from functions.domain.room import Room
from functions.domain.schedule import Due, Schedule
from functions.domain.session import Session, SignInCode
from functions.domain.tally import Census, Count, Recount, Tally
from functions.domain.throttle import RateWindow, attempts
from functions.domain.user import EmailClaim, Founding
from functions.domain.webhook import Numbered, StoreNumber, WebhookQueue
from functions.domain.webhook_entities import DELIVERIES, NUMBERED, STORE_NUMBERS, WEBHOOK_QUEUES, WEBHOOKS
from tests.fakes import FakeClock, owner
from tests.fakes.platform import START
from tests.fakes.samples import chat_link, delivery, event, line, notice, notice_target, operation, store, webhook
from tests.fakes.shops import order
from tests.fakes.toys import TOYS, DamagedToy, NewerToy, Toy

E = TypeVar("E", bound=Record)
ANSWER = IdempotencyRecord(
    user="olga", key="k", request="r", store=store(), operation=operation(), expires_at=START + timedelta(hours=24)
)
LATER = START + timedelta(hours=1)
SESSION = Session(id="s1", user="olga", epoch=0, refresh_hash="h", created_at=START, expires_at=LATER)
CODE = SignInCode(id="c1", user="olga", epoch=0, code_hash="h", created_at=START, expires_at=LATER)
ACCESS = AccessToken(id="t1", user="olga", name="report", scope=Scope.READ, token_hash="h", created_at=START, expires_at=LATER)
INTENT = OrderIntent(
    user="olga",
    key="k",
    request="r",
    id="OP000001",
    store="demo",
    until=START + timedelta(minutes=2),
    created_at=START,
    expires_at=START + timedelta(hours=24),
)
MANIFEST = Manifest(
    id="OP000001",
    store_id="demo",
    engine="teapot",
    made_at=START,
    engine_version="1.0",
    chart_version="1.0",
    spec={"id": "demo"},
    parts={"database": BackupPart(file="database.dump", size=3, sha256="00")},
)
BACKUP = Backup(id="OP000001", store_id="demo", owner="olga", manifest=MANIFEST, created_at=START)
CLAIM = DomainClaim(store_id="demo", of=START, name="a.example", token="t", created_at=START)
CHAT = {"provider": Provider.SLACK, "team": "T1", "chat_user": "U1"}
CHAT_CODE = ChatCode.model_validate(
    {**CHAT, "id": "c1", "code_hash": "h", "team_name": "t", "name": "n", "created_at": START, "expires_at": LATER}
)
CHAT_MESSAGE = ChatMessage.model_validate(
    {**CHAT, "operation_id": "OP000001", "channel": "C1", "told": 1, "due_at": START, "expires_at": LATER}
)
CHAT_ANSWER = ChatAnswer.model_validate(
    {**CHAT, "id": "a1", "channel": "C1", "url": "https://hooks.example.com/", "due_at": START, "expires_at": LATER}
)
# Each entity's declaration, one of it, and a change of it.
CASES: dict[str, tuple[EntityType[Any], Record, dict[str, object]]] = {
    "store": (STORES, store(), {"message": "changed"}),
    "operation": (OPERATIONS, operation(), {"message": "changed"}),
    "slot": (SLOTS, Slot(number=3, version=1), {"fence": 7}),
    "cluster_slot": (CLUSTER_SLOTS, ClusterSlot(cluster="east", number=3, version=1), {"fence": 7}),
    "user": (USERS, owner(), {"name": "changed"}),
    "outbox": (OUTBOX, entry_of(operation(), event("OP000001", 1)), {"attempts": 3}),
    "lease": (LEASES, Lease(name="outbox"), {"holder": "me"}),
    "idempotency": (IDEMPOTENCY, ANSWER, {"request": "changed"}),
    "email": (EMAILS, EmailClaim(email="olga@example.com", user="olga"), {"user": "otto"}),
    "founding": (FOUNDINGS, Founding(user="olga"), {"user": "otto"}),
    "session": (SESSIONS, SESSION, {"refresh_hash": "changed"}),
    "code": (CODES, CODE, {"code_hash": "changed"}),
    "access": (ACCESS_TOKENS, ACCESS, {"last_used_at": START}),
    "attempts": (ATTEMPTS, attempts("account:x", 5, START), {"failures": 7}),
    "rate": (RATES, RateWindow(subject="token:x", minute=29_000_000, taken=30, expires_at=LATER), {"taken": 60}),
    "allowance": (ALLOWANCES, Allowance(owner="olga", stores=2), {"stores": 3}),
    "activity": (ACTIVITIES, line(), {}),
    "tally": (TALLIES, Tally(kind="verify", engine="teapot", shard=3), {"total": Count(outcomes={"failed": 2})}),
    "census": (CENSUS, Census(shard=3), {"stores": {"ready": 3}}),
    "recount": (RECOUNTS, Recount(), {"done": True}),
    "order_intent": (ORDER_INTENTS, INTENT, {"answer": order()}),
    "backup": (BACKUPS, BACKUP, {"pinned": True}),
    "leftover": (LEFTOVERS, Leftover(id="OP000001", store_id="demo", not_before=START), {"not_before": LATER}),
    "schedule": (SCHEDULES, Schedule(store_id="demo", due_at=START), {"due": {"backup": Due(at=LATER, tries=1)}}),
    "room": (ROOMS, Room(store_id="demo", beside="drill", cluster="local", not_before=START), {"not_before": LATER}),
    "domain_claim": (DOMAIN_CLAIMS, CLAIM, {"leaving": True}),
    "domain": (DOMAINS, DomainHolding(name="a.example", store_id="demo", of=START, owner="olga"), {"store_id": ""}),
    "cordon": (CORDONS, Cordon(cluster="east", by="ada", why="new nodes", at=START), {"why": "newer nodes"}),
    "webhook": (WEBHOOKS, webhook(), {"enabled": False}),
    "webhook_queue": (
        WEBHOOK_QUEUES,
        WebhookQueue(webhook_id="wh-1", owner="olga", store_id="demo", due_at=START),
        {"last": 3},
    ),
    "delivery": (DELIVERIES, delivery(), {"tries": 3}),
    "store_number": (STORE_NUMBERS, StoreNumber(owner="olga", store_id="demo"), {"last": 3}),
    "numbered": (NUMBERED, Numbered(operation_id="OP000001", number=3, sequence=7, expires_at=LATER), {}),
    "chat_link": (CHAT_LINKS, chat_link(), {"user": "otto"}),
    "chat_code": (CHAT_CODES, CHAT_CODE, {"code_hash": "changed"}),
    "chat_button": (
        CHAT_BUTTONS,
        ChatButton(nonce_hash="h", provider=Provider.SLACK, team="T1", line="show demo", expires_at=LATER),
        {"line": "list"},
    ),
    "chat_nonce": (CHAT_NONCES, ChatNonce(nonce_hash="h", expires_at=LATER), {"expires_at": LATER + timedelta(hours=1)}),
    "chat_message": (CHAT_MESSAGES, CHAT_MESSAGE, {"told": 3}),
    "chat_answer": (CHAT_ANSWERS, CHAT_ANSWER, {"tries": 3}),
    "notice_target": (NOTICE_TARGETS, notice_target(), {"enabled": False}),
    "notice_queue": (NOTICE_QUEUES, NoticeQueue(target_id="nt-1", waiting=("N1",), due_at=START), {"waiting": ()}),
    "notice": (NOTICES, notice(), {"repeats": 3}),
    "notice_repeat": (
        NOTICE_REPEATS,
        NoticeRepeat(target_id="nt-1", owner="olga", store_id="demo", event="e", reason="", notice_id="N1", expires_at=LATER),
        {"notice_id": "N2"},
    ),
    "notice_budget": (NOTICE_BUDGETS, NoticeBudget(subject="user:olga", expires_at=LATER), {"sent_at": (START,)}),
    "certificate": (
        CERTIFICATES,
        ShownCertificate(host="demo.localhost", store_id="demo", not_after=LATER, renew_by=LATER, expires_at=LATER),
        {"told": "late"},
    ),
    "toy": (TOYS, Toy(id="bear"), {"weight": 7}),
}
case = pytest.mark.parametrize(("entity", "one", "change"), CASES.values(), ids=CASES)
CHANGING = {name: row for name, row in CASES.items() if row[0].versioned}
changing_case = pytest.mark.parametrize(("entity", "one", "change"), CHANGING.values(), ids=CHANGING)


def fields_of(one: Record) -> dict[str, Any]:
    return {name: getattr(one, name) for name in (*type(one).model_fields, "id", "audience") if hasattr(one, name)}


@case
def test_an_entity_reads_back_by_its_key(
    repository: Repository, entity: EntityType[E], one: E, change: dict[str, object]
) -> None:
    assert repository.get(entity, **fields_of(one)) is None

    repository.commit(Insert(one))

    assert repository.get(entity, **fields_of(one)) == one
    with pytest.raises(VersionConflict):
        repository.commit(Insert(one))


@changing_case
def test_a_change_is_guarded_by_the_version(
    repository: Repository, entity: EntityType[E], one: E, change: dict[str, object]
) -> None:
    repository.commit(Insert(one))
    changed = one.model_copy(update=change)

    repository.commit(Replace(changed))

    kept = repository.get(entity, **fields_of(one))
    assert kept is not None
    assert kept == entity.next_version(changed)
    for late in (Replace(one), Remove(one)):
        with pytest.raises(VersionConflict):
            repository.commit(late)
    repository.commit(Remove(kept))
    assert repository.get(entity, **fields_of(one)) is None


@case
def test_a_lookup_finds_what_is_there_and_nothing_else(
    repository: Repository, entity: EntityType[E], one: E, change: dict[str, object]
) -> None:
    repository.commit(Insert(one), Insert(event("OP000099", 1)))

    for index in entity.by:
        lookup = entity.related if index == "related" else entity.listed
        listed = index in entity.places(one)
        assert list(repository.find(lookup, **fields_of(one))) == ([one] if listed else [])


def test_every_declared_entity_has_a_case() -> None:
    modules = (entities, webhook_entities, chat_entities, notice_entities, certificate)
    named = [value for module in modules for value in vars(module).values() if isinstance(value, EntityType)]
    declared = [value for value in named if value is not EVENTS]

    assert [entity.name for entity, _, _ in CASES.values()] == [*(entity.name for entity in declared), "toy"]
    assert EVENTS.versioned is False  # events never change: test_repository_contract.py has them


def test_a_key_partition_is_read_both_ways_and_goes_on_after_a_place(repository: Repository) -> None:
    inside = [event("OP000001", number) for number in (1, 2, 3, 10)]
    repository.commit(Insert(operation("OP000001")), *(Insert(one) for one in (*inside, event("OP000002", 4))))

    def numbers(**options: Any) -> list[int]:
        return [one.number for one in repository.rows(EVENTS, operation_id="OP000001", **options)]

    assert numbers() == [1, 2, 3, 10]
    assert numbers(backwards=True) == [10, 3, 2, 1]
    assert numbers(backwards=True, limit=2) == [10, 3]
    assert numbers(after=EVENTS.sort(number=2)) == [3, 10]
    assert numbers(after=EVENTS.sort(number=3), backwards=True) == [2, 1]
    assert numbers(after=EVENTS.sort(number=3), backwards=True, limit=1) == [2]
    assert numbers(after=EVENTS.sort(number=4), backwards=True, limit=1) == [3]  # a place that nothing is at
    assert numbers(after=EVENTS.sort(number=1), backwards=True) == []
    assert numbers(after="A", backwards=True) == []  # below everything
    assert numbers(after="ZZZ", backwards=True) == [10, 3, 2, 1]  # above everything


def test_what_has_expired_makes_room_on_a_page_read_backwards(repository: Repository, clock: FakeClock) -> None:
    gone = clock.now() + timedelta(seconds=5)
    lines = [line(1), line(2, at=START + timedelta(seconds=1), expires_at=gone), line(3, at=START + timedelta(seconds=2))]
    repository.commit(*(Insert(one) for one in lines))
    clock.advance(6)

    assert list(repository.rows(ACTIVITIES, owner="olga", backwards=True, limit=2)) == [lines[2], lines[0]]


def test_a_lookup_is_ordered_both_ways_and_goes_on_after_a_place(repository: Repository) -> None:
    toys = [Toy(id=name, box=box) for name, box in (("bear", "red"), ("car", "blue"), ("ball", "red"), ("doll", "green"))]
    repository.commit(*(Insert(toy) for toy in (*toys, Toy(id="kite", child="otto"))))

    def ids(**options: Any) -> list[str]:
        return [toy.id for toy in repository.find(TOYS.related, child="olga", **options)]

    assert ids() == ["car", "doll", "ball", "bear"]
    assert ids(backwards=True) == ["bear", "ball", "doll", "car"]
    assert ids(after="green#doll") == ["ball", "bear"]
    assert ids(after="red#ball", backwards=True, limit=1) == ["doll"]


def test_a_row_leaves_a_listing_that_it_does_not_belong_to_any_more(repository: Repository) -> None:
    repository.commit(Insert(Toy(id="bear", lost=True)))
    assert [toy.id for toy in repository.find(TOYS.listed)] == ["bear"]

    repository.commit(Replace(Toy(id="bear", child="otto")))

    assert list(repository.find(TOYS.listed)) == []
    assert list(repository.find(TOYS.related, child="olga")) == []
    assert [toy.id for toy in repository.find(TOYS.related, child="otto")] == ["bear"]


def test_backups_are_found_by_owner_and_a_deleted_one_by_nobody(repository: Repository) -> None:
    mine = BACKUP.model_copy(update={"id": "OP000002"})
    theirs = BACKUP.model_copy(update={"id": "OP000003", "owner": "olga-2"})
    repository.commit(Insert(BACKUP), Insert(mine), Insert(theirs))

    assert list(repository.find(BACKUPS.listed, after="olga$", backwards=True)) == [mine, BACKUP]
    repository.commit(Replace(mine.model_copy(update={"deleted_at": START})))

    assert list(repository.find(BACKUPS.listed, after="olga$", backwards=True)) == [BACKUP]
    assert list(repository.find(BACKUPS.related, store_id="demo")) == [BACKUP, theirs]


def test_schedules_are_in_the_order_in_which_they_are_due(repository: Repository) -> None:
    times = {"late": timedelta(days=300), "soon": timedelta(seconds=1), "now": timedelta()}
    repository.commit(*(Insert(Schedule(store_id=name, due_at=START + wait)) for name, wait in times.items()))

    assert [one.store_id for one in repository.find(SCHEDULES.listed)] == ["now", "soon", "late"]


def test_what_has_expired_is_gone_however_it_is_looked_for(repository: Repository, clock: FakeClock) -> None:
    repository.commit(Insert(Toy(id="bear", lost=True, expires_at=clock.now() + timedelta(seconds=5))))
    clock.advance(4)
    assert repository.get(TOYS, id="bear") is not None

    clock.advance(1)

    assert repository.get(TOYS, id="bear") is None
    assert list(repository.find(TOYS.listed)) == []
    assert list(repository.rows(TOYS, id="bear")) == []
    repository.sweep(clock.now())


def test_fields_of_a_newer_version_are_kept_when_the_row_is_written_back(repository: Repository) -> None:
    repository.commit(Insert(NewerToy(id="bear", colour="violet")))
    known = repository.get(TOYS, id="bear")
    assert known is not None

    repository.commit(Replace(known.model_copy(update={"weight": 9})))

    stored = repository.get(TOYS, id="bear")
    assert stored is not None
    assert stored.model_dump() == {**Toy(id="bear", weight=9, version=1).model_dump(), "colour": "violet"}


def test_a_nested_field_of_a_newer_version_is_kept_too(repository: Repository) -> None:
    newer = store().model_dump(mode="json")
    newer["spec"]["font"] = "serif"
    repository.commit(Insert(STORES.model.model_validate(newer)))
    known = repository.get(STORES, id="demo")
    assert known is not None

    repository.commit(Replace(known.model_copy(update={"message": "changed"})))

    stored = repository.get(STORES, id="demo")
    assert stored is not None
    assert (stored.message, stored.spec.model_dump()["font"]) == ("changed", "serif")


def test_a_row_that_cannot_be_read_is_set_aside_and_stops_no_other(repository: Repository) -> None:
    repository.commit(Insert(Toy(id="ball")), Insert(DamagedToy(id="bear")), Insert(Toy(id="car")))
    assert repository.unreadable() == {}

    found = repository.find(TOYS.related, child="olga")

    assert [toy.id for toy in found] == ["ball", "car"]
    assert [toy.id for toy in repository.find(TOYS.related, child="olga", limit=2)] == ["ball", "car"]  # a page is full
    assert list(repository.unreadable()) == ["TOY#bear TOY"]
    assert repository.unreadable()["TOY#bear TOY"].startswith("toy: weight: ")
    with pytest.raises(Unreadable):
        repository.get(TOYS, id="bear")
    with pytest.raises(VersionConflict):
        repository.commit(Insert(Toy(id="bear")))

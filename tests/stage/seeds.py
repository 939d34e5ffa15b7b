"""What is on the stage as the curtain rises: people, shops in every status, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from functions.api.handler import create_handler
from functions.application.ports.repository import Insert
from functions.application.users import NewUser
from functions.domain.access import Principal, Scope, Via
from functions.domain.activity import activity_id
from functions.domain.order import FulfillmentStatus, OrderStatus, PaymentStatus, SoldItem
from functions.domain.origin import SCHEDULE, Origin
from functions.domain.user import Role, User
from functions.domain.webhook import Attempt, StoreNumber, WebhookQueue, delivery_id
from tests.fakes.samples import chat_code, chat_link, delivery, notice, notice_target, webhook
from tests.fakes.shops import FakeShops, order
from tests.functional.api.client import event
from tests.stage.past import Past
from tests.stage.words import ADJECTIVES, LONG_NAME, THINGS

PASSWORD: Final = "correct horse battery"
CHAT_CODE: Final = "sychat_abababababababab_asked-in-a-chat"
DAYS: Final = 9
Ago = Callable[..., datetime]  # so many days, and hours, ago
SCHEDULED: Final = Origin(source=SCHEDULE)
BUYERS: Final = ("ada@example.com", "grace@example.com", "søren.ø@example.com", "a.very.long.address.of.a.buyer@example.com")


@dataclass
class Seeded:
    """Who and what is there. `held`: operations that are under way, and `waiting` behind them."""

    people: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


def seed(past: Past, shops: FakeShops, now: datetime, *, stores: int) -> Seeded:
    """Write the past up to `now`; so many stores there are then at least."""
    made = Seeded()

    def day(days: float, hours: float = 0.0) -> datetime:
        return now - timedelta(days=days, hours=hours)

    past.at(day(DAYS))
    _people(past, made)
    _well(past, made, shops, day)
    _odd(past, made, shops, day)
    _many(past, made, stores)
    past.at(day(0, 3))
    _newer(past, made)
    _refused(past, made)
    past.at(now - timedelta(minutes=4))
    _under_way(past, made)
    past.platform.counter.go_on(steps=200)
    _tell(past)
    _webhooks(past, made, now)
    _notices(past, made, now)
    return made


def _people(past: Past, made: Seeded) -> None:
    users = past.platform.accounts.users
    first = users.register(NewUser(email="admin@example.com", name="Ada Admin", password=PASSWORD), None, address="127.0.0.1")
    made.people["admin"] = first
    for name, called, limit in (
        ("owner", "Olga Owner", 3),
        ("marta", "Marta Merchant", 100_000),
        ("newcomer", "نورة", 3),
        ("long", "Maximiliane-Theodora Freifrau von und zu Hohenstein-Bergenthal", 1),
    ):
        made.people[name] = users.add(
            NewUser(email=f"{name}@example.com", name=called, password=PASSWORD, role=Role.OWNER, store_limit=limit)
        )
    tokens = past.platform.accounts.tokens
    for name, scope in (("admin", Scope.ADMIN), ("owner", Scope.OPERATE), ("marta", Scope.OPERATE)):
        by = Principal(made.people[name], scope, "stage", Via.SESSION)
        _, made.tokens[name] = tokens.create(by, name="stage", scope=scope, lifetime=timedelta(days=60))
    by_owner = Principal(made.people["owner"], Scope.OPERATE, "stage", Via.SESSION)
    tokens.create(by_owner, name="nightly report", scope=Scope.READ, lifetime=timedelta(days=90))
    tokens.create(by_owner, name="deploy from CI", scope=Scope.OPERATE, lifetime=timedelta(days=20))


def _notices(past: Past, made: Seeded, now: datetime) -> None:
    """The owner's targets of notices: one that was told all that there is, one that fails, one that is not confirmed."""
    owner = made.people["owner"].id
    kept: dict[str, object] = {"target_id": "nt-team", "owner": owner, "store_name": "Tea & Cake", "at": now}
    kept |= {"queued_at": now, "expires_at": now + timedelta(days=30)}
    rows: tuple[dict[str, object], ...] = (
        {"event": "store.ready", "status": "sent"},
        {"event": "backup.failed", "status": "sent", "what": "backup", "message": "The disk is full.", "repeats": 3},
        {"event": "store.needs_attention", "status": "dead", "what": "verify", "said": "It answered HTTP 400: invalid_blocks."},
        {"event": "notice.test", "status": "pending", "store_id": ""},
    )
    past.platform.repository.commit(
        Insert(notice_target(id="nt-team", owner=owner, description="The team's channel")),
        Insert(
            notice_target(
                id="nt-old",
                owner=owner,
                kind="teams",
                address="https://flows.example.com/workflows/0123456789/invoke",
                failing_since=now - timedelta(hours=3),
                problem="It answered HTTP 502.",
            )
        ),
        Insert(notice_target(id="nt-mail", owner=owner, kind="email", address="team@example.com", confirmed=False)),
        *(
            Insert(notice(**{"store_id": "tea-cake", **kept, **row}, id=activity_id(now, number)))
            for number, row in enumerate(rows)
        ),
    )


def _webhooks(past: Past, made: Seeded, now: datetime) -> None:
    """Chat accounts, one linked and one that asks; webhooks, one with all that can become of a delivery, one that is gone."""
    owner = made.people["owner"].id
    asked = chat_code(CHAT_CODE, name="olga.on.call", created_at=now, expires_at=now + timedelta(days=1))
    past.platform.repository.commit(Insert(chat_link(name="olga.owner", user=owner, created_at=now)), Insert(asked))
    kept: dict[str, object] = {"webhook_id": "wh-pager", "expires_at": now + timedelta(days=30)}
    failed = Attempt(at=now, status=500, answer="<h1>Internal Server Error</h1>", seconds=0.2)
    nobody = Attempt(at=now, error="The host did not take the connection.", seconds=0.1)
    good = Attempt(at=now, status=204, seconds=0.03)
    rows: tuple[dict[str, object], ...] = (
        {"status": "delivered", "attempts": (good,), "tries": 1, "store_id": ""},
        {"status": "dead", "reason": "GaveUp", "attempts": (failed, nobody), "tries": 8, "event_type": "backup.failed"},
        {"status": "dropped", "reason": "NotAllowed", "event_type": "verify.succeeded"},
        {"status": "delivered", "attempts": (failed, good), "tries": 2, "event_type": "backup.succeeded"},
        {"status": "pending", "attempts": (failed,), "tries": 1, "next_at": now + timedelta(hours=2)},
    )
    past.platform.repository.commit(
        Insert(webhook(id="wh-pager", owner=owner, url="https://hooks.example.com/pager", description="To the pager")),
        Insert(webhook(id="wh-gone", owner=owner, url="https://gone.example.com/", enabled=False, disabled_reason="Gone")),
        Insert(WebhookQueue(webhook_id="wh-pager", owner=owner, store_id="tea-cake", done=5, last=5, due_at=now)),
        Insert(WebhookQueue(webhook_id="wh-pager", owner=owner, store_id="", done=1, last=1, due_at=now)),
        Insert(StoreNumber(owner=owner, store_id="tea-cake", last=5)),
        *(
            Insert(
                delivery(
                    **{"owner": owner, "store_id": "tea-cake", **kept, **row},
                    id=delivery_id(now, number, "wh-pager"),
                    sequence=number,
                    queued_at=now - timedelta(minutes=9 - number),
                )
            )
            for number, row in enumerate(rows, start=1)
        ),
    )


def _engines(past: Past) -> tuple[str, str]:
    first, second = sorted(past.platform.catalogue.engines())[:2]
    return first, second


def _well(past: Past, made: Seeded, shops: FakeShops, day: Ago) -> None:
    """The owner's shops: one that is well and has a history; the others come later."""
    owner, (one, other) = made.people["owner"], _engines(past)
    past.create(owner, name="Tea & Cake", engine=other, id="tea-cake", color="#7a3e9d", plan="small")
    past.at(day(8))
    past.done("tea-cake", "backup", owner)
    past.at(day(7))
    past.done("tea-cake", "configure", owner, {"name": "Tea & Cake Berlin"})
    first = past.done("tea-cake", "backup", owner, origin=SCHEDULED)
    past.at(day(6))
    past.done("tea-cake", "drill", owner, {"backup": first.id}, origin=SCHEDULED)
    past.done("tea-cake", "plan", owner, {"plan": "medium"})
    for days in (5, 4, 3, 2):
        past.at(day(days))
        past.done("tea-cake", "backup", owner, origin=SCHEDULED)
    past.done("tea-cake", "verify", owner)
    past.done("tea-cake", "restore", owner, {"backup": first.id})
    past.at(day(1))
    newest = past.done("tea-cake", "backup", owner)
    past.platform.backups.pin(newest.id, owner, pinned=True)
    _orders(shops, "tea-cake", day, 37)
    past.at(day(0, 5))
    past.create(owner, name="Bike Kitchen", engine=one, id="bike-kitchen")
    past.done("bike-kitchen", "backup", owner)
    _orders(shops, "bike-kitchen", day, 4)
    past.at(day(0, 4))
    past.create(owner, name="Shaky Garden Shop", engine=one, id="shaky-garden")


def _odd(past: Past, made: Seeded, shops: FakeShops, day: Ago) -> None:
    """Marta's shops: every status, odd names, both engines, a cluster that does not answer."""
    marta, (one, other) = made.people["marta"], _engines(past)
    plain = (
        ("notebooks", LONG_NAME, one),
        ("zohour", "متجر الزهور والهدايا", other),
        ("prachim", "חנות פרחים", one),
        ("hanaya", "🌸 花屋さん 👩‍👩‍👧 🧶", other),
        ("markup", "<b>Bold</b> & {{ braces }} %s", one),
        ("busy-bakery", "Busy Bakery", other),
        ("candles", "Candles", one),
        ("denim", "Denim", other),
        ("easel", "Easel & Ink", one),
        ("fern", "Fern", other),
        ("wobbly-guitars", "Wobbly Guitars", other),
    )
    for store_id, name, engine in plain:
        past.create(marta, name=name, engine=engine, id=store_id)
        past.done(store_id, "backup", marta)
    past.create(marta, name="Isle of Far Away", engine=one, id="isle", cluster="faraway")
    past.create(marta, name="Broken Records", engine=one, id="broken-records")
    past.create(marta, name="Imageless Prints", engine=other, id="imageless-prints")
    past.create(marta, name="Unsellable Antiques", engine=other, id="unsellable")
    past.create(marta, name="Full Disk Vinyl", engine=one, id="full-disk-vinyl")
    past.done("full-disk-vinyl", "backup", marta)
    past.create(marta, name="Stuck Stickers", engine=other, id="stuck-stickers")
    past.done("stuck-stickers", "delete", marta)
    copy = past.ask("candles", "clone", marta, {"id": "candles-trial"})
    past.run(copy.id)
    past.create(marta, name="Gone Tomorrow", engine=one, id="gone-tomorrow")
    past.done("gone-tomorrow", "delete", marta)
    for store_id in ("busy-bakery", "denim", "hanaya"):
        _orders(shops, store_id, day, 6)


def _newer(past: Past, made: Seeded) -> None:
    """Newer versions come: some shops are upgraded, one goes back to where it was, one is made on them."""
    marta, (one, _) = made.people["marta"], _engines(past)
    past.newer_images()
    past.done("zohour", "upgrade", marta)
    past.done("prachim", "upgrade", marta, {"rehearsal": False})
    past.done("wobbly-guitars", "upgrade", marta)
    past.done("prachim", "rollback", marta, {"revision": 1})
    past.create(marta, name="Brand New Brushes", engine=one, id="brand-new")
    past.done("broken-records", "provision", marta)


def _refused(past: Past, made: Seeded) -> None:
    """Requests that were refused, which the activity log tells of."""
    handler, owner = create_handler(lambda: past.platform), made.tokens["owner"]
    for path, body in (
        ("/api/stores", {"name": "One Too Many", "engine": _engines(past)[0]}),
        ("/api/stores/shaky-garden/operations", {"kind": "verify"}),
    ):
        answer = handler(event("POST", path, token=owner, body=json.dumps(body)), None)
        assert answer["statusCode"] in {403, 409}, answer


def _many(past: Past, made: Seeded, stores: int) -> None:
    """More shops, all short of words."""
    engines, owners = _engines(past), (made.people["marta"], made.people["admin"])
    there = len(past.platform.service.list_stores(made.people["admin"], limit=1000, cursor=None).items)
    for number in range(max(0, stores - there - 2)):  # two more are made below
        adjective, thing = ADJECTIVES[number % len(ADJECTIVES)], THINGS[number // len(ADJECTIVES) % len(THINGS)]
        word = "broken-" if number % 29 == 28 else ""
        past.create(
            owners[number % 7 == 6],
            brief=True,
            name=f"{adjective.title()} {thing.title()} {number}",
            engine=engines[number % 2],
            id=f"{word}{adjective}-{thing}-{number}",
            plan=("small", "medium", "large")[number % 3],
        )


def _under_way(past: Past, made: Seeded) -> None:
    """What runs, and what waits behind it: a store in each status that only a live operation gives."""
    owner, marta, (one, _) = made.people["owner"], made.people["marta"], _engines(past)
    made.held.append(past.ask("bike-kitchen", "plan", owner, {"plan": "medium"}).id)
    made.held.append(past.ask_new(marta, name="Paper Boats", engine=one, id="paper-boats").id)
    backups = past.platform.backups
    newest = {store: next(iter(backups.of_store(store, marta, limit=1, cursor=None).items)) for store in ("denim", "fern")}
    made.waiting += [
        past.ask("denim", "restore", marta, {"backup": newest["denim"].id}).id,
        past.ask("fern", "rollback", marta, {"revision": newest["fern"].manifest.revision}).id,
        past.ask("easel", "delete", marta).id,
        past.ask("candles", "backup", marta, origin=SCHEDULED).id,
        past.ask("hanaya", "verify", marta).id,
    ]


def _orders(shops: FakeShops, store_id: str, day: Ago, count: int) -> None:
    """Orders that buyers placed, the newest an hour ago."""
    axes = (
        (OrderStatus.OPEN, PaymentStatus.PENDING, FulfillmentStatus.UNFULFILLED),
        (OrderStatus.COMPLETED, PaymentStatus.PAID, FulfillmentStatus.DELIVERED),
        (OrderStatus.OPEN, PaymentStatus.PAID, FulfillmentStatus.SHIPPED),
        (OrderStatus.CANCELED, PaymentStatus.REFUNDED, FulfillmentStatus.UNFULFILLED),
        (OrderStatus.ON_HOLD, PaymentStatus.REQUIRES_ACTION, FulfillmentStatus.UNKNOWN),
    )
    for number in range(count):
        status, payment, fulfillment = axes[number % len(axes)]
        at = day(0, 1 + 5.5 * (count - 1 - number))
        shops.of(store_id).made.append(
            order(
                str(100 + number),
                at,
                total=Decimal("12.50") * (1 + number % 4),
                status=status,
                payment_status=payment,
                fulfillment_status=fulfillment,
                email=BUYERS[number % len(BUYERS)],
                items=(SoldItem(sku="MUG", title="Mug", quantity=1 + number % 4),),
            )
        )


def _tell(past: Past) -> None:
    """Hand all events to the activity log."""
    for _ in range(1000):
        if not past.platform.dispatcher.dispatch():
            return
    raise AssertionError("the outbox does not become empty")

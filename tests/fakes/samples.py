"""Entities for tests, each with the fields that matter as arguments."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from functions.domain.activity import Activity, activity_id
from functions.domain.backup import Backup, Manifest
from functions.domain.chat import CODE_TIME, ChatCode, ChatLink, Provider
from functions.domain.notice import Notice
from functions.domain.notice_target import NoticeTarget
from functions.domain.operation import Event, EventStatus, Operation, OperationStatus
from functions.domain.store import Store, StoreSpec, StoreStatus
from functions.domain.user import hash_token
from functions.domain.webhook import DAY, KEPT, Delivery, Webhook, delivery_id
from tests.fakes.platform import START

NASTY_TEXTS = (
    "Blumen & Söhne — Groß",
    "花屋さん 🌸🇯🇵 👩‍👩‍👧",
    "\U00010348 \U00012000 \U00013080 \U0001f9f6",
    'O\'Reilly "quoted" `ticks` \\ back',
    "{{ lookup('pipe', 'id') }} {% raw %} ${HOME} $(id) ; rm -rf / #",
    "'; DROP TABLE stores; --",
    "<script>alert(1)</script>",
    "%s %d {0} {name!r}",
    "عربى עברית",
)


def spec(store_id: str = "demo", **fields: Any) -> StoreSpec:
    """A spec of a small Medusa store."""
    values = {
        "id": store_id,
        "name": "Demo",
        "engine": "medusa",
        "admin_email": f"admin@{store_id}.example",
        "cluster": "local",
        **fields,
    }
    return StoreSpec.model_validate(values)


def store(store_id: str = "demo", *, owner: str = "olga", name: str = "Demo", **fields: Any) -> Store:
    """A store, ready unless told otherwise."""
    values = {
        "spec": spec(store_id, name=name),
        "owner": owner,
        "url": f"http://{store_id}.localhost",
        "status": StoreStatus.READY,
        "created_at": START,
        "updated_at": START,
        **fields,
    }
    return Store.model_validate(values)


def deployed(engine: str = "medusa", **fields: Any) -> dict[str, Any]:
    """What a run says that it installed: today's chart of the fake catalogue."""
    return {
        "engine_version": "1.0.0",
        "chart_version": "0.1.0",
        "chart_digest": f"digest-of-{engine}",
        "images": {engine: f"images/{engine}:1", "postgresql": "images/postgresql:1"},
        "values_hash": "hash",
        "revision": 1,
        **fields,
    }


def operation(operation_id: str = "OP000001", *, store_id: str = "demo", **fields: Any) -> Operation:
    """An operation, queued unless told otherwise."""
    values = {
        "id": operation_id,
        "store_id": store_id,
        "kind": "provision",
        "status": OperationStatus.QUEUED,
        "requested_by": "olga",
        "spec": spec(store_id).model_dump(mode="json"),
        "created_at": START,
        **fields,
    }
    return Operation.model_validate(values)


def backup(
    backup_id: str = "B1", *, store_id: str = "demo", whose: str = "olga", version: str = "1.0.0", **fields: Any
) -> Backup:
    """A good backup of a shop that sells in euros in Germany."""
    manifest = Manifest(
        id=backup_id,
        store_id=store_id,
        engine="medusa",
        made_at=START,
        engine_version=version,
        chart_version="0.1.0",
        spec=spec(store_id, **fields).model_dump(mode="json"),
        parts={},
    )
    return Backup(id=backup_id, store_id=store_id, owner=whose, manifest=manifest, created_at=START)


def line(number: int = 1, *, at: datetime = START, **fields: Any) -> Activity:
    """A line of the activity log, of Olga's store `demo` unless told otherwise."""
    values = {
        "id": activity_id(at, number),
        "at": at,
        "actor": "olga",
        "action": "store.create",
        "store_id": "demo",
        "owner": "olga",
        "outcome": "accepted",
        "expires_at": at + timedelta(days=400),
        **fields,
    }
    return Activity.model_validate(values)


def event(operation_id: str, number: int, *, message: str = "Working", expires_at: datetime | None = None) -> Event:
    """One event of an operation."""
    return Event(
        operation_id=operation_id,
        number=number,
        at=START,
        step="work",
        status=EventStatus.INFO,
        message=message,
        expires_at=expires_at,
    )


def webhook(**fields: object) -> Webhook:
    """A webhook of Olga's, with some of its fields."""
    made = {"id": "wh-1", "owner": "olga", "url": "https://hooks.example.com/", "secret": "whsec_bWluZQ==", "created_at": START}
    return Webhook.model_validate(made | fields)


def delivery(**fields: object) -> Delivery:
    """A delivery to that webhook, with some of its fields."""
    made: dict[str, object] = {
        "id": delivery_id(START, 1, "wh-1", "olga", "demo"),
        "webhook_id": "wh-1",
        "owner": "olga",
        "store_id": "demo",
        "sequence": 1,
        "event_id": "evt_OP000001_1",
        "event_type": "provision.accepted",
        "event_at": START,
        "body": "{}",
        "queued_at": START,
        "give_up_at": START + DAY,
        "expires_at": START + KEPT,
    }
    return Delivery.model_validate(made | fields)


def chat_link(**fields: Any) -> ChatLink:
    """That somebody in Slack acts as Olga."""
    values = {
        "id": "12" * 8,
        "provider": Provider.SLACK,
        "team": "T0001",
        "chat_user": "U0001",
        "team_name": "tea-house",
        "name": "olga",
        "user": "olga",
        "created_at": START,
        **fields,
    }
    return ChatLink.model_validate(values)


def chat_code(code: str, **fields: Any) -> ChatCode:
    """What the code is kept as by which somebody in Slack asks to act as whoever opens the page."""
    _, code_id, secret = code.split("_")
    values = {
        "id": code_id,
        "code_hash": hash_token(secret),
        "provider": Provider.SLACK,
        "team": "T0001",
        "chat_user": "U0002",
        "team_name": "tea-house",
        "name": "olga",
        "created_at": START,
        "expires_at": START + CODE_TIME,
        **fields,
    }
    return ChatCode.model_validate(values)


def notice_target(**fields: object) -> NoticeTarget:
    """A target of notices of Olga's, with some of its fields."""
    made = {"id": "nt-1", "owner": "olga", "kind": "slack", "address": "https://hooks.slack.example.com/services/T1/B1/secret"}
    return NoticeTarget.model_validate({**made, "created_at": START, **fields})


def notice(**fields: object) -> Notice:
    """A notice for that target, with some of its fields."""
    made: dict[str, object] = {
        "id": activity_id(START, "OP000001", 3),
        "target_id": "nt-1",
        "event": "backup.failed",
        "store_id": "demo",
        "owner": "olga",
        "at": START,
        "queued_at": START,
        "expires_at": START + KEPT,
    }
    return Notice.model_validate(made | fields)

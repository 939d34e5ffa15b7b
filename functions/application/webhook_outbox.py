"""The subscriber that queues events for webhooks: numbered without gaps per store, once for each endpoint, whatever dies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from functions.application.audiences import told_of
from functions.application.ports.repository import Change, Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.application.webhook_events import body_of, data_of, event_id, event_type
from functions.domain.entities import OPERATIONS
from functions.domain.errors import Unreadable, VersionConflict
from functions.domain.operation import Operation
from functions.domain.outbox import OutboxEntry
from functions.domain.webhook import DAY, KEPT, Delivery, Numbered, StoreNumber, Webhook, WebhookQueue, delivery_id
from functions.domain.webhook_entities import AUDIENCES_WEBHOOKS, DELIVERIES, NUMBERED, STORE_NUMBERS, WEBHOOK_QUEUES

WRITE_ATTEMPTS: Final = 20


class WebhookOutbox:
    """Takes events out of the outbox. It sends nothing: functions/application/webhook_courier.py does."""

    def __init__(self, *, repository: Repository, clock: Clock, changed: Callable[[], object] = lambda: None) -> None:
        self._repository = repository
        self._clock = clock
        self._changed = changed

    @property
    def name(self) -> str:
        """What this subscriber of the outbox is called."""
        return "webhooks"

    def handle(self, entry: OutboxEntry) -> None:
        """Queue an event for every endpoint that is told of it. Raises Unavailable, VersionConflict: offer it again."""
        # Also those that are disabled or filter: their events are numbered too.
        webhooks = told_of(self._repository, AUDIENCES_WEBHOOKS, entry.owner)
        if not webhooks:
            return
        sequence, operation = self._number(entry), self._operation(entry.operation_id)
        kind = event_type(entry, operation)
        for webhook in webhooks:
            if webhook.enabled and webhook.wants(kind):
                data = data_of(entry, operation)
                made = queued(webhook, entry.store_id, entry.owner, self._clock.now())
                made |= {"event_id": event_id(entry), "event_type": kind, "event_at": entry.event.at}
                enqueue(self._repository, made, data, sequence=sequence)
        self._changed()

    def _number(self, entry: OutboxEntry) -> int:
        """The number of an event in its store: given once, in one commit with the count."""
        for _ in range(WRITE_ATTEMPTS):
            known = self._repository.get(NUMBERED, operation_id=entry.operation_id, number=entry.number)
            if known is not None:
                return known.sequence
            count = self._repository.get(STORE_NUMBERS, owner=entry.owner, store_id=entry.store_id)
            last = 1 if count is None else count.last + 1
            named = {"operation_id": entry.operation_id, "number": entry.number}
            given = Numbered.model_validate({**named, "sequence": last, "expires_at": self._clock.now() + KEPT})
            counted: Change = (
                Insert(StoreNumber(owner=entry.owner, store_id=entry.store_id, last=last))
                if count is None
                else Replace(count.model_copy(update={"last": last}))
            )
            try:
                self._repository.commit(Insert(given), counted)
            except VersionConflict:
                continue
            return last
        raise VersionConflict("the store's events are being numbered by somebody else; it is offered again")

    def _operation(self, operation_id: str) -> Operation | None:
        try:
            return self._repository.get(OPERATIONS, id=operation_id)
        except Unreadable:
            return None


def queued(webhook: Webhook, store_id: str, owner: str, now: datetime) -> dict[str, Any]:
    """Return what a new delivery has whatever it is about."""
    return {
        "webhook_id": webhook.id,
        "owner": owner,
        "store_id": store_id,
        "queued_at": now,
        "give_up_at": now + DAY,
        "expires_at": now + KEPT,
    }


def enqueue(
    repository: Repository, made: dict[str, Any], data: dict[str, object], *, sequence: int | None = None
) -> Delivery | None:
    """Put an event at the end of its queue; None if it is there already. Without a number it gets the queue's next.

    Delivery and queue are one commit, so a queue's end is never before what waits in it.
    """
    place = {name: made[name] for name in ("webhook_id", "owner", "store_id")}
    for _ in range(WRITE_ATTEMPTS):
        queue = repository.get(WEBHOOK_QUEUES, **place)
        known = queue or WebhookQueue.model_validate({**place, "due_at": made["queued_at"]})
        number = known.last + 1 if sequence is None else sequence
        if repository.get(DELIVERIES, sequence=number, **place) is not None:
            return None
        previous = known.last if 0 < known.last < number else None
        body = body_of(made["event_type"], made["event_at"], data, sequence=number, previous=previous)
        name = delivery_id(made["queued_at"], number, *place.values())
        delivery = Delivery.model_validate({**made, "id": name, "sequence": number, "body": body})
        changed = known.with_next(number, made["queued_at"])
        try:
            repository.commit(Insert(delivery), Insert(changed) if queue is None else Replace(changed))
        except VersionConflict:
            continue
        return delivery
    raise VersionConflict("the webhook's queue is changing right now; try again in a moment")

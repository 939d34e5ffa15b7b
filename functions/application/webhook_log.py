"""What was sent to a webhook: looked at, and sent again by hand or for a range of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from functions.application.paging import MAX_PAGE, Page, each, read_cursor, write_cursor
from functions.application.ports.repository import Replace, Repository
from functions.application.ports.system import Clock
from functions.application.webhooks import WebhookService, check_enabled
from functions.domain.activity import moment_of
from functions.domain.errors import NotFound, VersionConflict
from functions.domain.told_errors import DeliveryUnderWay
from functions.domain.user import User
from functions.domain.webhook import Delivery, DeliveryStatus, WebhookQueue
from functions.domain.webhook_entities import DEAD_LETTERS, DELIVERIES, WEBHOOK_QUEUES, WEBHOOKS_DELIVERIES

WRITE_ATTEMPTS: Final = 10
AGAIN_AT_ONCE: Final = 500  # dead letters that one request sends again
MOST_AGAIN: Final = 5000  # that a queue has of them
LOOKED_AT: Final = 1000


@dataclass(frozen=True)
class Redelivered:
    """How many dead letters are sent again, and whether there are more of that time."""

    count: int
    more: bool


class WebhookLog:
    """The use cases. Each raises NotFound for a webhook, and a delivery, that the user may not see."""

    def __init__(
        self,
        *,
        webhooks: WebhookService,
        repository: Repository,
        clock: Clock,
        changed: Callable[[], object] = lambda: None,
    ) -> None:
        self._webhooks = webhooks
        self._repository = repository
        self._clock = clock
        self._changed = changed

    def page(
        self, webhook_id: str, user: User, *, status: DeliveryStatus | None = None, limit: int, cursor: str | None
    ) -> Page[Delivery]:
        """Return deliveries, newest first, of one status or all. Raises InvalidRequest(field="cursor").

        One page looks at so many and no more: it may hold less than `limit`, or nothing, and still have a cursor.
        """
        webhook = self._webhooks.get(webhook_id, user)
        listing, size = f"deliveries/{webhook.id}/{status or ''}", max(1, min(limit, MAX_PAGE))
        after = read_cursor(listing, cursor) or ""
        lookup = DEAD_LETTERS if status is DeliveryStatus.DEAD else WEBHOOKS_DELIVERIES
        found: list[Delivery] = []
        rows = each(self._repository, lookup, after=after, backwards=True, at_once=size + 1, webhook_id=webhook.id)
        for looked, delivery in enumerate(rows):
            if len(found) == size or looked == LOOKED_AT:
                return Page(found, write_cursor(listing, after))
            after = delivery.id
            if status in (None, delivery.status):
                found.append(delivery)
        return Page(found)

    def get(self, webhook_id: str, user: User, delivery_id: str) -> Delivery:
        """Return one delivery, as it is right now."""
        webhook = self._webhooks.get(webhook_id, user)
        before = delivery_id[:-1]  # sorts right before it
        for found in self._repository.find(WEBHOOKS_DELIVERIES, after=before, limit=2, webhook_id=webhook.id):
            if found.id == delivery_id:
                return self._fresh(found)
        raise NotFound("there is no delivery with this id")

    def redeliver(self, webhook_id: str, user: User, delivery_id: str) -> Delivery:
        """Have a delivery sent again, or at once where it waits for its next try. Raises DeliveryUnderWay, WebhookDisabled."""
        check_enabled(self._webhooks.get(webhook_id, user))
        for _ in range(WRITE_ATTEMPTS):
            delivery = self.get(webhook_id, user, delivery_id)
            try:
                again = self._again(delivery)
            except VersionConflict:
                continue
            self._changed()
            return again
        raise VersionConflict("the delivery is changing right now; try again in a moment")

    def redeliver_dead(
        self, webhook_id: str, user: User, *, since: datetime | None = None, until: datetime | None = None
    ) -> Redelivered:
        """Have the dead letters of that time sent again, the oldest first. Raises WebhookDisabled."""
        webhook = self._webhooks.get(webhook_id, user)
        check_enabled(webhook)
        count, after = 0, moment_of(since) if since else ""
        for delivery in each(self._repository, DEAD_LETTERS, after=after, at_once=LOOKED_AT, webhook_id=webhook.id):
            if until is not None and delivery.queued_at >= until:
                break
            if count == AGAIN_AT_ONCE:
                self._changed()
                return Redelivered(count, more=True)
            count += self._tried_again(delivery)
        self._changed()
        return Redelivered(count, more=False)

    def _tried_again(self, delivery: Delivery) -> bool:
        """False for one that is no dead letter any more."""
        for _ in range(WRITE_ATTEMPTS):
            fresh = self._fresh(delivery)
            if fresh.status is not DeliveryStatus.DEAD:
                return False
            try:
                self._again(fresh)
            except VersionConflict:
                continue
            return True
        raise VersionConflict("the deliveries are changing right now; try again in a moment")

    def _again(self, delivery: Delivery) -> Delivery:
        """Write that a delivery is to be sent, in one commit with its queue. Raises VersionConflict, DeliveryUnderWay."""
        now = self._clock.now()
        place = {"webhook_id": delivery.webhook_id, "owner": delivery.owner, "store_id": delivery.store_id}
        queue = self._repository.get(WEBHOOK_QUEUES, **place)
        if queue is None:
            raise NotFound("there is no delivery with this id")
        if delivery.status is DeliveryStatus.PENDING:
            return self._at_once(delivery, queue, now)
        if len(queue.again) >= MOST_AGAIN:
            raise DeliveryUnderWay(f"{MOST_AGAIN} deliveries are being sent again already: wait until some have arrived.")
        due = queue.due_at if queue.waits else now
        changed = queue.model_copy(update={"again": (*queue.again, delivery.sequence), "due_at": due})
        again = delivery.again(now)
        self._repository.commit(Replace(again), Replace(changed))
        return again

    def _at_once(self, delivery: Delivery, queue: WebhookQueue, now: datetime) -> Delivery:
        """Have the next try be now: only of what is next, since an order is kept."""
        if queue.claimed(now):
            raise DeliveryUnderWay("It is being sent right now.")
        if delivery.next_at is None and queue.due_at > now:
            raise DeliveryUnderWay("It waits for an earlier one of its store: send that one again.")
        sooner = delivery.model_copy(update={"next_at": None})
        self._repository.commit(Replace(sooner), Replace(queue.model_copy(update={"due_at": now})))
        return sooner

    def _fresh(self, found: Delivery) -> Delivery:
        """As it is now: look-ups may lag."""
        place = {"webhook_id": found.webhook_id, "owner": found.owner, "store_id": found.store_id}
        fresh = self._repository.get(DELIVERIES, sequence=found.sequence, **place)
        if fresh is None:
            raise NotFound("there is no delivery with this id")
        return fresh

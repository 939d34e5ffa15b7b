"""Sends what waits for webhooks: in order per endpoint and store, at least once, whoever dies in the middle.

A queue is taken by a claim in the state, so that one process sends for it at a time, and every try is recorded in the commit
that moves the queue on. Who dies while it sends leaves a claim that runs out: the same bytes go out again under the same id.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from functions.application.audiences import may_know
from functions.application.claims import Claims
from functions.application.ports.repository import Change, Remove, Replace, Repository
from functions.application.ports.system import Clock
from functions.application.ports.webhooks import Sent, WebhookSender
from functions.application.webhook_health import WebhookHealth
from functions.domain.webhook import Attempt, Delivery, DeliveryReason, DeliveryStatus, Webhook, WebhookQueue, next_try
from functions.domain.webhook_entities import DELIVERIES, DUE_QUEUES, WEBHOOK_QUEUES, WEBHOOKS
from functions.domain.webhook_signing import headers
from functions.observability import logger

# Longer than a send can take, and than the commit after it.
CLAIM: Final = timedelta(seconds=60)
LOOKED_AT: Final = 200
SET_ASIDE_AT_ONCE: Final = 20
IN_A_ROW: Final = 20  # that one turn sends of a queue before others get theirs
GONE: Final = 410
AGENT: Final = "Storeyard-Webhooks/1"
Jitter = Callable[[], float]


def jitter() -> float:
    """Return a factor of a wait: a fifth more or less."""
    return random.uniform(0.8, 1.2)  # noqa: S311 - spreads load


class Courier:
    """Any number may work at once. `holder` is the same for a process that takes another one's place after it died."""

    def __init__(
        self, *, repository: Repository, clock: Clock, sender: WebhookSender, holder: str, jitter: Jitter = jitter
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._sender = sender
        self._jitter = jitter
        self._health = WebhookHealth(repository=repository, clock=clock)
        self._claims = Claims(
            repository=repository, clock=clock, listed=DUE_QUEUES, fresh=self._fresh, holder=holder, lasts=CLAIM
        )

    def due(self) -> Iterator[WebhookQueue]:
        """Yield queues of which something may be sent now, the longest due first, read as far as asked. Raises Unavailable."""
        return self._claims.due()

    def recover(self) -> int:
        """Free what an earlier process of this name was sending; only for who knows that none is left. Raises Unavailable."""
        return self._claims.recover()

    def work(self, queue: WebhookQueue) -> int:
        """Send what is due of a queue, in its order, until something fails or its turn is over; return how many were sent."""
        claimed, sent = self._claims.take(queue), 0
        for turn in range(1, IN_A_ROW + 1):
            if claimed is None:
                break
            claimed, delivered = self._step(claimed, more=turn < IN_A_ROW)
            sent += delivered
        return sent

    def _step(self, queue: WebhookQueue, *, more: bool) -> tuple[WebhookQueue | None, int]:
        """Do the next thing of a claimed queue; return it while it is still claimed, and whether something was delivered."""
        webhook, now = self._repository.get(WEBHOOKS, id=queue.webhook_id), self._clock.now()
        if webhook is None:
            return self._forgotten(queue), 0
        delivery, queue = self._head(queue)
        if delivery is None:
            self._released(queue, now)
            return None, 0
        if not webhook.enabled:
            return self._settled(queue, delivery.settled(DeliveryStatus.DEAD, now, DeliveryReason.DISABLED), more=more), 0
        if not may_know(self._repository, webhook, delivery.store_id, delivery.event_at):
            return self._settled(queue, delivery.settled(DeliveryStatus.DROPPED, now, DeliveryReason.NOT_ALLOWED), more=more), 0
        if delivery.next_at is not None and delivery.next_at > now:
            self._released(queue, delivery.next_at)
            return None, 0
        return self._send(queue, webhook, delivery, more=more)

    def _send(
        self, queue: WebhookQueue, webhook: Webhook, delivery: Delivery, *, more: bool
    ) -> tuple[WebhookQueue | None, int]:
        at, body = self._clock.now(), delivery.body.encode()
        signed = headers(webhook.secrets(at), message=delivery.event_id, at=at, body=body)
        sent = self._sender.send(webhook.url, {**signed, "content-type": "application/json", "user-agent": AGENT}, body)
        now = self._clock.now()
        attempt = Attempt(at=at, status=sent.status, error=sent.error, answer=sent.answer, seconds=round(sent.seconds, 3))
        tried, good = delivery.tried(attempt), sent.status is not None and sent.status // 100 == 2  # noqa: PLR2004
        logger.info("webhook sent", webhook=webhook.id, event=delivery.event_id, status=sent.status, tries=tried.tries)
        if good:
            result = self._settled(queue, tried.settled(DeliveryStatus.DELIVERED, now), more=more)
            self._health.delivered(webhook)
            return result, 1
        return self._failed(queue, webhook, tried, sent, more=more), 0

    def _failed(self, queue: WebhookQueue, webhook: Webhook, tried: Delivery, sent: Sent, *, more: bool) -> WebhookQueue | None:
        now = self._clock.now()
        gone = sent.status == GONE
        again = None if gone else next_try(tried, now, jitter=self._jitter(), asked=sent.retry_after)
        if again is not None:
            waiting = tried.model_copy(update={"next_at": again})
            result = self._recorded(queue, waiting, lambda fresh: fresh.freed(now if _overtaken(fresh, tried) else again))
        else:
            reason = DeliveryReason.GONE if gone else DeliveryReason.GAVE_UP
            result = self._settled(queue, tried.settled(DeliveryStatus.DEAD, now, reason), more=more)
        self._health.failed(webhook, gone=gone)
        return result

    def _settled(self, queue: WebhookQueue, delivery: Delivery, *, more: bool) -> WebhookQueue | None:
        """Record what is done with, and go on with the next one if there is one and this turn is not over."""
        now = self._clock.now()

        def moved(fresh: WebhookQueue) -> WebhookQueue:
            rest = fresh.without(delivery.sequence)
            if not (more and rest.waits):
                return rest.freed(now)
            return self._claims.kept(rest)

        return self._recorded(queue, delivery, moved)

    def _recorded(
        self, queue: WebhookQueue, delivery: Delivery, change: Callable[[WebhookQueue], WebhookQueue]
    ) -> WebhookQueue | None:
        """Write a delivery and its queue in one commit; return the queue if it is still claimed by this turn."""
        return self._claims.write(queue, change, lambda: [Replace(delivery)])

    def _head(self, queue: WebhookQueue) -> tuple[Delivery | None, WebhookQueue]:
        """The first that waits, and the queue without what is not there any more."""
        place = _place(queue)
        if queue.last > queue.done:
            first = self._first_after(queue.done, queue.again, place)
            if first is not None:
                return first, queue
            queue = queue.model_copy(update={"done": queue.last})
        for sequence in queue.again:
            again = self._repository.get(DELIVERIES, sequence=sequence, **place)
            if again is not None and again.status is DeliveryStatus.PENDING:
                return again, queue
            queue = queue.without(sequence)
        return None, queue

    def _first_after(self, done: int, again: tuple[int, ...], place: Mapping[str, Any]) -> Delivery | None:
        after = DELIVERIES.sort(sequence=done)
        while found := self._repository.rows(DELIVERIES, after=after, limit=LOOKED_AT, **place):
            for delivery in found:
                if delivery.status is DeliveryStatus.PENDING and delivery.sequence not in again:
                    return delivery
            after = DELIVERIES.sort(sequence=found[-1].sequence)
        return None

    def _released(self, queue: WebhookQueue, due: datetime) -> None:
        """Let go of a claimed queue; what it was found to lack is not looked for again, what came meanwhile is at once."""
        self._claims.write(
            queue, lambda fresh: queue.freed(due) if fresh.version == queue.version else fresh.freed(self._clock.now())
        )

    def _forgotten(self, queue: WebhookQueue) -> WebhookQueue | None:
        """Remove what waits for an endpoint that is not there any more, part by part, and the queue with the last part."""
        place = _place(queue)
        found = self._repository.rows(DELIVERIES, limit=SET_ASIDE_AT_ONCE, **place)
        changes: list[Change] = [Remove(delivery) for delivery in found]
        if len(found) < SET_ASIDE_AT_ONCE:
            self._claims.commit(*changes, Remove(queue))
            return None
        return queue if self._claims.commit(*changes) else None

    def _fresh(self, queue: WebhookQueue) -> WebhookQueue | None:
        return self._repository.get(WEBHOOK_QUEUES, **_place(queue))


def _place(queue: WebhookQueue) -> dict[str, Any]:
    return {"webhook_id": queue.webhook_id, "owner": queue.owner, "store_id": queue.store_id}


def _overtaken(queue: WebhookQueue, delivery: Delivery) -> bool:
    """True where what was sent again failed, and something new waits: that does not wait for it."""
    return delivery.sequence in queue.again and queue.last > queue.done

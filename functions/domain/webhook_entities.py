"""The entities of outgoing webhooks (functions/domain/entities.py: what a declaration says).

entity         pk                                     sk                  related                     listed
webhook        WEBHOOK#<id>                           WEBHOOK             WEBHOOKS#<audience>: <id>   WEBHOOKS: <id>
webhook_queue  WEBHOOK_QUEUE#<webhook_id>             <owner>#<store_id>                              WEBHOOKS_DUE: <due_at>#…
delivery       DELIVERY#<webhook_id>#<owner>#<store>  <sequence>          DELIVERIES#<webhook>: <id>  DEAD#<webhook>: <id>
store_number   STORE_NUMBER#<owner>                   <store_id>
numbered       NUMBERED#<operation_id>                <number>

A queue is listed while something waits in it, a delivery while it is a dead letter.
"""

from __future__ import annotations

from typing import Final

from functions.domain.entities import EntityType, Place
from functions.domain.webhook import Delivery, DeliveryStatus, Numbered, StoreNumber, Webhook, WebhookQueue

WEBHOOKS = EntityType(
    "webhook",
    Webhook,
    key=Place("WEBHOOK#{id}", "WEBHOOK"),
    by={"related": Place("WEBHOOKS#{audience}", "{id}"), "listed": Place("WEBHOOKS", "{id}")},
    expires="expires_at",
)
WEBHOOK_QUEUES = EntityType(
    "webhook_queue",
    WebhookQueue,
    key=Place("WEBHOOK_QUEUE#{webhook_id}", "{owner}#{store_id}"),
    by={
        "listed": Place(
            "WEBHOOKS_DUE", "{due_at:%Y-%m-%dT%H:%M:%S}#{webhook_id}#{owner}#{store_id}", when=lambda queue: queue.waits
        )
    },
)
DELIVERIES = EntityType(
    "delivery",
    Delivery,
    key=Place("DELIVERY#{webhook_id}#{owner}#{store_id}", "{sequence:012d}"),
    by={
        "related": Place("DELIVERIES#{webhook_id}", "{id}"),
        "listed": Place("DEAD#{webhook_id}", "{id}", when=lambda delivery: delivery.status is DeliveryStatus.DEAD),
    },
    expires="expires_at",
)
STORE_NUMBERS = EntityType("store_number", StoreNumber, key=Place("STORE_NUMBER#{owner}", "{store_id}"))
NUMBERED = EntityType(
    "numbered", Numbered, key=Place("NUMBERED#{operation_id}", "{number:010d}"), versioned=False, expires="expires_at"
)

AUDIENCES_WEBHOOKS: Final = WEBHOOKS.related
ALL_WEBHOOKS: Final = WEBHOOKS.listed
DUE_QUEUES: Final = WEBHOOK_QUEUES.listed
WEBHOOKS_DELIVERIES: Final = DELIVERIES.related
DEAD_LETTERS: Final = DELIVERIES.listed

"""Outgoing webhooks: who is told which events at which URL, what was sent, what waits, and when it is tried again."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field

from functions.domain.activity import moment_of
from functions.domain.audience import Told, once
from functions.domain.claimed import ClaimedQueue
from functions.domain.kinds import all_kinds
from functions.domain.operation import Event, OperationStatus
from functions.domain.record import Record
from functions.domain.store import check_text

MOST_WEBHOOKS: Final = 10  # of an owner, and of the platform
MOST_FILTERS: Final = 50
MOST_ATTEMPTS_SHOWN: Final = 20
OVERLAP: Final = timedelta(hours=24)  # for which a secret still signs after it was replaced
MOST_OLD_SECRETS: Final = 3
KEPT: Final = timedelta(days=30)
DAY: Final = timedelta(hours=24)  # after which an event is tried no more
FAILING: Final = timedelta(days=5)  # after which an endpoint that only fails is disabled
# Between one try and the next; jitter keeps endpoints that failed together from being asked together.
WAITS: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 300, 1800, 7200, 18_000, 36_000))
TEST: Final = "webhook.test"
ANY: Final = "*"
ACCEPTED, PROGRESS = "accepted", "progress"
ENDS: Final = tuple(status.value for status in OperationStatus if status.final)
STAGES: Final = (ACCEPTED, PROGRESS, *ENDS)
USUAL: Final = tuple(f"{ANY}.{stage}" for stage in STAGES if stage != PROGRESS)


def check_filter(value: str) -> str:
    """Return a filter, or raise ValueError with the rule it breaks."""
    kind, dot, stage = value.partition(".")
    if value != ANY and (not dot or kind not in {ANY, *all_kinds()} or stage not in {ANY, *STAGES}):
        kinds, stages = ", ".join(all_kinds()), ", ".join(STAGES)
        raise ValueError(f"must be {ANY} or <kind>.<stage>, each of them {ANY} for all; kinds: {kinds}; stages: {stages}")
    return value


EventFilter = Annotated[str, Field(max_length=64), AfterValidator(check_filter)]
EventFilters = Annotated[
    tuple[EventFilter, ...], Field(max_length=MOST_FILTERS, json_schema_extra={"minItems": 1}), AfterValidator(once)
]
Description = Annotated[str, Field(max_length=200), AfterValidator(check_text)]


class OldSecret(Record):
    """A secret that was replaced and still signs until its time is over."""

    secret: str = Field(repr=False)
    until: datetime


class Webhook(Told):
    """An endpoint. An owner's is told of their own stores, the platform's of all, while an admin is who made it."""

    url: str
    description: str = ""
    events: tuple[str, ...] = USUAL
    secret: str = Field(repr=False)
    old_secrets: tuple[OldSecret, ...] = ()

    def wants(self, event_type: str) -> bool:
        """True if a filter lets the event through."""
        kind, _, stage = event_type.partition(".")
        return any(each in {ANY, f"{ANY}.{stage}", f"{kind}.{ANY}", f"{ANY}.{ANY}", event_type} for each in self.events)

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """Return what signs now, the newest first."""
        return (self.secret, *(old.secret for old in self.old_secrets if now < old.until))

    def rotated(self, secret: str, now: datetime) -> Webhook:
        """Return it with another secret; those before go on signing for a day."""
        old = (OldSecret(secret=self.secret, until=now + OVERLAP), *(each for each in self.old_secrets if now < each.until))
        return self.model_copy(update={"secret": secret, "old_secrets": old[:MOST_OLD_SECRETS]})

    def removed(self, now: datetime) -> Self:
        """Return it as not there any more, without what is secret of it."""
        return super().removed(now).model_copy(update={"secret": "", "old_secrets": ()})


class DeliveryStatus(StrEnum):
    """Pending: it is sent, or sent again. Dead: it was tried often enough, or its endpoint is disabled. Dropped: no right."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"
    DROPPED = "dropped"


class DeliveryReason(StrEnum):
    """Why something was not delivered."""

    GAVE_UP = "GaveUp"
    GONE = "Gone"
    DISABLED = "WebhookDisabled"
    NOT_ALLOWED = "NotAllowed"


class Attempt(Record):
    """One try: what the endpoint answered, or why it did not."""

    at: datetime
    status: int | None = Field(default=None, description="the answer's HTTP status; null: there was none")
    error: str = ""
    answer: str = Field(default="", description="the first bytes of the answer's body")
    seconds: float = 0.0


class Delivery(Record):
    """One event for one endpoint. Its body is made once: every try sends the same bytes under the same id."""

    id: str = Field(description="begins with the time at which it was queued, as a ULID does")
    webhook_id: str
    owner: str = Field(description="whose the store was")
    store_id: str = Field(description="empty: a test")
    sequence: int
    event_id: str
    event_type: str
    event_at: datetime
    body: str
    status: DeliveryStatus = DeliveryStatus.PENDING
    reason: DeliveryReason | None = None
    tries: int = Field(default=0, description="since it was queued or asked for again")
    attempts: tuple[Attempt, ...] = ()
    next_at: datetime | None = Field(default=None, description="not before; null: as soon as its turn comes")
    give_up_at: datetime
    queued_at: datetime
    settled_at: datetime | None = None
    expires_at: datetime
    version: int = 0

    def tried(self, attempt: Attempt) -> Delivery:
        """Return it with one more try."""
        kept = (*self.attempts, attempt)[-MOST_ATTEMPTS_SHOWN:]
        return self.model_copy(update={"attempts": kept, "tries": self.tries + 1, "next_at": None})

    def settled(self, status: DeliveryStatus, now: datetime, reason: DeliveryReason | None = None) -> Delivery:
        """Return it as not to be tried any more."""
        return self.model_copy(update={"status": status, "reason": reason, "settled_at": now, "next_at": None})

    def again(self, now: datetime) -> Delivery:
        """Return it as to be sent once more, with a day of its own."""
        return self.model_copy(
            update={
                "status": DeliveryStatus.PENDING,
                "reason": None,
                "tries": 0,
                "next_at": None,
                "give_up_at": now + DAY,
                "settled_at": None,
                "expires_at": now + KEPT,
            }
        )


class WebhookQueue(ClaimedQueue):
    """What waits for one endpoint of one store, in order: everything after `done`, then what was asked for `again`."""

    webhook_id: str
    owner: str
    store_id: str
    done: int = 0
    last: int = 0
    again: tuple[int, ...] = ()

    @property
    def waits(self) -> bool:
        """True if something is to be sent."""
        return self.ended or self.last > self.done or bool(self.again)

    def with_next(self, sequence: int, now: datetime) -> WebhookQueue:
        """Return it with one more event at its end."""
        due = self.due_at if self.last > self.done or self.claimed(now) else now
        if sequence <= self.last:  # numbered by a dispatcher that was stuck until others had gone on
            return self.model_copy(update={"again": (*self.again, sequence), "due_at": due})
        # Before the first event of a webhook there is nothing to look through.
        done = self.done if self.last else sequence - 1
        return self.model_copy(update={"last": sequence, "done": done, "due_at": due})

    def without(self, sequence: int) -> WebhookQueue:
        """Return it without an event that is settled."""
        if sequence in self.again:
            return self.model_copy(update={"again": tuple(each for each in self.again if each != sequence)})
        return self.model_copy(update={"done": max(self.done, sequence)})


class StoreNumber(Record):
    """How many events of a store were numbered for webhooks. It is its owner's: the next owner of the id begins anew."""

    owner: str
    store_id: str
    last: int = 0
    version: int = 0


class Numbered(Record):
    """The number that an event has in its store, so that it has no other one when it comes a second time."""

    operation_id: str
    number: int
    sequence: int
    expires_at: datetime


def delivery_id(at: datetime, sequence: int, *names: str) -> str:
    """Return the id of a delivery: ids in their order are in that of time, and those of one moment in that of their store."""
    hashed = hashlib.sha256("\0".join(names).encode()).hexdigest().upper()
    return f"{moment_of(at)}{sequence:08X}{hashed[:8]}"


def stage_of(event: Event, outcome: str) -> str:
    """Return the second word of an event's type."""
    if event.final:
        return outcome
    return ACCEPTED if event.number == 1 else PROGRESS


def next_try(delivery: Delivery, now: datetime, *, jitter: float, asked: timedelta | None = None) -> datetime | None:
    """Return when a delivery that just failed is tried again, None for no more. `asked`: the endpoint's Retry-After."""
    if delivery.tries > len(WAITS) or now >= delivery.give_up_at:
        return None
    wait = max(WAITS[delivery.tries - 1] * jitter, asked or timedelta())
    return min(now + wait, delivery.give_up_at)

"""The public JSON of webhooks and of what was sent to them. A secret is in two answers only: when it is made."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

from functions.api.activity import Moment
from functions.api.schemas import View
from functions.application.webhooks import WantedWebhook
from functions.domain.audience import DisabledReason
from functions.domain.webhook import (
    USUAL,
    Attempt,
    Delivery,
    DeliveryReason,
    DeliveryStatus,
    Description,
    EventFilters,
    Webhook,
)
from functions.domain.webhook_address import URL_MAX

UrlGiven = Annotated[
    str,
    Field(
        min_length=1,
        max_length=URL_MAX,
        description="where events go: https, port 443 or 8443, a host on the public internet",
        examples=["https://hooks.example.com/shop"],
    ),
]
About = Annotated[Description, Field(description="what it is for; any text")]
Wanted = Annotated[
    EventFilters,
    Field(
        description="what it is told: * or <kind>.<stage>, each of them * for all; stages: accepted, progress, succeeded, "
        "failed, timed_out, canceled. Left out: all but progress",
        examples=[["*.failed", "backup.*"]],
    ),
]
Enabled = Annotated[bool, Strict(), Field(description="false: it is told nothing")]


class Sent(BaseModel):
    """Base of what callers send here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CreateWebhook(Sent):
    """An endpoint that shall be told of events."""

    url: UrlGiven
    description: About = ""
    events: Wanted = USUAL
    enabled: Enabled = True
    platform: Annotated[
        bool, Strict(), Field(description="true: it is told of every owner's stores, which only an admin may ask for")
    ] = False

    def wanted(self) -> WantedWebhook:
        """Return what the use case takes."""
        return WantedWebhook(**self.model_dump())


class ChangeWebhook(Sent):
    """What shall be different about a webhook; what is left out stays. At least one field is given."""

    url: UrlGiven | None = None
    description: About | None = None
    events: Wanted | None = None
    enabled: Enabled | None = None

    @model_validator(mode="after")
    def _says_something(self) -> ChangeWebhook:
        if not self.model_dump(exclude_none=True):
            raise ValueError("must have at least one field")
        return self


class RedeliverDead(Sent):
    """Which dead letters are sent again, by the time at which they were queued."""

    since: Annotated[Moment, Field(description="only from this time on; RFC 3339 with its offset")] = None
    until: Annotated[Moment, Field(description="only before this time")] = None


class WebhookView(View):
    """A webhook, without its secret."""

    id: str
    url: str
    description: str
    events: list[str] = Field(description="its filters")
    enabled: bool
    disabled_reason: DisabledReason | None = Field(
        description="ByOwner; Gone: the endpoint answered 410; FailingTooLong: for five days it took nothing"
    )
    disabled_at: datetime | None
    platform: bool = Field(description="true: it is told of every owner's stores")
    owner: str = Field(description="the user who made it")
    failing_since: datetime | None = Field(description="the first failure since something was delivered; null: all is well")
    secrets: int = Field(description="how many secrets sign: more than one for a day after it was given a new one")
    created_at: datetime

    @classmethod
    def of(cls, webhook: Webhook, now: datetime) -> WebhookView:
        """Return the public form."""
        shown = webhook.model_dump(include=set(cls.model_fields))
        return cls(**{**shown, "secrets": len(webhook.secrets(now))})


class NewWebhookView(WebhookView):
    """A webhook with its newest secret, which is shown this once."""

    secret: str = Field(description="whsec_ and base64; what signatures are checked with")

    @classmethod
    def of(cls, webhook: Webhook, now: datetime) -> NewWebhookView:
        """Return the public form with the secret."""
        return cls(**WebhookView.of(webhook, now).model_dump(), secret=webhook.secret)


class WebhookList(View):
    """One page of webhooks, oldest first."""

    items: list[WebhookView]
    next_cursor: str | None = Field(description="send it as cursor to get the next page; null on the last")


class AttemptView(View):
    """One try."""

    at: datetime
    status: int | None = Field(description="the answer's HTTP status; null: there was no answer")
    error: str = Field(description="one sentence if there was no answer")
    answer: str = Field(description="the first bytes of the answer's body, 1 kB at most")
    seconds: float

    @classmethod
    def of(cls, attempt: Attempt) -> AttemptView:
        """Return the public form."""
        return cls(**attempt.model_dump(include=set(cls.model_fields)))


class DeliveryView(View):
    """One event for one webhook."""

    id: str
    event_id: str = Field(description="the header webhook-id: the same for every try and every endpoint")
    event_type: str
    store_id: str | None = Field(description="null: a test")
    sequence: int = Field(description="the event's number in its store, without gaps")
    status: DeliveryStatus = Field(
        description="pending: it is tried, or waits for its turn; delivered; dead: it is tried no more, and can be sent again; "
        "dropped: the webhook's right to know ended"
    )
    reason: DeliveryReason | None = Field(
        description="of a dead one: GaveUp after a day of tries, Gone, WebhookDisabled; of a dropped one NotAllowed"
    )
    tries: int = Field(description="since it was queued, or asked for again")
    attempts: list[AttemptView] = Field(description="the last twenty, oldest first")
    next_at: datetime | None = Field(description="when it is tried again; null: as soon as its turn comes, or not any more")
    queued_at: datetime
    settled_at: datetime | None
    body: str = Field(description="what is sent, to the byte")

    @classmethod
    def of(cls, delivery: Delivery) -> DeliveryView:
        """Return the public form."""
        shown = delivery.model_dump(include=set(cls.model_fields) - {"attempts", "store_id"})
        attempts = [AttemptView.of(attempt) for attempt in delivery.attempts]
        return cls(**shown, store_id=delivery.store_id or None, attempts=attempts)


class DeliveryList(View):
    """One page of what was sent to a webhook, newest first. With a status it may hold less and still have a next page."""

    items: list[DeliveryView]
    next_cursor: str | None = Field(description="send it as cursor to get the next page; null on the last")


class RedeliveredView(View):
    """What became of dead letters."""

    count: int = Field(description="how many are sent again")
    more: bool = Field(description="true: there are more of that time; ask again")

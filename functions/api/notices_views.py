"""The public JSON of notice targets and of what they were told. The address of a chat's webhook is never shown whole."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, Strict, model_validator

from functions.api.schemas import View
from functions.api.webhooks_views import About, Sent
from functions.application.notice_words import title_of
from functions.application.notices import WantedTarget
from functions.domain.audience import DisabledReason
from functions.domain.notice import Notice, NoticeStatus
from functions.domain.notice_target import ALL_EVENTS, NoticeEvents, NoticeTarget, TargetKind
from functions.domain.webhook_address import URL_MAX

Kind = Annotated[
    TargetKind, Field(description="the chat whose incoming webhook it is, or email, where the platform has a mail relay")
]
AddressGiven = Annotated[
    str,
    Field(
        min_length=1,
        max_length=URL_MAX,
        description="of a chat: the address of its incoming webhook, at https, which is not shown again; else an e-mail "
        "address, which is sent a code unless it is your own",
        examples=["https://hooks.slack.com/services/T000/B000/XXXX"],
    ),
]
Wanted = Annotated[
    NoticeEvents, Field(description="what it is told; left out: all of it", examples=[["operation.failed", "backup.failed"]])
]
Enabled = Annotated[bool, Strict(), Field(description="false: it is told nothing")]


class CreateNoticeTarget(Sent):
    """A place that shall be told in words what becomes of stores."""

    kind: Kind
    address: AddressGiven
    description: About = ""
    events: Wanted = ALL_EVENTS
    enabled: Enabled = True
    platform: Annotated[
        bool, Strict(), Field(description="true: it is told of every owner's stores, which only an admin may ask for")
    ] = False

    def wanted(self) -> WantedTarget:
        """Return what the use case takes."""
        return WantedTarget(**self.model_dump())


class ChangeNoticeTarget(Sent):
    """What shall be different about a target; what is left out stays. At least one field is given."""

    description: About | None = None
    events: Wanted | None = None
    enabled: Enabled | None = None

    @model_validator(mode="after")
    def _says_something(self) -> ChangeNoticeTarget:
        if not self.model_dump(exclude_none=True):
            raise ValueError("must have at least one field")
        return self


class ConfirmNoticeTarget(Sent):
    """The code that an address was sent."""

    code: Annotated[str, Field(min_length=1, max_length=20, description="eight digits", examples=["04718233"])]


class NoticeTargetView(View):
    """A place that is told in words what becomes of stores."""

    id: str
    kind: TargetKind
    address: str = Field(description="of a chat's webhook only its host and its last four characters")
    description: str
    events: list[str]
    enabled: bool
    confirmed: bool = Field(description="false: an e-mail address whose code was not entered yet; it is told nothing")
    disabled_reason: DisabledReason | None = Field(
        description="ByOwner; Gone: the chat says that the webhook is not there; FailingTooLong: for a day it took nothing"
    )
    disabled_at: datetime | None
    platform: bool = Field(description="true: it is told of every owner's stores")
    owner: str = Field(description="the user who made it")
    failing_since: datetime | None = Field(description="the first failure since something was taken; null: all is well")
    problem: str = Field(description="one sentence on the last failure; empty: all is well")
    created_at: datetime

    @classmethod
    def of(cls, target: NoticeTarget) -> NoticeTargetView:
        """Return the public form."""
        shown = target.model_dump(include=set(cls.model_fields))
        return cls(**{**shown, "address": target.shown_address})


class NoticeTargetList(View):
    """One page of targets, oldest first."""

    items: list[NoticeTargetView]
    next_cursor: str | None = Field(description="send it as cursor to get the next page; null on the last")


class NoticeView(View):
    """One thing that a target was told, or that waits."""

    id: str
    event: str = Field(description="what it is about; notice.test: a test")
    title: str = Field(description="one sentence, as the target is told")
    store_id: str | None = Field(description="null: a test")
    operation_id: str | None
    status: NoticeStatus = Field(
        description="pending: it is sent, or waits; sent; counted: the same was told within the hour; dead: it was not taken, "
        "or the target was switched off; dropped: the target may not know of the store any more"
    )
    said: str = Field(description="why it was not sent, in one sentence; empty otherwise")
    repeats: int = Field(description="how often the same happened in the hour after it")
    at: datetime = Field(description="when it happened")
    settled_at: datetime | None

    @classmethod
    def of(cls, notice: Notice) -> NoticeView:
        """Return the public form."""
        shown = notice.model_dump(include=set(cls.model_fields))
        named = {"store_id": notice.store_id or None, "operation_id": notice.operation_id or None}
        return cls(**{**shown, **named, "title": title_of(notice)})


class NoticeList(View):
    """One page of notices, newest first."""

    items: list[NoticeView]
    next_cursor: str | None = Field(description="send it as cursor to get the next page; null on the last")

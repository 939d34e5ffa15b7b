"""Targets of notices: the chats and mailboxes where people are told what became of stores, and what each is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field

from functions.domain.audience import Told, once

MOST_TARGETS: Final = 10  # of an owner, and of the platform
FAILING: Final = timedelta(hours=24)  # after which a target that only fails is switched off
CODE_TIME: Final = timedelta(minutes=30)
CODE_TRIES: Final = 5
CODES_AN_HOUR: Final = 5  # that one user has sent, and that one address is sent
PROBLEM_MAX: Final = 300


class TargetKind(StrEnum):
    """Where a notice goes: the incoming webhook of a chat, or an e-mail address."""

    SLACK = "slack"
    MATTERMOST = "mattermost"
    TEAMS = "teams"
    DISCORD = "discord"
    EMAIL = "email"


class NoticeEvent(StrEnum):
    """What people are told. Programs are told more, by webhooks (functions/domain/webhook.py)."""

    STORE_READY = "store.ready"
    OPERATION_FAILED = "operation.failed"
    NEEDS_ATTENTION = "store.needs_attention"
    BACKUP_FAILED = "backup.failed"


ALL_EVENTS: Final = tuple(NoticeEvent)


NoticeEvents = Annotated[tuple[NoticeEvent, ...], Field(max_length=20, json_schema_extra={"minItems": 1}), AfterValidator(once)]


class NoticeTarget(Told):
    """A place that notices go to. An owner's is told of their own stores, the platform's of all, while an admin made it.

    `address` is a secret where it is a webhook's: who knows it can write there.
    """

    kind: TargetKind
    address: str = Field(repr=False)
    description: str = ""
    events: tuple[NoticeEvent, ...] = ALL_EVENTS
    confirmed: bool = True
    code_hash: str = Field(default="", repr=False)
    code_until: datetime | None = None
    code_tries: int = 0
    problem: str = Field(default="", description="what the last failure was, in one sentence")

    @property
    def active(self) -> bool:
        """True if it is told anything."""
        return self.enabled and self.confirmed

    @property
    def shown_address(self) -> str:
        """The address as people may read it: of a webhook's only where it leads and its last characters."""
        if self.kind is TargetKind.EMAIL:
            return self.address
        scheme, _, rest = self.address.partition("://")
        host, _, path = rest.partition("/")
        return f"{scheme}://{host}/…{path[-4:] if len(path) > 8 else ''}"  # noqa: PLR2004 - twice what is shown

    def enabled_again(self) -> Self:
        """Return it as told again of what happens from now on, whatever went wrong before."""
        return super().enabled_again().model_copy(update={"problem": ""})

    def removed(self, now: datetime) -> Self:
        """Return it as not there any more, without what is secret of it."""
        return super().removed(now).model_copy(update={"address": "", "code_hash": ""})

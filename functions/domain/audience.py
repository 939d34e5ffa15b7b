"""Who is told of stores: an owner of their own, or the platform of all, while an admin is who made it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self, TypeVar

from pydantic import Field

from functions.domain.record import Record
from functions.domain.user import Role, User

PLATFORM: Final = "platform"
T = TypeVar("T")


def audience_of(owner: str, *, platform: bool = False) -> str:
    """Return under whom an event finds who is told of it: the owner of its store, or the platform."""
    return PLATFORM if platform else f"owner#{owner}"


def once(values: tuple[T, ...]) -> tuple[T, ...]:
    """Return what a filter lets through, each once. Raises ValueError with the rule for a filter of nothing."""
    if not values:
        raise ValueError("must not be empty")
    return tuple(dict.fromkeys(values))


class DisabledReason(StrEnum):
    """Why somebody is told nothing."""

    BY_OWNER = "ByOwner"
    GONE = "Gone"
    FAILING = "FailingTooLong"


class Told(Record):
    """What a webhook and a target of notices have in common."""

    id: str
    owner: str
    platform: bool = False
    enabled: bool = True
    disabled_reason: DisabledReason | None = None
    disabled_at: datetime | None = None
    failing_since: datetime | None = Field(default=None, description="the first failure since something was taken")
    created_at: datetime
    expires_at: datetime | None = Field(default=None, description="set when it is removed: from then on it is not there")
    version: int = 0

    @property
    def audience(self) -> str:
        """Under whom an event finds it."""
        return audience_of(self.owner, platform=self.platform)

    def seen_by(self, user: User) -> bool:
        """True for its owner, and for admins; one of the platform is admins' alone, also if its maker is none any more."""
        return user.role is Role.ADMIN or (not self.platform and user.id == self.owner)

    def disabled(self, reason: DisabledReason, now: datetime) -> Self:
        """Return it as told nothing any more."""
        return self.model_copy(update={"enabled": False, "disabled_reason": reason, "disabled_at": now})

    def enabled_again(self) -> Self:
        """Return it as told again of what happens from now on."""
        fresh = {"enabled": True, "disabled_reason": None, "disabled_at": None, "failing_since": None}
        return self.model_copy(update=fresh)

    def switched(self, enabled: bool, now: datetime) -> Self:
        """Return it as its owner wants it; as it is where it is so."""
        if enabled == self.enabled:
            return self
        return self.enabled_again() if enabled else self.disabled(DisabledReason.BY_OWNER, now)

    def removed(self, now: datetime) -> Self:
        """Return it as not there any more. What is secret of it goes too: that is for each kind to say."""
        return self.model_copy(update={"enabled": False, "expires_at": now - timedelta(seconds=1)})

"""Sessions: what a login begins. Short access tokens, and a refresh token that is another one after each use."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from pydantic import Field

from functions.domain.record import Record
from functions.domain.user import User

ACCESS_TIME: Final = timedelta(minutes=15)
UNUSED_TIME: Final = timedelta(days=30)
LONGEST_TIME: Final = timedelta(days=90)


class Session(Record):
    """One login and all tokens that came of it. `refresh_hash` is the SHA-256 of the one refresh token that is good now."""

    id: str
    user: str
    epoch: int = Field(description="the user's when the session began")
    refresh_hash: str = Field(repr=False)
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    version: int = 0

    def is_of(self, user: User) -> bool:
        """True while the session goes on: not ended by itself, nor with all of the user's."""
        return self.ended_at is None and self.user == user.id and self.epoch == user.epoch

    def refreshed(self, refresh_hash: str, now: datetime) -> Session:
        """Return the session with a new refresh token: it lasts while it is used, but not for ever."""
        until = min(now + UNUSED_TIME, self.created_at + LONGEST_TIME)
        return self.model_copy(update={"refresh_hash": refresh_hash, "expires_at": until})

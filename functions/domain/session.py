"""Sessions, which a login or a code begins: short access tokens, and a refresh token that is another one after each use."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Final

from pydantic import Field

from functions.domain.record import Record
from functions.domain.user import User

ACCESS_TIME: Final = timedelta(minutes=15)
UNUSED_TIME: Final = timedelta(days=30)
LONGEST_TIME: Final = timedelta(days=90)
# Two tabs of one browser refresh at once with the one cookie that they share: the later one shows the token just replaced.
LEEWAY: Final = timedelta(seconds=20)
CODE_TIME: Final = timedelta(minutes=10)


class Session(Record):
    """One login and all tokens that came of it. `refresh_hash` is the SHA-256 of the one refresh token that is good now.

    `previous_hash` is that of the one before, where a browser used it; rows of earlier versions have none.
    """

    id: str
    user: str
    epoch: int = Field(description="the user's when the session began")
    refresh_hash: str = Field(repr=False)
    previous_hash: str | None = Field(default=None, repr=False)
    replaced_at: datetime | None = Field(default=None, description="when the previous refresh token was used")
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    version: int = 0

    def is_of(self, user: User) -> bool:
        """True while the session goes on: not ended by itself, nor with all of the user's."""
        return self.ended_at is None and self.user == user.id and self.epoch == user.epoch

    def refreshed(self, refresh_hash: str, now: datetime, *, browser: bool = False) -> Session:
        """Return the session with a new refresh token: it lasts while it is used, but not for ever.

        Only a browser has a leeway for the token that it replaces: other clients know that they use it once.
        """
        until = min(now + UNUSED_TIME, self.created_at + LONGEST_TIME)
        previous = {"previous_hash": self.refresh_hash if browser else None, "replaced_at": now if browser else None}
        return self.model_copy(update={"refresh_hash": refresh_hash, "expires_at": until, **previous})

    def just_replaced(self, refresh_hash: str, now: datetime) -> bool:
        """True for the token that a browser replaced a moment ago."""
        if self.previous_hash is None or self.replaced_at is None or now - self.replaced_at >= LEEWAY:
            return False
        return hmac.compare_digest(self.previous_hash, refresh_hash)


class SignInCode(Record):
    """A code that begins one session, once: the row is removed with its use. Kept as a hash."""

    id: str
    user: str
    epoch: int = Field(description="the user's when the code was made: what ends their sessions ends it too")
    code_hash: str = Field(repr=False)
    created_at: datetime
    expires_at: datetime
    version: int = 0

    def is_of(self, user: User) -> bool:
        """True while the code is good for the user."""
        return self.user == user.id and self.epoch == user.epoch

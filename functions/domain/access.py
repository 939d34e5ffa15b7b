"""Who a caller is and what they may do: scopes, personal access tokens, and the principal that a request's token stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from pydantic import Field

from functions.domain.record import Record
from functions.domain.user import Role, User


class Scope(StrEnum):
    """What a token is good for; each includes those before it."""

    READ = "read"
    OPERATE = "operate"
    ADMIN = "admin"

    def includes(self, other: Scope) -> bool:
        """True if this scope is enough where the other one is needed."""
        return ORDER.index(self) >= ORDER.index(other)


ORDER: Final = tuple(Scope)


class Via(StrEnum):
    """What kind of token a request carried."""

    SESSION = "session"
    PERSONAL_TOKEN = "personal_token"  # noqa: S105 - a word, no token
    SETUP_TOKEN = "setup_token"  # noqa: S105


class AccessToken(Record):
    """A personal access token, for its owner's programs: shown once, kept as a hash. A revoked row stays till it expires."""

    id: str
    user: str
    name: str
    scope: Scope
    token_hash: str = Field(repr=False)
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = Field(default=None, description="to the minute")
    revoked_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True)
class Principal:
    """The user that a token stands for, what the token is good for, its id (a session's, a personal token's), and its kind."""

    user: User
    scope: Scope
    token_id: str
    via: Via

    def allows(self, needed: Scope) -> bool:
        """True if the caller may do what needs this scope: the token must have it, and the user's role."""
        return self.scope.includes(needed) and scope_of(self.user.role).includes(needed)


def scope_of(role: Role) -> Scope:
    """Return all that a role may do."""
    return Scope.ADMIN if role is Role.ADMIN else Scope.OPERATE

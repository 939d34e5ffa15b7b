"""Users: who they are, how they are known, and the rules for e-mail addresses and passwords."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, Field, StringConstraints

from functions.domain.errors import InvalidRequest
from functions.domain.mail import Email
from functions.domain.record import Record
from functions.domain.store import check_text

PASSWORD_MIN: Final = 10
PASSWORD_MAX: Final = 128
MOST_STORES: Final = 100_000
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True), AfterValidator(check_text)]
LoginEmail = Annotated[Email, AfterValidator(str.lower)]


class Role(StrEnum):
    """What a user may see: an owner their own stores, an admin all."""

    ADMIN = "admin"
    OWNER = "owner"


class User(Record):
    """Somebody who owns stores.

    `token_hash` is the SHA-256 of the set-up token, which only users made by `functions.tokens` have: random, 256 bits, so it
    needs no salt. Those who log in have an e-mail address and a password instead.
    """

    id: str
    name: str
    role: Role
    token_hash: str = Field(default="", repr=False)
    email: str | None = Field(default=None, description="in lower case; nobody else has it")
    password_hash: str | None = Field(default=None, repr=False)
    store_limit: int | None = Field(default=None, description="how many stores; null: as the platform's setting says")
    epoch: int = Field(default=0, description="grows when all sessions end; a session of an earlier one is over")
    created_at: datetime
    version: int = 0

    def may_see(self, owner: str) -> bool:
        """True if this user may see, and work with, what belongs to that one: an admin everybody's, an owner their own."""
        return self.role is Role.ADMIN or self.id == owner

    def stores_allowed(self, default: int | None) -> int | None:
        """Return how many stores the user may have; None: any number."""
        if self.role is Role.ADMIN:
            return None
        return default if self.store_limit is None else self.store_limit


class EmailClaim(Record):
    """Whose an e-mail address is. Written in the commit that makes the user, so that no two have one address."""

    email: str
    user: str
    version: int = 0


class Founding(Record):
    """That there is somebody. Whoever writes it is the platform's first user; nobody can be that twice."""

    name: str = "first"
    user: str
    version: int = 0


def hash_token(token: str) -> str:
    """The form in which a token is stored and looked up."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_password(password: str, *, email: str | None, field: str = "password") -> str:
    """Return the password, or raise InvalidRequest with the rule it breaks. There are no rules on what it is made of."""
    if len(password) < PASSWORD_MIN:
        raise InvalidRequest(f"must be at least {PASSWORD_MIN} characters", field=field)
    if len(password) > PASSWORD_MAX:
        raise InvalidRequest(f"must be at most {PASSWORD_MAX} characters", field=field)
    if email is not None and password.lower() == email:
        raise InvalidRequest("must not be the e-mail address", field=field)
    return password

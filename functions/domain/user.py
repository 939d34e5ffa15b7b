"""Users and their tokens. A token is shown once and kept as a hash."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum

from functions.domain.record import Record


class Role(StrEnum):
    """What a user may see: an owner their own stores, an admin all."""

    ADMIN = "admin"
    OWNER = "owner"


class User(Record):
    """Somebody who owns stores. `token_hash` is the SHA-256 of a random 256-bit token, so it needs no salt."""

    id: str
    name: str
    role: Role
    token_hash: str
    created_at: datetime
    version: int = 0


def hash_token(token: str) -> str:
    """The form in which a token is stored and looked up."""
    return hashlib.sha256(token.encode()).hexdigest()

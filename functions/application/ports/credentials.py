"""Passwords and signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class PasswordHasher(Protocol):
    """Turns passwords into what may be kept of them, slowly on purpose."""

    def hash(self, password: str) -> str:
        """Return what to keep of a password."""

    def verify(self, kept: str | None, password: str) -> bool:
        """True if the password is the one; None is nobody's password, and takes the same work."""


@dataclass(frozen=True)
class Claims:
    """What an access token says: whose it is, of which session, and until when it is good."""

    user: str
    session: str
    issued_at: datetime
    expires_at: datetime


class TokenSigner(Protocol):
    """Makes access tokens that nobody else can make."""

    def sign(self, claims: Claims) -> str:
        """Return the claims as a signed token."""

    def read(self, token: str) -> Claims | None:
        """Return what a token says; None unless it is ours, whole, and not expired."""

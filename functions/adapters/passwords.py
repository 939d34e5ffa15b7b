"""Passwords as argon2id hashes (argon2-cffi, the library's own RFC 9106 profile for machines with little memory)."""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argon2 import PasswordHasher

AT_ONCE: Final = 2  # each takes 64 MiB
NOBODYS: Final = "nobody has this password"


class Argon2Passwords:
    """Hashes passwords, so many at once. The library is imported with the first."""

    def __init__(self) -> None:
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        """Return what to keep of a password, with a salt of its own."""
        with self._turns:
            return self._hasher.hash(password)

    def verify(self, kept: str | None, password: str) -> bool:
        """True if the password is the one; None is nobody's password, and takes the same work."""
        from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - not before the first login

        nobodys = self._nobodys
        with self._turns:
            try:
                return self._hasher.verify(kept or nobodys, password) and kept is not None
            except (VerificationError, InvalidHashError):
                return False

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher  # noqa: PLC0415 - not before the first login
        from argon2.profiles import RFC_9106_LOW_MEMORY  # noqa: PLC0415

        return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

    @cached_property
    def _nobodys(self) -> str:
        """A hash with the same parameters as any other, made before it is known whether there is a user."""
        return self.hash(NOBODYS)

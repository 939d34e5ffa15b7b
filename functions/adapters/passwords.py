"""Passwords as argon2id hashes (argon2-cffi, the library's own RFC 9106 profile for machines with little memory)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Final

from functions.domain.errors import TooManyRequests

if TYPE_CHECKING:
    from argon2 import PasswordHasher

AT_ONCE: Final = 2  # each takes 64 MiB
WAITING: Final = 16  # so that those who log in do not hold all threads that answer requests
NOBODYS: Final = "nobody has this password"


class Argon2Passwords:
    """Hashes passwords, so many at once, and has so many wait: the next one gets TooManyRequests. Imports the library late."""

    def __init__(self) -> None:
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._places = threading.BoundedSemaphore(AT_ONCE + WAITING)

    def hash(self, password: str) -> str:
        """Return what to keep of a password, with a salt of its own."""
        with self._turn():
            return self._hasher.hash(password)

    def verify(self, kept: str | None, password: str) -> bool:
        """True if the password is the one; None is nobody's password, and takes the same work."""
        from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - not before the first login

        nobodys = self._nobodys
        with self._turn():
            try:
                return self._hasher.verify(kept or nobodys, password) and kept is not None
            except (VerificationError, InvalidHashError):
                return False

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise TooManyRequests("Too many people log in right now: try again in a moment.", retry_after=2)
        try:
            with self._turns:
                yield
        finally:
            self._places.release()

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher  # noqa: PLC0415 - not before the first login
        from argon2.profiles import RFC_9106_LOW_MEMORY  # noqa: PLC0415

        return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

    @cached_property
    def _nobodys(self) -> str:
        """A hash with the same parameters as any other, made before it is known whether there is a user."""
        return self.hash(NOBODYS)

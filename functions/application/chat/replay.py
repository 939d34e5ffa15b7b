"""Requests that chat programs sent are taken once: who sends one again, signature and all, is refused."""

from __future__ import annotations

import hashlib

from functions.application.ports.repository import Insert, Repository
from functions.application.ports.system import Clock
from functions.domain.chat import NONCE_TIME, ChatNonce
from functions.domain.errors import VersionConflict


class Replays:
    """Remembers in the state what was taken, for longer than a signature is good."""

    def __init__(self, *, repository: Repository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    def first(self, *proof: str) -> bool:
        """True for a request whose proof was not shown before. Raises Unavailable: then it was not taken."""
        key = hashlib.sha256("\0".join(proof).encode("utf-8", "surrogatepass")).hexdigest()
        try:
            self._repository.commit(Insert(ChatNonce(nonce_hash=key, expires_at=self._clock.now() + NONCE_TIME)))
        except VersionConflict:
            return False
        return True

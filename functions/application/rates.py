"""Requests per minute, of a token and of an address, over all processes.

The count of each minute is in the state. So that not every request writes there, a process takes a batch of requests from it
and hands them out by itself: as many as it has let through already, a twentieth of the limit at most. All together never let
through more than the limit; what a process took and did not use, the others lack until the minute is over. Batches grow with
use because many processes may have a request of one token each, as functions on Lambda do.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime

from functions.application.ports.repository import Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.domain.entities import RATES
from functions.domain.errors import TooManyRequests, VersionConflict
from functions.domain.throttle import WINDOW, RateWindow, address_group, minute_of, seconds_left

BATCHES = 20
WRITE_ATTEMPTS = 10
TURNS = 64  # subjects whose batches are taken at once; two that share one wait for each other


@dataclass
class _Minute:
    """What this process has of one minute, by subject: requests taken, those of them left, and who has used up the limit."""

    number: int = -1
    taken: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    over: set[str] = field(default_factory=set)


class Rates:
    """Refuses whoever asks too often. A limit of 0 is none."""

    def __init__(self, *, repository: Repository, clock: Clock, per_token: int = 0, per_address: int = 0) -> None:
        self._repository = repository
        self._clock = clock
        self._per_token = per_token
        self._per_address = per_address
        self._lock = threading.Lock()  # never held while anything is read or written
        self._taking = tuple(threading.RLock() for _ in range(TURNS))
        self._minute = _Minute()

    def token(self, token_id: str) -> None:
        """Count a request of a token. Raises TooManyRequests."""
        if self._per_token:
            self._count(f"token:{token_id}", self._per_token)

    def address(self, address: str) -> None:
        """Count a request from an address. Raises TooManyRequests."""
        if self._per_address:
            self._count(f"address:{address_group(address)}", self._per_address)

    def _count(self, subject: str, limit: int) -> None:
        now = self._clock.now()
        minute = minute_of(now)
        allowed = self._from_batch(subject, minute)
        if allowed is None:
            with self._taking[hash(subject) % len(self._taking)]:  # else each of many threads takes a batch for itself
                allowed = self._from_batch(subject, minute)
                if allowed is None:
                    allowed = self._keep(subject, minute, self._take(subject, minute, limit, now))
        if not allowed:
            seconds = seconds_left(now)
            raise TooManyRequests(
                f"There were more than {limit} requests in this minute: try again in {seconds} s.", retry_after=seconds
            )

    def _from_batch(self, subject: str, minute: int) -> bool | None:
        """Return whether the request is allowed, as far as this process knows without asking."""
        with self._lock:
            if minute > self._minute.number:
                self._minute = _Minute(minute)
            left = self._minute.left.get(subject)
            if not left:
                return False if subject in self._minute.over else None
            self._minute.left[subject] = left - 1
            return True

    def _keep(self, subject: str, minute: int, taken: int) -> bool:
        """Put a batch away, but for the request that it was taken for."""
        with self._lock:
            if self._minute.number != minute:  # it took so long that the batch is worth nothing any more
                return taken > 0
            if taken:
                self._minute.taken[subject] = self._minute.taken.get(subject, 0) + taken
                self._minute.left[subject] = self._minute.left.get(subject, 0) + taken - 1
            else:
                self._minute.over.add(subject)
        return taken > 0

    def _take(self, subject: str, minute: int, limit: int, now: datetime) -> int:
        """Return how many requests this process may let through now, a batch or what is left of the limit."""
        with self._lock:
            wanted = max(1, min(limit // BATCHES, self._minute.taken.get(subject, 0)))
        for _ in range(WRITE_ATTEMPTS):
            row = self._repository.get(RATES, subject=subject, minute=minute)
            batch = min(wanted, limit - (row.taken if row else 0))
            if batch <= 0:
                return 0
            try:
                if row is None:
                    fresh = RateWindow(subject=subject, minute=minute, taken=batch, expires_at=now + 2 * WINDOW)
                    self._repository.commit(Insert(fresh))
                else:
                    self._repository.commit(Replace(row.model_copy(update={"taken": row.taken + batch})))
            except VersionConflict:
                continue
            return batch
        raise TooManyRequests("Too many requests at once: try again in a moment.", retry_after=1)

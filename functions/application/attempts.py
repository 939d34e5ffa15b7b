"""Logins are slowed down per account and per address, whether there is such an account or not.

An attempt counts as failed before the password is looked at, and is taken back if it was right: so of any number of tries at
once no more get through than one after another would. The counts are in the state, so all processes share them.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from datetime import datetime

from functions.application.ports.repository import Change, Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.domain.entities import ATTEMPTS
from functions.domain.errors import TooManyRequests, VersionConflict
from functions.domain.throttle import FREE_PER_ACCOUNT, FREE_PER_ADDRESS, Attempts, address_group, attempts

WRITE_ATTEMPTS = 10


class LoginAttempts:
    """Counts what does not succeed."""

    def __init__(self, repository: Repository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    def begin(self, *, email: str | None, address: str) -> None:
        """Count an attempt, without an e-mail address only by the caller's. Raises TooManyRequests."""
        self._change(email, address, _failed)

    def succeeded(self, *, email: str | None, address: str) -> None:
        """Take back the attempt: it was right. The account's earlier failures are forgotten too, the address's are not."""
        self._change(email, address, _forgiven)

    def _change(
        self, email: str | None, address: str, change: Callable[[Sequence[Attempts], datetime], list[Attempts]]
    ) -> None:
        for _ in range(WRITE_ATTEMPTS):
            now = self._clock.now()
            found = [self._of(subject, free, now) for subject, free in _subjects(email, address)]
            try:
                self._repository.commit(*map(_write, change(found, now)))
            except VersionConflict:
                continue
            return
        raise VersionConflict("others log in right now; try again in a moment")

    def _of(self, subject: str, free: int, now: datetime) -> Attempts:
        return self._repository.get(ATTEMPTS, subject=subject) or attempts(subject, free, now)


def _subjects(email: str | None, address: str) -> list[tuple[str, int]]:
    account = [] if email is None else [(f"account:{hashlib.sha256(email.encode()).hexdigest()}", FREE_PER_ACCOUNT)]
    return [*account, (f"address:{address_group(address)}", FREE_PER_ADDRESS)]


def _failed(found: Sequence[Attempts], now: datetime) -> list[Attempts]:
    delay = max(each.delay(now) for each in found).total_seconds()
    if delay > 0:
        seconds = math.ceil(delay)
        raise TooManyRequests(f"There were too many attempts that failed: try again in {seconds} s.", retry_after=seconds)
    return [each.failed(now) for each in found]


def _forgiven(found: Sequence[Attempts], _: datetime) -> list[Attempts]:
    return [each.forgiven(all_of_them=each.subject.startswith("account:")) for each in found]


def _write(found: Attempts) -> Change:
    """A first row gets version 1, so that version 0 always means: not recorded yet."""
    return Replace(found) if found.version else Insert(found.model_copy(update={"version": 1}))

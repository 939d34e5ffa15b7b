"""Slowing down: failed logins per account and address, and requests per minute. Pure."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta
from typing import Final

from functions.domain.record import Record

FORGOTTEN: Final = timedelta(minutes=15)
LONGEST_DELAY: Final = timedelta(minutes=5)
FREE_PER_ACCOUNT: Final = 5
FREE_PER_ADDRESS: Final = 20
WINDOW: Final = timedelta(minutes=1)


class Attempts(Record):
    """Logins of an account, or from an address, that did not succeed. `free` of them cost nothing."""

    subject: str
    free: int
    failures: int = 0
    last_at: datetime
    blocked_until: datetime | None = None
    expires_at: datetime
    version: int = 0

    def delay(self, now: datetime) -> timedelta:
        """Return how long the next try has to wait."""
        return max(timedelta(0), self.blocked_until - now) if self.blocked_until else timedelta(0)

    def failed(self, now: datetime) -> Attempts:
        """Return them with one more failure: from the last free one on, each doubles the delay."""
        failures = self.failures + 1 if now - self.last_at < FORGOTTEN else 1
        delay = (
            min(LONGEST_DELAY, timedelta(seconds=2 ** min(failures - self.free, 16))) if failures >= self.free else timedelta(0)
        )
        return self.model_copy(
            update={"failures": failures, "last_at": now, "blocked_until": now + delay, "expires_at": now + delay + FORGOTTEN}
        )

    def forgiven(self, *, all_of_them: bool) -> Attempts:
        """Return them without the last failure, which was none, or without any."""
        return self.model_copy(update={"failures": 0 if all_of_them else max(0, self.failures - 1), "blocked_until": None})


def attempts(subject: str, free: int, now: datetime) -> Attempts:
    """Return the attempts of somebody who has made none."""
    return Attempts(subject=subject, free=free, last_at=now, expires_at=now + FORGOTTEN)


class RateWindow(Record):
    """How many requests of one minute were handed out to the processes that answer them."""

    subject: str
    minute: int
    taken: int
    expires_at: datetime
    version: int = 0


def minute_of(now: datetime) -> int:
    """Return the number of the minute."""
    return int(now.timestamp()) // 60


def seconds_left(now: datetime) -> int:
    """Return the seconds until the next minute, at least one."""
    return 60 - int(now.timestamp()) % 60


def address_group(address: str) -> str:
    """Return what counts as one address: an IPv6 network of /64, which one household or machine has to itself."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64] or "unknown"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))

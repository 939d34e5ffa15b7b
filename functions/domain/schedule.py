"""When a store's next backup is due: spread over the period by the store's id, so that not all come at once. Pure."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Final

from pydantic import Field

from functions.domain.record import Record

LOOKED_AT: Final = timedelta(hours=24)  # how often a store's backups are looked at, whether it makes any or not
MOST_HOURS: Final = 24 * 31


class Schedule(Record):
    """When the backups of a store's id are looked at next, also while there is no such store any more but backups of one."""

    store_id: str
    due_at: datetime = Field(description="when somebody looks next: to ask for a backup, or to remove old ones")
    backup_at: datetime | None = Field(default=None, description="when the next backup is due; null: never, or unknown")
    cluster: str = Field(default="", description="the store's cluster when it was last looked at")
    version: int = 0


def backup_time(store_id: str, hours: int, after: datetime) -> datetime:
    """Return the first time after this one at which the store's backup is due, every so many hours.

    A store's times stay where they are whatever happens meanwhile: what was missed while the platform was down is due once.
    """
    period = hours * 3600
    digest = hashlib.sha256(store_id.encode()).digest()
    offset = int.from_bytes(digest[:8], "big") % period
    passed = (int(after.timestamp()) - offset) // period
    return datetime.fromtimestamp(offset + (passed + 1) * period, UTC)


def looked_at_next(backup_at: datetime | None, now: datetime) -> datetime:
    """Return when a store's backups are looked at again: when one is due, and once a day in any case."""
    tomorrow = now + LOOKED_AT
    return tomorrow if backup_at is None else min(backup_at, tomorrow)

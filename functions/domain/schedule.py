"""When a store's next backup and drill are due: spread over the period by its id, so that not all come at once. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from pydantic import Field

from functions.domain.record import Record

BACKUP: Final = "backup"
DRILL: Final = "drill"
SCHEDULED: Final = (BACKUP, DRILL)  # the kinds that a schedule asks for; where both are due, the first one first
LOOKED_AT: Final = timedelta(hours=24)  # how often a store's backups are looked at, whether it makes any or not
BUSY: Final = timedelta(minutes=10)  # until a store is looked at again where something is due that could not be asked for
RETRIES: Final = (timedelta(minutes=15), timedelta(hours=1))  # until what came to nothing is tried again, each time
MOST_HOURS: Final = 24 * 31


class Due(Record):
    """When one kind of operation is due next, and how often it came to nothing since its regular time."""

    at: datetime
    tries: int = 0


class Schedule(Record):
    """When the backups of a store's id are looked at next, also while there is no such store any more but backups of one."""

    store_id: str
    due_at: datetime = Field(description="when somebody looks next: to ask for what is due, or to remove old backups")
    due: dict[str, Due] = Field(default_factory=dict, description="by kind: when it is due next; left out: never, or unknown")
    cluster: str = Field(default="", description="the store's cluster when it was last looked at")
    version: int = 0

    def has_due(self, kind: str, now: datetime) -> bool:
        """True if an operation of this kind is due."""
        return kind in self.due and self.due[kind].at <= now

    def after(self, kind: str, now: datetime, *, again: bool) -> Schedule:
        """The schedule once what it asked for has ended; `again`: it came to nothing, and is worth another try.

        That comes soon, later the second time, and never later than the regular time, which is what is left after the last.
        """
        due = self.due.get(kind)
        if due is None:  # somebody has changed the schedule since
            return self
        at = now + RETRIES[due.tries] if again and due.tries < len(RETRIES) else due.at
        following = Due(at=at, tries=due.tries + 1) if at < due.at else Due(at=due.at)
        return self.model_copy(update={"due": {**self.due, kind: following}, "due_at": min(self.due_at, following.at)})


def due_time(kind: str, store_id: str, hours: int, after: datetime) -> datetime:
    """Return the first time after this one at which a kind of operation is due on a store, every so many hours.

    A store's times stay where they are whatever happens meanwhile: what was missed while the platform was down is due once.
    """
    period = hours * 3600
    digest = hashlib.sha256(f"{kind}/{store_id}".encode()).digest()
    offset = int.from_bytes(digest[:8], "big") % period
    passed = (int(after.timestamp()) - offset) // period
    return datetime.fromtimestamp(offset + (passed + 1) * period, UTC)


def looked_at_next(times: Iterable[datetime], now: datetime) -> datetime:
    """Return when a store is looked at again: when something is due, soon where it is already, once a day in any case."""
    return min([now + LOOKED_AT, *(at if at > now else now + BUSY for at in times)])

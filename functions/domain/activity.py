"""The activity log: one line of who did what, which is written once and never changed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Final

from pydantic import Field

from functions.domain.record import Record

Detail = dict[str, str | int | float | bool | None]
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32, as ULIDs have it
_TIME_DIGITS, _OTHER_DIGITS = 10, 16


class Activity(Record):
    """One line. Who may read it: an admin, and its `owner`, whose store or whose own deed it was."""

    id: str = Field(description="a ULID of the time at which it happened")
    at: datetime
    actor: str = Field(description="the user who did it; empty: nobody who is known")
    action: str
    store_id: str | None = None
    operation_id: str | None = None
    owner: str
    outcome: str = Field(description="accepted, done or refused; of an operation that ended, its status")
    reason: str = ""
    source: str = Field(default="", description="the door it came through")
    address: str = ""
    request_id: str = ""
    detail: Detail = Field(default_factory=dict)
    expires_at: datetime


def moment_of(at: datetime) -> str:
    """The first ten digits of the ids of what happened at that millisecond: ids in their order are in the order of time."""
    return _digits(max(0, (at - EPOCH) // timedelta(milliseconds=1)), _TIME_DIGITS)  # a float loses milliseconds


def activity_id(at: datetime, *names: object) -> str:
    """Return a ULID of this time and of what these names name: the same names give the same id again."""
    hashed = hashlib.sha256("\0".join(str(name) for name in names).encode()).digest()
    return moment_of(at) + _digits(int.from_bytes(hashed[:10], "big"), _OTHER_DIGITS)


def _digits(number: int, length: int) -> str:
    return "".join(_DIGITS[number >> 5 * place & 31] for place in reversed(range(length)))

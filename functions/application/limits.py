"""The times and numbers of the lifecycle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Limits:
    """Times of the lifecycle. A lease is renewed several times within its length; the deadline counts from the first start.

    `queue`: how long an operation may wait for that first start.
    """

    lease: timedelta = timedelta(seconds=30)
    timeout: timedelta = timedelta(minutes=15)
    queue: timedelta = timedelta(hours=1)
    slots: int = 2

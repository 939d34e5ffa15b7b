"""A named lease: the right of one process at a time to do something that must not be done twice at once."""

from __future__ import annotations

from datetime import datetime

from functions.domain.record import Record


class Lease(Record):
    """Who holds it and until when; without a holder, or after that time, anybody may take it."""

    name: str
    holder: str = ""
    until: datetime | None = None
    version: int = 0

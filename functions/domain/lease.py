"""A named lease: the right of one process at a time to do something that must not be done twice at once."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from functions.domain.record import Record


class Lease(Record):
    """Who holds it and until when; without a holder, or after that time, anybody may take it."""

    name: str
    holder: str = ""
    until: datetime | None = None
    place: str = Field(default="", description="how far its holders have got with what they do bit by bit")
    version: int = 0

"""Time and ids."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Where times come from."""

    def now(self) -> datetime:
        """Return the time in UTC, aware."""


class Ids(Protocol):
    """Where ids come from."""

    def operation_id(self) -> str:
        """Return a new id; ids made later sort after earlier ones."""

    def suffix(self) -> str:
        """Return four random lower-case letters or digits, to make a store's id unique."""

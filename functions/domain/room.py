"""Rooms: namespaces beside a store's own, in which operations work on copies of it for a while."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from functions.domain.record import Record

# In the place of a suffix: the store's own namespace, on a cluster that the store is not on.
ELSEWHERE: Final = "elsewhere"


class Room(Record):
    """A namespace that an operation worked in and may not have removed: recorded in the commit that ends the operation.

    So whatever is killed, somebody looks, from `not_before` on, until it is gone. `held`: it may be the store itself, since
    nobody knows how far a move came.
    """

    store_id: str
    beside: str
    cluster: str
    not_before: datetime
    held: bool = False
    version: int = 0

    @property
    def suffix(self) -> str:
        """What the namespace's name has behind the store's own; empty: it is the store's own."""
        return "" if self.beside == ELSEWHERE else self.beside

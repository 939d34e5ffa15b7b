"""Rooms: namespaces beside a store's own, in which operations work on copies of it for a while."""

from __future__ import annotations

from datetime import datetime

from functions.domain.record import Record


class Room(Record):
    """A namespace that an operation worked in and may not have removed: recorded in the commit that ends the operation.

    So whatever is killed, somebody looks, from `not_before` on, until it is gone.
    """

    store_id: str
    beside: str
    cluster: str
    not_before: datetime
    version: int = 0

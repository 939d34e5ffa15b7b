"""How many stores an owner has: the row that every new store of theirs is guarded by."""

from __future__ import annotations

from functions.domain.record import Record


class Allowance(Record):
    """The number of an owner's stores. It is written with each store that comes or goes, so two cannot take the last place.

    `stores` is None where the number is not known: it is counted when it is needed. Admins' stores are not counted.
    """

    owner: str
    stores: int | None
    version: int = 0

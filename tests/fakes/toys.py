"""A toy entity, declared as any other; and the same one as a later version and a damaged one would write it."""

from __future__ import annotations

from datetime import datetime

from functions.domain.entities import EntityType, Place
from functions.domain.record import Record


class Toy(Record):
    """A toy in a box of a child."""

    id: str
    child: str = "olga"
    box: str = "red"
    weight: int = 1
    lost: bool = False
    expires_at: datetime | None = None
    version: int = 0


class NewerToy(Toy):
    """What a later version knows of a toy."""

    colour: str = "green"


class DamagedToy(Record):
    """A row that has a toy's key and is none."""

    id: str
    child: str = "olga"
    box: str = "red"
    weight: str = "heavy"
    version: int = 0


KEY = Place("TOY#{id}", "TOY")
BY_CHILD = Place("CHILD#{child}", "{box}#{id}")
LOST = Place("LOST", "{id}", when=lambda toy: toy.lost)

TOYS = EntityType("toy", Toy, key=KEY, by={"related": BY_CHILD, "listed": LOST}, expires="expires_at")
NEWER_TOYS = EntityType("toy", NewerToy, key=KEY, by={"related": BY_CHILD, "listed": LOST}, expires="expires_at")
DAMAGED_TOYS = EntityType("toy", DamagedToy, key=KEY, by={"related": BY_CHILD})

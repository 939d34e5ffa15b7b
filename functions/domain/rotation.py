"""Rotation of a store's passwords: which keys of its Secret they are, and what each write to that Secret makes of them.

The Secret is the record of a rotation: a run that was killed is taken up where it says. `<key>.next` is a password that is not
in force everywhere yet; `<key>.previous` is one that was, and is not proven to be refused yet.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

NEXT, PREVIOUS = ".next", ".previous"
# A write to a Secret: values by key, None takes a key away.
Change = dict[str, str | None]


class Which(StrEnum):
    """Whose password."""

    DATABASE = "database"
    ADMIN = "admin"


KEYS: Final = {Which.DATABASE: "db-password", Which.ADMIN: "admin-password"}


def begun(values: Mapping[str, str], made: Mapping[str, str]) -> Change:
    """Keep new passwords beside the ones in force, for keys of which no rotation is under way."""
    return {key + NEXT: new for key, new in made.items() if key + NEXT not in values and key + PREVIOUS not in values}


def put_in_force(values: Mapping[str, str], key: str) -> Change:
    """Make the next password the current one and keep the one before; nothing where there is no next one."""
    if key + NEXT not in values:
        return {}
    return {key: values[key + NEXT], key + PREVIOUS: values[key], key + NEXT: None}


def ended(values: Mapping[str, str], keys: Collection[str]) -> Change:
    """Forget the passwords that were proven to be refused."""
    return {key + PREVIOUS: None for key in keys if key + PREVIOUS in values}

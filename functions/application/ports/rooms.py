"""The namespaces beside stores' own."""

from __future__ import annotations

from typing import Protocol

from functions.domain.room import Room


class RoomCleaner(Protocol):
    """Raises Unavailable where the cluster does not answer, and other StoreyardErrors where it refuses."""

    def seen(self, room: Room) -> str | None:
        """Return what tells the room's namespace from an earlier or later one of its name; None: none of ours is there."""

    def remove(self, room: Room, seen: str) -> None:
        """Have that very namespace removed with all that is in it, if it is still there. Does not wait until it is gone."""

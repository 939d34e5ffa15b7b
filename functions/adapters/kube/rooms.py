"""Namespaces beside stores' own: seen, and removed by their uid, so that no other one of the name goes."""

from __future__ import annotations

from collections.abc import Callable

from functions.adapters.kube.client import Kube
from functions.adapters.kube.namespace import own_namespace, place_of
from functions.domain.ownership import Claim
from functions.domain.room import Room


class KubernetesRooms:
    """Works through clients that give up soon. `installation`: whose namespaces are ours."""

    def __init__(self, client: Callable[[str], Kube], *, installation: Callable[[], str]) -> None:
        self._client = client
        self._installation = installation

    def seen(self, room: Room) -> str | None:
        """Return the uid of the room's namespace, if it is there and ours."""
        existing = own_namespace(self._client(room.cluster), self._claim(room))
        return str(existing["metadata"]["uid"]) if existing else None

    def remove(self, room: Room, seen: str) -> None:
        """Delete that namespace. Kubernetes removes what is in it, volumes by their reclaim policy."""
        self._client(room.cluster).delete(place_of(self._claim(room)), uid=seen)

    def _claim(self, room: Room) -> Claim:
        return Claim(room.store_id, self._installation(), room.suffix)

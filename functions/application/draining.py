"""A cluster that is to be empty: it takes no new stores, and those that are on it are moved to where there is room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from functions.application.cordons import Cordons
from functions.application.paging import each
from functions.application.ports.repository import Repository
from functions.application.stores import StoreService
from functions.domain.cordon import Cordon
from functions.domain.entities import ALL_STORES, OPERATIONS
from functions.domain.errors import Conflict, InvalidRequest, NotFound, Unavailable, VersionConflict
from functions.domain.kinds import move
from functions.domain.origin import Origin
from functions.domain.store import Store
from functions.domain.user import User

AT_ONCE: Final = 100  # moves asked for by one request: as many as an answer takes a moment for


@dataclass(frozen=True)
class Draining:
    """What became of it. `moving`: where each store goes; `staying`: why others do not; `more`: ask again for the rest."""

    cordon: Cordon
    moving: dict[str, str] = field(default_factory=dict)
    staying: dict[str, str] = field(default_factory=dict)
    more: bool = False


class Drains:
    """The use case. Only an admin may ask, which the door sees to."""

    def __init__(self, *, repository: Repository, cordons: Cordons, stores: StoreService) -> None:
        self._repository = repository
        self._cordons = cordons
        self._stores = stores

    def drain(self, name: str, why: str, user: User, *, origin: Origin) -> Draining:
        """Cordon a cluster and ask for a move of each store on it; asked again, of those that stayed. Raises NotFound.

        A store that cannot be moved now, for it is busy or nothing has room for it, stays as it is, and the answer says why.
        """
        found = Draining(self._cordons.cordon(name, why, user))
        for number, store in enumerate(self._on(name)):
            if number == AT_ONCE:
                return Draining(found.cordon, found.moving, found.staying, more=True)
            try:
                accepted = self._stores.request(store.id, move.KIND.name, user, {}, origin=origin)
                found.moving[store.id] = str(accepted.operation.parameters["cluster"])
            except (Conflict, InvalidRequest, NotFound, Unavailable, VersionConflict) as refused:
                found.staying[store.id] = refused.message
        return found

    def _on(self, name: str) -> Iterator[Store]:
        """Stores on a cluster that are not on their way from it."""
        return (store for store in each(self._repository, ALL_STORES) if store.spec.cluster == name and not self._leaves(store))

    def _leaves(self, store: Store) -> bool:
        live = self._repository.get(OPERATIONS, id=store.active_operation_id) if store.active_operation_id else None
        return live is not None and live.kind == move.KIND.name

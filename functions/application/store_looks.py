"""What a caller may look at: engines, clusters, stores, operations and their events. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.application import allowance, new_stores
from functions.application.cluster_choice import Placement
from functions.application.new_stores import Address, cluster_named, free_id
from functions.application.paging import Page
from functions.application.ports.catalogue import Catalogue
from functions.application.ports.clusters import Clusters
from functions.application.ports.repository import Repository
from functions.application.ports.system import Ids
from functions.application.queries import events_of, history_page, operations_page
from functions.application.refusals import check_settings, now_asked, refusals
from functions.application.store_list import EVERY, Wanted, wanted_stores
from functions.domain.cluster import Cluster
from functions.domain.engine import Engine
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import NotFound
from functions.domain.kinds.base import Kind
from functions.domain.mail import Relay
from functions.domain.operation import Event, Operation
from functions.domain.origin import Origin
from functions.domain.placement import relay_of
from functions.domain.store import Store, slug_of
from functions.domain.user import Role, User


class StoreLooks:
    """The use cases that only look."""

    def __init__(  # noqa: PLR0913 - the ports it needs, by name
        self,
        *,
        repository: Repository,
        catalogue: Catalogue,
        clusters: Clusters,
        ids: Ids,
        stores_per_owner: int | None = None,
        placement: Placement | None = None,
    ) -> None:
        self._placement = placement or Placement(repository=repository, catalogue=catalogue, clusters=clusters)
        self._repository = repository
        self._catalogue = catalogue
        self._clusters = clusters
        self._ids = ids
        self._stores_per_owner = stores_per_owner

    def engines(self) -> Mapping[str, Engine]:
        """Return the engines on offer. Never raises."""
        return self._catalogue.engines()

    def broken_engines(self) -> Mapping[str, str]:
        """Return why the engines that are not on offer cannot be used, by name."""
        return self._catalogue.problems()

    def is_available(self, engine: Engine) -> bool:
        """True if stores can be made on it here: its images are built."""
        return not self._catalogue.missing_images(engine)

    def clusters(self) -> Mapping[str, Cluster]:
        """Return the clusters that stores can be placed on."""
        return self._clusters.all()

    def address(self, *, store_id: str | None, name: str, cluster: str | None) -> Address:
        """Return the address that a new store with this id, or of this name, would have. Raises InvalidRequest."""
        place = cluster_named(self._clusters.all(), cluster)
        wanted = store_id or slug_of(name)
        taken = self._is_taken(wanted)
        if taken and not store_id:
            wanted = free_id(self._repository, self._ids, name, attempt=1)
            taken = self._is_taken(wanted)
        return Address(wanted, place.url(wanted), new_stores.taken(wanted) if taken else "")

    def places(self, user: User) -> allowance.Places:
        """Return how many stores the user has, and may have."""
        return allowance.places_of(self._repository, user, self._stores_per_owner)

    def refused(self, store: Store) -> Mapping[str, str]:
        """Return why each kind that may not be asked of a store now would be refused, in the words of the refusal."""
        return refusals(store, self._live(store), self._engine_of(store))

    def _engine_of(self, store: Store) -> Engine | None:
        """Return the engine that a store is on, unless it is on offer no more."""
        return self._catalogue.engines().get(store.spec.engine)

    def relay_of(self, store: Store) -> Relay | None:
        """Return the mail relay of a store as it is set now; None: its shop sends no mail. Raises Unavailable."""
        cluster = self._clusters.all().get(store.spec.cluster)
        return relay_of(store.spec, cluster) if cluster is not None else store.spec.mail

    def check_asked(self, store_id: str, kind: Kind, user: User, origin: Origin) -> Store:
        """Return a store that may be asked for an operation of this kind now. Raises what asking for it raises."""
        store = self.get(store_id, user)
        now_asked(store, self._live(store), kind, {}, origin)
        check_settings(kind, self._engine_of(store), {})
        return store

    def get(self, store_id: str, user: User) -> Store:
        """Return a store the user may see, or raise NotFound."""
        store = self._repository.get(STORES, id=store_id)
        if store is None or not user.may_see(store.owner):
            raise NotFound(f"there is no store {store_id}")
        return store

    def list_stores(self, user: User, *, limit: int, cursor: str | None, wanted: Wanted = EVERY) -> Page[Store]:
        """Return a page of those of the stores the user may see that are wanted."""
        owner = None if user.role is Role.ADMIN else user.id
        return wanted_stores(self._repository, owner=owner, wanted=wanted, limit=limit, cursor=cursor)

    def operation(self, operation_id: str, user: User) -> Operation:
        """Return an operation the user may see, or raise NotFound."""
        operation = self._repository.get(OPERATIONS, id=operation_id)
        if operation is None or not user.may_see(operation.owner):
            raise NotFound(f"there is no operation {operation_id}")
        return operation

    def operations(self, store_id: str, user: User, *, limit: int, cursor: str | None) -> Page[Operation]:
        """Return a store's operations, newest first; for a store that is gone, the history its owner left.

        Raises NotFound for somebody who has neither, after the same reads whether there is such a store or not.
        """
        store = self._repository.get(STORES, id=store_id)
        seen = store is not None and user.may_see(store.owner)
        if user.role is Role.ADMIN:
            page = operations_page(self._repository, store_id, limit=limit, cursor=cursor)
        else:
            page = history_page(self._repository, store_id, owner=user.id, limit=limit, cursor=cursor, owns=seen)
        if not page.items and not seen:
            raise NotFound(f"there is no store {store_id}")
        return page

    def events(self, operation_id: str, user: User, *, after: int, limit: int = 200) -> Sequence[Event]:
        """Return an operation's events with a number above `after`."""
        self.operation(operation_id, user)
        return events_of(self._repository, operation_id, after=after, limit=limit)

    def _is_taken(self, store_id: str) -> bool:
        return self._repository.get(STORES, id=store_id) is not None

    def _live(self, store: Store) -> Operation | None:
        if store.active_operation_id is None:
            return None
        operation = self._repository.get(OPERATIONS, id=store.active_operation_id)
        return operation if operation is not None and not operation.status.final else None

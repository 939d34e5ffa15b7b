"""What a caller may ask for: create and change stores, ask for operations on them. What they may look at: store_looks.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from functions.application import allowance, new_stores
from functions.application.acceptance import Once, done_once, record
from functions.application.backups_named import with_backups
from functions.application.cluster_choice import Placement
from functions.application.copies import (
    FromBackup,
    backup_for,
    check_fits,
    copy_of,
    kept_for,
    made_again,
    made_of,
    request_for,
    unasked_of,
)
from functions.application.domain_rights import check_held
from functions.application.endings import written_with
from functions.application.installed import new_target
from functions.application.moving import from_here, noted
from functions.application.new_stores import engine_for, free_id, owner_for
from functions.application.planning import Accepted, Asked, ended_by, gives_way, new_store, on_store
from functions.application.ports.catalogue import Catalogue
from functions.application.ports.clusters import Clusters
from functions.application.ports.queue import Waker
from functions.application.ports.repository import Change, Repository
from functions.application.ports.system import Clock, Ids
from functions.application.refusals import check_settings, now_asked
from functions.application.revisions import resolved
from functions.application.store_looks import StoreLooks
from functions.domain.entities import STORES
from functions.domain.errors import (
    InvalidParameters,
    InvalidRequest,
    OperationInProgress,
    StoreExists,
    VersionConflict,
)
from functions.domain.kinds import all_kinds, configure, provision
from functions.domain.kinds.base import Kind
from functions.domain.operation import Operation
from functions.domain.origin import NOWHERE, Origin
from functions.domain.placement import check_ships, choose_engine
from functions.domain.store import MadeOf, Store, StoreRequest
from functions.domain.user import User
from functions.domain.version import Target

ATTEMPTS = 5
RACES = 25  # how often one of an owner's stores may come or go first


class StoreService(StoreLooks):
    """The use cases. Every write is one commit; whoever loses a race is told what is so now."""

    def __init__(  # noqa: PLR0913 - the ports it needs, by name
        self,
        *,
        repository: Repository,
        catalogue: Catalogue,
        clusters: Clusters,
        clock: Clock,
        ids: Ids,
        waker: Waker,
        changed: Callable[[], object] = lambda: None,
        stores_per_owner: int | None = None,
        placement: Placement | None = None,
    ) -> None:
        super().__init__(
            repository=repository,
            catalogue=catalogue,
            clusters=clusters,
            ids=ids,
            stores_per_owner=stores_per_owner,
            placement=placement,
        )
        self._clock = clock
        self._waker = waker
        self._changed = changed

    def create(
        self,
        request: StoreRequest | FromBackup,
        user: User,
        once: Once | None = None,
        *,
        owner: str | None = None,
        origin: Origin = NOWHERE,
    ) -> Accepted:
        """Record a new store and the operation that makes it; with `once`, only the first time that this is asked.

        That is provision, or clone for a store that is made of a backup. `owner` is whose store it becomes, if not the user's
        own. Raises InvalidRequest for an unknown engine, plan, cluster or currency, for an engine whose images are missing and
        for an owner that the user may not name or that there is not; NotFound for a backup that the user may not see; what
        Placement.choose raises; StoreExists for an id that is taken, be it by a store that is being deleted; StoreLimitReached
        for an owner who has as many stores as they may.
        """
        return done_once(self._repository, once, lambda: self._create(request, user, once, owner or user.id, origin))

    def _create(self, wanted: StoreRequest | FromBackup, user: User, once: Once | None, owner: str, origin: Origin) -> Accepted:
        whose = owner_for(self._repository, owner, user)
        request, awaits, unasked = self._filled_in(wanted, user)
        engine = engine_for(self._catalogue, request)
        if awaits is None:
            check_ships(engine, request)
        cluster = self._placement.choose(plan=request.plan, engine=engine, named=request.cluster, labels=request.labels)
        kind, parameters = (provision.KIND, _checked(provision.KIND, {})) if awaits is None else made_again(awaits)
        taken = 0
        for _ in range(RACES):
            place = allowance.taking(self._repository, whose, self._stores_per_owner)
            store_id = request.id or free_id(self._repository, self._ids, request.name, taken)
            target = new_target(self._catalogue, engine, request, cluster.name)
            asked = self._asked(kind, user, target, parameters, origin)
            spec = request.spec(store_id=store_id, cluster=cluster.name, **unasked)
            accepted, changes = new_store(spec, cluster, asked, owner=owner, awaits=awaits)
            kept = [kept_for(self._repository, awaits, store_id)] if awaits is not None else []
            try:
                self._accept(accepted, [*changes, *place, *kept], once)
            except VersionConflict as conflict:
                there = self._repository.get(STORES, id=store_id)
                taken += there is not None
                if taken and (request.id or taken == ATTEMPTS):
                    seen = there if there is not None and user.may_see(there.owner) else None
                    raise StoreExists(new_stores.taken(store_id, seen), field="id") from conflict
                continue
            return accepted
        raise VersionConflict("other stores of yours are coming or going right now; try again in a moment")

    def request(  # noqa: PLR0913 - what is asked for, by name
        self,
        store_id: str,
        kind_name: str,
        user: User,
        parameters: Mapping[str, Any] | None = None,
        once: Once | None = None,
        *,
        origin: Origin = NOWHERE,
        also: Sequence[Change] = (),
    ) -> Accepted:
        """Record an operation on a store, or return the live one that is asked for again if its kind interrupts.

        With `once`, only the first time that this is asked. `also` is written in the same commit. What only the schedule asked
        for is canceled first. Raises InvalidRequest for a kind or parameters that do not fit, OperationInProgress or
        OperationNotAllowed (NothingToRetry where only a store that failed is asked for).
        """
        asked = parameters or {}
        return done_once(
            self._repository, once, lambda: self._request(store_id, kind_name, user, asked, once=once, origin=origin, also=also)
        )

    def _request(  # noqa: PLR0913 - what is asked for, by name
        self,
        store_id: str,
        kind_name: str,
        user: User,
        parameters: Mapping[str, Any],
        *,
        once: Once | None,
        origin: Origin,
        also: Sequence[Change],
    ) -> Accepted:
        kind = all_kinds().get(kind_name)
        if kind is None:
            raise InvalidRequest(f"must be one of: {', '.join(all_kinds())}", field="kind")
        checked = _checked(kind, parameters)
        if kind.copies:
            source = self.get(store_id, user)
            return self._create(copy_of(self._repository, source, kind, checked), user, once, source.owner, origin)
        for _ in range(ATTEMPTS):
            store = self.get(store_id, user)
            live = self._live(store)
            if live is not None and live.kind == kind.name and kind.interrupts and not live.cancel_requested:
                accepted, changes = Accepted(store, live), list[Change]()
            else:
                kind, checked = now_asked(store, live, kind, checked, origin)
                check_settings(kind, self._engine_of(store), checked)
                if not kind.copies:  # a copy that is made again is of another store's
                    checked = with_backups(self._repository, kind, store, checked)
                check_held(self._repository, kind, store, checked)
                checked = self._moved(store, checked["cluster"]) if kind.moves else checked
                checked, target, spec = resolved(self._repository, self._catalogue, kind, store, checked)
                asked = replace(self._asked(kind, user, target, checked, origin), spec=spec)
                accepted, changes = on_store(store, live, asked)
                changes += [*self._counted(ended_by(changes), store), *noted(self._repository, accepted.operation, asked.at)]
            try:
                self._accept(accepted, [*changes, *also], once)
            except VersionConflict:
                continue
            return accepted
        raise OperationInProgress(f"{store_id} is changing right now; try again in a moment")

    def change(
        self, store_id: str, user: User, changes: Mapping[str, Any], *, origin: Origin = NOWHERE
    ) -> tuple[Store, Operation | None]:
        """Record an operation that changes a store's settings; none where they are so and nothing under way may change that.

        Raises what `request` raises.
        """
        store = self.get(store_id, user)
        check_settings(configure.KIND, self._engine_of(store), changes)
        live = self._live(store)
        if configure.spec_with(store.spec, changes) == store.spec and (live is None or gives_way(live, origin)):
            return store, None
        accepted = self.request(store_id, configure.KIND.name, user, changes, origin=origin)
        return accepted.store, accepted.operation

    def _moved(self, store: Store, named: str | None) -> dict[str, Any]:
        """Return the parameters of a move of the store to the cluster that is named, or to one that has room."""
        engine = choose_engine(store.spec.engine, self._catalogue.engines(), self._catalogue.problems())
        return from_here(self._repository, self._placement, engine, store, named)

    def _accept(self, accepted: Accepted, changes: Sequence[Change], once: Once | None) -> None:
        """Record what is accepted; wake a worker, and whoever hands events on: nothing there can undo the commit."""
        record(self._repository, accepted, changes, once=once, now=self._clock.now())
        if changes:
            self._waker.wake(accepted.operation.id)
            self._changed()

    def _counted(self, ended: Sequence[Operation], store: Store) -> list[Change]:
        """What else is written of operations that end with the commit that accepts another."""
        return [change for one in ended for change in written_with(self._repository, one, store, self._clock.now())]

    def _filled_in(self, wanted: StoreRequest | FromBackup, user: User) -> tuple[StoreRequest, MadeOf | None, dict[str, bool]]:
        """Return what is asked for, the backup that it is made of, and what it is by that."""
        if isinstance(wanted, StoreRequest):
            return wanted, None, {}
        backup = backup_for(self._repository, wanted, user)
        request = request_for(wanted, backup, self._placement.open())
        check_fits(backup, choose_engine(request.engine, self._catalogue.engines(), self._catalogue.problems()))
        return request, made_of(backup), unasked_of(wanted, backup)

    def _asked(self, kind: Kind, user: User, target: Target | None, parameters: dict[str, Any], origin: Origin) -> Asked:
        return Asked(self._ids.operation_id(), kind, user, self._clock.now(), parameters, target, origin=origin)


def _checked(kind: Kind, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters as the kind declares them, defaults filled in. Raises InvalidRequest."""
    try:
        return kind.parameters.model_validate(dict(parameters)).model_dump(mode="json")
    except ValidationError as error:
        raise InvalidParameters([dict(each) for each in error.errors(include_url=False)]) from error

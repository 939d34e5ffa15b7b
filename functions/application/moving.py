"""A store that goes to another cluster: where it may go, and what it may leave on one that it is not on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from functions.application.cluster_choice import Placement
from functions.application.ports.repository import Change, Insert, Replace, Repository
from functions.domain.engine import Engine
from functions.domain.entities import ROOMS
from functions.domain.errors import InvalidRequest, OperationNotAllowed, Unreadable
from functions.domain.kinds import all_kinds
from functions.domain.kinds.base import Ended
from functions.domain.kinds.move import RESULT, SOURCE, Where
from functions.domain.operation import Operation, OperationStatus
from functions.domain.room import ELSEWHERE, Room
from functions.domain.store import Store, StoreStatus


def from_here(repository: Repository, placement: Placement, engine: Engine, store: Store, named: str | None) -> dict[str, Any]:
    """Return the parameters of a move: the cluster that the store is on, and the one that is named or else has room.

    A move that did not end goes on to where it went, also if that cluster takes no new stores by now. Raises what choosing a
    cluster raises.
    """
    here, begun = store.spec.cluster, repository.get(ROOMS, store_id=store.id, beside=ELSEWHERE)
    if begun is not None and begun.held and named in {None, begun.cluster}:
        return {"cluster": begun.cluster, SOURCE: here}
    if named == here:
        raise InvalidRequest(f"must be another cluster: {store.id} is on {here}", field="cluster")
    there = placement.choose(plan=store.spec.plan, engine=engine, named=named, without=(here,))
    return {"cluster": there.name, SOURCE: here}


def noted(repository: Repository, operation: Operation, now: datetime) -> list[Change]:
    """Return the note of what a move may leave on the cluster that it goes to, for the commit that accepts it.

    Raises OperationNotAllowed while something of an earlier one is on a cluster that the store is not on.
    """
    if not all_kinds()[operation.kind].moves:
        return []
    target, store_id = str(operation.parameters["cluster"]), operation.store_id
    known = repository.get(ROOMS, store_id=store_id, beside=ELSEWHERE)
    if known is None:
        return [Insert(Room(store_id=store_id, beside=ELSEWHERE, cluster=target, not_before=now, held=True))]
    if known.held and known.cluster == target:
        return []
    left = f"what an earlier move of {store_id} left on {known.cluster}"
    if known.held:
        raise OperationNotAllowed(f"{left} is not settled: move it to {known.cluster} first, which goes on with that")
    raise OperationNotAllowed(f"{left} is being removed: try again in a minute")


def settled(repository: Repository, ended: Operation, now: datetime) -> list[Change]:
    """Return the change of that note for the commit that ends a move: on which of the clusters the store is not.

    Where nobody knows, nothing is removed: another run of a move finds out.
    """
    kind = all_kinds().get(ended.kind)
    if kind is None or not kind.moves:
        return []
    try:
        room = repository.get(ROOMS, store_id=ended.store_id, beside=ELSEWHERE)
    except Unreadable:
        return []
    if room is None:
        return []
    good = ended.status is OperationStatus.SUCCEEDED
    cluster = str(ended.parameters.get(SOURCE, "")) if good else room.cluster
    changed = {"cluster": cluster, "held": not good and not _is_before(ended), "not_before": now}
    return [Replace(room.model_copy(update=changed))]


def _is_before(ended: Operation) -> bool:
    """True where the store is certainly where it was: its run said so, or there was none that did anything."""
    before = ended.status_before or StoreStatus.FAILED
    run = Ended(good=False, before=before, result=ended.result or {}, attempt=ended.doings)
    where = run.said(RESULT).get("where")
    return run.untouched(where, Where.BEFORE) and (where is not None or before is StoreStatus.READY)

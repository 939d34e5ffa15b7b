"""What a request makes of the state: new records, not yet committed. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.application.events import canceled, queued, told
from functions.application.ports.repository import Change, Insert, Replace
from functions.domain.cluster import Cluster
from functions.domain.errors import NothingToRetry, OperationInProgress, OperationNotAllowed
from functions.domain.kinds.base import Kind
from functions.domain.operation import Operation, OperationStatus
from functions.domain.origin import NOWHERE, SCHEDULE, Origin
from functions.domain.store import MadeOf, Store, StoreSpec
from functions.domain.user import User
from functions.domain.version import Target


@dataclass(frozen=True)
class Accepted:
    """A store and the operation that was recorded for it."""

    store: Store
    operation: Operation


@dataclass(frozen=True)
class Asked:
    """An operation that somebody asks for. `spec`: what its run is told of the store, where that is not what it is now."""

    id: str
    kind: Kind
    user: User
    at: datetime
    parameters: dict[str, Any]
    target: Target | None = None
    spec: StoreSpec | None = None
    origin: Origin = NOWHERE


Plan = tuple[Accepted, list[Change]]


def new_store(spec: StoreSpec, cluster: Cluster, asked: Asked, *, owner: str, awaits: MadeOf | None = None) -> Plan:
    """Return a store of this owner with the operation that makes it, of a backup where it awaits one."""
    running = asked.kind.running
    if running is None:
        raise ValueError(f"the kind {asked.kind.name} does not make stores")
    store = Store(
        spec=spec,
        owner=owner,
        url=cluster.url(spec.id),
        status=running,
        active_operation_id=asked.id,
        awaits=awaits,
        created_at=asked.at,
        updated_at=asked.at,
        version=_first_version(asked.at),
    )
    operation, event = queued(_operation(store, asked))
    return Accepted(store, operation), [Insert(store), Insert(operation), *told(operation, event)]


def gives_way(live: Operation | None, origin: Origin) -> bool:
    """True for what only the schedule asked for, where somebody asks for something: it is canceled, and made up for later."""
    return live is not None and live.scheduled and origin.source != SCHEDULE


def check_moment(store: Store, live: Operation | None, kind: Kind, origin: Origin) -> None:
    """Raise OperationInProgress or OperationNotAllowed unless the store may be asked for an operation of this kind now."""
    if kind.creates and store.status not in kind.allowed_from:
        raise NothingToRetry(f"{store.id} is {store.status.value}: only a store that failed is made again")
    if live is not None and not kind.interrupts and not gives_way(live, origin):
        raise OperationInProgress(f"{store.id} has a {live.kind} operation under way: {live.id}")
    check_status(store, kind)


def check_status(store: Store, kind: Kind) -> None:
    """Raise OperationNotAllowed unless the store's status is one that this kind may be asked for in."""
    if store.status not in kind.allowed_from:
        raise OperationNotAllowed(f"{kind.words} is not allowed while {store.id} is {store.status.value}")


def on_store(store: Store, live: Operation | None, asked: Asked) -> Plan:
    """Return an operation on a store, with what it cancels, at a moment that was checked."""
    kind = asked.kind
    changes: list[Change] = []
    # What ran before may have left processes behind, even if it is back in the queue: `after` has them ended first.
    after = None if live is None else (live.id if live.attempt else live.after)
    if live is not None and live.status is OperationStatus.QUEUED:
        ended, event = canceled(live, asked.at)
        changes += [Replace(ended), *told(ended, event)]
    elif live is not None:
        changes.append(Replace(live.model_copy(update={"cancel_requested": True})))
    operation, event = queued(_operation(store, asked).model_copy(update={"after": after}))
    running = kind.running_status(store.status)
    changed: dict[str, Any] = {"status": running, "active_operation_id": operation.id, "updated_at": asked.at}
    if running is not store.status:
        changed |= {"reason": "", "message": ""}
    updated = store.model_copy(update=changed)
    changes += [Replace(updated), Insert(operation), *told(operation, event)]
    return Accepted(updated, operation), changes


def ended_by(changes: Sequence[Change]) -> list[Operation]:
    """Return the operations that changes end."""
    written = [change.entity for change in changes if isinstance(change, Replace)]
    return [entity for entity in written if isinstance(entity, Operation) and entity.status.final]


def _first_version(at: datetime) -> int:
    """A store may be deleted and its id taken again: no version of the earlier one must fit the guard of the later one."""
    return int(at.timestamp() * 1000)


def _operation(store: Store, asked: Asked) -> Operation:
    return Operation(
        id=asked.id,
        store_id=store.id,
        kind=asked.kind.name,
        requested_by=asked.user.id,
        owner=store.owner,
        spec=(asked.spec or store.spec).model_dump(mode="json"),
        parameters=asked.parameters,
        **dataclasses.asdict(asked.origin),
        target=asked.target,
        recorded=store.deployed.revision if store.deployed else 0,
        status_before=store.status,
        counted=store.counted,
        created_at=asked.at,
    )

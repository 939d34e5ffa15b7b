"""The store of record.

It has one way to write: `commit`, a list of changes that all happen or none does, each guarded by the version
of the entity it replaces. Leases, fencing numbers, slots and gap-free event numbers are rules of the application on top of it,
so every adapter gets them right by getting `commit` right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from functions.domain.operation import Event, Operation, Slot
from functions.domain.store import Store
from functions.domain.user import User

Entity = Store | Operation | Event | Slot | User
Versioned = Store | Operation | Slot | User


@dataclass(frozen=True)
class Insert:
    """Write an entity whose key must not exist yet. It is stored with the version it carries."""

    entity: Entity


@dataclass(frozen=True)
class Replace:
    """Write an entity over the one whose stored version equals `entity.version`; it is stored with version + 1."""

    entity: Versioned


@dataclass(frozen=True)
class Remove:
    """Delete the entity whose stored version equals `entity.version`."""

    entity: Versioned


Change = Insert | Replace | Remove

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a listing; `cursor` is opaque and None on the last page."""

    items: Sequence[Item]
    cursor: str | None = None


class Repository(Protocol):
    """The store of record. Reads by key are strongly consistent; listings may lag by moments on DynamoDB.

    Every method raises Unavailable when the store of record cannot be reached (after retries with jitter).
    """

    def commit(self, *changes: Change) -> None:
        """Apply all changes atomically (at most 25). Raise VersionConflict, and change nothing, if one guard fails."""

    def get_store(self, store_id: str) -> Store | None:
        """Return the store, or None."""

    def list_stores(self, *, owner: str | None = None, limit: int = 50, cursor: str | None = None) -> Page[Store]:
        """Return stores ordered by id, of one owner or of all. Raise InvalidRequest(field="cursor") on a cursor not ours."""

    def get_operation(self, operation_id: str) -> Operation | None:
        """Return the operation, or None."""

    def list_operations(self, store_id: str, *, limit: int = 50, cursor: str | None = None) -> Page[Operation]:
        """Return a store's operations, newest first; also those of a store that is gone."""

    def live_operations(self, *, limit: int = 100) -> Sequence[Operation]:
        """Return queued and running operations, oldest first."""

    def list_events(self, operation_id: str, *, after: int = 0, limit: int = 200) -> Sequence[Event]:
        """Return events with a number above `after`, in order."""

    def list_slots(self) -> Sequence[Slot]:
        """Return the slots that were ever taken, by number."""

    def get_user(self, user_id: str) -> User | None:
        """Return the user, or None."""

    def find_user_by_token(self, token_hash: str) -> User | None:
        """Return the user with that token hash, or None."""

    def sweep(self, now: datetime, *, limit: int = 500) -> int:
        """Remove up to `limit` entities whose `expires_at` has passed; return how many. Expired ones are never returned."""

    def ping(self) -> None:
        """Raise Unavailable unless the store of record answers."""

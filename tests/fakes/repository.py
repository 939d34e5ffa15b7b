"""The repository in memory: the shortest code that keeps the port's promises. Entities are kept as JSON, as elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from functions.adapters.state.documents import (
    Key,
    as_stored,
    check_changes,
    decode,
    encode,
    event_number,
    expiry_of,
    key_of,
    page_of,
    page_size,
    read_cursor,
    version_of,
)
from functions.application.ports.repository import Change, Insert, Page, Remove
from functions.application.ports.system import Clock
from functions.domain.errors import Unavailable, VersionConflict
from functions.domain.operation import Event, Operation, Slot
from functions.domain.store import Store
from functions.domain.user import User
from tests.fakes.platform import FakeClock

Kept = TypeVar("Kept", Store, Operation, Event, Slot, User)
NAMES: dict[type, str] = {Store: "store", Operation: "operation", Event: "event", Slot: "slot", User: "user"}


class FakeRepository:
    """Keeps everything in a dict. `down = True`: every method raises Unavailable. `before_commit` runs before each commit."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or FakeClock()
        self._lock = threading.RLock()
        self._rows: dict[Key, tuple[int, int | None, str]] = {}
        self.down = False
        self.before_commit: Callable[[], None] | None = None

    def commit(self, *changes: Change) -> None:
        """Apply all changes, or raise VersionConflict and apply none."""
        check_changes(changes)
        if self.before_commit is not None:
            self.before_commit()
        with self._lock:
            self.ping()
            rows = dict(self._rows)
            for change in changes:
                key, stored = key_of(change.entity), as_stored(change)
                found = rows.get(key)
                fits = found is None if isinstance(change, Insert) else found and found[0] == version_of(change.entity)
                if not fits:
                    raise VersionConflict(f"{' '.join(key)} was changed by somebody else")
                if isinstance(change, Remove):
                    del rows[key]
                else:
                    rows[key] = (version_of(stored), expiry_of(stored), encode(stored))
            self._rows = rows

    def get_store(self, store_id: str) -> Store | None:
        """Return the store, or None."""
        return next(iter(self._all(Store, store_id)), None)

    def list_stores(self, *, owner: str | None = None, limit: int = 50, cursor: str | None = None) -> Page[Store]:
        """Return stores ordered by id."""
        after, size = read_cursor("stores", cursor) or "", page_size(limit)
        found = [store for store in self._all(Store) if owner in {None, store.owner} and store.id > after]
        return page_of("stores", found[: size + 1], size)

    def get_operation(self, operation_id: str) -> Operation | None:
        """Return the operation, or None."""
        return next(iter(self._all(Operation, operation_id)), None)

    def list_operations(self, store_id: str, *, limit: int = 50, cursor: str | None = None) -> Page[Operation]:
        """Return a store's operations, newest first."""
        listing = f"operations/{store_id}"
        before, size = read_cursor(listing, cursor), page_size(limit)
        found = [one for one in self._all(Operation) if one.store_id == store_id and (before is None or one.id < before)]
        return page_of(listing, found[::-1][: size + 1], size)

    def live_operations(self, *, limit: int = 100) -> Sequence[Operation]:
        """Return queued and running operations, oldest first."""
        return [operation for operation in self._all(Operation) if not operation.status.final][:limit]

    def list_events(self, operation_id: str, *, after: int = 0, limit: int = 200) -> Sequence[Event]:
        """Return events with a number above `after`, in order."""
        after = event_number(after)
        found = [event for event in self._all(Event, operation_id) if event.number > after]
        return found[: page_size(limit)]

    def list_slots(self) -> Sequence[Slot]:
        """Return the slots that were ever taken, by number."""
        return self._all(Slot)

    def get_user(self, user_id: str) -> User | None:
        """Return the user, or None."""
        return next(iter(self._all(User, user_id)), None)

    def find_user_by_token(self, token_hash: str) -> User | None:
        """Return the user with that token hash, or None."""
        return next((user for user in self._all(User) if user.token_hash == token_hash), None)

    def sweep(self, now: datetime, *, limit: int = 500) -> int:
        """Remove up to `limit` expired entities; return how many."""
        with self._lock:
            self.ping()
            gone = [key for key, (_, expiry, _) in self._rows.items() if expiry is not None and expiry <= now.timestamp()][
                :limit
            ]
            for key in gone:
                del self._rows[key]
        return len(gone)

    def ping(self) -> None:
        """Raise Unavailable if the test took it down."""
        if self.down:
            raise Unavailable("The state cannot be reached.")

    def _all(self, kind: type[Kept], *start: str) -> list[Kept]:
        """Return every entity of a kind whose key starts so and that has not expired, by key."""
        first = (NAMES[kind], *start)
        with self._lock:
            self.ping()
            now = self._clock.now().timestamp()
            rows = sorted((key, row) for key, row in self._rows.items() if key[: len(first)] == first)
        return [decode(kind, document) for _, (_, expiry, document) in rows if expiry is None or expiry > now]

"""What the domain needs of the world, as Protocols. Adapters implement them; tests bring fakes.

The repository has one way to write: `commit`, a list of changes that all happen or none does, each guarded by the version
of the entity it replaces. Leases, fencing numbers, slots and gap-free event numbers are rules of the domain on top of it,
so every adapter gets them right by getting `commit` right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from functions.domain.cluster import Cluster
from functions.domain.diagnosis import Evidence
from functions.domain.engine import Engine
from functions.domain.operation import Event, Operation, Slot
from functions.domain.run import RunMessage
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


class Clock(Protocol):
    """Where times come from."""

    def now(self) -> datetime:
        """Return the time in UTC, aware."""


class Ids(Protocol):
    """Where ids come from."""

    def operation_id(self) -> str:
        """Return a new id; ids made later sort after earlier ones."""

    def suffix(self) -> str:
        """Return four random lower-case letters or digits, to make a store's id unique."""


class Catalogue(Protocol):
    """The engines that charts/ offers."""

    def engines(self) -> Mapping[str, Engine]:
        """Return engines by name."""

    def missing_images(self, engine: Engine) -> tuple[str, ...]:
        """Return the engine's images that were not built here; none where it is not known what was built."""


class Clusters(Protocol):
    """The clusters of the inventory."""

    def all(self) -> Mapping[str, Cluster]:
        """Return clusters by name; the first is the default."""


class Waker(Protocol):
    """Tells a worker that there is work. Losing or doubling a wake-up changes nothing: the record is the queue."""

    def wake(self, operation_id: str) -> None:
        """Wake a worker up. Never raises: the reaper wakes again."""


class Run(Protocol):
    """One started run of a playbook."""

    def messages(self) -> Iterator[RunMessage]:
        """Yield what the run says, until its process is gone. Nothing after an `end`; no `end` means that it broke off."""

    def kill(self) -> None:
        """End every process of the run and remove its files; again is harmless. Raise Unavailable if one cannot be ended."""


class Runner(Protocol):
    """Runs playbooks, each in processes of its own."""

    def sweep(self, operation_id: str) -> None:
        """End processes and remove files that earlier runs of the operation left on this host. May raise Unavailable."""

    def start(self, operation: Operation, *, seconds: int) -> Run:
        """Start the operation's playbook, which may take so many seconds."""


class Observer(Protocol):
    """Looks at stores in clusters. Every method raises Unavailable if the cluster does not answer within seconds."""

    def ping(self, cluster: str) -> None:
        """Return if the cluster's API server answers that it is ready."""

    def components(self, cluster: str, store_id: str) -> Mapping[str, bool]:
        """Return the store's components that have a pod (`web`, `db`), and whether each is ready."""

    def evidence(self, cluster: str, store_id: str) -> Evidence:
        """Return what tells why a store does not come up. Holds nothing secret."""

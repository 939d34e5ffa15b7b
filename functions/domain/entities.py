"""Every entity, declared once: how it is keyed, found, versioned and expired.

Stores of record read these declarations and know no entity by name. Keys and look-ups are templates over an entity's fields:

entity       pk                        sk              related                     listed
store        STORE#<id>                STORE           OWNER#<owner>: <id>         STORES: <id>
operation    OPERATION#<id>            OPERATION       STORE#<store_id>: <id>      LIVE: <id>, while it is live
event        OPERATION#<operation_id>  EVENT#<number>
slot         SLOTS                     SLOT#<number>
cluster_slot SLOTS#<cluster>           SLOT#<number>
user         USER#<id>                 USER            TOKEN#<token_hash>: USER    USERS: <id>
outbox       OUTBOX#<operation_id>     <number>                                    OUTBOX: <store_id>#<operation_id>#<number>
lease        LEASE#<name>              LEASE
idempotency  IDEMPOTENCY#<user>        <key>
email        EMAIL#<email>             EMAIL
founding     FOUNDING#<name>           FOUNDING
session      SESSION#<id>              SESSION
code         CODE#<id>                 CODE
access       ACCESS#<id>               ACCESS          TOKENS#<user>: <id>, while it is not revoked
attempts     ATTEMPTS#<subject>        ATTEMPTS
rate         RATE#<subject>            <minute>
allowance    ALLOWANCE#<owner>         ALLOWANCE
activity     ACTIVITY#<owner>          <id>            ACTIVITY_STORE#<store_id>: <id>  ACTIVITY: <id>
tally        TALLIES                   <kind>#<engine>#<shard>
census       CENSUS                    SHARD#<shard>
recount      RECOUNT                   RECOUNT
order_intent ORDERS#<user>             <key>
backup       BACKUP#<id>               BACKUP          STORE_BACKUPS#<store_id>: <id>  BACKUPS: <owner>#<id>, till it is deleted
leftover     LEFTOVER#<id>             LEFTOVER                                    LEFTOVERS: <id>
schedule     SCHEDULE#<store_id>       SCHEDULE                                    SCHEDULES: <due_at>#<store_id>
room         ROOM#<store_id>           <beside>                                    ROOMS: <not_before>#<store_id>#<beside>
domain_claim DOMAINS#<store_id>        <name>
domain       DOMAIN#<name>             DOMAIN
cordon       CORDONS                   <cluster>
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Generic, Literal, TypeVar

from functions.domain.access import AccessToken
from functions.domain.activity import Activity
from functions.domain.allowance import Allowance
from functions.domain.backup import Backup, Leftover
from functions.domain.cordon import Cordon
from functions.domain.domain_claim import DomainClaim, DomainHolding
from functions.domain.idempotency import IdempotencyRecord
from functions.domain.lease import Lease
from functions.domain.operation import ClusterSlot, Event, Operation, Slot
from functions.domain.ordering import OrderIntent
from functions.domain.outbox import OutboxEntry
from functions.domain.record import Record
from functions.domain.room import Room
from functions.domain.schedule import Schedule
from functions.domain.session import Session, SignInCode
from functions.domain.store import Store
from functions.domain.tally import Census, Recount, Tally
from functions.domain.throttle import Attempts, RateWindow
from functions.domain.user import EmailClaim, Founding, User

E = TypeVar("E", bound=Record)
IndexName = Literal["related", "listed"]
INDEXES: Final[tuple[IndexName, ...]] = ("related", "listed")
_declared: dict[type[Record], EntityType[Any]] = {}


class _Fields(Mapping[str, Any]):
    """An entity's attributes as a mapping, for templates."""

    def __init__(self, entity: Record) -> None:
        self._entity = entity

    def __getitem__(self, name: str) -> Any:
        return getattr(self._entity, name)

    def __iter__(self) -> Any:  # pragma: no cover - templates only ask by name
        return iter(())

    def __len__(self) -> int:  # pragma: no cover - templates only ask by name
        return 0


@dataclass(frozen=True)
class Place:
    """Where a row is: `partition` holds it, `sort` orders it there. Both are templates over the entity's fields."""

    partition: str
    sort: str
    when: Callable[[Any], bool] = lambda _: True

    def of(self, entity: Record) -> tuple[str, str] | None:
        """Return the place of an entity, or None if it is not listed there."""
        return (self.partition.format_map(_Fields(entity)), self.sort_of(entity)) if self.when(entity) else None

    def sort_of(self, entity: Record) -> str:
        """Return where an entity stands in its partition's order."""
        return self.sort.format_map(_Fields(entity))


@dataclass(frozen=True)
class Lookup(Generic[E]):
    """A way to find entities by something else than their key: an index and a partition of it."""

    entity: EntityType[E]
    index: IndexName
    place: Place

    def partition(self, **fields: object) -> str:
        """Return the partition that holds what has these fields."""
        return self.place.partition.format_map(fields)


@dataclass(frozen=True)
class EntityType(Generic[E]):
    """The declaration of one entity. Declaring it is all that stores of record need."""

    name: str
    model: type[E]
    key: Place
    by: Mapping[IndexName, Place] = field(default_factory=dict)
    versioned: bool = True
    expires: str | None = None

    def __post_init__(self) -> None:
        _declared[self.model] = self

    def key_of(self, **fields: object) -> tuple[str, str]:
        """Return the key of the entity with these fields."""
        return self.key.partition.format_map(fields), self.key.sort.format_map(fields)

    def partition(self, **fields: object) -> str:
        """Return the key partition that holds what has these fields."""
        return self.key.partition.format_map(fields)

    def sort(self, **fields: object) -> str:
        """Return the sort key of the entity with these fields within its partition."""
        return self.key.sort.format_map(fields)

    def row_key(self, entity: E) -> tuple[str, str]:
        """Return the key of this entity."""
        place = self.key.of(entity)
        assert place is not None  # noqa: S101 - a key has no condition
        return place

    def places(self, entity: E) -> dict[IndexName, tuple[str, str]]:
        """Return where the entity is found besides its key."""
        found = {index: place.of(entity) for index, place in self.by.items()}
        return {index: place for index, place in found.items() if place is not None}

    def version(self, entity: E) -> int:
        """Return the version that guards the entity's row; what never changes is always its first."""
        return int(entity.version) if self.versioned else 0  # type: ignore[attr-defined]

    def next_version(self, entity: E) -> E:
        """Return the entity as it is stored over this one."""
        return entity.model_copy(update={"version": self.version(entity) + 1}) if self.versioned else entity

    def expiry(self, entity: E) -> int | None:
        """Return the epoch second from which the entity counts as gone, or None."""
        moment: datetime | None = getattr(entity, self.expires) if self.expires else None
        return None if moment is None else math.ceil(moment.timestamp())

    @property
    def related(self) -> Lookup[E]:
        """The look-up by whom or what it belongs to."""
        return Lookup(self, "related", self.by["related"])

    @property
    def listed(self) -> Lookup[E]:
        """The look-up of all, or of those that want attention."""
        return Lookup(self, "listed", self.by["listed"])


def type_of(entity: E) -> EntityType[E]:
    """Return the declaration of an entity's type. Raises TypeError for what is not declared."""
    try:
        return _declared[type(entity)]
    except KeyError as error:
        raise TypeError(f"not an entity: {type(entity).__name__}") from error


STORES = EntityType(
    "store",
    Store,
    key=Place("STORE#{id}", "STORE"),
    by={"related": Place("OWNER#{owner}", "{id}"), "listed": Place("STORES", "{id}")},
)
OPERATIONS = EntityType(
    "operation",
    Operation,
    key=Place("OPERATION#{id}", "OPERATION"),
    by={
        "related": Place("STORE#{store_id}", "{id}"),
        "listed": Place("LIVE", "{id}", when=lambda operation: not operation.status.final),
    },
    expires="expires_at",
)
EVENTS = EntityType(
    "event", Event, key=Place("OPERATION#{operation_id}", "EVENT#{number:010d}"), versioned=False, expires="expires_at"
)
SLOTS = EntityType("slot", Slot, key=Place("SLOTS", "SLOT#{number:06d}"))
CLUSTER_SLOTS = EntityType("cluster_slot", ClusterSlot, key=Place("SLOTS#{cluster}", "SLOT#{number:06d}"))
USERS = EntityType(
    "user",
    User,
    key=Place("USER#{id}", "USER"),
    by={
        "related": Place("TOKEN#{token_hash}", "USER", when=lambda user: bool(user.token_hash)),
        "listed": Place("USERS", "{id}"),
    },
)
OUTBOX = EntityType(
    "outbox",
    OutboxEntry,
    key=Place("OUTBOX#{operation_id}", "{number:010d}"),
    by={"listed": Place("OUTBOX", "{store_id}#{operation_id}#{number:010d}")},
)
LEASES = EntityType("lease", Lease, key=Place("LEASE#{name}", "LEASE"))
IDEMPOTENCY = EntityType("idempotency", IdempotencyRecord, key=Place("IDEMPOTENCY#{user}", "{key}"), expires="expires_at")
EMAILS = EntityType("email", EmailClaim, key=Place("EMAIL#{email}", "EMAIL"))
FOUNDINGS = EntityType("founding", Founding, key=Place("FOUNDING#{name}", "FOUNDING"))
SESSIONS = EntityType("session", Session, key=Place("SESSION#{id}", "SESSION"), expires="expires_at")
CODES = EntityType("code", SignInCode, key=Place("CODE#{id}", "CODE"), expires="expires_at")
ACCESS_TOKENS = EntityType(
    "access",
    AccessToken,
    key=Place("ACCESS#{id}", "ACCESS"),
    by={"related": Place("TOKENS#{user}", "{id}", when=lambda token: token.revoked_at is None)},
    expires="expires_at",
)
ATTEMPTS = EntityType("attempts", Attempts, key=Place("ATTEMPTS#{subject}", "ATTEMPTS"), expires="expires_at")
RATES = EntityType("rate", RateWindow, key=Place("RATE#{subject}", "{minute}"), expires="expires_at")
ALLOWANCES = EntityType("allowance", Allowance, key=Place("ALLOWANCE#{owner}", "ALLOWANCE"))
ACTIVITIES = EntityType(
    "activity",
    Activity,
    key=Place("ACTIVITY#{owner}", "{id}"),
    by={
        "related": Place("ACTIVITY_STORE#{store_id}", "{id}", when=lambda activity: activity.store_id is not None),
        "listed": Place("ACTIVITY", "{id}"),
    },
    versioned=False,
    expires="expires_at",
)
TALLIES = EntityType("tally", Tally, key=Place("TALLIES", "{kind}#{engine}#{shard:02d}"))
CENSUS = EntityType("census", Census, key=Place("CENSUS", "SHARD#{shard:02d}"))
RECOUNTS = EntityType("recount", Recount, key=Place("RECOUNT", "RECOUNT"))
ORDER_INTENTS = EntityType("order_intent", OrderIntent, key=Place("ORDERS#{user}", "{key}"), expires="expires_at")
BACKUPS = EntityType(
    "backup",
    Backup,
    key=Place("BACKUP#{id}", "BACKUP"),
    by={
        "related": Place("STORE_BACKUPS#{store_id}", "{id}", when=lambda backup: backup.deleted_at is None),
        "listed": Place("BACKUPS", "{owner}#{id}", when=lambda backup: backup.deleted_at is None),
    },
)
LEFTOVERS = EntityType("leftover", Leftover, key=Place("LEFTOVER#{id}", "LEFTOVER"), by={"listed": Place("LEFTOVERS", "{id}")})
SCHEDULES = EntityType(
    "schedule",
    Schedule,
    key=Place("SCHEDULE#{store_id}", "SCHEDULE"),
    by={"listed": Place("SCHEDULES", "{due_at:%Y-%m-%dT%H:%M:%S}#{store_id}")},
)
ROOMS = EntityType(
    "room",
    Room,
    key=Place("ROOM#{store_id}", "{beside}"),
    by={"listed": Place("ROOMS", "{not_before:%Y-%m-%dT%H:%M:%S}#{store_id}#{beside}")},
)
DOMAIN_CLAIMS = EntityType("domain_claim", DomainClaim, key=Place("DOMAINS#{store_id}", "{name}"))
DOMAINS = EntityType("domain", DomainHolding, key=Place("DOMAIN#{name}", "DOMAIN"))
CORDONS = EntityType("cordon", Cordon, key=Place("CORDONS", "{cluster}"))

OWNERS_STORES: Final = STORES.related
ALL_STORES: Final = STORES.listed
STORES_OPERATIONS: Final = OPERATIONS.related
LIVE_OPERATIONS: Final = OPERATIONS.listed
USERS_BY_TOKEN: Final = USERS.related
ALL_USERS: Final = USERS.listed
USERS_ACCESS_TOKENS: Final = ACCESS_TOKENS.related
UNDELIVERED: Final = OUTBOX.listed
STORES_ACTIVITY: Final = ACTIVITIES.related
ALL_ACTIVITY: Final = ACTIVITIES.listed
STORES_BACKUPS: Final = BACKUPS.related
ALL_BACKUPS: Final = BACKUPS.listed
ALL_LEFTOVERS: Final = LEFTOVERS.listed
DUE_SCHEDULES: Final = SCHEDULES.listed
DUE_ROOMS: Final = ROOMS.listed

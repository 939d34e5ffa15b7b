"""The public JSON that callers get (bodies.py: what they may send). Nothing of a record is public unless it is named here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from functions.application.outlook import Outlook, Place
from functions.domain.engine import Engine
from functions.domain.kinds import all_kinds, allowed_operations, provision
from functions.domain.operation import Event, EventStatus, Operation, OperationStatus
from functions.domain.reasons import reason_of
from functions.domain.store import Store, StoreSpec, StoreStatus
from functions.domain.version import Deployed

_Reason = Annotated[str, Field(description="one CamelCase word, empty if all is well", examples=["VerifyFailed"])]
_Message = Annotated[str, Field(description="one sentence for a person")]

NOT_ASKED: Final = Outlook()


class View(BaseModel):
    """Base of everything the API answers with."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class StoreLinks(View):
    """Where a store's things are."""

    self: str
    operations: str
    operation: str | None = Field(description="the operation under way, if any")


class DeployedView(View):
    """What is installed, which may differ from what the platform would install today."""

    engine_version: str
    chart_version: str
    images: dict[str, str] = Field(description="the image of each of its parts")
    revision: int = Field(description="Helm's revision of the release")
    at: datetime

    @classmethod
    def of(cls, deployed: Deployed) -> DeployedView:
        """Return the public form of what is installed."""
        return cls(**deployed.model_dump(include=set(cls.model_fields)))


def _allowed(store: Store, engine: Engine | None) -> list[str]:
    """What may be asked of a store right now; before its data is there, only that, and its end."""
    kinds = [kind for name in allowed_operations(store.status) if not (kind := all_kinds()[name]).lacking(engine)]
    kinds = [kind for kind in kinds if kind.for_copies or not store.spec.is_copy]
    if store.active_operation_id is not None:
        kinds = [kind for kind in kinds if kind.interrupts or kind.copies]
    elif store.awaits is not None:
        kinds = [kind for kind in kinds if kind.interrupts or kind is provision.KIND]
    return [kind.name for kind in kinds]


def _fields(store: Store, engines: Mapping[str, Engine]) -> dict[str, Any]:
    """What the public form of a store says, but for what may be asked of it."""
    engine = engines.get(store.spec.engine)
    here, live = f"/api/stores/{store.id}", store.active_operation_id
    return {
        **{name: getattr(store.spec, name) for name in StoreSpec.model_fields},
        "owner": store.owner,
        "url": store.address,
        "status": store.status,
        "reason": store.reason,
        "message": store.message,
        "verified_at": store.verified_at,
        "restored_ok_at": store.restored_ok_at,
        "restore_seconds": store.restore_seconds,
        "created_at": store.created_at,
        "updated_at": store.updated_at,
        "admin_url": store.address + (engine.admin_path if engine else "/"),
        "deployed": DeployedView.of(store.deployed) if store.deployed else None,
        "operation_id": live,
        "links": StoreLinks(self=here, operations=f"{here}/operations", operation=f"/api/operations/{live}" if live else None),
    }


def _without_defaults(schema: dict[str, Any]) -> None:
    """An answer has every field, so what stands for one that was left out says nothing."""
    for field in schema["properties"].values():
        field.pop("default", None)


class StoreView(StoreSpec, View):
    """A store."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    owner: str
    url: str = Field(description="the shop's public address, at its primary domain if it has one")
    admin_url: str = Field(description="where its owner signs in")
    status: StoreStatus
    reason: _Reason
    message: _Message
    operation_id: str | None = Field(description="the operation under way, if any")
    allowed_operations: list[str] = Field(description="what may be asked for right now")
    deployed: DeployedView | None = Field(description="what is installed; null: nothing yet, or not known")
    verified_at: datetime | None = Field(description="when a test order last went through")
    restored_ok_at: datetime | None = Field(description="when a copy made of one of its backups last took an order")
    restore_seconds: float | None = Field(description="how long that copy took to stand")
    created_at: datetime
    updated_at: datetime
    links: StoreLinks

    @classmethod
    def of(cls, store: Store, engines: Mapping[str, Engine]) -> StoreView:
        """Return the public form of a store, whose engine may be on offer no more."""
        return cls(**_fields(store, engines), allowed_operations=_allowed(store, engines.get(store.spec.engine)))


class StoreDetailView(StoreView):
    """A store, with what may not be asked of it right now and why."""

    refused_operations: dict[str, str] = Field(
        description="why each other kind of operation would be refused, in the sentence that asking for it is answered with"
    )

    @classmethod
    def told(cls, store: Store, engines: Mapping[str, Engine], refused: Mapping[str, str]) -> StoreDetailView:
        """Return the public form of a store of which it is known what would be refused."""
        allowed = [name for name in all_kinds() if name not in refused]
        return cls(**_fields(store, engines), allowed_operations=allowed, refused_operations=dict(refused))


class QueueView(View):
    """Where an operation stands that is queued. Everybody's operations count, and nothing is said of whose they are."""

    position: int = Field(description="1: the next one to start")
    waits_for: str = Field(description="what it waits for, in words", examples=["a free slot: 2 of 2 are taken"])

    @classmethod
    def of(cls, place: Place) -> QueueView:
        """Return the public form of a place in the queue."""
        return cls(position=place.position, waits_for=place.waits_for)


class OperationLinks(View):
    """Where an operation's things are."""

    self: str
    events: str
    store: str


class OperationView(View):
    """An operation: queued, running, then one of the final statuses."""

    id: str
    store_id: str
    kind: str
    status: OperationStatus
    reason: _Reason
    message: _Message
    retryable: bool | None = Field(description="whether asking again can help; null unless it failed")
    evidence: list[str] = Field(description="what was seen that explains a failure")
    next_step: str | None = Field(description="what to do about a failure, in one sentence; null where there is none")
    runbook: str | None = Field(
        description="path of the page about the reason, for people", examples=["/docs/runbooks/ImagePull"]
    )
    parameters: dict[str, Any] = Field(description="what was asked for besides the kind")
    result: dict[str, Any] | None = Field(description="what the operation found or did; null until it has ended")
    requested_by: str
    request_id: str = Field(description="the X-Request-Id of the request that asked for it; empty where there was none")
    cancel_requested: bool
    attempt: int = Field(description="how often a worker has started it")
    event_count: int
    created_at: datetime
    started_at: datetime | None
    deadline_at: datetime | None = Field(description="when it is ended as timed_out")
    finished_at: datetime | None
    queue: QueueView | None = Field(
        description="null unless it is queued; in the answer to the request that asked for it always null"
    )
    expected_seconds: float | None = Field(
        description="half of those of this kind on this engine that succeeded took no longer, from their start, within a "
        "tenth; null: none did; in the answer to the request that asked for it always null"
    )
    expected_of: int = Field(description="how many succeeded that this was seen of")
    links: OperationLinks

    @classmethod
    def of(cls, operation: Operation, outlook: Outlook = NOT_ASKED) -> OperationView:
        """Return the public form of an operation, with what is to be expected of it if that was asked for."""
        here, reason = f"/api/operations/{operation.id}", reason_of(operation.reason)
        return cls(
            next_step=None if reason is None else reason.next_step_of(operation.store_id),
            runbook=None if reason is None else reason.runbook,
            **operation.model_dump(include=set(cls.model_fields) & set(Operation.model_fields)),
            queue=None if outlook.place is None else QueueView.of(outlook.place),
            expected_seconds=outlook.expected.seconds,
            expected_of=outlook.expected.of,
            links=OperationLinks(self=here, events=f"{here}/events", store=f"/api/stores/{operation.store_id}"),
        )


class AcceptedView(View):
    """The store as it is now, and the operation to follow."""

    store: StoreView
    operation: OperationView


class StoreChangeView(View):
    """The store as it is now, and the operation to follow, if there is something to change."""

    store: StoreView
    operation: OperationView | None = Field(description="null: the store is as it was asked for already")


class StoreList(View):
    """One page of stores, by id."""

    items: list[StoreView]
    next_cursor: str | None = Field(description="send it as cursor to get the next page; null on the last")


class OperationList(View):
    """One page of operations: of a store the newest first, of what is under way the oldest."""

    items: list[OperationView]
    next_cursor: str | None = Field(description="send it as cursor to get the next page; null on the last")


class EventView(View):
    """One line of an operation's progress."""

    number: int = Field(description="from 1, without gaps")
    at: datetime
    step: str = Field(description="one word for the part of the operation that this is about")
    status: EventStatus
    message: _Message
    final: bool = Field(description="true for the operation's last event")

    @classmethod
    def of(cls, event: Event) -> EventView:
        """Return the public form of an event."""
        return cls(**event.model_dump(include=set(cls.model_fields)))


class EventList(View):
    """The events that are new to the caller."""

    events: list[EventView]
    next_after: int = Field(description="send it as after to get what comes next")
    ended: bool = Field(description="true if nothing will come after these")

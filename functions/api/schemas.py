"""The public JSON: what callers may send, and what they get. Nothing of a record is public unless it is named here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from functions.application.copies import FromBackup
from functions.domain.backup import BackupId
from functions.domain.engine import Engine
from functions.domain.errors import InvalidRequest
from functions.domain.fields import note_of
from functions.domain.kinds import all_kinds, allowed_operations, configure, provision
from functions.domain.operation import Event, EventStatus, Operation, OperationStatus
from functions.domain.store import Email, Slug, Store, StoreName, StoreRequest, StoreSpec, StoreStatus
from functions.domain.version import Deployed

_Reason = Annotated[str, Field(description="one CamelCase word, empty if all is well", examples=["VerifyFailed"])]
_Message = Annotated[str, Field(description="one sentence for a person")]


# What only a backup can say instead of a request.
NEEDED: Final = ("name", "engine")
LEFT_OUT: Final = object()
UserIdGiven = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._@-]+$")]


class View(BaseModel):
    """Base of everything the API answers with."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


def _describe_fields(schema: dict[str, Any]) -> None:
    """Say of each field what StoreSpec says of it, where its values are listed, and what stands for it if it is left out."""
    for name, field in StoreSpec.model_fields.items():
        note = note_of(field)
        if not note.asked:
            continue
        listed = f", one of GET /api/{note.listed}" if note.listed else ""
        filled_in = f"; {note.filled_in} if left out" if note.filled_in else ""
        schema["properties"][name]["description"] = f"{field.description}{listed}{filled_in}"
    for name in NEEDED:
        schema["properties"][name].pop("default", None)
    schema["anyOf"] = [{"required": list(NEEDED)}, {"required": ["backup"]}]
    schema["examples"] = [{"name": "Tea & Cake", "engine": "an-engine"}]


def _said(value: Any) -> Any:
    if value is LEFT_OUT:
        raise PydanticCustomError("missing", "Field required")
    return value


_needed = BeforeValidator(_said)


class CreateStore(StoreRequest):
    """The store that is wanted. What is left out is filled in."""

    model_config = ConfigDict(json_schema_extra=_describe_fields)

    # Left out (empty, which nobody can say) where a backup says it.
    name: Annotated[StoreName, _needed] = ""
    engine: Annotated[Slug, _needed] = ""
    backup: BackupId | None = Field(
        default=None,
        description="the id of a backup that the store is made of; what is left out is then as in the backup, and engine, "
        "country, currency and sample_products cannot be other than there",
    )
    owner: UserIdGiven | None = Field(
        default=None,
        description="the id of the user whose store it becomes, which only an admin may say of others; yours if left out",
    )
    email: Email | None = Field(default=None, description="another name for admin_email; give one of the two")

    def request(self) -> StoreRequest | FromBackup:
        """Return what the domain takes. Raises InvalidRequest where both names of one field are given."""
        if self.email is not None and self.admin_email is not None:
            raise InvalidRequest("is another name for admin_email: give one of the two", field="email")
        given = self.model_dump(exclude_unset=True, exclude={"owner", "email", "backup"})
        given |= {} if self.email is None else {"admin_email": self.email}
        if self.backup is not None:
            return FromBackup(self.backup, {name: value for name, value in given.items() if value is not None})
        return StoreRequest.model_validate(given)

    @model_validator(mode="before")
    @classmethod
    def _need_what_no_backup_says(cls, values: Any) -> Any:
        without = isinstance(values, dict) and values.get("backup") is None
        return {**dict.fromkeys(NEEDED, LEFT_OUT), **values} if without else values


def _names_of_kinds(schema: dict[str, Any]) -> None:
    schema["enum"] = list(all_kinds())


def _parameters_of_kinds(schema: dict[str, Any]) -> None:
    """Describe each kind's parameters, as its descriptor declares them."""
    schema["oneOf"] = [
        {
            "type": "object",
            "title": name,
            "required": ["kind", *(["parameters"] if _has_to_say_more(kind.parameters) else [])],
            "properties": {"kind": {"const": name, "description": kind.summary}, "parameters": _schema_of(kind.parameters)},
        }
        for name, kind in all_kinds().items()
    ]


def _has_to_say_more(parameters: type[BaseModel]) -> bool:
    try:
        parameters()
    except ValidationError:
        return True
    return False


def _schema_of(parameters: type[BaseModel]) -> dict[str, Any]:
    schema = parameters.model_json_schema()
    return {key: value for key, value in schema.items() if key not in {"description"}}


KindName = Annotated[str, Field(json_schema_extra=_names_of_kinds)]


class CreateOperation(BaseModel):
    """What shall be done with the store."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_parameters_of_kinds)

    kind: Annotated[KindName, Field(examples=["verify"])]
    parameters: Annotated[dict[str, Any], Field(description="what the kind takes besides; most take nothing")] = {}


class ChangeStore(configure.Configure):
    """What shall change of a store; what is left out stays. At least one field is given."""


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


def _allowed(store: Store) -> list[str]:
    """What may be asked of a store right now; before its data is there, only that, and its end."""
    kinds = [all_kinds()[name] for name in allowed_operations(store.status)]
    if store.active_operation_id is not None:
        kinds = [kind for kind in kinds if kind.interrupts or kind.copies]
    elif store.awaits is not None:
        kinds = [kind for kind in kinds if kind.interrupts or kind is provision.KIND]
    return [kind.name for kind in kinds]


def _without_defaults(schema: dict[str, Any]) -> None:
    """An answer has every field, so what stands for one that was left out says nothing."""
    for field in schema["properties"].values():
        field.pop("default", None)


class StoreView(StoreSpec, View):
    """A store."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    owner: str
    url: str = Field(description="the shop's public address")
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
        engine = engines.get(store.spec.engine)
        here, live = f"/api/stores/{store.id}", store.active_operation_id
        return cls(
            **{name: getattr(store.spec, name) for name in StoreSpec.model_fields},
            owner=store.owner,
            url=store.url,
            status=store.status,
            reason=store.reason,
            message=store.message,
            verified_at=store.verified_at,
            restored_ok_at=store.restored_ok_at,
            restore_seconds=store.restore_seconds,
            created_at=store.created_at,
            updated_at=store.updated_at,
            admin_url=store.url + (engine.admin_path if engine else "/"),
            deployed=DeployedView.of(store.deployed) if store.deployed else None,
            operation_id=live,
            allowed_operations=_allowed(store),
            links=StoreLinks(self=here, operations=f"{here}/operations", operation=f"/api/operations/{live}" if live else None),
        )


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
    links: OperationLinks

    @classmethod
    def of(cls, operation: Operation) -> OperationView:
        """Return the public form of an operation."""
        here = f"/api/operations/{operation.id}"
        return cls(
            **operation.model_dump(include=set(cls.model_fields) - {"links"}),
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
    """One page of operations, newest first."""

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

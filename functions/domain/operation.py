"""Operations: what was asked of a store, its lease, its events, and how it ended. Kinds: functions/domain/kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from functions.domain.origin import SCHEDULE
from functions.domain.record import Record
from functions.domain.store import StoreStatus
from functions.domain.version import Target


class OperationStatus(StrEnum):
    """Where an operation is; the last four are final."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    CANCELED = "canceled"

    @property
    def final(self) -> bool:
        """True for a status that nothing follows."""
        return self not in {OperationStatus.QUEUED, OperationStatus.RUNNING}


class Operation(Record):
    """One asynchronous request on a store. The record is the queue: whoever claims it by a conditional write runs it."""

    id: str
    store_id: str
    kind: str = Field(description="a kind's name; one that only a newer version knows stays as it is")
    status: OperationStatus = OperationStatus.QUEUED
    reason: str = ""
    message: str = ""
    retryable: bool | None = Field(default=None, description="whether asking again can help; null unless failed")
    evidence: tuple[str, ...] = ()
    result: dict[str, Any] | None = None
    requested_by: str
    owner: str = Field(default="", description="whose store it is: who may see the operation")
    spec: dict[str, Any] = Field(description="the store's spec when the operation was asked for")
    parameters: dict[str, Any] = Field(default_factory=dict, description="what the kind was asked for besides")
    request_id: str = Field(default="", description="the request that asked for it")
    source: str = Field(default="", description="the door that the request came through")
    address: str = Field(default="", description="where the request came from")
    trace: str = Field(default="", description="the traceparent of the request, which its run goes on with")
    target: Target | None = Field(default=None, description="what is to be installed, as resolved when it was accepted")
    recorded: int = Field(default=0, description="Helm's revision that the store had on record when it was accepted; 0: none")
    status_before: StoreStatus | None = Field(default=None, description="the store's status when it was accepted")
    counted: StoreStatus | None = Field(default=None, description="what the census has its store as until it ends")
    after: str | None = Field(default=None, description="an operation that must have ended before this one starts")
    cancel_requested: bool = False
    attempt: int = 0
    losses: int = Field(default=0, description="how often its worker was lost or its run broke off")
    idle: int = Field(default=0, description="how many of its runs ended by themselves before they did anything")
    fence: int = Field(default=0, description="grows with each claim; a run's writes carry it")
    worker: str | None = None
    beside: bool = Field(default=False, description="whether its run holds a slot of its cluster besides")
    lease_until: datetime | None = None
    not_before: datetime | None = Field(
        default=None, description="when it is tried again, after its cluster was away or its runs broke off"
    )
    away_until: datetime | None = Field(default=None, description="until when it waits for its cluster, which was away")
    created_at: datetime
    started_at: datetime | None = None
    deadline_at: datetime | None = None
    finished_at: datetime | None = None
    event_count: int = 0
    version: int = 0
    expires_at: datetime | None = Field(default=None, description="when the history row may be swept")

    @property
    def engine(self) -> str:
        """The name of its store's engine; empty where its spec says none."""
        return str(self.spec.get("engine", ""))

    @property
    def cluster(self) -> str:
        """The name of its store's cluster; empty where its spec says none."""
        return str(self.spec.get("cluster", ""))

    @property
    def doings(self) -> int:
        """How many of its runs may have done something."""
        return self.attempt - self.idle

    @property
    def seconds(self) -> float | None:
        """How long it took from its first start to its end; None unless it has both."""
        if self.started_at is None or self.finished_at is None:
            return None
        return max(0.0, (self.finished_at - self.started_at).total_seconds())

    @property
    def scheduled(self) -> bool:
        """True for one that nobody but the schedule asked for: it gives way to whatever somebody asks for."""
        return self.source == SCHEDULE

    @property
    def again(self) -> bool:
        """True for one that tries again to make a store whose making failed."""
        return self.kind in {"provision", "clone"} and self.status_before is StoreStatus.FAILED

    @model_validator(mode="before")
    @classmethod
    def _owner_of_old_rows(cls, values: Any) -> Any:
        """Rows of 0.1.0 have no owner: what an admin asked for was recorded as the owner's."""
        if isinstance(values, dict) and not values.get("owner"):
            return {**values, "owner": values.get("requested_by")}
        return values


class EventStatus(StrEnum):
    """How a step of an operation stands."""

    STARTED = "started"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    INFO = "info"


class Event(Record):
    """One numbered line of an operation's progress, in words for people. The last one of an operation has `final` set."""

    operation_id: str
    number: int
    at: datetime
    step: str
    status: EventStatus
    message: str
    final: bool = False
    expires_at: datetime | None = None


class Slot(Record):
    """The right to run one operation. N slots exist over all workers; a slot is a lease, so a dead worker's comes back."""

    number: int
    operation_id: str | None = None
    fence: int = 0
    lease_until: datetime | None = None
    version: int = 0


class ClusterSlot(Slot):
    """The same of one cluster, held besides, where the inventory says how many operations may run there at once."""

    cluster: str


@dataclass(frozen=True)
class Outcome:
    """How a run ended: what the worker hands over to be recorded."""

    status: OperationStatus
    reason: str = ""
    message: str = ""
    retryable: bool | None = None
    evidence: tuple[str, ...] = ()
    result: dict[str, Any] | None = None

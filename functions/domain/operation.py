"""Operations: their kinds, the state table, their leases and events.

`RULES` is the state table. Code asks it, tests run over every row, `allowed_operations` is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from functions.domain.store import StoreStatus


class OperationKind(StrEnum):
    """What is asked of a store; the value is the stem of its playbook."""

    PROVISION = "provision"
    VERIFY = "verify"
    DELETE = "delete"


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


@dataclass(frozen=True)
class Rule:
    """One row of the state table. `success` None means the store is gone; `interrupts`: cancels a live operation first."""

    allowed_from: frozenset[StoreStatus]
    running: StoreStatus
    success: StoreStatus | None
    failure: StoreStatus
    failure_reason: str
    interrupts: bool = False


RULES: dict[OperationKind, Rule] = {
    OperationKind.PROVISION: Rule(
        allowed_from=frozenset({StoreStatus.FAILED}),
        running=StoreStatus.PROVISIONING,
        success=StoreStatus.READY,
        failure=StoreStatus.FAILED,
        failure_reason="ProvisionFailed",
    ),
    OperationKind.VERIFY: Rule(
        allowed_from=frozenset({StoreStatus.READY}),
        running=StoreStatus.READY,
        success=StoreStatus.READY,
        failure=StoreStatus.READY,
        failure_reason="VerifyFailed",
    ),
    OperationKind.DELETE: Rule(
        allowed_from=frozenset(StoreStatus),
        running=StoreStatus.DELETING,
        success=None,
        failure=StoreStatus.FAILED,
        failure_reason="DeleteBlocked",
        interrupts=True,
    ),
}


def allowed_operations(status: StoreStatus) -> tuple[OperationKind, ...]:
    """Return the kinds a store in this status may be asked for, in the table's order."""
    return tuple(kind for kind, rule in RULES.items() if status in rule.allowed_from)


class Operation(BaseModel):
    """One asynchronous request on a store. The record is the queue: whoever claims it by a conditional write runs it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    store_id: str
    kind: OperationKind
    status: OperationStatus = OperationStatus.QUEUED
    reason: str = ""
    message: str = ""
    retryable: bool | None = Field(default=None, description="whether asking again can help; null unless failed")
    evidence: tuple[str, ...] = ()
    result: dict[str, Any] | None = None
    requested_by: str
    spec: dict[str, Any] = Field(description="the store's spec when the operation was asked for")
    after: str | None = Field(default=None, description="an operation that must have ended before this one starts")
    cancel_requested: bool = False
    attempt: int = 0
    fence: int = Field(default=0, description="grows with each claim; a run's writes carry it")
    worker: str | None = None
    lease_until: datetime | None = None
    created_at: datetime
    started_at: datetime | None = None
    deadline_at: datetime | None = None
    finished_at: datetime | None = None
    event_count: int = 0
    version: int = 0
    expires_at: datetime | None = Field(default=None, description="when the history row may be swept")


class EventStatus(StrEnum):
    """How a step of an operation stands."""

    STARTED = "started"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    INFO = "info"


class Event(BaseModel):
    """One numbered line of an operation's progress, in words for people. The last one of an operation has `final` set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    operation_id: str
    number: int
    at: datetime
    step: str
    status: EventStatus
    message: str
    final: bool = False
    expires_at: datetime | None = None


class Slot(BaseModel):
    """The right to run one operation. N slots exist over all workers; a slot is a lease, so a dead worker's comes back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    operation_id: str | None = None
    fence: int = 0
    lease_until: datetime | None = None
    version: int = 0


@dataclass(frozen=True)
class Outcome:
    """How a run ended: what the worker hands over to be recorded."""

    status: OperationStatus
    reason: str = ""
    message: str = ""
    retryable: bool | None = None
    evidence: tuple[str, ...] = ()
    result: dict[str, Any] | None = None

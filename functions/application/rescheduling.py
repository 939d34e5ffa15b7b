"""What the end of an operation that the schedule asked for makes of its store's schedule: it is tried again, or all is well."""

from __future__ import annotations

from datetime import datetime

from functions.application.events import GAVE_WAY
from functions.application.ports.repository import Change, Replace, Repository
from functions.domain.entities import SCHEDULES
from functions.domain.errors import Unreadable
from functions.domain.operation import Operation, OperationStatus
from functions.observability import logger


def rescheduled(repository: Repository, operation: Operation, now: datetime) -> list[Change]:
    """Return the change of the store's schedule for the commit that ends an operation, which nothing here may hinder."""
    if not operation.scheduled:
        return []
    try:
        row = repository.get(SCHEDULES, store_id=operation.store_id)
    except Unreadable:
        logger.error("a store's schedule cannot be read", operation_id=operation.id)
        return []
    if row is None:
        return []
    after = row.after(operation.kind, now, again=_worth_it(operation))
    return [] if after == row else [Replace(after)]


def _worth_it(operation: Operation) -> bool:
    """True for what failed in a way that may pass, or gave way; what somebody canceled is not wanted before its time."""
    failed = operation.status in {OperationStatus.FAILED, OperationStatus.TIMED_OUT}
    return (failed and operation.retryable is not False) or operation.reason == GAVE_WAY.reason

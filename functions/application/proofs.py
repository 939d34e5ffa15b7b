"""What is written of a backup, and of its store, once a copy that was made of it has taken an order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from functions.application.ports.repository import Change, Replace, Repository
from functions.domain.entities import BACKUPS
from functions.domain.errors import Unreadable
from functions.domain.kinds import all_kinds
from functions.domain.operation import Operation, OperationStatus
from functions.domain.record import Record
from functions.observability import logger

RESULT: Final = "drill"  # the key of a run's result that says what a drill has proven


class Proof(Record):
    """Which backup a copy was made of, and how long that took to stand."""

    backup: str
    seconds: float


def proof_of(operation: Operation) -> Proof | None:
    """Return what an operation that has ended has proven; None if nothing. Of a clone it is all of its time."""
    if operation.status is not OperationStatus.SUCCEEDED:
        return None
    kind, result = all_kinds().get(operation.kind), operation.result or {}
    if kind is not None and kind.copies and operation.seconds is not None:
        return _read({"backup": operation.parameters.get("backup"), "seconds": operation.seconds}, operation)
    return _read(result[RESULT], operation) if kind is not None and RESULT in kind.result_keys and RESULT in result else None


def proven(repository: Repository, operation: Operation, now: datetime) -> list[Change]:
    """Return the change of the backup that an operation has proven, for the commit that ends it.

    Nothing here may keep an operation from ending: a backup that is gone meanwhile, or cannot be read, stays as it is.
    """
    proof = proof_of(operation)
    if proof is None:
        return []
    try:
        backup = repository.get(BACKUPS, id=proof.backup)
    except Unreadable:
        logger.error("a backup that was proven cannot be read", operation_id=operation.id, backup_id=proof.backup)
        return []
    if backup is None:
        return []
    return [Replace(backup.model_copy(update={"proven_at": now, "restore_seconds": proof.seconds}))]


def _read(said: Mapping[str, Any], operation: Operation) -> Proof | None:
    try:
        return Proof.model_validate(said)
    except ValidationError as error:
        logger.error("what was proven of a backup cannot be read", operation_id=operation.id, cause=str(error))
        return None

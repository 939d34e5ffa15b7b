"""What a platform does first when it comes back: end what the last one left, and go on with its work at once."""

from __future__ import annotations

from functions.application.operations import Lifecycle
from functions.application.ports.repository import Repository
from functions.application.queries import live_operations
from functions.domain.errors import LeaseLost
from functions.domain.operation import OperationStatus
from functions.observability import logger

MESSAGE = "The platform was restarted; the operation goes on"


def requeue_own(*, repository: Repository, lifecycle: Lifecycle, host: str) -> list[str]:
    """Put operations back into the queue that an earlier process of this host was running; return their ids.

    Only for who knows that no such process or run of it is left: the platform holds its folder's lock and has swept it.
    """
    requeued: list[str] = []
    for operation in live_operations(repository):
        if operation.status is not OperationStatus.RUNNING or not (operation.worker or "").startswith(f"{host}/"):
            continue
        try:
            lifecycle.release(operation.id, operation.fence, MESSAGE, lost=True)
        except LeaseLost:
            continue
        logger.info("operation recovered", operation_id=operation.id)
        requeued.append(operation.id)
    return requeued

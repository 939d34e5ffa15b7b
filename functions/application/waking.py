"""Wake-ups where each starts a machine: none for an operation that would find no slot."""

from __future__ import annotations

from collections.abc import Callable

from functions.application.ports.queue import Waker
from functions.domain.errors import StoreyardError
from functions.observability import logger


class FreeSlotWaker:
    """Wakes a worker only if a slot is free for the operation. Otherwise whoever frees a slot wakes for it, or the reaper."""

    def __init__(self, waker: Waker, may_start: Callable[[str], bool]) -> None:
        self._waker = waker
        self._may_start = may_start

    def wake(self, operation_id: str) -> None:
        """Wake a worker up, also if it cannot be told whether it will find a slot. Never raises."""
        try:
            wanted = self._may_start(operation_id)
        except StoreyardError as error:
            logger.warning("slots not seen", operation_id=operation_id, error=error.message)
            wanted = True
        if wanted:
            self._waker.wake(operation_id)

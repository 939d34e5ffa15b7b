"""A worker for one operation, as a container task: runs OPERATION_ID to its end and exits. Again is harmless."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType

from functions import bootstrap
from functions.domain.errors import StoreyardError
from functions.observability import logger
from functions.settings import BadSetting
from functions.worker import assembly


def main() -> int:
    """Run the operation; 0 also if there was nothing to do: the record says what is left. 1 if this machine cannot run it."""
    try:
        platform = bootstrap.platform()
        executor = assembly.executor(platform)
    except BadSetting as error:
        logger.error("bad setting", error=str(error))
        return 2
    operation_id = platform.settings.operation_id
    if operation_id is None:
        logger.error("bad setting", error="The setting OPERATION_ID is missing.")
        return 2

    def stop(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=executor.stop, daemon=True).start()  # a handler must not wait for locks of its own thread

    signal.signal(signal.SIGTERM, stop)
    try:
        ran = executor.run_one(operation_id)
        if ran and not platform.liveness.cause:
            _wake_next(platform)
        _clear_rooms(platform)
    except StoreyardError as error:
        logger.error("operation not run", operation_id=operation_id, error=error.message)
        return 1
    finally:
        platform.tracing.close()
    logger.info("worker ends", operation_id=operation_id, ran=ran)
    return 1 if platform.liveness.cause else 0


def _wake_next(platform: bootstrap.Platform) -> None:
    """Hand the slot on: wake a worker for the operation that is first in line, which need not wait for the reaper."""
    for operation_id in platform.lifecycle.startable()[:1]:
        platform.waker.wake(operation_id)


def _clear_rooms(platform: bootstrap.Platform) -> None:
    """Have what killed runs left beside stores removed: the reaper does not reach the clusters. The next task looks again."""
    try:
        platform.rooms.go_on()
    except StoreyardError as error:
        logger.warning("rooms not cleared", error=error.message)


if __name__ == "__main__":
    sys.exit(main())

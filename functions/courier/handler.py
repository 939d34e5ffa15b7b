"""The courier as a Lambda function: started by the table's stream when something is queued, and each minute for later tries."""

from __future__ import annotations

import time
from typing import Any, Final

from functions import bootstrap
from functions.courier.threads import Couriers, queue_key
from functions.observability import logger

SECONDS: Final = 45.0  # after which nothing new is begun; what is under way has its own time


def handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    """Send what is due until nothing is. What the stream says is not read: the queues themselves say what waits."""
    couriers, until, begun = Couriers(bootstrap.platform().webhooks.courier, queue_key), time.monotonic() + SECONDS, 0
    while True:
        started = couriers.start_due() if time.monotonic() < until else 0
        begun += started
        if not couriers.wait(1.0) and not started:
            break
    logger.info("webhooks sent", begun=begun)
    return {"begun": begun}

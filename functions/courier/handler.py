"""The courier as a Lambda function: started by the table's stream when something is queued, and each minute for later tries."""

from __future__ import annotations

import time
from typing import Any, Final

from functions import bootstrap
from functions.application.notice_courier import notice_key
from functions.courier.threads import Couriers, queue_key
from functions.observability import logger

SECONDS: Final = 45.0  # after which nothing new is begun; what is under way has its own time


def handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    """Send what is due until nothing is. What the stream says is not read: the queues themselves say what waits."""
    platform, until, begun = bootstrap.platform(), time.monotonic() + SECONDS, 0
    webhooks = Couriers(platform.webhooks.courier, queue_key)
    notices = Couriers(platform.notices.courier, notice_key, of_one=1)
    while True:
        started = webhooks.start_due() + notices.start_due() if time.monotonic() < until else 0
        begun += started
        under_way = webhooks.wait(0.5), notices.wait(0.5)
        if not any(under_way) and not started:
            break
    logger.info("queues sent", begun=begun)
    return {"begun": begun}

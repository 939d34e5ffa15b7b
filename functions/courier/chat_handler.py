"""The sender of chat messages as a Lambda function: started by the table's stream when something waits, and each minute."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any, Final

from functions import bootstrap
from functions.application.chat.courier import key_of
from functions.courier.threads import Couriers
from functions.observability import logger

SECONDS: Final = 45.0  # after which nothing new is begun
SOON: Final = timedelta(seconds=5)  # what is due by then is waited for: nothing else would start this function at that time
THREADS: Final = 8


def handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    """Send what is due, or will be in a moment, until nothing is. What the stream says is not read: the rows say what waits."""
    courier = bootstrap.platform().chat.courier
    couriers, until, begun = Couriers(courier, key_of, threads=THREADS, of_one=THREADS), time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        started = couriers.start_due()
        begun += started
        if couriers.wait(1.0) or started:
            continue
        if next(courier.due(within=SOON), None) is None:
            break
        time.sleep(0.5)
    while couriers.wait(1.0):
        pass
    logger.info("chat messages sent", begun=begun)
    return {"begun": begun}

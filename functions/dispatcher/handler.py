"""The dispatcher as a Lambda function, started by the state table's stream whenever something is put into the outbox."""

from __future__ import annotations

from typing import Any

from functions import bootstrap
from functions.observability import logger


def handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    """Empty the outbox. What the stream says is not read: the outbox itself says what waits."""
    dispatcher = bootstrap.platform().dispatcher
    try:
        delivered = dispatcher.dispatch()
    finally:
        dispatcher.release()
    logger.info("events handed out", delivered=delivered)
    return {"delivered": delivered}

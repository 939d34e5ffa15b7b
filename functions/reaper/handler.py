"""The reaper: on a schedule as a Lambda function, every few seconds as a thread on one machine."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol

from functions import bootstrap
from functions.application.operations import Lifecycle
from functions.application.ports.queue import Waker
from functions.domain.errors import StoreyardError
from functions.observability import logger


def reap(lifecycle: Lifecycle, waker: Waker) -> int:
    """Mend what lost workers left and wake workers, as many as find a slot; return how many that were."""
    startable = lifecycle.reap()
    for operation_id in startable:
        waker.wake(operation_id)
    return len(startable)


def handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    """Answer the schedule."""
    platform = bootstrap.platform()
    woken = reap(platform.lifecycle, platform.waker)
    platform.counter.go_on()
    try:
        platform.dispatcher.dispatch()  # what a subscriber refused earlier is offered again
    finally:
        platform.dispatcher.release()
    try:
        platform.care.go_on()  # last: a place for backups that is away keeps nothing else from being done
        platform.care.release()
    except StoreyardError as error:
        logger.warning("backups not cared for", error=error.message)
    logger.info("reaped", woken=woken)
    return {"woken": woken}


def reap_until(
    over: threading.Event, *, lifecycle: Lifecycle, waker: Waker, seconds: float, then: Callable[[], object] = lambda: None
) -> None:
    """Reap again and again, until it is over, and `then` do what else wants doing now and then."""
    while not over.wait(seconds):
        try:
            reap(lifecycle, waker)
            then()
        except StoreyardError as error:
            logger.warning("not reaped", error=error.message)
        except Exception:  # noqa: BLE001 - the thread outlives any bug
            logger.exception("reaper failed")


class Care(Protocol):
    """Who cares for backups, or for what is left beside stores (functions/application/backup_care.py, rooms.py)."""

    def go_on(self) -> None:
        """Do what is due."""


def care_until(over: threading.Event, care: Care, *, seconds: float) -> None:
    """Care for it again and again, until it is over: in a thread of its own, which a target or a cluster may hold up."""
    while not over.wait(seconds):
        try:
            care.go_on()
        except StoreyardError as error:
            logger.warning("not cared for", care=type(care).__name__, error=error.message)
        except Exception:  # noqa: BLE001 - the thread outlives any bug
            logger.exception("care failed", care=type(care).__name__)

"""Sends for many endpoints at a time, so that one that hangs holds up nobody else's."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from functions.application.webhook_courier import Courier
from functions.domain.errors import StoreyardError
from functions.domain.webhook import WebhookQueue
from functions.observability import logger

THREADS: Final = 16
OF_ONE_WEBHOOK: Final = 2  # however many stores an endpoint is told of, others get their turn
LOOKED_AT: Final = 5000
Key = tuple[str, str, str]


class Couriers:
    """Gives each queue that is due to a thread; none is given to two."""

    def __init__(self, courier: Courier, *, threads: int = THREADS, of_one: int = OF_ONE_WEBHOOK) -> None:
        self._courier = courier
        self._threads = threads
        self._of_one = of_one
        self._under_way: set[Key] = set()
        self._changed = threading.Condition()

    def start_due(self) -> int:
        """Start what is due and finds a thread; return how many that were. Raises Unavailable."""
        with self._changed:
            under_way = set(self._under_way)
        started = 0
        for queue in self._fitting(under_way):
            key = _key(queue)
            with self._changed:
                self._under_way.add(key)
            threading.Thread(target=self._work, args=(queue, key), name="courier", daemon=True).start()
            started += 1
        return started

    def wait(self, seconds: float) -> bool:
        """Wait until a thread has ended, if any is under way; False if none is."""
        with self._changed:
            if not self._under_way:
                return False
            self._changed.wait(seconds)
            return True

    def _fitting(self, under_way: set[Key]) -> Iterator[WebhookQueue]:
        busy = Counter(webhook_id for webhook_id, *_ in under_way)
        for queue in islice(self._courier.due(), LOOKED_AT):
            if busy.total() >= self._threads:
                return
            if _key(queue) not in under_way and busy[queue.webhook_id] < self._of_one:
                busy[queue.webhook_id] += 1
                yield queue

    def _work(self, queue: WebhookQueue, key: Key) -> None:
        try:
            self._courier.work(queue)
        except StoreyardError as error:
            logger.warning("webhook not sent", webhook=queue.webhook_id, error=error.message)
        except Exception:  # noqa: BLE001 - its claim runs out, and it is tried again
            logger.exception("courier failed", webhook=queue.webhook_id)
        finally:
            with self._changed:
                self._under_way.discard(key)
                self._changed.notify_all()


def send_until(over: threading.Event, couriers: Couriers, wait: Callable[[], object]) -> None:
    """Send whenever `wait` returns, until it is over. What is under way then is left to the next process."""
    while not over.is_set():
        try:
            couriers.start_due()
        except StoreyardError as error:
            logger.warning("webhooks not looked at", error=error.message)
        except Exception:  # noqa: BLE001 - the thread outlives any bug
            logger.exception("couriers failed")
        wait()


def _key(queue: WebhookQueue) -> Key:
    return queue.webhook_id, queue.owner, queue.store_id

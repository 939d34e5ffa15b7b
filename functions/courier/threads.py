"""Sends many things at a time, so that one that hangs holds up nobody else's."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, Generic, Protocol, TypeVar

from functions.domain.errors import StoreyardError
from functions.domain.webhook import WebhookQueue
from functions.observability import logger

THREADS: Final = 16
OF_ONE_WEBHOOK: Final = 2  # however many stores an endpoint is told of, others get their turn
LOOKED_AT: Final = 5000
T = TypeVar("T")
Key = tuple[str, ...]


class Work(Protocol[T]):
    """What knows what is due, and does it."""

    def due(self) -> Iterator[T]:
        """Yield what may be done now, the longest due first, read as far as asked. Raises Unavailable."""

    def work(self, item: T, /) -> int:
        """Do it, unless somebody else does."""


class Couriers(Generic[T]):
    """Gives each thing that is due to a thread; none is given to two. `key` tells them apart, its first part whose they are."""

    def __init__(
        self, courier: Work[T], key: Callable[[T], Key], *, threads: int = THREADS, of_one: int = OF_ONE_WEBHOOK
    ) -> None:
        self._courier = courier
        self._key = key
        self._threads = threads
        self._of_one = of_one
        self._under_way: set[Key] = set()
        self._changed = threading.Condition()

    def start_due(self) -> int:
        """Start what is due and finds a thread; return how many that were. Raises Unavailable."""
        with self._changed:
            under_way = set(self._under_way)
        started = 0
        for item in self._fitting(under_way):
            key = self._key(item)
            with self._changed:
                self._under_way.add(key)
            threading.Thread(target=self._work, args=(item, key), name="courier", daemon=True).start()
            started += 1
        return started

    def wait(self, seconds: float) -> bool:
        """Wait until a thread has ended, if any is under way; False if none is."""
        with self._changed:
            if not self._under_way:
                return False
            self._changed.wait(seconds)
            return True

    def _fitting(self, under_way: set[Key]) -> Iterator[T]:
        busy = Counter(whose for whose, *_ in under_way)
        for item in islice(self._courier.due(), LOOKED_AT):
            if busy.total() >= self._threads:
                return
            key = self._key(item)
            if key not in under_way and busy[key[0]] < self._of_one:
                busy[key[0]] += 1
                yield item

    def _work(self, item: T, key: Key) -> None:
        try:
            self._courier.work(item)
        except StoreyardError as error:
            logger.warning("not sent", what=key[0], error=error.message)
        except Exception:  # noqa: BLE001 - its claim runs out, and it is tried again
            logger.exception("courier failed", what=key[0])
        finally:
            with self._changed:
                self._under_way.discard(key)
                self._changed.notify_all()


def send_until(over: threading.Event, couriers: Couriers[T], wait: Callable[[], object]) -> None:
    """Send whenever `wait` returns, until it is over. What is under way then is left to the next process."""
    while not over.is_set():
        try:
            couriers.start_due()
        except StoreyardError as error:
            logger.warning("what is to be sent was not looked at", error=error.message)
        except Exception:  # noqa: BLE001 - the thread outlives any bug
            logger.exception("couriers failed")
        wait()


def queue_key(queue: WebhookQueue) -> Key:
    """Return what tells webhooks' queues apart."""
    return queue.webhook_id, queue.owner, queue.store_id

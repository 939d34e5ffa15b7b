"""Hands events to subscribers: at least once, in order per store, whatever dies meanwhile.

An event is listed as not delivered in the commit that writes it (`functions/application/events.py`). The dispatcher reads that
list, hands each entry to every subscriber that lacks it, and removes it once all have it. One dispatcher works at a time, by a
lease, so that two do not hand out the same store's events side by side. A subscriber that refuses an event is offered it again
later, and gets nothing newer of that store before; the others go on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from functions.application.held import HeldLease
from functions.application.ports.repository import Remove, Replace, Repository
from functions.application.ports.system import Clock
from functions.domain.entities import UNDELIVERED
from functions.domain.errors import StoreyardError, VersionConflict
from functions.domain.outbox import OutboxEntry
from functions.observability import logger

LEASE: Final = "outbox"
LEASE_TIME: Final = timedelta(seconds=30)
PAGE: Final = 100
LONGEST_WAIT: Final = timedelta(minutes=5)


class Subscriber(Protocol):
    """Somebody who is told every event. `name` is recorded, so it stays the same over versions."""

    @property
    def name(self) -> str:
        """What the subscriber is called."""

    def handle(self, entry: OutboxEntry) -> None:
        """Take an event, perhaps for the second time. Whatever it raises means: not now, offer it again."""


class Dispatcher:
    """Empties the outbox into subscribers."""

    def __init__(self, *, repository: Repository, clock: Clock, subscribers: Sequence[Subscriber], holder: str) -> None:
        self._repository = repository
        self._clock = clock
        self._subscribers = tuple(subscribers)
        self._lease = HeldLease(repository=repository, clock=clock, name=LEASE, holder=holder, time=LEASE_TIME)

    def dispatch(self) -> int:
        """Hand out what waits; return how many entries went to all. Nothing, if another dispatcher is at work."""
        delivered, after = 0, ""
        waiting: set[tuple[str, str]] = set()  # subscriber and store that must wait for an earlier event
        while self._lease.hold():
            page = self._repository.find(UNDELIVERED, after=after, limit=PAGE)
            delivered += sum(self._deliver(entry, waiting) for entry in page)
            if len(page) < PAGE:
                break
            after = UNDELIVERED.place.sort_of(page[-1])
        return delivered

    def release(self) -> None:
        """Let another dispatcher begin at once: this one ends."""
        self._lease.release()

    def _deliver(self, entry: OutboxEntry, waiting: set[tuple[str, str]]) -> bool:
        """Hand one entry to all who lack it; True if nobody does any more."""
        now = self._clock.now()
        too_early = entry.not_before is not None and now < entry.not_before
        has, refused = list(entry.delivered_to), False
        for subscriber in self._subscribers:
            place = (subscriber.name, entry.store_id)
            if subscriber.name in has:
                continue
            if too_early or place in waiting or not _handled(subscriber, entry):
                refused |= not too_early and place not in waiting
                waiting.add(place)
            else:
                has.append(subscriber.name)
        missing = [subscriber.name for subscriber in self._subscribers if subscriber.name not in has]
        return self._record(entry, tuple(has), missing=bool(missing), refused=refused, now=now)

    def _record(self, entry: OutboxEntry, has: tuple[str, ...], *, missing: bool, refused: bool, now: datetime) -> bool:
        update: dict[str, object] = {"delivered_to": has}
        if refused:
            wait = min(LONGEST_WAIT, timedelta(seconds=2 ** min(entry.attempts, 16)))
            update |= {"attempts": entry.attempts + 1, "not_before": now + wait}
        if missing and not refused and has == entry.delivered_to:
            return False
        try:
            self._repository.commit(Replace(entry.model_copy(update=update)) if missing else Remove(entry))
        except VersionConflict:  # a dispatcher whose lease was taken; what it handed out is handed out again
            return False
        return not missing


def dispatch_until(over: threading.Event, dispatcher: Dispatcher, wait: Callable[[], object]) -> None:
    """Dispatch whenever `wait` returns, until it is over; then let another one begin."""
    while not over.is_set():
        try:
            dispatcher.dispatch()
        except StoreyardError as error:
            logger.warning("events not handed out", error=error.message)
        except Exception:  # noqa: BLE001 - the thread outlives any bug; what was not handed out stays listed
            logger.exception("dispatcher failed")
        wait()
    try:
        dispatcher.release()
    except StoreyardError as error:
        logger.warning("the dispatcher's lease runs out by itself", error=error.message)


def _handled(subscriber: Subscriber, entry: OutboxEntry) -> bool:
    try:
        subscriber.handle(entry)
    except Exception:  # noqa: BLE001 - one subscriber's trouble is not the others'
        logger.exception(
            "an event was refused", subscriber=subscriber.name, operation_id=entry.operation_id, number=entry.number
        )
        return False
    return True

"""Operations whose cluster could not be reached wait for it in the queue, without a slot, and go on when it answers again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from functions.application.operations import MAX_LOSSES
from functions.application.ports.clusters import Observer
from functions.application.queueing import ClusterWait
from functions.domain.errors import Unavailable
from functions.domain.operation import Operation, OperationStatus

PATIENCE: Final = 60.0
FIRST: Final = 1.0
LOOK: Final = 2.0  # how long one look at a cluster counts; one that does not answer costs seconds


def wait_of(operation: Operation, now: datetime, *, claimed: datetime, seconds: float) -> ClusterWait | None:
    """Return how a run that failed for its cluster waits for it; None: it is over, for it has waited or is lost too often.

    Each loss waits longer before the first look, so that a cluster that comes and goes does not use up all of them at once;
    the last one is not worth a wait, since the operation would be given up. A run that was claimed when the time of waiting
    was over was the last try.
    """
    tried = operation.away_until is not None and operation.away_until <= claimed
    if seconds <= 0 or tried or operation.losses + 1 >= MAX_LOSSES:
        return None
    return ClusterWait(not_before=now + timedelta(seconds=FIRST * 2**operation.losses), until=now + timedelta(seconds=seconds))


class ClusterWaits:
    """Says which operations are left in the queue, for they would only fail: their cluster is waited for, and is still away."""

    def __init__(self, observer: Observer, *, now: Callable[[], float] = time.monotonic) -> None:
        self._observer = observer
        self._now = now
        self._lock = threading.Lock()  # never held while a cluster is asked
        self._seen: dict[str, tuple[float, bool]] = {}

    def doubtful(self, operation: Operation, live: Sequence[Operation], now: datetime) -> bool:
        """True if the operation waits for its cluster, or another one does that is still to try it first."""
        if operation.cancel_requested or operation.away_until is not None:
            return not operation.cancel_requested and _waits(operation, now)
        return any(_waits(other, now) and other.cluster == operation.cluster for other in live)

    def away(self, cluster: str) -> bool:
        """True if the cluster does not answer; a look counts for a moment. Takes as long as the observer gives a cluster."""
        with self._lock:
            at, answers = self._seen.get(cluster, (-LOOK, True))
        if self._now() - at >= LOOK:
            answers = self._answers(cluster)
            with self._lock:
                self._seen[cluster] = self._now(), answers
        return not answers

    def _answers(self, cluster: str) -> bool:
        try:
            self._observer.ping(cluster)
        except Unavailable:
            return False
        return True


def _waits(operation: Operation, now: datetime) -> bool:
    queued = operation.status is OperationStatus.QUEUED
    return queued and operation.away_until is not None and operation.away_until > now

"""Reads of clusters that hold nobody up: each has a deadline, and a cluster has only so many at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, TypeVar

from functions.application.ports.insight import LOOK_SECONDS
from functions.domain.errors import ClusterUnavailable, Unavailable
from functions.observability import logger

AT_ONCE: Final = 4
T = TypeVar("T")


class Reads:
    """Runs each read in a thread of its own, so that whoever asks waits until the deadline and no longer.

    Timeouts of single calls cannot promise that: there may be several, and an answer may come a byte at a time. A read that is
    given up keeps its turn until it ends, so a cluster that hangs costs a bounded number of threads, and the next one who asks
    is told at once. The threads are daemons: none keeps the process from ending.
    """

    def __init__(self, *, seconds: float = LOOK_SECONDS, at_once: int = AT_ONCE) -> None:
        self._seconds = seconds
        self._at_once = at_once
        self._lock = threading.Lock()  # never held while anything is read
        self._turns: dict[str, threading.Semaphore] = {}

    def read(self, cluster: str, look: Callable[[], T]) -> T:
        """Return what `look` returns, or raise what it raises; ClusterUnavailable if the cluster does not answer in time."""
        turns = self._of(cluster)
        if not turns.acquire(blocking=False):
            raise ClusterUnavailable(f"The cluster {cluster} answers slowly and is being asked already; try again in a moment.")
        answer: Future[T] = Future()
        try:
            threading.Thread(target=_run, args=(look, turns, answer), name=f"read-{cluster}", daemon=True).start()
        except RuntimeError:  # the machine has no thread left
            turns.release()
            raise
        try:
            return answer.result(self._seconds)
        except ClusterUnavailable:
            raise
        except Unavailable as error:
            logger.warning("cluster not read", cluster=cluster, cause=error.message)
            raise ClusterUnavailable(f"The cluster {cluster} cannot be reached right now.") from error
        except TimeoutError as error:
            if answer.done():  # it is what the look itself raised
                raise
            logger.warning("cluster not read", cluster=cluster, cause="no answer in time")
            raise ClusterUnavailable(f"The cluster {cluster} did not answer within {self._seconds:g} seconds.") from error

    def _of(self, cluster: str) -> threading.Semaphore:
        with self._lock:
            return self._turns.setdefault(cluster, threading.Semaphore(self._at_once))


def _run(look: Callable[[], T], turns: threading.Semaphore, answer: Future[T]) -> None:
    """Give the turn back before the answer: who has it may ask again at once."""
    try:
        found = look()
    except BaseException as error:  # noqa: BLE001 - whoever waits gets it, whatever it is
        turns.release()
        answer.set_exception(error)
    else:
        turns.release()
        answer.set_result(found)

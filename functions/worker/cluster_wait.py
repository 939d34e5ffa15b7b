"""Waits for a cluster that could not be reached: what failed for that alone goes on when it answers again."""

from __future__ import annotations

import time
from collections.abc import Callable

from functions.application.operations import MAX_LOSSES
from functions.application.ports.clusters import Observer
from functions.domain.errors import Unavailable
from functions.domain.operation import Operation

# Reasons of failures that say nothing of the store.
AWAY = frozenset({"ClusterUnreachable", "ClusterUnauthorized", "ClusterBusy"})
PATIENCE = 60.0
FIRST = LOOK = 1.0


def comes_back(observer: Observer, operation: Operation, *, seconds: float, pause: Callable[[float], bool]) -> bool:
    """Wait until the operation's cluster answers, for so many seconds at most or until `pause` returns True.

    Each loss waits longer before the first look, so that a cluster that comes and goes does not use up all of them at once;
    the last one is not worth a wait, since the operation would be given up.
    """
    if operation.losses + 1 >= MAX_LOSSES:
        return False
    end = time.monotonic() + seconds
    if pause(min(seconds, FIRST * 2**operation.losses)):
        return False
    while not _answers(observer, operation.spec["cluster"]):
        if time.monotonic() >= end or pause(LOOK):
            return False
    return True


def _answers(observer: Observer, cluster: str) -> bool:
    try:
        observer.ping(cluster)
    except Unavailable:
        return False
    return True

"""What this process has answered, counted for Prometheus."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from typing import Final

BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
METHODS: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})


class Traffic:
    """Counts answers by route, method and status, and how long they took by route. Routes are this platform's own words."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: Counter[tuple[str, str, int]] = Counter()
        self._buckets: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer. A method that nobody knows is `other`: a caller must not make up labels."""
        with self._lock:
            self._answers[route, method if method in METHODS else "other", status] += 1
            buckets = self._buckets.setdefault(route, [0] * (len(BOUNDS) + 1))
            buckets[bisect_left(BOUNDS, seconds)] += 1
            self._seconds[route] = self._seconds.get(route, 0.0) + seconds

    def answers(self) -> dict[tuple[str, str, int], int]:
        """Return the number of answers by route, method and status."""
        with self._lock:
            return dict(self._answers)

    def durations(self) -> dict[str, tuple[list[int], float]]:
        """Return by route how many answers fell between the bounds, and what they took together."""
        with self._lock:
            return {route: (list(buckets), self._seconds[route]) for route, buckets in self._buckets.items()}


TRAFFIC: Final = Traffic()

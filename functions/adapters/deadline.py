"""Waiting that ends."""

from __future__ import annotations

import time
from collections.abc import Callable


class Deadline:
    """A moment after which waiting is over."""

    def __init__(
        self, seconds: float, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._start = clock()

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return self._clock() - self._start

    @property
    def passed(self) -> bool:
        """True once the time is up."""
        return self.elapsed >= self.seconds

    def pause(self, seconds: float) -> bool:
        """Sleep, but not past the deadline; False, without sleeping, once the time is up."""
        left = self.seconds - self.elapsed
        if left <= 0:
            return False
        self._sleep(min(seconds, left))
        return True

"""The stage's time: it is moved by hand while the past is written, and runs from then on."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta


class StageClock:
    """Stands still until `go`."""

    def __init__(self, now: datetime) -> None:
        self._lock = threading.Lock()
        self._base = now
        self._since: float | None = None

    def now(self) -> datetime:
        """Return the time on the stage."""
        with self._lock:
            passed = 0.0 if self._since is None else time.monotonic() - self._since
            return self._base + timedelta(seconds=passed)

    def advance(self, seconds: float) -> None:
        """Move on."""
        with self._lock:
            self._base += timedelta(seconds=seconds)

    def go(self, now: datetime) -> None:
        """Run from this moment on, which must not be past."""
        with self._lock:
            if now < self._base:
                raise ValueError(f"the stage's past goes on until {self._base}, which is after {now}")
            self._base, self._since = now, time.monotonic()

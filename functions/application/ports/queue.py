"""Wake-ups for workers."""

from __future__ import annotations

from typing import Protocol


class Waker(Protocol):
    """Tells a worker that there is work. Losing or doubling a wake-up changes nothing: the record is the queue."""

    def wake(self, operation_id: str) -> None:
        """Wake a worker up. Never raises: the reaper wakes again."""

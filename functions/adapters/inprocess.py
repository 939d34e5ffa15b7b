"""Wake-ups within one process."""

from __future__ import annotations

import threading

from functions.domain.outbox import OutboxEntry


class InProcessWaker:
    """Wakes worker threads of this process; waits end at once if somebody woke since the last wait."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0

    def wake(self, operation_id: str = "") -> None:  # noqa: ARG002 - the record says what there is to do
        """Let every waiting thread look for work."""
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """Wait until somebody woke after `seen`, or for so many seconds; return what to pass as `seen` next."""
        with self._condition:
            self._condition.wait_for(lambda: self._count != seen, timeout=seconds)
            return self._count


class ChangeNotifier:
    """Ends the pauses of threads that wait for something new in the state once it is written, by whoever the waker hears of."""

    def __init__(self, waker: InProcessWaker | None = None) -> None:
        self._wake_ups = waker or InProcessWaker()
        self._thread = threading.local()

    @property
    def name(self) -> str:
        """What this subscriber of the outbox is called."""
        return "long-polls"

    def handle(self, entry: OutboxEntry | None = None) -> None:  # noqa: ARG002 - whoever waits looks for what it waits for
        """Something was written: let everybody look."""
        self._wake_ups.wake()

    def pause(self, gone: threading.Event, seconds: float) -> None:
        """Wait until something was written since this thread's last pause, for so many seconds at most. For `LongPolls`."""
        if not gone.is_set():
            self._thread.seen = self._wake_ups.wait(getattr(self._thread, "seen", -1), seconds)

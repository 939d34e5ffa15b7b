"""Time and ids as the machine gives them."""

from __future__ import annotations

import secrets
import string
import threading
from datetime import UTC, datetime

from ulid import ULID

SUFFIX_LENGTH = 4


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """Return the time in UTC, aware."""
        return datetime.now(UTC)


class UlidIds:
    """ULIDs for operations: they sort by the time they were made, within a process even if the clock steps back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def operation_id(self) -> str:
        """Return a new ULID, above every one returned before."""
        with self._lock:
            self._last = max(int(ULID()), self._last + 1)
            return str(ULID.from_int(self._last))

    def suffix(self) -> str:
        """Return four random lower-case letters or digits."""
        return "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(SUFFIX_LENGTH))

"""What the platform's processes hold in memory."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

from tests.cluster.installation import platform_pid


def family(pid: int) -> list[int]:
    """A process and all that it started, directly or not."""
    found = [pid]
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [one for child in (task / "children").read_text().split() for one in family(int(child))]
    return found


def resident_mib(pid: int) -> float:
    """What a process has in memory of its own, in MiB; 0 for one that is gone."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next((int(line.split()[1]) for line in lines if line.startswith("RssAnon:")), 0) / 1024
    return 0.0


class Largest:
    """The most that any one process of the platform held while it was open, in MiB; looked at ten times a second."""

    def __init__(self) -> None:
        self.mib = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Largest:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self.mib = max(self.mib, *(resident_mib(pid) for pid in family(platform_pid())))

"""Too little memory: the platform and its runs in a control group of their own, in which the kernel kills the largest."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from tests.chaos.faults import Fault
from tests.chaos.rounds import Chance

MEMORY = Path("/sys/fs/cgroup/memory")
FIRST, LEAST, STEP = 64 << 20, 1 << 20, 0.8  # what was allocated before counts for the group that it was allocated in
SECONDS = 6.0


class OutOfMemory(Fault):
    """The group's limit falls until something in it is killed."""

    name = "oom"
    chance = Chance(0.8, kills=True)

    @property
    def group(self) -> Path:
        """Below the group that this program is in itself."""
        return own_group() / f"storeyard-chaos-{os.getpid()}-{self.scene.place.port}"

    def strike(self) -> bool:
        """Put the platform and its runs in; False where this machine has no such groups, or they may not be made."""
        try:
            self.group.mkdir(exist_ok=True)
            self._move(self._pids(), self.group)
        except OSError as error:
            self.scene.notes.append(f"oom not possible: {error.strerror}")
            return False
        limit, end = FIRST, time.monotonic() + SECONDS
        while time.monotonic() < end and not self._killed() and not self.scene.ended():
            with contextlib.suppress(OSError):  # what cannot be freed keeps it from being set; the kernel kills all the same
                (self.group / "memory.limit_in_bytes").write_text(str(limit), encoding="utf-8")
            limit = max(LEAST, int(limit * STEP))
            time.sleep(0.1)
        self.hits += self._killed()
        return self.hits > 0

    def heal(self) -> None:
        """Give back all there is, and take the group away once nothing is in it."""
        with contextlib.suppress(OSError):
            (self.group / "memory.limit_in_bytes").write_text("-1", encoding="utf-8")
        with contextlib.suppress(OSError):
            self._move([int(pid) for pid in (self.group / "cgroup.procs").read_text(encoding="utf-8").split()], own_group())
        with contextlib.suppress(OSError):
            self.group.rmdir()

    def settle(self) -> None:
        """What was still ending keeps a group from being removed."""
        self.heal()

    def _killed(self) -> int:
        """How many the kernel has killed in the group."""
        lines = (self.group / "memory.oom_control").read_text(encoding="utf-8").splitlines()
        return int(dict(line.split() for line in lines).get("oom_kill", 0))

    def _pids(self) -> list[int]:
        run = self.scene.run()
        alive = [self.scene.supervisor.pid] if self.scene.supervisor.alive else []
        return [*alive, *(run.pids if run is not None else ())]

    def _move(self, pids: list[int], group: Path) -> None:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                (group / "cgroup.procs").write_text(str(pid), encoding="utf-8")


def own_group() -> Path:
    """The group of this program in the hierarchy of memory. Raises OSError where there is none (as in version 2)."""
    for line in Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines():
        _, controllers, path = line.split(":", 2)
        if "memory" in controllers.split(","):
            return MEMORY / path.lstrip("/")
    raise OSError(0, "there is no control group of memory")

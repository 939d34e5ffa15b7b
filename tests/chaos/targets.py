"""The processes of a platform's runs, as /proc shows them."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import dataclass
from pathlib import Path

from functions.adapters.ansible import processes
from functions.adapters.ansible.process import MARK
from tests.chaos.place import Place

PROC = Path("/proc")


@dataclass(frozen=True)
class RunProcesses:
    """One run's processes: the runner, which talks to the worker, and those below it."""

    operation_id: str
    token: str
    runner: int | None
    below: tuple[int, ...]

    @property
    def pids(self) -> tuple[int, ...]:
        """All of them."""
        return (*((self.runner,) if self.runner else ()), *self.below)


def runs_of(place: Place) -> list[RunProcesses]:
    """The runs that have begun, each with the processes that live."""
    return [found for mark in place.runs.glob("*/mark") if (found := _run(mark.parent.name, _text(mark))).pids]


def helm_below(pid: int) -> list[int]:
    """The Helm below a process, where one is at work: looked for by descent, since a look at every process takes too long."""
    found, todo = [], [pid]
    while todo:
        each = todo.pop()
        todo += [int(child) for child in _text(PROC / str(each) / "task" / str(each) / "children").split()]
        found += [each] if name_of(each) == "helm" else []
    return found


def marked(place: Place) -> set[int]:
    """Every living process of the platform's runs, also of those that only wait for one."""
    return processes.marked(frozenset({f"STOREYARD_RUNS={place.runs}".encode()}))


def tokens(place: Place) -> dict[str, set[int]]:
    """Living processes of runs by the run's token."""
    found: dict[str, set[int]] = {}
    for pid in marked(place):
        token = variable(pid, MARK)
        if token:
            found.setdefault(token, set()).add(pid)
    return found


def variable(pid: int, name: str) -> str:
    """What a process was started with under a name in its environment."""
    with contextlib.suppress(OSError):
        for entry in (PROC / str(pid) / "environ").read_bytes().split(b"\0"):
            if entry.startswith(f"{name}=".encode()):
                return entry.partition(b"=")[2].decode(errors="replace")
    return ""


def name_of(pid: int) -> str:
    """The name of a process's program."""
    with contextlib.suppress(OSError):
        return (PROC / str(pid) / "comm").read_text(encoding="utf-8").strip()
    return ""


def parent_of(pid: int) -> int:
    """The parent of a process, 0 if it has gone."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int((PROC / str(pid) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    return 0


def kill(pid: int) -> bool:
    """SIGKILL a process; False if it has gone already."""
    return send(pid, signal.SIGKILL)


def send(pid: int, number: signal.Signals) -> bool:
    """Signal a process; False if it has gone already."""
    try:
        os.kill(pid, number)
    except OSError:
        return False
    return True


def _run(operation_id: str, token: str) -> RunProcesses:
    pids = processes.marked(frozenset({f"{MARK}={token}".encode()})) if token else set()
    runner = next((pid for pid in sorted(pids) if parent_of(pid) not in pids), None)
    return RunProcesses(operation_id, token, runner, tuple(sorted(pids - {runner})))


def _text(file: Path) -> str:
    with contextlib.suppress(OSError):
        return file.read_text(encoding="utf-8").strip()
    return ""

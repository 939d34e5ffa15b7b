"""Processes of this host: find them by a mark in their environment or by descent, and end them for certain."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator

PROC = "/proc"
PAUSE = 0.03


class StillAlive(Exception):
    """A process could not be ended in time."""


def carries(pid: int, marks: frozenset[bytes]) -> bool:
    """True if the process was started with one of the marks (`NAME=value`) in its environment."""
    try:
        return not marks.isdisjoint(_read(pid, "environ").split(b"\0"))
    except OSError:  # it has gone, or belongs to somebody else
        return False


def marked(marks: frozenset[bytes]) -> set[int]:
    """Return living processes that carry one of the marks, without this one. A zombie carries nothing."""
    return {pid for pid in _pids() if pid != os.getpid() and carries(pid, marks)}


def descendants(ancestor: int) -> set[int]:
    """Return the living processes below a process, zombies left out."""
    parents: dict[int, list[int]] = {}
    for pid in _pids():
        parent = _living_parent(pid)
        if parent is not None:
            parents.setdefault(parent, []).append(pid)
    found: set[int] = set()
    todo = [ancestor]
    while todo:
        children = parents.get(todo.pop(), [])
        found.update(children)
        todo.extend(children)
    return found


def end(find: Callable[[], set[int]], *, grace: float = 2.0, limit: float = 10.0) -> None:
    """TERM what is found, KILL after the grace what still is, until nothing is found twice. Raises StillAlive."""
    started = time.monotonic()
    told: set[int] = set()
    empty = 0
    while empty < 2:  # noqa: PLR2004 - a child may be born while its dying parent is being looked at
        found = find()
        empty = 0 if found else empty + 1
        waited = time.monotonic() - started
        if found and waited > limit:
            raise StillAlive(f"processes {sorted(found)} do not end")
        for pid in found:
            if waited >= grace:
                send(pid, signal.SIGKILL, find)
            elif pid not in told:
                send(pid, signal.SIGTERM, find)
        told |= found
        if found:
            time.sleep(PAUSE)


def send(pid: int, number: signal.Signals, find: Callable[[], set[int]] | None = None) -> None:
    """Signal a process, making sure that its number was not given to another one meanwhile."""
    try:
        handle = os.pidfd_open(pid)
    except OSError:  # it has gone
        return
    try:
        if find is None or pid in find():
            signal.pidfd_send_signal(handle, number)
    except OSError:  # it has gone
        return
    finally:
        os.close(handle)


def _pids() -> Iterator[int]:
    return (int(name) for name in os.listdir(PROC) if name.isdigit())  # noqa: PTH208 - as _read says


def _read(pid: int, name: str) -> bytes:
    """A file of a process. Not by a Path: pathlib interns each part, so a platform that looks often keeps growing."""
    with open(f"{PROC}/{pid}/{name}", "rb") as file:  # noqa: PTH123
        return file.read()


def _living_parent(pid: int) -> int | None:
    """The parent of a process that is not a zombie."""
    try:
        state, parent = _read(pid, "stat").decode(errors="replace").rpartition(")")[2].split()[:2]
    except (OSError, ValueError):
        return None
    return None if state in "ZX" else int(parent)

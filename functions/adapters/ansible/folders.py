"""The folders of runs on this machine."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from functions.adapters.ansible.process import SCRATCH

OLD_SECONDS: Final = 3600.0  # no run is silent for so long: its operation would have timed out


class RunFoldersHere:
    """`runs` is where runs have theirs. One that is being made, or cleared away, is not old."""

    def __init__(self, runs: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._runs = runs
        self._clock = clock

    def old(self) -> Sequence[str]:
        """Return the names of the folders, without those of processes that wait for a run."""
        folders = [each for each in self._runs.iterdir() if each.is_dir()] if self._runs.is_dir() else []
        before = self._clock() - OLD_SECONDS
        return sorted(each.name for each in folders if not each.name.startswith(SCRATCH) and _written(each) < before)

    def remove(self, name: str) -> None:
        """Remove a folder."""
        shutil.rmtree(self._runs / Path(name).name, ignore_errors=True)


def _written(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:  # it went meanwhile
        return float("inf")

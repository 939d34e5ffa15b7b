"""A disk that is soon full: a file system in memory, mounted for a test and gone with it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(place: Path, *, kib: int) -> Iterator[Path]:
    """Mount one of this size; skip the test, and say so, where that cannot be done."""
    place.mkdir(parents=True)
    if os.geteuid() != 0:
        pytest.skip("NOT TESTED: a full disk: only root may mount a small one")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(place)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"NOT TESTED: a full disk: a small one cannot be mounted: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)

"""Programs that tests need and that are built when a test first wants them, by a script of the project's."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
CACHE = Path(
    os.environ.get("STOREYARD_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "storeyard"
)
# Each is built once, which takes a minute, or more on a busy machine.
BUILD_SECONDS = 540


@cache
def built(script: str, program: str, *, seconds: int = BUILD_SECONDS) -> Path | str:
    """The program, or why there is none."""
    command = [str(PROJECT / "scripts" / script)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return f"it was not built within {seconds} s"
    return CACHE / "bin" / program if done.returncode == 0 else done.stderr.strip()

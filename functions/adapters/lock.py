"""The lock of a data folder: one platform works on it at a time."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

from functions.domain.errors import Unavailable


def hold(home: Path) -> IO[str]:
    """Hold the folder's lock as long as this process lives, however it ends, or the file is closed. Raises Unavailable."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = (home / "platform.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise Unavailable(f"A platform is running already on {home} (see platform.pid there).") from error
    return lock

"""The state file as a whole: copied while everything runs, and put in the place of another when nothing does."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from functions.domain.errors import Unavailable

BUSY_SECONDS: Final = 30
GOOD: Final = [("ok",)]


def copy_state(file: Path, copy: Path) -> None:
    """Write a compact copy of the state as it is at one moment to a new file (mode 0600), and check it, while others write.

    Copying the file itself would miss what is in its write-ahead log. Raises Unavailable, and leaves no half of one.
    """
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise Unavailable(f"The copy {copy} of the state cannot be written: {error.strerror}.") from error
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS)) as state:
            state.execute("VACUUM INTO ?", (str(copy),))
        _sync(copy)
        check_state(copy)
    except (sqlite3.Error, OSError, Unavailable) as error:
        copy.unlink(missing_ok=True)
        raise Unavailable(f"The state file {file} cannot be copied: {error}.") from error


def check_state(file: Path) -> None:
    """Return if SQLite finds nothing wrong in a copy. Raises Unavailable."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as state:
            found = state.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.Error as error:
        raise Unavailable(f"The copy {file} of the state cannot be read: {error}.") from error
    if found != GOOD:
        raise Unavailable(f"The copy {file} of the state is damaged: {found[0][0]}.")


def put_back(copy: Path, file: Path, *, before: Path) -> None:
    """Put a checked copy in the place of the state file; what was there is kept as a copy of its own under `before`.

    Nobody may have the file open. Raises Unavailable, with the file as it was.
    """
    check_state(copy)
    if file.exists():
        before.unlink(missing_ok=True)
        copy_state(file, before)
    _sync(copy)
    for ending in ("-wal", "-shm"):  # first: left beside another file they would be read as that one's
        file.with_name(file.name + ending).unlink(missing_ok=True)
    copy.replace(file)
    _sync(file)


def _sync(path: Path) -> None:
    """Make the file and its name survive a power cut."""
    for name in (path, path.parent):
        handle = os.open(name, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

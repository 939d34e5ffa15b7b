"""Texts that are made once and kept in a file: whole or not at all, readable by its owner only, the same for all processes."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def kept_once(file: Path, make: Callable[[], str]) -> str:
    """Return the text in the file, made and written if there is none. Of any number who do so at once, all get the same."""
    return read_kept(file) or _make(file, make())


def read_kept(file: Path) -> str:
    """Return the text in the file; empty if there is none."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def _make(file: Path, text: str) -> str:
    """Write it beside and link it, so that nobody reads a half and the first of several wins."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(f"{text}\n")
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            file.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
    return read_kept(file)

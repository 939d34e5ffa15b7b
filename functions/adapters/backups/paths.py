"""The names of files in a target: relative, plain, the same for every target."""

from __future__ import annotations

from pathlib import PurePosixPath

from functions.application.ports.backups import TargetFailed
from functions.domain.backup import MANIFEST

# What a file is called until it is whole.
PARTIAL = ".partial"


def checked(path: str) -> str:
    """Return a path that stays below the target. Raises TargetFailed for any other, and for the name of a partial file."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "/".join(parts) != path or path.endswith(PARTIAL):
        raise TargetFailed(f"{path!r} cannot be the name of something in a backup")
    return path


def is_manifest(path: str) -> bool:
    """True for a manifest, which is removed before what it speaks of: whatever is cut short then, no backup is listed."""
    return path.rpartition("/")[2] == MANIFEST

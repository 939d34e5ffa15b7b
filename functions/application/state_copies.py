"""Copies of the state on one machine: made while it runs, read back before they count, a number of them kept, one put back.

A copy holds who owns which store, operations and their events. The stores' own data have backups of their own.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from functions.application.ports.backups import BackupTarget
from functions.application.ports.system import Clock
from functions.domain.errors import InvalidRequest, NotFound, Unavailable

FOLDER: Final = "state-copies"
CHUNK: Final = 1 << 20
NAME: Final = re.compile(rf"{FOLDER}/(\d{{8}}-\d{{6}})/state\.db")


@dataclass(frozen=True)
class Ways:
    """What is done to state files: copied, checked, put in the place of one, and a data folder held alone."""

    copy: Callable[[Path, Path], None]
    check: Callable[[Path], None]
    put_back: Callable[..., None]
    hold: Callable[[Path], AbstractContextManager[Any]]


@dataclass(frozen=True)
class StateCopies:
    """The copies of one state file in one place, by the time they were made: `20260101-031700`, in UTC."""

    home: Path
    file: Path
    target: BackupTarget
    clock: Clock
    ways: Ways

    def names(self) -> Sequence[str]:
        """Return the copies that are there, the oldest first. Raises TargetFailed."""
        found = (NAME.fullmatch(path) for path in self.target.files(FOLDER))
        return sorted(match[1] for match in found if match)

    def make(self, *, keep: int) -> str:
        """Make one, read it back, then forget all but the newest `keep`; return its name. Raises Unavailable, TargetFailed."""
        name = self.clock.now().strftime("%Y%m%d-%H%M%S")
        path = f"{FOLDER}/{name}/state.db"
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(scratch) / "state.db"
            self.ways.copy(self.file, copy)
            self.target.write(path, _chunks(copy))
            if _sum(self.target.read(path)) != _sum(_chunks(copy)):
                self.target.delete(f"{FOLDER}/{name}")
                raise Unavailable(f"The copy {name} of the state is not there as it was written.")
        for old in self.names()[:-keep]:
            self.target.delete(f"{FOLDER}/{old}")
        return name

    def restore(self, name: str) -> bool:
        """Put a copy in the place of the state, once: False if it was done before, by the mark in the data folder.

        What was there is kept as `state-before-<name>.db`. Raises NotFound, Unavailable (a platform is running), TargetFailed.
        """
        mark = self.home / "restored"
        if mark.is_file() and mark.read_text(encoding="utf-8").strip() == name:
            return False
        if not re.fullmatch(r"\d{8}-\d{6}", name):
            raise InvalidRequest(f"{name!r} is no name of a copy: they are like 20260101-031700.")
        if name not in self.names():
            raise NotFound(f"There is no copy {name} of the state; there are: {', '.join(self.names()) or 'none'}.")
        draft = self.home / "state-restored.db"  # beside the state, so that it gets its place in one step
        with self.ways.hold(self.home):
            try:
                with draft.open("wb") as stream:
                    stream.writelines(self.target.read(f"{FOLDER}/{name}/state.db"))
                draft.chmod(0o600)
                self.ways.put_back(draft, self.file, before=self.home / f"state-before-{name}.db")
            finally:
                draft.unlink(missing_ok=True)
            mark.write_text(f"{name}\n", encoding="utf-8")
        return True


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _sum(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()

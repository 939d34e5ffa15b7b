"""Backups in a folder of this machine."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import RawIOBase
from pathlib import Path

from functions.adapters.backups.paths import PARTIAL, checked, is_manifest
from functions.adapters.deadline import Deadline
from functions.application.ports.backups import TargetFailed

CHUNK = 1 << 20
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
# A disk may be full for a moment, until something else on it has ended; what is streamed to it waits as long.
FULL_SECONDS, POLL = 20.0, 0.5


class FolderTarget:
    """A file is written beside its place and gets its name once the disk has it. Only its owner may read what is in here."""

    def __init__(self, root: Path, *, full_seconds: float = FULL_SECONDS) -> None:
        self._root = root
        self._full_seconds = full_seconds

    def write(self, path: str, chunks: Iterable[bytes]) -> int:
        """Write a file from its chunks, and return its size; where the chunks raise, nothing is left of it."""
        file = self._root / checked(path)
        partial = file.with_name(file.name + PARTIAL)
        try:
            with self._sentence("written"):
                for folder in (self._root, *reversed(file.relative_to(self._root).parents[:-1])):
                    (self._root / folder).mkdir(mode=0o700, parents=folder == self._root, exist_ok=True)
            size = self._fill(partial, chunks)
            with self._sentence("written"):
                partial.replace(file)
                for folder in (file.parent, file.parent.parent):
                    _sync(folder)
        except BaseException:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise
        return size

    def read(self, path: str) -> Iterator[bytes]:
        """Yield a file's chunks."""
        with self._sentence("read"):
            file = (self._root / checked(path)).open("rb", buffering=0)
        with file:
            while True:
                with self._sentence("read"):
                    chunk = file.read(CHUNK)
                if not chunk:
                    return
                yield chunk

    def address(self, path: str, *, seconds: int, name: str) -> str | None:  # noqa: ARG002 - S3 has one
        """None: nobody but this process can fetch from the folder."""
        return None

    def files(self, folder: str) -> Sequence[str]:
        """Return the paths of the files in a folder and below it."""
        with self._sentence("read"):
            found = (self._root / checked(folder)).rglob("*")
            return sorted(
                str(file.relative_to(self._root)) for file in found if file.is_file() and not file.name.endswith(PARTIAL)
            )

    def delete(self, folder: str) -> None:
        """Remove a folder with all that is in it, also what was cut short; one that is not there is no error."""
        for path in self.files(folder):
            if is_manifest(path):
                with self._sentence("changed"):
                    (self._root / path).unlink(missing_ok=True)
                    _sync((self._root / path).parent)
        if (self._root / folder).exists():
            with self._sentence("changed"):
                shutil.rmtree(self._root / folder)

    def _fill(self, partial: Path, chunks: Iterable[bytes]) -> int:
        """Write all of it to the disk, and return its size."""
        size = 0
        with self._sentence("written"):
            file = open(partial, "wb", buffering=0, opener=_private)  # noqa: SIM115 - a Path has no opener
        with file:
            for chunk in chunks:
                with self._sentence("written"):
                    self._put(file, chunk)
                size += len(chunk)
            with self._sentence("written"):
                os.fsync(file.fileno())
        return size

    def _put(self, file: RawIOBase, chunk: bytes) -> None:
        """Write a chunk; where the disk is full, as soon as there is room again."""
        rest, deadline = memoryview(chunk), None
        while rest:
            try:
                rest, deadline = rest[file.write(rest) or 0 :], None
            except OSError as error:
                deadline = deadline or Deadline(self._full_seconds)
                if error.errno not in FULL or not deadline.pause(POLL):
                    raise

    @contextmanager
    def _sentence(self, what: str) -> Iterator[None]:
        """Turn the errors of the disk, and of nothing else, into a sentence."""
        try:
            yield
        except OSError as error:
            raise TargetFailed(self._said(error, what)) from error

    def _said(self, error: OSError, what: str) -> str:
        if error.errno in FULL:
            return f"the folder {self._root} for backups is full: {_free(self._root)} MB are free there"
        return f"the folder {self._root} for backups cannot be {what}: {error.strerror or error}"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(folder: Path) -> None:
    """Have the disk keep the names in a folder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _free(folder: Path) -> int:
    """Return the free space below a folder, in whole megabytes."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    return shutil.disk_usage(there).free // 1_000_000

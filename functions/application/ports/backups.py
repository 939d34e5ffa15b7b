"""Where backups lie: a folder of the platform, or an S3 bucket."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from functions.domain.errors import StoreyardError


class TargetFailed(StoreyardError):
    """The place for backups is full, is gone or refuses; the message says which and why, in one sentence."""

    reason = "BackupTargetFailed"


class BackupTarget(Protocol):
    """Files by path (`<store>/<backup>/<file>`), written and read as streams: none is ever in memory as a whole.

    Every method raises TargetFailed. A file is there as a whole or not at all: what was cut short is never read nor listed.
    """

    def write(self, path: str, chunks: Iterable[bytes]) -> int:
        """Write a file from its chunks, and return its size; where the chunks raise, nothing is left of it."""

    def read(self, path: str) -> Iterator[bytes]:
        """Yield a file's chunks."""

    def address(self, path: str, *, seconds: int, name: str) -> str | None:
        """Return where anybody can fetch a file for so many seconds, to be saved under this name; None: read it here."""

    def files(self, folder: str) -> Sequence[str]:
        """Return the paths of the files in a folder and below it."""

    def delete(self, folder: str) -> None:
        """Remove a folder with all that is in it, also what was cut short; one that is not there is no error."""

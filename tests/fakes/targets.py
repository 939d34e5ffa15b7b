"""A place for backups in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from functions.application.ports.backups import TargetFailed


class KeptTarget:
    """A file is there as a whole or not at all; it is read in small chunks."""

    def __init__(self, chunk: int = 7) -> None:
        self.kept: dict[str, bytes] = {}
        self.chunk = chunk

    def write(self, path: str, chunks: Iterable[bytes]) -> int:
        self.kept[path] = b"".join(chunks)
        return len(self.kept[path])

    def read(self, path: str) -> Iterator[bytes]:
        if path not in self.kept:
            raise TargetFailed(f"{path} is not there")
        for start in range(0, len(self.kept[path]), self.chunk):
            yield self.kept[path][start : start + self.chunk]

    def files(self, folder: str) -> Sequence[str]:
        return [path for path in self.kept if path.startswith(f"{folder}/")]

    def delete(self, folder: str) -> None:
        self.kept = {path: data for path, data in self.kept.items() if not path.startswith(f"{folder}/")}

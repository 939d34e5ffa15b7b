"""A store's data as its data pod gives and takes it: the program `storeyard-data` of the database's image."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from functions.adapters.kube.data_pod import CONTAINER
from functions.adapters.kube.streams import PodStreams

PROGRAM = "storeyard-data"


@dataclass(frozen=True)
class PodData:
    """The data of one store, while its data pod is there. Every method raises StreamFailed."""

    streams: PodStreams
    namespace: str
    pod: str

    def dump(self, part: str) -> Iterator[bytes]:
        """Yield a part of it."""
        return self._run("dump", part)

    def summed(self, part: str) -> tuple[int, str]:
        """Return size and SHA-256 of what the last dump of a part wrote, as the pod counted them."""
        size, digest = b"".join(self._run("sum", part)).decode().split()
        return int(size), digest

    def load(self, part: str, chunks: Iterator[bytes]) -> None:
        """Put a part in the place of what is there."""
        for _ in self._run("load", part, stdin=chunks):
            pass

    def query(self, sql: str) -> Sequence[Sequence[str]]:
        """Return the rows of a query."""
        answer = b"".join(self._run("query", stdin=iter([sql.encode()]))).decode()
        return [line.split("\t") for line in answer.splitlines() if line]

    def versions(self) -> Mapping[str, str]:
        """Return the programs at work, with their versions."""
        lines = b"".join(self._run("versions")).decode().splitlines()
        return {name: version for name, _, version in (line.partition(" ") for line in lines if line)}

    def _run(self, *words: str, stdin: Iterator[bytes] | None = None) -> Iterator[bytes]:
        return self.streams.run(self.namespace, self.pod, CONTAINER, [PROGRAM, *words], stdin=stdin)

"""Backups for tests: samples, and a target in memory that fails as real ones do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from functions.adapters.backups.copying import Wanted
from functions.adapters.kube.streams import StreamFailed
from functions.application.ports.backups import TargetFailed
from functions.domain.backup import MANIFEST, Backup, BackupCause, BackupPart, Manifest, folder_of
from tests.fakes.platform import START

DUMP, FILES = b"the database" * 100, b"the files" * 300
WANTED = Wanted(
    manifest={
        "id": "OP1",
        "store_id": "demo",
        "engine": "medusa",
        "cause": "asked",
        "made_at": "2026-05-01T12:00:00Z",
        "engine_version": "2.0",
        "chart_version": "0.1.0",
        "revision": 3,
        "spec": {"id": "demo"},
    },
    database_file="database.dump",
    counts="SELECT what",
)


def manifest(backup_id: str = "OP000001", *, store_id: str = "demo", made_at: datetime = START, **fields: Any) -> Manifest:
    """What a backup of a store says of itself."""
    values = {
        "id": backup_id,
        "store_id": store_id,
        "engine": "medusa",
        "made_at": made_at,
        "engine_version": "1.0",
        "chart_version": "1.0",
        "revision": 1,
        "spec": {"id": store_id},
        "parts": {
            "database": BackupPart(file="database.dump", size=len(DUMP), sha256=sha256(DUMP).hexdigest()),
            "files": BackupPart(file="files.tar.zst", size=len(FILES), sha256=sha256(FILES).hexdigest()),
        },
        "counts": {"orders": 3, "products": 2, "customers": 1},
        "highest_order": "1003",
        **fields,
    }
    return Manifest.model_validate(values)


def backup(
    backup_id: str = "OP000001",
    *,
    store_id: str = "demo",
    owner: str = "olga",
    made_at: datetime = START,
    cause: BackupCause = BackupCause.SCHEDULED,
    **fields: Any,
) -> Backup:
    """A good backup, one of a schedule unless told otherwise."""
    said = manifest(backup_id, store_id=store_id, made_at=made_at, cause=cause)
    return Backup(id=backup_id, store_id=store_id, owner=owner, manifest=said, created_at=made_at, **fields)


def files_of(said: Manifest) -> Mapping[str, bytes]:
    """The files of a backup by their paths: of those that it names, and what it says of itself."""
    folder, contents = folder_of(said.store_id, said.id), {"database": DUMP, "files": FILES}
    parts = {f"{folder}/{part.file}": contents[name] for name, part in said.parts.items()}
    return {**parts, f"{folder}/{MANIFEST}": said.model_dump_json().encode()}


class FakeData:
    """A shop's data. `breaks`: the part whose dump ends in an error; `lies`: the part whose own end counted something else.

    `midway` is called with a part's name when the first chunk of it is under way, `chunk` bytes.
    """

    def __init__(self, *, chunk: int = 1000, midway: Callable[[str], object] = lambda _: None) -> None:
        self.parts = {"database": b"all the orders" * 500, "files": b"all the pictures" * 300}
        self.rows: list[Sequence[str]] = [["orders", "12"], ["products", "3"], ["highest_order", "1012"]]
        self.breaks = self.lies = ""
        self._chunk, self._midway = chunk, midway

    def dump(self, part: str) -> Iterator[bytes]:
        """Yield a part in chunks."""
        for start in range(0, len(self.parts[part]), self._chunk):
            yield self.parts[part][start : start + self._chunk]
            if not start:
                self._midway(part)
            if part == self.breaks:
                raise StreamFailed("the dump broke off", status=1, said="disk full")

    def summed(self, part: str) -> tuple[int, str]:
        """Return size and SHA-256 of a part."""
        sent = self.parts[part] + (b"more" if part == self.lies else b"")
        return len(sent), sha256(sent).hexdigest()

    def load(self, part: str, chunks: Iterator[bytes]) -> None:
        """Take a part."""
        self.parts[part] = b"".join(chunks)

    def query(self, sql: str) -> Sequence[Sequence[str]]:
        """Return the rows of the one query that is asked."""
        assert sql == WANTED.counts
        return self.rows

    def versions(self) -> Mapping[str, str]:
        """Return the programs at work."""
        return {"pg_dump": "17"}


class FakeTarget:
    """Keeps files in memory. `down`: why every call fails; `breaks`: files whose chunks end in an error after the first.

    `addresses`: where files can be fetched without the platform, for a target that has such.
    """

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.down = ""
        self.breaks: set[str] = set()
        self.addresses: str | None = None
        self.chunk = 256
        self.open = 0
        self.read_chunks = 0

    def keep(self, one: Backup) -> None:
        """Put a backup's files there."""
        self.kept |= files_of(one.manifest)

    def write(self, path: str, chunks: Iterable[bytes]) -> int:
        """Write a file."""
        self._ask()
        self.kept[path] = b"".join(chunks)
        return len(self.kept[path])

    def read(self, path: str) -> Iterator[bytes]:
        """Yield a file's chunks."""
        self._ask()
        if path not in self.kept:
            raise TargetFailed(f"There is no file {path}.")
        content, self.open = self.kept[path], self.open + 1
        try:
            for start in range(0, len(content), self.chunk):
                if start and path in self.breaks:
                    raise TargetFailed("The target broke off.")
                self.read_chunks += 1
                yield content[start : start + self.chunk]
        finally:
            self.open -= 1

    def address(self, path: str, *, seconds: int, name: str) -> str | None:
        """Return where a file can be fetched for a while, if the test has such a place."""
        self._ask()
        return None if self.addresses is None else f"{self.addresses}/{path}?seconds={seconds}&name={name}"

    def files(self, folder: str) -> Sequence[str]:
        """Return what is below a folder."""
        self._ask()
        return sorted(path for path in self.kept if path.startswith(f"{folder}/"))

    def delete(self, folder: str) -> None:
        """Remove a folder."""
        self._ask()
        self.kept = {path: content for path, content in self.kept.items() if not path.startswith(f"{folder}/")}

    def _ask(self) -> None:
        if self.down:
            raise TargetFailed(self.down)

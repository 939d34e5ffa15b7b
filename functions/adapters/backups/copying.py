"""A store's data to a target and back: streams through this process, counted and summed at both ends, read back at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Protocol

from functions.application.ports.backups import BackupTarget, TargetFailed
from functions.application.usable import PARTS, found, read_back, usable
from functions.domain.backup import MANIFEST, BackupPart, Manifest, folder_of
from functions.domain.errors import StoreyardError

DATABASE, FILES = PARTS
FILES_NAME: Final = "files.tar.zst"


class BackupFailed(StoreyardError):
    """A backup could not be made; nothing of it is listed."""

    reason = "BackupFailed"


class Data(Protocol):
    """A store's data, as streams. Raises StreamFailed."""

    def dump(self, part: str) -> Iterator[bytes]:
        """Yield a part of it."""

    def summed(self, part: str) -> tuple[int, str]:
        """Return size and SHA-256 of what the last dump of a part wrote, as its own end counted them."""

    def load(self, part: str, chunks: Iterator[bytes]) -> None:
        """Put a part in the place of what is there."""

    def query(self, sql: str) -> Sequence[Sequence[str]]:
        """Return the rows of a query."""

    def versions(self) -> Mapping[str, str]:
        """Return the programs at work, with their versions."""


@dataclass(frozen=True)
class Wanted:
    """What a backup is made of, besides the data. `database_file`: the name that the engine's database gives its dumps."""

    manifest: Mapping[str, Any]
    database_file: str
    counts: str

    @property
    def folder(self) -> str:
        """Where it lies in a target."""
        return folder_of(str(self.manifest["store_id"]), str(self.manifest["id"]))


def make_backup(data: Data, target: BackupTarget, wanted: Wanted) -> Manifest:
    """Copy the data to the target, read all of it back, write the manifest at last.

    What an earlier run of the same operation finished is the backup; what it did not finish is written over. Raises
    StreamFailed, TargetFailed or BackupFailed; then there is no manifest, and what was written is removed if it can be.
    """
    ids = {"store_id": str(wanted.manifest["store_id"]), "backup_id": str(wanted.manifest["id"])}
    if found(target, **ids) is not None:
        return usable(target, engine=str(wanted.manifest["engine"]), **ids)
    with _nothing_left(target, wanted.folder):
        counts, highest = _counts(data, wanted.counts)
        names = {DATABASE: wanted.database_file, FILES: FILES_NAME}
        parts = {part: _copied(data, target, part, f"{wanted.folder}/{names[part]}") for part in PARTS}
        manifest = Manifest.model_validate(
            {
                **wanted.manifest,
                "parts": parts,
                "counts": counts,
                "highest_order": highest,
                "tools": dict(data.versions()),
            }
        )
        target.write(f"{wanted.folder}/{MANIFEST}", iter([manifest.model_dump_json(indent=2).encode()]))
    return manifest


def load_backup(data: Data, target: BackupTarget, folder: str, manifest: Manifest) -> None:
    """Put a backup that was checked in the place of a store's data. Raises StreamFailed or TargetFailed; may be repeated."""
    for name in PARTS:
        data.load(name, target.read(f"{folder}/{manifest.parts[name].file}"))


def _copied(data: Data, target: BackupTarget, part: str, path: str) -> BackupPart:
    """Copy one part. It counts once both ends and what was read back agree."""
    hashed = sha256()

    def passing() -> Iterator[bytes]:
        for chunk in data.dump(part):
            hashed.update(chunk)
            yield chunk

    size = target.write(path, passing())
    here, there = (size, hashed.hexdigest()), data.summed(part)
    if here != there:
        raise BackupFailed(f"the {part} did not arrive as it was sent: {there[0]} bytes were sent, {here[0]} came")
    if (back := read_back(target, path)) != here:
        raise BackupFailed(f"what was read back of {path} is not what was written: {back[0]} bytes of {here[0]}")
    return BackupPart(file=path.rpartition("/")[2], size=size, sha256=hashed.hexdigest())


def _counts(data: Data, sql: str) -> tuple[dict[str, int], str]:
    """What the engine's query counts, a row each: a name and a number; the row `highest_order` has the number of an order."""
    rows = {row[0]: row[1] for row in data.query(sql) if len(row) > 1}
    highest = rows.pop("highest_order", "")
    try:
        return {name: int(number) for name, number in rows.items()}, highest
    except ValueError as error:
        raise BackupFailed("the shop's orders cannot be counted: the database answers with something else") from error


@contextmanager
def _nothing_left(target: BackupTarget, folder: str) -> Iterator[None]:
    """Remove what was written where the making fails; where even that fails, there is no manifest, so no backup."""
    try:
        yield
    except BaseException as error:
        try:
            target.delete(folder)
        except TargetFailed:
            if isinstance(error, StoreyardError):
                error.message += f"; what was written until then may still lie there, below {folder}"
        raise

"""Whether a backup can be loaded: all of it is there and as it was written. Asked before a restore changes anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from pydantic import ValidationError

from functions.application.ports.backups import BackupTarget, TargetFailed
from functions.domain.backup import FORMAT, MANIFEST, BackupPart, Manifest, folder_of
from functions.domain.errors import StoreyardError

MANIFEST_MAX: Final = 1 << 20
PARTS: Final = ("database", "files")


class BackupUnusable(StoreyardError):
    """The backup is not there, is another store's, or is not what was written; the message says which."""

    reason = "BackupUnusable"


def usable(target: BackupTarget, *, store_id: str, backup_id: str, engine: str) -> Manifest:
    """Return the manifest of a backup whose every part was read to its end and is what it was.

    Raises BackupUnusable, TargetFailed. No part is in memory as a whole.
    """
    manifest = found(target, store_id=store_id, backup_id=backup_id)
    if manifest is None:
        raise BackupUnusable(f"there is no backup {backup_id} of {store_id}")
    if manifest.engine != engine:
        raise BackupUnusable(f"the backup {backup_id} is of a shop on {manifest.engine}, and not on {engine}")
    if manifest.format != FORMAT:
        raise BackupUnusable(f"the backup {backup_id} has the format {manifest.format}, which this version does not know")
    missing = [name for name in PARTS if name not in manifest.parts]
    if missing:
        raise BackupUnusable(f"the backup {backup_id} is damaged: it has no {' and no '.join(missing)}")
    for part in manifest.parts.values():
        _check(target, manifest, part)
    return manifest


def found(target: BackupTarget, *, store_id: str, backup_id: str) -> Manifest | None:
    """Return what a backup says of itself; None where there is none, since its manifest is written last.

    Raises BackupUnusable for a manifest that is none or is another backup's, TargetFailed.
    """
    folder = folder_of(store_id, backup_id)
    if f"{folder}/{MANIFEST}" not in target.files(folder):
        return None
    try:
        manifest = Manifest.model_validate(json.loads(_short(target.read(f"{folder}/{MANIFEST}"))))
    except (ValueError, ValidationError) as error:
        raise BackupUnusable(f"the backup {backup_id} is damaged: its manifest cannot be read") from error
    if (manifest.id, manifest.store_id) != (backup_id, store_id):
        raise BackupUnusable(f"what lies as the backup {backup_id} of {store_id} is {manifest.id} of {manifest.store_id}")
    return manifest


def _short(chunks: Iterator[bytes]) -> bytes:
    text = b""
    for chunk in chunks:
        text += chunk
        if len(text) > MANIFEST_MAX:
            raise ValueError("too long for a manifest")
    return text


def read_back(target: BackupTarget, path: str) -> tuple[int, str]:
    """Return size and SHA-256 of a file as it lies there, read to its end. Raises TargetFailed."""
    size, digest = 0, sha256()
    for chunk in target.read(path):
        size += len(chunk)
        digest.update(chunk)
    return size, digest.hexdigest()


def _check(target: BackupTarget, manifest: Manifest, part: BackupPart) -> None:
    try:
        there = read_back(target, f"{folder_of(manifest.store_id, manifest.id)}/{part.file}")
    except TargetFailed as error:
        raise TargetFailed(f"the backup {manifest.id} cannot be read: {error.message}") from error
    if there != (part.size, part.sha256):
        raise BackupUnusable(f"the backup {manifest.id} is damaged: {part.file} is not what was written")

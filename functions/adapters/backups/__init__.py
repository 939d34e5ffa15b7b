"""Where backups lie. `target_of` makes the target that a setting says: a folder's path, or `s3://bucket/prefix`."""

from __future__ import annotations

from pathlib import Path

from functions.adapters.backups.folder import FolderTarget
from functions.application.ports.backups import BackupTarget, TargetFailed

S3 = "s3://"


def target_of(place: str, endpoint: str = "") -> BackupTarget:
    """Return the target of a place; `endpoint` is the address of an S3 that is not AWS's. Nothing is read or written yet.

    Raises TargetFailed for a bucket without a name, which stands for none.
    """
    if not place.startswith(S3):
        return FolderTarget(Path(place).expanduser().absolute())
    if place == S3:
        raise TargetFailed("there is no place for backups here: the setting BACKUPS names none")
    from functions.adapters.backups.s3 import S3Target, make_client  # noqa: PLC0415 - boto3 takes half a second to import

    bucket, _, prefix = place.removeprefix(S3).partition("/")
    return S3Target(bucket, prefix.strip("/"), make_client(endpoint))

"""backup: copy a store's data to where backups lie, and read it back."""

from __future__ import annotations

from functions.domain.kinds.base import Kind, Step, unchanged
from functions.domain.store import StoreStatus

KIND = Kind(
    name="backup",
    summary="copy the store's database and files to where backups lie, and read them back",
    allowed_from=frozenset({StoreStatus.READY, StoreStatus.FAILED}),
    running=None,
    status_after=unchanged,
    failure_reason="BackupFailed",
    done="The store is backed up: all of it was read back.",
    steps=(
        Step(
            "store_backup",
            "backup",
            "Copying the database and the files, and reading them back",
            "The database and the files are copied, and were read back",
            reason="BackupFailed",
        ),
    ),
    result_keys=("backup",),
)

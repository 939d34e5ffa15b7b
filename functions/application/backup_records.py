"""What the end of an operation leaves of a backup: a record of one that is good, or a note that its files are to go.

Both are written in the commit that ends the operation: what is listed was read back, and nothing else is kept for long.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from pydantic import ValidationError

from functions.application.ports.repository import Change, Insert, Repository
from functions.domain.backup import REHEARSED, Backup, Leftover, Manifest
from functions.domain.entities import BACKUPS, SCHEDULES
from functions.domain.errors import Unreadable
from functions.domain.kinds import all_kinds
from functions.domain.operation import Operation
from functions.domain.schedule import Schedule
from functions.domain.store import Store
from functions.observability import logger

RESULT: Final = "backup"  # the key of a run's result that a backup's manifest has
REHEARSAL: Final = "rehearsal"  # the key of a result that says how long a rehearsal took
SETTLED: Final = timedelta(hours=1)  # after which no process of a run that was lost writes any more


def backed_up(repository: Repository, operation: Operation, store: Store | None, now: datetime) -> list[Change]:
    """Return the changes that record the backup of an operation which ends with the same commit, however it ends.

    `store`: as it was before that end, with what was installed of it when the backup was made; None where it is gone.

    Nothing here may keep an operation from ending: what cannot be read is logged, not listed, and its files stay for a person.
    """
    kind = all_kinds().get(operation.kind)
    if kind is None or RESULT not in kind.result_keys or not operation.attempt:
        return []
    try:
        if repository.get(BACKUPS, id=operation.id) is not None:
            return []
        said = (operation.result or {}).get(RESULT)
        if said is None and kind.backups:  # it may have loaded over the only data there was: what it saved stays for a person
            return []
        return _leftover(operation, now) if said is None else _recorded(repository, operation, said, store, now)
    except Unreadable:
        logger.error("a record of backups cannot be read", operation_id=operation.id)
        return []


def rehearsed(operation: Operation, now: datetime) -> list[Change]:
    """Return a note that the copy of a rehearsal is to go: a run that was killed may have left it."""
    kind = all_kinds().get(operation.kind)
    if kind is None or REHEARSAL not in kind.result_keys or not operation.attempt:
        return []
    folder = f"{operation.id}{REHEARSED}"
    return [Insert(Leftover(id=folder, store_id=operation.store_id, not_before=now + SETTLED))]


def _recorded(repository: Repository, operation: Operation, said: object, store: Store | None, now: datetime) -> list[Change]:
    manifest = _manifest(operation, said)
    if manifest is None:
        return []
    if store is not None and all_kinds()[operation.kind].takes_spec:
        # Its run was told what the store shall be, and saved what it was.
        manifest = manifest.model_copy(update={"spec": store.spec.model_dump(mode="json")})
    made = Backup(
        id=operation.id,
        store_id=operation.store_id,
        owner=operation.owner,
        manifest=manifest,
        created_at=now,
        deployed=None if store is None else store.deployed,
    )
    known = repository.get(SCHEDULES, store_id=operation.store_id) is not None
    return [Insert(made), *([] if known else [Insert(Schedule(store_id=operation.store_id, due_at=now))])]


def _manifest(operation: Operation, said: object) -> Manifest | None:
    """What a run says of the backup that it made; None where that is not this operation's, or makes no sense."""
    try:
        manifest = Manifest.model_validate(said)
    except ValidationError as error:
        logger.error("a backup is not listed: its manifest cannot be read", operation_id=operation.id, cause=str(error))
        return None
    if (manifest.id, manifest.store_id) != (operation.id, operation.store_id):
        logger.error(
            "a backup is not listed: its manifest is another one's",
            operation_id=operation.id,
            backup_id=manifest.id,
            store_id=manifest.store_id,
        )
        return None
    return manifest


def _leftover(operation: Operation, now: datetime) -> list[Change]:
    """Its run may have begun to write: whatever lies there is to go."""
    return [Insert(Leftover(id=operation.id, store_id=operation.store_id, not_before=now + SETTLED))]

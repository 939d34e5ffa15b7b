"""The backups that a request names: there, of the very store, and of an engine that can read them; the newest if left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from functions.application.paging import each
from functions.application.ports.repository import Repository
from functions.domain.backup import Backup
from functions.domain.entities import BACKUPS, STORES_BACKUPS
from functions.domain.errors import InvalidParameters, NoBackup, Unreadable
from functions.domain.kinds.base import Kind
from functions.domain.store import Store


def with_backups(repository: Repository, kind: Kind, store: Store, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters with every backup named that the kind works with; the newest one where none was.

    Raises InvalidParameters for a parameter that names no good backup of the store, NoBackup where there is none. One of
    another owner or store is refused in the words for one that is not there, which tells nobody that it is.
    """
    named = dict(parameters)
    for name in kind.backups:
        if parameters[name] is None:
            named[name] = _newest(repository, store).id
        elif wrong := _wrong(repository, store, str(parameters[name])):
            said = {"msg": f"Value error, {wrong}", "ctx": {"error": wrong}}
            raise InvalidParameters([{"loc": (name,), "type": "value_error", **said}])
    return named


def _wrong(repository: Repository, store: Store, backup_id: str) -> str:
    """Why this id names no backup that could be meant; empty if it does."""
    try:
        backup = repository.get(BACKUPS, id=backup_id)
    except Unreadable:
        return "names a backup whose record this version cannot read"
    if backup is None or not _is_of(backup, store):
        return f"must be the id of a backup of {store.id}"
    if backup.manifest.engine != store.spec.engine:
        return f"names a backup of a shop on {backup.manifest.engine}: {store.id} is on {store.spec.engine}"
    return ""


def backups_of(repository: Repository, store: Store) -> Iterator[Backup]:
    """Yield the store's backups that are there, newest first."""
    every = each(repository, STORES_BACKUPS, backwards=True, store_id=store.id)
    return (backup for backup in every if _is_of(backup, store))


def _newest(repository: Repository, store: Store) -> Backup:
    fitting = (backup for backup in backups_of(repository, store) if backup.manifest.engine == store.spec.engine)
    found = next(fitting, None)
    if found is None:
        raise NoBackup(f"{store.id} has no backup yet: make one first")
    return found


def _is_of(backup: Backup, store: Store) -> bool:
    """False for a deleted one, and for another owner's: ids are taken again."""
    return backup.deleted_at is None and (backup.store_id, backup.owner) == (store.id, store.owner)

"""The backups that a request names: there, of the very store, and of an engine that can read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.application.ports.repository import Repository
from functions.domain.entities import BACKUPS
from functions.domain.errors import InvalidParameters, Unreadable
from functions.domain.kinds.base import Kind
from functions.domain.store import Store


def check_backups(repository: Repository, kind: Kind, store: Store, parameters: Mapping[str, Any]) -> None:
    """Raise InvalidParameters for a parameter that names no good backup of the store.

    One of another owner or store is refused in the words for one that is not there, which tells nobody that it is.
    """
    for name in kind.backups:
        wrong = _wrong(repository, store, str(parameters[name]))
        if wrong:
            raise InvalidParameters([{"loc": (name,), "msg": f"Value error, {wrong}", "type": "value_error", "input": ""}])


def _wrong(repository: Repository, store: Store, backup_id: str) -> str:
    try:
        backup = repository.get(BACKUPS, id=backup_id)
    except Unreadable:
        return "names a backup whose record this version cannot read"
    if backup is None or backup.deleted_at is not None or (backup.store_id, backup.owner) != (store.id, store.owner):
        return f"must be the id of a backup of {store.id}"
    if backup.manifest.engine != store.spec.engine:
        return f"names a backup of a shop on {backup.manifest.engine}: {store.id} is on {store.spec.engine}"
    return ""

"""Stores that are made of a backup: which backup that is, and what of its store's spec holds for the new one."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from functions.application.backups_named import with_backups
from functions.application.planning import check_status
from functions.application.ports.repository import Change, Replace, Repository
from functions.domain.backup import Backup
from functions.domain.engine import Engine
from functions.domain.entities import BACKUPS, STORES
from functions.domain.errors import InvalidRequest, NotFound, OperationNotAllowed, Unreadable
from functions.domain.kinds import clone, provision
from functions.domain.kinds.base import Kind
from functions.domain.locales import DEFAULT_LOCALE
from functions.domain.store import MadeOf, Store, StoreRequest, default_email
from functions.domain.user import User
from functions.domain.version import is_newer

# What the data in a backup settles: another engine cannot read it, and its prices, taxes and products are what they are.
SETTLED: Final = ("engine", "country", "currency", "sample_products", "extensions")
COPY: Final = " (copy)"
NAME_MAX: Final = 100


@dataclass(frozen=True)
class FromBackup:
    """A store that is wanted, made of a backup. What is not `given` is as in the store that the backup was made in.

    `of`: the store that it is to be a copy of, and the backup is one of.
    """

    backup: str
    given: Mapping[str, Any] = field(default_factory=dict)
    of: Store | None = None

    @property
    def is_copy(self) -> bool:
        """True if the new store only tries things out; a store that is restored as a new one sells."""
        return self.of is not None


def backup_for(repository: Repository, wanted: FromBackup, user: User) -> Backup:
    """Return the backup that is meant. Raises NotFound for one that is not there, or that the user may not see."""
    found = repository.get(BACKUPS, id=wanted.backup)
    if found is None or found.deleted_at is not None or not user.may_see(found.owner):
        raise NotFound(f"there is no backup {wanted.backup}")
    return found


def request_for(wanted: FromBackup, backup: Backup, clusters: Container[str]) -> StoreRequest:
    """Return the store that is asked for, filled in from the backup, also its cluster if that takes new stores (`clusters`).

    Raises InvalidRequest.
    """
    # A backup of before shops had languages is of an English one, and one of before they shipped with extensions has none.
    said = {"locale": DEFAULT_LOCALE, "extensions": [], **backup.manifest.spec}
    before = {name: value for name, value in said.items() if name in StoreRequest.model_fields}
    for name in SETTLED:
        if name in wanted.given and name in before and wanted.given[name] != before[name]:
            raise InvalidRequest(f"must be {_as_json(before[name])}, as in the backup", field=name)
    before.pop("id", None)
    if before.get("admin_email") == default_email(backup.store_id):
        del before["admin_email"]
    if before.get("cluster") not in clusters or wanted.given.get("labels"):
        before.pop("cluster", None)
    if wanted.is_copy and "name" in before:
        before["name"] = f"{str(before['name'])[: NAME_MAX - len(COPY)]}{COPY}"
    try:
        return StoreRequest.model_validate({**before, **wanted.given})
    except ValidationError as error:
        names = ", ".join(sorted({str(each["loc"][0]) for each in error.errors(include_url=False)}))
        raise InvalidRequest(f"says of its store what no new store can be asked for with: {names}", field="backup") from error


def unasked_of(wanted: FromBackup, backup: Backup) -> dict[str, bool]:
    """Return what a new store is that no request can say. The data of one in safe mode has the plugins that it was for."""
    return {"is_copy": wanted.is_copy, "safe_mode": backup.manifest.spec.get("safe_mode") is True}


def check_fits(backup: Backup, engine: Engine) -> None:
    """Raise InvalidRequest for data of a later version of the engine: no version goes back."""
    if is_newer(backup.manifest.engine_version, engine.version):
        versions = f"{backup.manifest.engine_version}, and here is {engine.version}"
        raise InvalidRequest(f"is of a later {engine.title}: it was made with {versions}", field="backup")


def copy_of(repository: Repository, store: Store, kind: Kind, parameters: Mapping[str, Any]) -> FromBackup:
    """Return the copy of a store that is asked for with these parameters of the kind.

    Raises what `check_copied` and `with_backups` raise.
    """
    check_copied(store, kind)
    given = {name: parameters[name] for name in ("id", "name") if parameters[name] is not None}
    return FromBackup(with_backups(repository, kind, store, parameters)["backup"], given, of=store)


def check_copied(store: Store, kind: Kind) -> None:
    """Raise OperationNotAllowed for a store of which no copy can be made now."""
    check_status(store, kind)
    if store.awaits is not None:
        raise _before_its_data(store, kind)


def made_of(backup: Backup) -> MadeOf:
    """Return what a store of this backup is made of, for its record."""
    return MadeOf(backup=backup.id, source=backup.store_id)


def kept_for(repository: Repository, awaits: MadeOf, store_id: str) -> Change:
    """Return the change that keeps a backup for a new store until that has its data. Raises NotFound if it went meanwhile."""
    backup = repository.get(BACKUPS, id=awaits.backup)
    if backup is None or backup.deleted_at is not None:
        raise NotFound(f"there is no backup {awaits.backup}")
    return Replace(backup.model_copy(update={"awaited_by": (*awaiting(repository, backup), store_id)}))


def awaiting(repository: Repository, backup: Backup) -> list[str]:
    """Return the ids of the stores that still await the data of a backup, which is kept for them."""
    return [store_id for store_id in backup.awaited_by if _awaits(repository, store_id, backup)]


def as_asked(store: Store, kind: Kind, parameters: dict[str, Any]) -> tuple[Kind, dict[str, Any]]:
    """Return the kind and the parameters of what is asked of a store with nothing under way.

    A retry of a store that still awaits its data makes it of that again: provision would make it empty. Raises
    OperationNotAllowed for all else but its end: nothing may sell there, and nothing else bring it up.
    """
    if store.awaits is None or kind.interrupts:
        return kind, parameters
    if kind is provision.KIND:
        return made_again(store.awaits)
    raise _before_its_data(store, kind)


def made_again(awaits: MadeOf) -> tuple[Kind, dict[str, Any]]:
    """Return the operation that makes a store of a backup: its kind and its parameters, the first time and at a retry."""
    return clone.KIND, awaits.model_dump()


def _before_its_data(store: Store, kind: Kind) -> OperationNotAllowed:
    return OperationNotAllowed(f"{kind.words} is not allowed before {store.id} has its data: retry it, or delete it")


def _awaits(repository: Repository, store_id: str, backup: Backup) -> bool:
    try:
        store = repository.get(STORES, id=store_id)
    except Unreadable:  # a newer version knows; nothing is taken from it
        return True
    return store is not None and store.awaits is not None and store.awaits.backup == backup.id


def _as_json(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

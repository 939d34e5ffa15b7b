"""What a caller may ask for of backups: list, look at, pin, delete and download them, also those of stores that are gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from functions.application.copies import awaiting
from functions.application.paging import MAX_PAGE, Page, each, page_of, read_cursor
from functions.application.ports.backups import BackupTarget, TargetFailed
from functions.application.ports.repository import Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.application.queries import live_operations
from functions.application.rewriting import rewritten
from functions.domain.backup import MANIFEST, Backup, Leftover, folder_of
from functions.domain.entities import ALL_BACKUPS, BACKUPS, STORES, STORES_BACKUPS
from functions.domain.errors import BackupInUse, BackupPinned, NotFound, Unavailable, VersionConflict
from functions.domain.retention import Retention
from functions.domain.user import Role, User

ATTEMPTS: Final = 5
ADDRESS_SECONDS: Final = 900
MANIFEST_PART: Final = "manifest"
_ANYBODYS = re.compile(r"[A-Za-z0-9._@-]{1,64}#[A-Za-z0-9_-]{1,64}")
_BEYOND: Final = "$"  # sorts after `#` and before all that an id may be made of


@dataclass(frozen=True)
class Download:
    """One file of a backup: where it can be fetched, or else its chunks. Of the manifest itself size and hash are unknown."""

    file: str
    name: str
    size: int | None = None
    sha256: str | None = None
    address: str | None = None
    chunks: Iterator[bytes] | None = None


class BackupService:
    """The use cases. `target` is asked for when a file is: making one may take a while."""

    def __init__(
        self, *, repository: Repository, clock: Clock, target: Callable[[], BackupTarget], retention: Retention
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._target = target
        self.retention = retention

    def of_store(self, store_id: str, user: User, *, limit: int, cursor: str | None) -> Page[Backup]:
        """Return a page of a store's backups, newest first; of one that is gone, those that its owner left.

        Raises NotFound for somebody who has neither, after the same reads whether there is such a store or not.
        """
        store = self._repository.get(STORES, id=store_id)
        page = self._of(store_id, user, limit=limit, cursor=cursor)
        if not page.items and (store is None or not user.may_see(store.owner)):
            raise NotFound(f"there is no store {store_id}")
        return page

    def all(self, user: User, *, store_id: str | None, limit: int, cursor: str | None) -> Page[Backup]:
        """Return a page of the user's backups, newest first; an admin's has everybody's, owner by owner."""
        if store_id is not None:
            return self._of(store_id, user, limit=limit, cursor=cursor)
        size = max(1, min(limit, MAX_PAGE))
        if user.role is Role.ADMIN:
            after = read_cursor("backups/all", cursor, fits=_ANYBODYS) or ""
            found = self._repository.find(ALL_BACKUPS, after=after, backwards=True, limit=size + 1)
            return page_of(found, listing="backups/all", size=size, key=ALL_BACKUPS.place.sort_of)
        last = read_cursor("backups", cursor)
        after = f"{user.id}{_BEYOND}" if last is None else f"{user.id}#{last}"
        read = self._repository.find(ALL_BACKUPS, after=after, backwards=True, limit=size + 1)
        mine = (backup for backup in read if backup.owner == user.id)
        return page_of(mine, listing="backups", size=size, key=lambda backup: backup.id)

    def get(self, backup_id: str, user: User) -> Backup:
        """Return a backup the user may see, or raise NotFound."""
        backup = self._repository.get(BACKUPS, id=backup_id)
        if backup is None or backup.deleted_at is not None or not user.may_see(backup.owner):
            raise NotFound(f"there is no backup {backup_id}")
        return backup

    def pin(self, backup_id: str, user: User, *, pinned: bool) -> Backup:
        """Keep a backup until it is unpinned, or no longer than the others. Raises NotFound and VersionConflict."""

        def changed(backup: Backup) -> Backup:
            return backup.model_copy(update={"pinned": pinned})

        return rewritten(self._repository, lambda: self.get(backup_id, user), changed, what="backup", attempts=ATTEMPTS)

    def delete(self, backup_id: str, user: User) -> None:
        """Take a backup off the list at once, with a note that its files are to go: who cares for backups removes them.

        Raises NotFound; BackupPinned; BackupInUse where an operation under way works with it, or a store awaits its data;
        VersionConflict.
        """
        for _ in range(ATTEMPTS):
            backup = self.get(backup_id, user)
            if backup.pinned:
                raise BackupPinned(f"The backup {backup_id} is pinned: unpin it before you delete it.")
            if backup_id in in_use(self._repository):
                raise BackupInUse(f"An operation under way works with the backup {backup_id}: wait until it has ended.")
            if awaiting(self._repository, backup):
                raise BackupInUse(f"A store awaits the data of the backup {backup_id}: retry that store or delete it first.")
            now = self._clock.now()
            deleted = Replace(backup.model_copy(update={"deleted_at": now}))
            try:
                self._repository.commit(deleted, Insert(Leftover(id=backup.id, store_id=backup.store_id, not_before=now)))
            except VersionConflict:
                continue
            return
        raise VersionConflict("the backup is changing right now; try again in a moment")

    def download(self, backup_id: str, part: str, user: User, *, streams: bool, read: bool = True) -> Download:
        """Return a file of a backup: `database`, `files` or `manifest`. Raises NotFound, and Unavailable with its target.

        Not `streams`: the door cannot hand over chunks, so only what can be fetched elsewhere can be had. Not `read`: only
        where it is is wanted, and nothing of the file itself.
        """
        backup = self.get(backup_id, user)
        described = backup.manifest.parts.get(part)
        if described is None and part != MANIFEST_PART:
            raise NotFound(f"there is no part {part} of the backup {backup_id}")
        file = described.file if described else MANIFEST
        name, path = f"{backup.store_id}-{backup.id}-{file}", f"{folder_of(backup.store_id, backup.id)}/{file}"
        try:
            target = self._target()
            address = target.address(path, seconds=ADDRESS_SECONDS, name=name)
            if address is None and not streams:
                raise Unavailable("Backups lie in a folder, and this door cannot hand over a file: set BACKUPS to a bucket.")
            chunks = _begun(target.read(path)) if read and address is None else None
        except TargetFailed as error:
            raise Unavailable(error.message) from error
        size, sha256 = (described.size, described.sha256) if described else (None, None)
        return Download(file, name, size, sha256, address, chunks)

    def _of(self, store_id: str, user: User, *, limit: int, cursor: str | None) -> Page[Backup]:
        """A store's backups, of those that the user may see: read alike for everybody, so that a stranger learns nothing."""
        listing, size = f"backups/{store_id}", max(1, min(limit, MAX_PAGE))
        mine = self._visible(store_id, user, after=read_cursor(listing, cursor) or "")
        return page_of(mine, listing=listing, size=size, key=lambda backup: backup.id)

    def _visible(self, store_id: str, user: User, *, after: str) -> Iterator[Backup]:
        every = each(self._repository, STORES_BACKUPS, after=after, backwards=True, store_id=store_id)
        return (backup for backup in every if user.may_see(backup.owner))


def in_use(repository: Repository) -> set[str]:
    """Return the ids of the backups that operations under way work with: their parameter `backup` names one."""
    live = live_operations(repository, limit=MAX_PAGE)
    return {str(operation.parameters["backup"]) for operation in live if operation.parameters.get("backup")}


def _begun(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks with the first one read: what is wrong with a file is known before anything is answered."""
    begun = _joined(chunks)
    next(begun)
    return begun


def _joined(chunks: Iterator[bytes]) -> Iterator[bytes]:
    try:
        first = next(chunks, b"")
        yield b""  # so that it has begun: to close a generator that has not would close nothing of what it reads
        yield from chain([first], chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()

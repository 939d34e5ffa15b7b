"""What is asked of the store of record, in the application's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from functions.application.paging import MAX_PAGE, Page, each, page, page_of, read_cursor
from functions.application.ports.repository import Repository
from functions.domain.entities import (
    ALL_BACKUPS,
    ALL_STORES,
    CLUSTER_SLOTS,
    EVENTS,
    LIVE_OPERATIONS,
    OWNERS_STORES,
    SLOTS,
    STORES_OPERATIONS,
    USERS,
    USERS_BY_TOKEN,
)
from functions.domain.operation import ClusterSlot, Event, Operation, Slot
from functions.domain.store import Store
from functions.domain.user import User

MAX_EVENT: Final = 9_999_999_999  # what an event's sort key has digits for


def stores_page(repository: Repository, *, owner: str | None = None, limit: int = 50, cursor: str | None = None) -> Page[Store]:
    """Return stores ordered by id, of one owner or of all. Raises InvalidRequest(field="cursor")."""
    if owner is None:
        return page(repository, ALL_STORES, listing="stores", limit=limit, cursor=cursor)
    return page(repository, OWNERS_STORES, listing="stores", limit=limit, cursor=cursor, owner=owner)


def operations_page(repository: Repository, store_id: str, *, limit: int = 50, cursor: str | None = None) -> Page[Operation]:
    """Return a store's operations, newest first; also those of a store that is gone. Raises InvalidRequest(field="cursor")."""
    listing = f"operations/{store_id}"
    return page(repository, STORES_OPERATIONS, listing=listing, limit=limit, cursor=cursor, backwards=True, store_id=store_id)


def history_page(  # noqa: PLR0913 - a listing's parts, by name
    repository: Repository, store_id: str, *, owner: str, limit: int, cursor: str | None, owns: bool
) -> Page[Operation]:
    """Return a store's operations of the time when it was this owner's, newest first. Raises InvalidRequest(field="cursor").

    A page is filled and its cursor made from the owner's own operations only, so neither tells anything of those of others.
    Somebody who does not own the store now gets theirs out of all, in one read that costs the same where there are none.
    """
    listing, size = f"operations/{store_id}", max(1, min(limit, MAX_PAGE))
    after, at_once = read_cursor(listing, cursor) or "", size + 1 if owns else MAX_PAGE
    all_of_them = each(repository, STORES_OPERATIONS, after=after, backwards=True, at_once=at_once, store_id=store_id)
    theirs = (operation for operation in all_of_them if operation.owner == owner)
    return page_of(theirs, listing=listing, size=size, key=lambda operation: operation.id)


def live_operations(repository: Repository, *, limit: int = 100) -> Sequence[Operation]:
    """Return queued and running operations, oldest first."""
    return repository.find(LIVE_OPERATIONS, limit=limit)


def live_now(repository: Repository) -> Sequence[Operation]:
    """Return every queued and running operation, oldest first."""
    return list(each(repository, LIVE_OPERATIONS))


def live_page(
    live: Iterable[Operation], *, fits: Callable[[Operation], bool], listing: str, limit: int, cursor: str | None
) -> Page[Operation]:
    """Return those of the operations under way that fit, oldest first. Raises InvalidRequest(field="cursor").

    A page and its cursor are made of those that fit only, so neither tells anything of the others.
    """
    after, size = read_cursor(listing, cursor) or "", max(1, min(limit, MAX_PAGE))
    found = (operation for operation in live if operation.id > after and fits(operation))
    return page_of(found, listing=listing, size=size, key=lambda operation: operation.id)


def promised_charts(repository: Repository) -> set[str]:
    """Return the digests of the charts that operations under way are to install, of those that stores have installed,
    and of those that backups were made at.
    """
    kept = (backup.deployed for backup in each(repository, ALL_BACKUPS) if backup.deleted_at is None)
    deployed = [*(store.deployed for store in each(repository, ALL_STORES)), *kept]
    targets = (operation.target for operation in each(repository, LIVE_OPERATIONS))
    return {what.chart_digest for what in (*deployed, *targets) if what is not None}


def events_of(repository: Repository, operation_id: str, *, after: int = 0, limit: int = 200) -> Sequence[Event]:
    """Return an operation's events with a number above `after`, in order."""
    beyond = EVENTS.sort(number=max(0, min(after, MAX_EVENT)))
    return repository.rows(EVENTS, after=beyond, limit=max(1, min(limit, MAX_PAGE)), operation_id=operation_id)


def slots(repository: Repository) -> Sequence[Slot]:
    """Return the slots that were ever taken, by number."""
    return repository.rows(SLOTS)


def cluster_slots(repository: Repository, cluster: str) -> Sequence[ClusterSlot]:
    """Return the slots of one cluster that were ever taken, by number."""
    return repository.rows(CLUSTER_SLOTS, cluster=cluster)


def user_with_token(repository: Repository, token_hash: str) -> User | None:
    """Return the user with that token hash, or None. An index may lag, so the user's own row decides."""
    for found in repository.find(USERS_BY_TOKEN, limit=10, token_hash=token_hash):
        user = repository.get(USERS, id=found.id)
        if user is not None and user.token_hash == token_hash:
            return user
    return None

"""How many stores an owner may have, held by a row that each commit which makes or removes one of their stores writes."""

from __future__ import annotations

from dataclasses import dataclass

from functions.application.paging import each
from functions.application.ports.repository import Change, Insert, Replace, Repository
from functions.domain.allowance import Allowance
from functions.domain.entities import ALLOWANCES, OWNERS_STORES, USERS
from functions.domain.errors import StoreLimitReached, Unreadable
from functions.domain.user import Role, User


@dataclass(frozen=True)
class Places:
    """How many stores a user has, and may have. Where there is no limit nobody counts: both are None."""

    used: int | None = None
    limit: int | None = None


def places_of(repository: Repository, user: User, default: int | None) -> Places:
    """Return how many stores a user has, and may have."""
    limit = user.stores_allowed(default)
    if limit is None:
        return Places()
    return Places(_stores(repository, user.id, repository.get(ALLOWANCES, owner=user.id)), limit)


def taking(repository: Repository, user: User, default: int | None) -> list[Change]:
    """Return the change that takes a place for a new store, for the commit that makes it. Raises StoreLimitReached.

    Nothing for those who may have any number. Whoever commits it and meets VersionConflict asks again.
    """
    limit = user.stores_allowed(default)
    if limit is None:
        return []
    row = repository.get(ALLOWANCES, owner=user.id)
    have = _stores(repository, user.id, row)
    if have >= limit:
        raise StoreLimitReached(f"You have {have} of {limit} stores: delete one, or ask an admin for more.")
    return [_write(row, user.id, have + 1)]


def giving_back(repository: Repository, owner: str) -> list[Change]:
    """Return the change that gives a place back, for the commit that removes a store of this owner.

    Where the number was not known yet it is counted now, while the store is still there: somebody may be counting it besides.
    """
    try:
        row = repository.get(ALLOWANCES, owner=owner)
        if row is None or row.stores is None:
            user = repository.get(USERS, id=owner)
            if user is None or user.role is Role.ADMIN:
                return []
    except Unreadable:  # left to the version that wrote it: the store has to be removable all the same
        return []
    return [_write(row, owner, max(0, _stores(repository, owner, row) - 1))]


def forgetting(repository: Repository, owner: str) -> list[Change]:
    """Return the change after which an owner's stores are counted anew: while they were an admin nobody did."""
    row = repository.get(ALLOWANCES, owner=owner)
    return [] if row is None else [Replace(row.model_copy(update={"stores": None}))]


def _stores(repository: Repository, owner: str, row: Allowance | None) -> int:
    if row is not None and row.stores is not None:
        return row.stores
    return sum(1 for _ in each(repository, OWNERS_STORES, owner=owner))


def _write(row: Allowance | None, owner: str, stores: int) -> Change:
    if row is None:
        return Insert(Allowance(owner=owner, stores=stores))
    return Replace(row.model_copy(update={"stores": stores}))

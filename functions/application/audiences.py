"""Who may be told what of stores, out of the store of record: the same for webhooks and for notices."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from functions.application.ports.repository import Repository
from functions.domain.audience import PLATFORM, Told, audience_of
from functions.domain.entities import STORES, USERS, Lookup
from functions.domain.user import Role

T = TypeVar("T", bound=Told)


def told_of(repository: Repository, lookup: Lookup[T], owner: str) -> list[T]:
    """Return all that an owner's stores concern: the owner's own, and the platform's."""
    own = repository.find(lookup, audience=audience_of(owner))
    all_stores = repository.find(lookup, audience=PLATFORM)
    return [*own, *(told for told in all_stores if _is_admins(repository, told))]


def may_know(repository: Repository, told: Told, store_id: str, at: datetime) -> bool:
    """True while somebody may be told of what happened to a store then: rights may have ended since it was queued.

    An id may be taken again once a store is gone; what was before that store is its earlier owner's. Without a store: a test.
    """
    if not store_id:
        return True
    if told.platform:
        return _is_admins(repository, told)
    store = repository.get(STORES, id=store_id)
    return store is None or store.owner == told.owner or store.created_at > at


def _is_admins(repository: Repository, told: Told) -> bool:
    """True while who made one of the platform's is an admin: the right to see all stores may end."""
    user = repository.get(USERS, id=told.owner)
    return user is not None and user.role is Role.ADMIN

"""Lists of stores: whose, which of them, in which order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from functions.application.paging import MAX_PAGE, Page, each, page_of, read_cursor
from functions.application.ports.repository import Repository
from functions.application.queries import stores_page
from functions.domain.entities import ALL_STORES, OWNERS_STORES
from functions.domain.store import Store, StoreStatus

Sort = Literal["id", "-id", "created_at", "-created_at", "name", "-name"]
# A store's id, then what it is sorted by, of which nothing is known.
_POSITION = re.compile(r"([a-z][a-z0-9-]{0,39}) (.{1,200})", re.DOTALL)


@dataclass(frozen=True)
class Wanted:
    """Which stores, in which order. `q` is a part of an id or a name, whatever its case."""

    status: StoreStatus | None = None
    engine: str | None = None
    cluster: str | None = None
    q: str | None = None
    sort: Sort = "id"

    @property
    def all(self) -> bool:
        """True if no store is left out."""
        return self.status is None and self.engine is None and self.cluster is None and self.q is None

    def fits(self, store: Store) -> bool:
        """True for a store that is wanted."""
        sought, spec = (self.q or "").casefold(), store.spec
        return (
            self.status in {None, store.status}
            and self.engine in {None, spec.engine}
            and self.cluster in {None, spec.cluster}
            and (sought in spec.id or sought in spec.name.casefold())
        )


EVERY: Final = Wanted()


def wanted_stores(repository: Repository, *, owner: str | None, wanted: Wanted, limit: int, cursor: str | None) -> Page[Store]:
    """Return stores that are wanted, of one owner or of all. Raises InvalidRequest(field="cursor").

    A page and its cursor are made of the caller's own stores only, so neither tells anything of others'. By id, a page costs
    the same however many there are, unless it leaves stores out: then it reads on until it is full. The other orders have no
    index: they read the caller's stores whole.
    """
    if wanted == EVERY:
        return stores_page(repository, owner=owner, limit=limit, cursor=cursor)
    if wanted.sort not in {"id", "-id"}:
        return _sorted_page(repository, owner, wanted, limit=limit, cursor=cursor)
    listing, size = _listing(wanted.sort), max(1, min(limit, MAX_PAGE))
    at_once = size + 1 if wanted.all else MAX_PAGE
    after, backwards = read_cursor(listing, cursor) or "", wanted.sort == "-id"
    stores = _stores(repository, owner, after=after, backwards=backwards, at_once=at_once)
    return page_of(filter(wanted.fits, stores), listing=listing, size=size, key=lambda store: store.id)


def _sorted_page(repository: Repository, owner: str | None, wanted: Wanted, *, limit: int, cursor: str | None) -> Page[Store]:
    listing, size, down = _listing(wanted.sort), max(1, min(limit, MAX_PAGE)), wanted.sort.startswith("-")
    by = wanted.sort.removeprefix("-")
    after = _position(read_cursor(listing, cursor, fits=_POSITION))
    stores = _stores(repository, owner)
    places = sorted(((_key(_value(by, store), store.id), store) for store in stores if wanted.fits(store)), reverse=down)
    found = (store for place, store in places if after is None or (place < after if down else place > after))
    return page_of(found, listing=listing, size=size, key=lambda store: f"{store.id} {_value(by, store)}")


def _stores(repository: Repository, owner: str | None, **how: Any) -> Iterator[Store]:
    """The caller's stores by id; `how`: as `each` reads."""
    lookup, partition = (ALL_STORES, dict[str, object]()) if owner is None else (OWNERS_STORES, {"owner": owner})
    return each(repository, lookup, **how, **partition)


def _listing(sort: Sort) -> str:
    return "stores" if sort == "id" else f"stores/{sort}"


def _value(by: str, store: Store) -> str:
    return store.spec.name if by == "name" else store.created_at.isoformat(timespec="microseconds")


def _key(value: str, store_id: str) -> tuple[str, str]:
    """Where a store stands: without regard to case, and equal ones by id."""
    return value.casefold(), store_id


def _position(key: str | None) -> tuple[str, str] | None:
    if key is None:
        return None
    store_id, _, value = key.partition(" ")
    return _key(value, store_id)

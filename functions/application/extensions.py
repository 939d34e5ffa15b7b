"""Which extensions the shops of a caller's stores have, read from the shops in the moment they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from functions.application import asking
from functions.application.asking import Asking, Missing
from functions.application.ports.shops import Shops
from functions.application.shopping import check_shop, told
from functions.application.stores import StoreService
from functions.domain.extension import Extension, ExtensionKind, is_below
from functions.domain.store import Store
from functions.domain.user import User


@dataclass(frozen=True)
class Sought:
    """Which extensions. `slug` is the whole of it, whatever its case; `below`: those with an older version."""

    slug: str | None = None
    below: str | None = None
    kind: ExtensionKind | None = None

    def fits(self, one: Extension) -> bool:
        """True for an extension that is sought."""
        return (
            (self.slug is None or one.slug.casefold() == self.slug.casefold())
            and (self.below is None or is_below(one.version, self.below))
            and self.kind in {None, one.kind}
        )


@dataclass(frozen=True)
class StoresExtension:
    """An extension, and whose shop it is in."""

    store: str
    extension: Extension


@dataclass(frozen=True)
class ExtensionPage:
    """The extensions of some stores, store by store."""

    items: Sequence[StoresExtension]
    missing: Sequence[Missing]
    cursor: str | None


class ExtensionService:
    """The use cases. Nothing of it is kept: each looks into the shops themselves."""

    def __init__(self, *, stores: StoreService, shops: Shops) -> None:
        self._stores = stores
        self._asking = Asking(shops)

    def of_store(self, store_id: str, user: User, sought: Sought) -> Sequence[StoresExtension]:
        """Return those of one store. Raises NotFound, StoreNotReady, UpgradeNeeded, ShopUnavailable."""
        return self._look(self._stores.get(store_id, user), sought)

    def of_all(self, user: User, sought: Sought, *, limit: int, cursor: str | None) -> ExtensionPage:
        """Return those of the next so many stores that the user may see, asked at once. Raises InvalidRequest("cursor").

        A page is one of stores, so it may hold none although more follow.
        """
        page = self._stores.list_stores(user, limit=min(limit, asking.STORES_MAX), cursor=cursor)
        found, missing = self._asking.each(page.items, lambda store: self._look(store, sought))
        return ExtensionPage([one for items in found.values() for one in items], missing, page.cursor)

    def _look(self, store: Store, sought: Sought) -> Sequence[StoresExtension]:
        check_shop(store, "be asked")
        desk = self._asking.desk(store)
        with told(store.id, looks=True):
            return [StoresExtension(store.id, one) for one in desk.extensions() if sought.fits(one)]

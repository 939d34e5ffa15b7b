"""What a caller may ask of the shops of their stores: what is on offer, an order, the orders there are."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from functions.application import asking
from functions.application.acceptance import Once
from functions.application.asking import Asking, Missing
from functions.application.paging import Page, read_cursor, write_cursor
from functions.application.placing import Placement, Placing
from functions.application.ports.repository import Repository
from functions.application.ports.shops import OrderDesk, Shops
from functions.application.ports.system import Clock, Ids
from functions.application.shopping import told
from functions.application.stores import StoreService
from functions.domain.errors import InvalidRequest, NotFound, OutOfStock, StoreNotReady
from functions.domain.order import Offered, OrderStatus, TrackedOrder, Variant
from functions.domain.ordering import Basket, OrderRequest, WantedItem
from functions.domain.store import Store, StoreStatus
from functions.domain.user import User

_OFFSET = re.compile(r"\d{1,7}")
_MARK = re.compile(r"(\d{1,17})\.([a-z0-9-]{1,40})\.([A-Za-z0-9_-]{1,64})")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
Key = tuple[datetime, str, int, str]


@dataclass(frozen=True)
class StoresOrder:
    """An order, and whose shop it is in."""

    store: str
    order: TrackedOrder

    @property
    def key(self) -> Key:
        """Where it stands among orders of all stores. Ids that are numbers are as long as they are large."""
        return (self.order.created_at, self.store, len(self.order.id), self.order.id)


@dataclass(frozen=True)
class OrderPage:
    """Orders, newest first; what is missing may be newer or older than any of them."""

    items: Sequence[StoresOrder]
    missing: Sequence[Missing]
    cursor: str | None


class OrderService:
    """The use cases. Each looks at the shop itself: nothing of a shop's orders is kept here, but for answers to keys."""

    def __init__(  # noqa: PLR0913 - the ports it needs, by name
        self,
        *,
        stores: StoreService,
        shops: Shops,
        repository: Repository,
        clock: Clock,
        ids: Ids,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        self._stores = stores
        self._asking = Asking(shops)
        self._placing = Placing(repository=repository, clock=clock, ids=ids, pause=pause)

    def products(self, store_id: str, user: User, *, limit: int, cursor: str | None) -> Page[Offered]:
        """Return a page of what can be ordered in a store. Raises NotFound, StoreNotReady, ShopUnavailable."""
        listing = f"products/{store_id}"
        offset = int(read_cursor(listing, cursor, fits=_OFFSET) or 0)
        desk = self._asking.desk(self._ready(store_id, user))
        with told(store_id):
            found, more = desk.products(offset=offset, limit=limit)
        return Page(found, write_cursor(listing, str(offset + limit)) if more else None)

    def place(self, request: OrderRequest, user: User, once: Once | None = None) -> StoresOrder:
        """Place an order; with `once`, only the first time that this is asked.

        Raises NotFound, StoreNotReady, InvalidRequest for what the shop does not sell or will not do, OutOfStock,
        ShopUnavailable when nothing was placed, OutcomeUnknown when that is not known.
        """
        store = self._stores.get(request.store, user)
        wanted = Placement(
            store_id=store.id,
            open=lambda seconds: self._asking.open(_taking_orders(store), seconds),
            basket=lambda desk: _basket(desk, request),
            email=request.customer.email,
            once=once,
        )
        return StoresOrder(store.id, self._placing.place(wanted))

    def get(self, store_id: str, order_id: str, user: User) -> StoresOrder:
        """Return one order as it stands now. Raises NotFound, StoreNotReady, ShopUnavailable."""
        desk = self._asking.desk(self._ready(store_id, user))
        with told(store_id):
            found = desk.order(order_id)
        if found is None:
            raise NotFound(f"there is no order {order_id} in the store {store_id}")
        return StoresOrder(store_id, found)

    def list_orders(
        self, user: User, *, store_id: str | None, status: OrderStatus | None, limit: int, cursor: str | None
    ) -> OrderPage:
        """Return orders of one store, or of all that the user may see, newest first.

        One store that cannot be asked is an error; of several, those are named in the answer.
        """
        listing = f"orders/{store_id or ''}/{status or ''}"
        before = _key_in(read_cursor(listing, cursor, fits=_MARK))
        if store_id is not None:
            found = self._newest(self._ready(store_id, user), status, before, limit)
            return _page(listing, found, (), limit)
        merged, missing = self._of_all(user, status, before, limit)
        return _page(listing, merged, missing, limit)

    def _of_all(
        self, user: User, status: OrderStatus | None, before: Key | None, limit: int
    ) -> tuple[list[StoresOrder], Sequence[Missing]]:
        found, missing = self._asking.each(
            self._all(user), lambda store: self._newest(_taking_orders(store), status, before, limit)
        )
        return [one for orders in found.values() for one in orders], missing

    def _newest(self, store: Store, status: OrderStatus | None, before: Key | None, limit: int) -> list[StoresOrder]:
        """Return the newest orders of a store before a place, one more than a page has, and all that were made at once."""
        desk = self._asking.desk(store)
        with told(store.id):
            found = (StoresOrder(store.id, order) for order in desk.orders(status=status, until=before[0] if before else None))
            return list(_with_ties((one for one in found if before is None or one.key < before), limit + 1))

    def _all(self, user: User) -> Sequence[Store]:
        most = asking.STORES_MAX
        stores = self._stores.list_stores(user, limit=most + 1, cursor=None).items
        if len(stores) > most:
            raise InvalidRequest(f"must name one: there are more than {most}, too many to ask at once", field="store")
        return stores

    def _ready(self, store_id: str, user: User) -> Store:
        return _taking_orders(self._stores.get(store_id, user))


def _taking_orders(store: Store) -> Store:
    if store.status is not StoreStatus.READY:
        raise StoreNotReady(f"the store {store.id} is {store.status.value}: its shop takes orders once it is ready")
    return store


def _with_ties(orders: Iterator[StoresOrder], size: int) -> Iterator[StoresOrder]:
    """Yield so many, and those made at the same moment as the last: in which order a shop has them is its own affair."""
    last: datetime | None = None
    for one in islice(orders, size):
        last = one.order.created_at
        yield one
    for one in orders:
        if one.order.created_at != last:
            return
        yield one


def _page(listing: str, found: Sequence[StoresOrder], missing: Sequence[Missing], limit: int) -> OrderPage:
    items = sorted(found, key=lambda one: one.key, reverse=True)
    last = items[limit - 1] if len(items) > limit else None
    return OrderPage(items[:limit], missing, write_cursor(listing, _mark(last)) if last else None)


def _mark(one: StoresOrder) -> str:
    return f"{(one.order.created_at - _EPOCH) // timedelta(microseconds=1)}.{one.store}.{one.order.id}"


def _key_in(mark: str | None) -> Key | None:
    if mark is None:
        return None
    moment, store, order_id = mark.split(".")
    return (_EPOCH + timedelta(microseconds=int(moment)), store, len(order_id), order_id)


def _basket(desk: OrderDesk, request: OrderRequest) -> Basket:
    """Find what is wanted in the shop. Raises InvalidRequest for what is not there, OutOfStock for what is not enough."""
    skus = list(dict.fromkeys(item.sku for item in request.items if item.sku is not None))
    ids = list(dict.fromkeys(item.id for item in request.items if item.id is not None))
    found = desk.variants(skus=skus, ids=ids)
    by_name: dict[tuple[str, str | None], Variant] = {("sku", one.sku): one for one in found}
    by_name |= {("id", one.id): one for one in found}
    pieces: dict[str, int] = {}
    for number, item in enumerate(request.items):
        variant = by_name.get((item.named_by, item.sku or item.id))
        if variant is None:
            raise InvalidRequest("is not on offer in this store", field=f"items.{number}.{item.named_by}")
        pieces[variant.id] = pieces.get(variant.id, 0) + item.quantity
        _check_stock(number, item, variant, pieces[variant.id])
    return Basket(lines=tuple(pieces.items()), customer=request.customer, address=request.address)


def _check_stock(number: int, item: WantedItem, variant: Variant, pieces: int) -> None:
    if variant.stock is not None and variant.stock < pieces:
        left = f"the shop has {variant.stock} of {item.sku or item.id}, fewer than the {pieces} that are wanted"
        raise OutOfStock(left, field=f"items.{number}.quantity")

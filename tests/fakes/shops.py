"""Shops in memory, as the use cases of orders meet them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from functions.application.ports.system import Clock
from functions.domain.extension import Extension
from functions.domain.order import (
    FulfillmentStatus,
    Offered,
    Order,
    OrderStatus,
    PaymentStatus,
    SoldItem,
    TrackedOrder,
    Variant,
)
from functions.domain.ordering import Basket
from functions.domain.store import Store
from tests.fakes.extensions import INSTALLED
from tests.fakes.platform import FakeClock

REQUEST: dict[str, Any] = {
    "store": "demo",
    "items": [{"sku": "MUG", "quantity": 2}],
    "customer": {"first_name": "Ada", "last_name": "Example", "email": "ada@example.com"},
    "address": {"line1": "Unter den Linden 1", "city": "Berlin", "postal_code": "10117", "country": "DE"},
}


class FakeShop:
    """A shop that sells mugs, shirts and vouchers; `stock` is of mugs.

    `on` is called with the name of what is asked, before it is done; `after_order` once an order is made, so that what it
    raises is a lost answer.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self.stock = 10
        self.made: list[TrackedOrder] = []
        self.tags: dict[str, str] = {}
        self.installed: Sequence[Extension] | None = None
        self.mailed: list[str] = []
        self.on: Callable[[str], None] = lambda _: None
        self.after_order: Callable[[], None] = lambda: None

    def products(self, *, offset: int, limit: int) -> tuple[Sequence[Offered], bool]:
        """Return three products."""
        self.on("products")
        offered = [Offered(id=f"p_{one.id}", title=one.id.title(), variants=(one,)) for one in self._variants()]
        return offered[offset : offset + limit], len(offered) > offset + limit

    def variants(self, *, skus: Sequence[str], ids: Sequence[str]) -> Sequence[Variant]:
        """Return those of these names."""
        self.on("variants")
        return [one for one in self._variants() if (one.sku and one.sku in skus) or one.id in ids]

    def place(self, basket: Basket, *, tag: str = "") -> Order:
        """Make an order."""
        self.on("place")
        with self._lock:
            prices = {one.id: one.price for one in self._variants()}
            total = sum((prices[variant] * quantity for variant, quantity in basket.lines), Decimal(0))
            self.stock -= sum(quantity for variant, quantity in basket.lines if variant == "mug")
            lines = tuple(SoldItem(sku="", title=variant, quantity=quantity) for variant, quantity in basket.lines)
            made = order(str(100 + len(self.made)), self._clock.now(), total=total, email=basket.customer.email, items=lines)
            self.made.append(made)
            self.tags[made.id] = tag
        self.after_order()
        return Order(id=made.id, number=made.number, total=made.total, currency=made.currency)

    def find(self, tag: str, *, email: str, since: datetime) -> str | None:
        """Return the order with the tag."""
        self.on("find")
        mine = [one for one in self.made if self.tags.get(one.id) == tag and one.email == email and one.created_at >= since]
        return mine[0].id if mine else None

    def orders(self, *, status: OrderStatus | None = None, until: datetime | None = None) -> Iterator[TrackedOrder]:
        """Yield the orders, newest first; of those made at once, the first first."""
        self.on("orders")
        for one in sorted(self.made, key=lambda one: one.created_at, reverse=True):
            if status in (None, one.status) and (until is None or one.created_at <= until):
                yield one

    def order(self, order_id: str) -> TrackedOrder | None:
        """Return one order."""
        self.on("order")
        return next((one for one in self.made if one.id == order_id), None)

    def extensions(self) -> Sequence[Extension]:
        """Return what is installed: what shops on its engine have, unless a test says otherwise."""
        self.on("extensions")
        return self.installed or ()

    def send_test_mail(self, to: str) -> None:
        """Send it."""
        self.on("send_test_mail")
        self.mailed.append(to)

    def check_payments(self) -> None:
        """Its key works."""
        self.on("check_payments")

    def _variants(self) -> list[Variant]:
        return [
            Variant(id="mug", sku="MUG", price=Decimal("12.5"), currency="EUR", stock=self.stock),
            Variant(id="shirt", sku="SHIRT", price=Decimal(20), currency="EUR", stock=0),
            Variant(id="voucher", sku="", price=Decimal(50), currency="EUR", stock=None),
        ]


class FakeShops:
    """A shop per store, made when it is first opened. `on_open` may raise, or take long."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or FakeClock()
        self._shops: dict[str, FakeShop] = {}
        self.on_open: Callable[[Store], None] = lambda _: None

    def open(self, store: Store, *, seconds: float) -> FakeShop:
        """Return the store's shop."""
        assert seconds > 0
        self.on_open(store)
        shop = self.of(store.id)
        if shop.installed is None:
            shop.installed = INSTALLED.get(store.spec.engine, ())
        return shop

    def of(self, store_id: str) -> FakeShop:
        """Return the shop of a store."""
        return self._shops.setdefault(store_id, FakeShop(self._clock))


def order(order_id: str = "100", created_at: datetime | None = None, **fields: object) -> TrackedOrder:
    """An order that waits to be sent."""
    values: dict[str, object] = {
        "id": order_id,
        "number": f"#{order_id}",
        "total": Decimal(25),
        "currency": "EUR",
        "status": OrderStatus.OPEN,
        "payment_status": PaymentStatus.PENDING,
        "fulfillment_status": FulfillmentStatus.UNFULFILLED,
        "engine_status": {"status": "processing"},
        "email": "ada@example.com",
        "items": (SoldItem(sku="MUG", title="Mug", quantity=2),),
        "created_at": created_at or FakeClock().now(),
        "updated_at": created_at or FakeClock().now(),
        **fields,
    }
    return TrackedOrder.model_validate(values)

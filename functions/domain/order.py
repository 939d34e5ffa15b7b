"""Orders and what is ordered, whatever the engine: one vocabulary of three axes, money as decimals, times in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from functions.domain.record import Record

# Digits after the point where ISO 4217 has not two.
_DIGITS: Final = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}


class OrderStatus(StrEnum):
    """How an order stands as a whole."""

    DRAFT = "draft"
    OPEN = "open"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CANCELED = "canceled"
    FAILED = "failed"


class PaymentStatus(StrEnum):
    """How its payment stands."""

    UNPAID = "unpaid"
    PENDING = "pending"
    REQUIRES_ACTION = "requires_action"
    AUTHORIZED = "authorized"
    PARTIALLY_PAID = "partially_paid"
    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    VOIDED = "voided"
    FAILED = "failed"


class FulfillmentStatus(StrEnum):
    """How its delivery stands; `unknown` where the engine does not say."""

    UNFULFILLED = "unfulfilled"
    PARTIALLY_FULFILLED = "partially_fulfilled"
    FULFILLED = "fulfilled"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"


class Axes(Record):
    """An engine's values in the one vocabulary."""

    status: OrderStatus
    payment_status: PaymentStatus
    fulfillment_status: FulfillmentStatus
    archived: bool = False


class Product(Record):
    """Something on offer; `price` in the shop's currency, `reference` is what the engine orders it by."""

    name: str
    price: Decimal
    reference: str


class Variant(Record):
    """What can be ordered of a product, by its id or SKU. `stock` is how many can be ordered now; None: it is not counted."""

    id: str
    sku: str
    price: Decimal
    currency: str
    stock: int | None


class Offered(Record):
    """A product as a buyer finds it."""

    id: str
    title: str
    variants: tuple[Variant, ...]


class Order(Record):
    """An order as one side sees it: what buyer and owner must agree on."""

    id: str
    number: str
    total: Decimal
    currency: str


class SoldItem(Record):
    """One line of an order."""

    sku: str
    title: str
    quantity: int


class TrackedOrder(Order, Axes):
    """An order as the shop's owner sees it. `engine_status` has the engine's own values, also those nobody here knows."""

    engine_status: Mapping[str, str]
    email: str
    items: tuple[SoldItem, ...]
    created_at: datetime
    updated_at: datetime


def decimal_text(amount: Decimal, currency: str) -> str:
    """An amount with at least the digits that its currency has. Never rounded."""
    exponent = amount.as_tuple().exponent
    digits = _DIGITS.get(currency, 2)
    return f"{amount:.{digits}f}" if isinstance(exponent, int) and -exponent < digits else f"{amount:f}"

"""WooCommerce's orders in the one vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from functions.adapters.shops.base import BUYER_EMAIL
from functions.domain.order import Axes, FulfillmentStatus, OrderStatus, PaymentStatus, SoldItem, TrackedOrder

# What is no order yet, or none any more.
LEFT_OUT: Final = frozenset({"checkout-draft", "auto-draft", "trash"})
# Status and fulfillment; how it is paid depends on more.
_KNOWN: Final[Mapping[str, tuple[OrderStatus, FulfillmentStatus]]] = {
    "pending": (OrderStatus.OPEN, FulfillmentStatus.UNFULFILLED),
    "on-hold": (OrderStatus.ON_HOLD, FulfillmentStatus.UNFULFILLED),
    "processing": (OrderStatus.OPEN, FulfillmentStatus.UNFULFILLED),
    "completed": (OrderStatus.COMPLETED, FulfillmentStatus.FULFILLED),
    "cancelled": (OrderStatus.CANCELED, FulfillmentStatus.UNFULFILLED),
    "failed": (OrderStatus.FAILED, FulfillmentStatus.UNFULFILLED),
    "refunded": (OrderStatus.COMPLETED, FulfillmentStatus.UNKNOWN),
}
_UNKNOWN: Final = (OrderStatus.OPEN, FulfillmentStatus.UNKNOWN)
_PAYMENT: Final = {
    "pending": PaymentStatus.UNPAID,
    "on-hold": PaymentStatus.PENDING,
    "failed": PaymentStatus.FAILED,
    "refunded": PaymentStatus.REFUNDED,
}
FIELDS: Final = (
    "id,number,status,total,currency,billing,date_created_gmt,date_modified_gmt,date_paid_gmt,refunds,line_items,meta_data"
)


def engine_values(status: OrderStatus) -> list[str]:
    """The engine's statuses that are this one, if those are all known; `open` may be any that a plugin has added."""
    known = [name for name, (meant, _) in _KNOWN.items() if meant is status]
    return known if status is not OrderStatus.OPEN else []


def axes(raw: str, *, is_paid: bool, total: Decimal, refunded: Decimal) -> Axes:
    """Return the three axes of an order with this status."""
    status, fulfillment = _KNOWN.get(raw, _UNKNOWN)
    return Axes(status=status, payment_status=_payment(raw, is_paid, total, refunded), fulfillment_status=fulfillment)


def _payment(raw: str, is_paid: bool, total: Decimal, refunded: Decimal) -> PaymentStatus:
    if raw != "refunded" and refunded > 0:
        return PaymentStatus.PARTIALLY_REFUNDED if total > refunded else PaymentStatus.REFUNDED
    if raw == "cancelled":
        return PaymentStatus.PAID if is_paid else PaymentStatus.VOIDED
    return _PAYMENT.get(raw) or (PaymentStatus.PAID if is_paid else PaymentStatus.PENDING)


def tracked(item: Mapping[str, Any]) -> TrackedOrder | None:
    """Return an order of the REST API, or None for what is none, and for a test order of the platform's own."""
    raw, total, email = str(item["status"]), Decimal(item["total"]), str(item["billing"].get("email") or "")
    if raw in LEFT_OUT or email == BUYER_EMAIL:
        return None
    refunded = sum((abs(Decimal(refund["total"])) for refund in item["refunds"]), Decimal(0))
    found = axes(raw, is_paid=bool(item["date_paid_gmt"]), total=total, refunded=refunded)
    return TrackedOrder(
        id=str(item["id"]),
        number=f"#{item['number']}",
        total=total,
        currency=item["currency"],
        engine_status={"status": raw},
        email=email,
        items=tuple(
            SoldItem(sku=line["sku"] or "", title=line["name"], quantity=int(line["quantity"])) for line in item["line_items"]
        ),
        created_at=_utc(item["date_created_gmt"]),
        updated_at=_utc(item["date_modified_gmt"] or item["date_created_gmt"]),
        **dict(found),
    )


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)

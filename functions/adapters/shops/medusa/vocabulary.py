"""Medusa's orders in the one vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from functions.adapters.shops.base import BUYER_EMAIL
from functions.domain.order import Axes, FulfillmentStatus, OrderStatus, PaymentStatus, SoldItem, TrackedOrder

ARCHIVED: Final = "archived"
_STATUS: Final = {
    "pending": OrderStatus.OPEN,
    "completed": OrderStatus.COMPLETED,
    "draft": OrderStatus.DRAFT,
    ARCHIVED: OrderStatus.COMPLETED,
    "canceled": OrderStatus.CANCELED,
    "requires_action": OrderStatus.ON_HOLD,
}
_PAYMENT: Final = {
    "not_paid": PaymentStatus.UNPAID,
    "awaiting": PaymentStatus.PENDING,
    "authorized": PaymentStatus.AUTHORIZED,
    "partially_authorized": PaymentStatus.AUTHORIZED,
    "captured": PaymentStatus.PAID,
    "partially_captured": PaymentStatus.PARTIALLY_PAID,
    "refunded": PaymentStatus.REFUNDED,
    "partially_refunded": PaymentStatus.PARTIALLY_REFUNDED,
    "canceled": PaymentStatus.VOIDED,
    "requires_action": PaymentStatus.REQUIRES_ACTION,
}
_FULFILLMENT: Final = {
    "not_fulfilled": FulfillmentStatus.UNFULFILLED,
    "partially_fulfilled": FulfillmentStatus.PARTIALLY_FULFILLED,
    "fulfilled": FulfillmentStatus.FULFILLED,
    "partially_shipped": FulfillmentStatus.PARTIALLY_FULFILLED,
    "shipped": FulfillmentStatus.SHIPPED,
    "partially_delivered": FulfillmentStatus.PARTIALLY_FULFILLED,
    "delivered": FulfillmentStatus.DELIVERED,
    "canceled": FulfillmentStatus.UNFULFILLED,
}
FIELDS: Final = (
    "id,display_id,email,status,payment_status,fulfillment_status,total,currency_code,created_at,updated_at,metadata,*items"
)


def engine_values(status: OrderStatus) -> list[str]:
    """The engine's statuses that are this one, if those are all known; `open` may be any that a later version adds."""
    return [name for name, meant in _STATUS.items() if meant is status] if status is not OrderStatus.OPEN else []


def axes(status: str, payment: str, fulfillment: str) -> Axes:
    """Return the three axes of an order with these values."""
    return Axes(
        status=_STATUS.get(status, OrderStatus.OPEN),
        payment_status=_PAYMENT.get(payment, PaymentStatus.PENDING),
        fulfillment_status=_FULFILLMENT.get(fulfillment, FulfillmentStatus.UNKNOWN),
        archived=status == ARCHIVED,
    )


def tracked(item: Mapping[str, Any]) -> TrackedOrder | None:
    """Return an order of the admin API, or None for a test order of the platform's own."""
    email = str(item.get("email") or "")
    if email == BUYER_EMAIL:
        return None
    raw = {name: str(item.get(field) or "") for name, field in _RAW.items()}
    return TrackedOrder(
        id=item["id"],
        number=f"#{item['display_id']}",
        total=Decimal(str(item["total"])),
        currency=item["currency_code"].upper(),
        engine_status=raw,
        email=email,
        # Two requests may answer one order's lines in two orders.
        items=tuple(_sold(line) for line in sorted(item.get("items") or [], key=lambda line: str(line["id"]))),
        created_at=_utc(item["created_at"]),
        updated_at=_utc(item["updated_at"]),
        **dict(axes(raw["status"], raw["payment"], raw["fulfillment"])),
    )


_RAW: Final = {"status": "status", "payment": "payment_status", "fulfillment": "fulfillment_status"}


def _sold(line: Mapping[str, Any]) -> SoldItem:
    title = line.get("product_title") or line["title"]
    return SoldItem(sku=line.get("variant_sku") or "", title=title, quantity=line["quantity"])


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)

"""The public JSON of products and orders."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict, Field, JsonValue

from functions.api.missing import MissingView
from functions.api.schemas import View
from functions.application.orders import StoresOrder
from functions.domain.order import (
    FulfillmentStatus,
    Offered,
    OrderStatus,
    PaymentStatus,
    Variant,
    decimal_text,
)
from functions.domain.ordering import OrderRequest

_EXAMPLE: dict[str, JsonValue] = {
    "store": "tea-cake",
    "items": [{"sku": "SAMPLE-MUG", "quantity": 2}],
    "customer": {"first_name": "Ada", "last_name": "Example", "email": "ada@example.com"},
    "address": {"line1": "Unter den Linden 1", "city": "Berlin", "postal_code": "10117", "country": "DE"},
}


class CreateOrder(OrderRequest):
    """The order that is wanted. It is paid on delivery."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})


class VariantView(View):
    """What can be ordered of a product."""

    id: str
    sku: str = Field(description="empty if it has none: order it by its id", examples=["SAMPLE-MUG"])
    price: str = Field(description="a decimal number", examples=["12.00"])
    currency: str = Field(description="an ISO 4217 code", examples=["EUR"])
    stock: int | None = Field(description="how many can be ordered right now; null: they are not counted")

    @classmethod
    def of(cls, variant: Variant) -> VariantView:
        """Return the public form of a variant."""
        price = decimal_text(variant.price, variant.currency)
        return cls(id=variant.id, sku=variant.sku, price=price, currency=variant.currency, stock=variant.stock)


class ProductView(View):
    """A product of a shop."""

    id: str
    title: str
    variants: list[VariantView]

    @classmethod
    def of(cls, offered: Offered) -> ProductView:
        """Return the public form of a product."""
        return cls(id=offered.id, title=offered.title, variants=[VariantView.of(variant) for variant in offered.variants])


class ProductList(View):
    """One page of a shop's products."""

    items: list[ProductView]
    next_cursor: str | None = Field(description="send it as cursor to get the next page; null on the last")


class OrderItemView(View):
    """One line of an order."""

    sku: str
    title: str
    quantity: int


class OrderLinks(View):
    """Where an order's things are."""

    self: str
    store: str


class OrderView(View):
    """An order of a shop, as its owner sees it there."""

    id: str = Field(description="the order's id in its store")
    store: str = Field(description="the store's id")
    number: str = Field(description="as buyers and owners are shown it", examples=["#101"])
    status: OrderStatus
    payment_status: PaymentStatus
    fulfillment_status: FulfillmentStatus
    engine_status: dict[str, str] = Field(description="the engine's own values", examples=[{"status": "processing"}])
    archived: bool
    total: str = Field(description="a decimal number", examples=["29.00"])
    currency: str = Field(description="an ISO 4217 code", examples=["EUR"])
    email: str = Field(description="the customer's")
    items: list[OrderItemView]
    created_at: datetime
    updated_at: datetime
    links: OrderLinks

    @classmethod
    def of(cls, placed: StoresOrder) -> OrderView:
        """Return the public form of an order."""
        order, store = placed.order, f"/api/stores/{placed.store}"
        axes = ("status", "payment_status", "fulfillment_status", "archived")
        return cls(
            id=order.id,
            store=placed.store,
            number=order.number,
            **{name: getattr(order, name) for name in axes},
            engine_status=dict(order.engine_status),
            total=decimal_text(order.total, order.currency),
            currency=order.currency,
            email=order.email,
            items=[OrderItemView(sku=item.sku, title=item.title, quantity=item.quantity) for item in order.items],
            created_at=order.created_at,
            updated_at=order.updated_at,
            links=OrderLinks(self=f"/api/orders/{placed.store}/{order.id}", store=store),
        )


class PlacedView(View):
    """The order that the shop took."""

    order: OrderView


class OrderList(View):
    """One page of orders, newest first."""

    items: list[OrderView]
    missing: list[MissingView] = Field(description="stores that did not answer; what they have is not in this page")
    next_cursor: str | None = Field(description="send it as cursor to get the next page; null on the last")

"""What a caller may order, and the record that an order with an Idempotency-Key is being placed."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator

from functions.domain.mail import Email
from functions.domain.numbers import WHOLE
from functions.domain.order import TrackedOrder
from functions.domain.record import Record
from functions.domain.store import Country, StoreId, check_text

ITEMS_MAX = 50
QUANTITY_MAX = 1000
ID_PATTERN = r"^[A-Za-z0-9_-]{1,64}$"
PHONE_PATTERN = r"^[0-9+()./ -]{3,30}$"


def _text(longest: int) -> object:
    return StringConstraints(min_length=1, max_length=longest, strip_whitespace=True)


def _known_id(value: str) -> str:
    if not re.fullmatch(ID_PATTERN, value):
        raise ValueError("must be 1 to 64 letters, digits, hyphens and underscores")
    return value


_VariantId = Annotated[str, AfterValidator(_known_id), WithJsonSchema({"type": "string", "pattern": ID_PATTERN})]
_Name = Annotated[str, _text(100), AfterValidator(check_text)]
_Line = Annotated[str, _text(200), AfterValidator(check_text)]
_Postcode = Annotated[str, _text(20), AfterValidator(check_text)]


class Wanted(BaseModel):
    """Base of what a request holds: what is not known here is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WantedItem(Wanted):
    """Some pieces of one variant, named by its SKU or by its id."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"oneOf": [{"required": [name], "properties": {name: {"type": "string"}}} for name in ("sku", "id")]},
    )

    sku: Annotated[_Name | None, Field(description="the variant's SKU", examples=["SAMPLE-MUG"])] = None
    id: Annotated[_VariantId | None, Field(description="the variant's id, where it has no SKU")] = None
    quantity: Annotated[int, Field(ge=1, le=QUANTITY_MAX, description="how many pieces"), WHOLE]

    @model_validator(mode="after")
    def _one_name(self) -> Self:
        if (self.sku is None) == (self.id is None):
            raise ValueError("must have either sku or id")
        return self

    @property
    def named_by(self) -> str:
        """The field that names it."""
        return "id" if self.sku is None else "sku"


class WantedCustomer(Wanted):
    """Who orders."""

    first_name: Annotated[_Name, Field(examples=["Ada"])]
    last_name: Annotated[_Name, Field(examples=["Example"])]
    email: Annotated[Email, Field(description="where the shop writes to", examples=["ada@example.com"])]
    phone: Annotated[str | None, Field(pattern=PHONE_PATTERN, examples=["+49 30 123456"])] = None


class WantedAddress(Wanted):
    """Where it is sent, and whom the bill is for."""

    line1: Annotated[_Line, Field(description="street and number", examples=["Unter den Linden 1"])]
    line2: Annotated[_Line | None, Field(description="what else an address needs")] = None
    city: Annotated[_Name, Field(examples=["Berlin"])]
    postal_code: Annotated[_Postcode, Field(examples=["10117"])]
    state: Annotated[_Name | None, Field(description="the state or province as the shop knows it, CA say")] = None
    country: Annotated[Country, Field(description="an ISO 3166-1 alpha-2 code", examples=["DE"])]


class OrderRequest(Wanted):
    """An order to place in a store, paid on delivery."""

    store: Annotated[StoreId, Field(description="the store's id")]
    items: Annotated[list[WantedItem], Field(min_length=1, max_length=ITEMS_MAX)]
    customer: WantedCustomer
    address: WantedAddress


class Basket(Record):
    """What a shop is asked for: pieces by the variant's id, and for whom."""

    lines: tuple[tuple[str, int], ...]
    customer: WantedCustomer
    address: WantedAddress


class OrderIntent(Record):
    """An order that is being placed, or was, under a user's key. Written before the shop is asked.

    `id` marks the order in the shop, where it is looked for if whoever placed it was never heard of again: from `until` on
    that is taken to be so. `order_id` and `answer` are there once the shop took it.
    """

    user: str
    key: str
    request: str
    id: str
    store: str
    until: datetime
    order_id: str | None = None
    answer: TrackedOrder | None = None
    created_at: datetime
    expires_at: datetime
    version: int = 0

"""What the FastAPI peer takes and gives, and the rules of each field."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from models import SETUP
from pydantic import AfterValidator, BaseModel, ConfigDict, StrictBool, StringConstraints

COUNTRIES, CURRENCIES, RESERVED = (frozenset(SETUP[name]) for name in ("countries", "currencies", "reserved_ids"))


def check_id(value: str) -> str:
    if value in RESERVED or value.startswith(tuple(SETUP["reserved_prefixes"])) or value.endswith("-") or "--" in value:
        raise ValueError("is reserved, ends with a hyphen or holds two in a row")
    return value


def check_name(value: str) -> str:
    if not value.isprintable():
        raise ValueError("must not hold control characters or line breaks")
    return value


def check_country(value: str) -> str:
    if value not in COUNTRIES:
        raise ValueError("must be an ISO 3166-1 country code")
    return value


def check_currency(value: str) -> str:
    if value not in CURRENCIES:
        raise ValueError("must be an ISO 4217 currency code")
    return value


Slug = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9-]*$")]
Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^[\w.%+-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}$")]


class StoreFields(BaseModel):
    name: Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True), AfterValidator(check_name)]
    engine: Slug
    plan: Slug = "small"
    country: Annotated[str, AfterValidator(check_country)] = "DE"
    currency: Annotated[str, AfterValidator(check_currency)] = "EUR"
    color: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] = SETUP["color"]
    sample_products: StrictBool = True


class StoreIn(StoreFields):
    model_config = ConfigDict(extra="forbid")
    id: Annotated[Slug, AfterValidator(check_id)] | None = None
    admin_email: Email | None = None
    cluster: Slug | None = None


class StoreOut(StoreFields):
    model_config = ConfigDict(from_attributes=True)
    id: str
    admin_email: str
    cluster: str
    owner: str
    url: str
    admin_url: str
    status: str
    reason: str
    message: str
    operation_id: str | None
    allowed_operations: list[str]
    deployed: dict[str, Any] | None
    verified_at: datetime | None
    created_at: datetime
    updated_at: datetime
    links: dict[str, str | None]


class OperationOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: str
    store_id: str
    kind: str
    status: str
    reason: str
    message: str
    retryable: bool | None
    evidence: list[str]
    parameters: dict[str, Any]
    result: dict[str, Any] | None
    requested_by: str
    request_id: str
    cancel_requested: bool
    attempt: int
    event_count: int
    created_at: datetime
    started_at: datetime | None
    deadline_at: datetime | None
    finished_at: datetime | None
    links: dict[str, str]


class Accepted(BaseModel):
    store: StoreOut
    operation: OperationOut


class StoreList(BaseModel):
    items: list[StoreOut]
    next_cursor: str | None

"""A store: what a caller may ask for (StoreSpec) and what is recorded of it (Store)."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, StringConstraints

from functions.domain.iso import COUNTRIES, CURRENCIES
from functions.domain.record import Record
from functions.domain.version import Deployed

ID_MAX = 40
ID_PATTERN = r"^[a-z][a-z0-9-]*$"
DEFAULT_COLOR = "#1f5f54"  # a green that white text is easy to read on
# Names that would shadow the platform's own hosts, Kubernetes' namespaces or a path of the API.
RESERVED_IDS = frozenset(
    "activity admin api app auth chat chatops clusters dashboard default docs engines health localhost login logout "
    "mail metrics openapi operations plans platform registry status store stores storeyard system traefik users www".split()
)
RESERVED_PREFIXES = ("kube-", "storeyard-", "xn--")


class StoreStatus(StrEnum):
    """What a store is doing, or what became of the last thing it did."""

    PROVISIONING = "provisioning"
    READY = "ready"
    DELETING = "deleting"
    FAILED = "failed"


def check_store_id(value: str) -> str:
    """Return the id, or raise ValueError with the rule it breaks."""
    if value in RESERVED_IDS or value.startswith(RESERVED_PREFIXES):
        raise ValueError("is reserved: choose another id")
    if value.endswith("-") or "--" in value:
        raise ValueError("must not end with a hyphen or hold two in a row")
    return value


def check_text(value: str) -> str:
    """Return the text, or raise ValueError: printable characters only, so that it is shown as it was sent."""
    if any(unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} for character in value):
        raise ValueError("must not hold control characters, line breaks or unassigned characters")
    return value


def _known_country(value: str) -> str:
    if value not in COUNTRIES:
        raise ValueError("must be a two-letter ISO 3166-1 country code, like DE")
    return value


def _known_currency(value: str) -> str:
    if value not in CURRENCIES:
        raise ValueError("must be a three-letter ISO 4217 currency code, like EUR")
    return value


def _color(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError("must be a colour as # and six hexadecimal digits, like #1f5f54")
    return value


StoreId = Annotated[str, StringConstraints(min_length=1, max_length=ID_MAX, pattern=ID_PATTERN), AfterValidator(check_store_id)]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9-]*$")]
StoreName = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True), AfterValidator(check_text)]
Country = Annotated[str, StringConstraints(max_length=2), AfterValidator(_known_country)]
Currency = Annotated[str, StringConstraints(max_length=3), AfterValidator(_known_currency)]
Color = Annotated[str, AfterValidator(_color)]
Email = Annotated[
    str,
    StringConstraints(
        max_length=254,
        pattern=r"^[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$",
    ),
]


class StoreSpec(Record):
    """What a store shall be. Every field reaches Ansible as `store_<field>` and the chart as data, never as a template."""

    id: StoreId
    name: StoreName
    engine: Slug
    plan: Slug = "small"
    country: Country = "DE"
    currency: Currency = "EUR"
    color: Color = DEFAULT_COLOR
    sample_products: StrictBool = True
    admin_email: Email
    cluster: Slug


class Store(Record):
    """A store as recorded: what was asked for (`spec`) and what is installed (`deployed`) are two things.

    `version` guards every write, `active_operation_id` is the one live operation, if any.
    """

    spec: StoreSpec
    owner: str
    url: str
    status: StoreStatus
    reason: str = ""
    message: str = ""
    active_operation_id: str | None = None
    deployed: Deployed | None = Field(default=None, description="what was installed last; null: nothing, or not known")
    verified_at: datetime | None = Field(default=None, description="when a test order last went through")
    created_at: datetime
    updated_at: datetime
    version: int = 0

    @property
    def id(self) -> str:
        """The store's id, which is also its host name's first label and its namespace's ending."""
        return self.spec.id


def slug_of(name: str) -> str:
    """Make an id from a shop's name: ASCII, lower case, hyphens, at most 30 characters; 'shop' where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    slug = re.sub(r"^[^a-z]+", "", slug)[:30].strip("-")
    try:
        check_store_id(f"{slug}-x")  # the slug may get a suffix, and must not become a reserved id by that
        return check_store_id(slug) if slug else "shop"
    except ValueError:
        return f"shop-{slug.replace('--', '-')}"[:30].strip("-")

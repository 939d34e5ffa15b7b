"""A store: what a caller may ask for (StoreRequest), what it shall be (StoreSpec) and what is recorded of it (Store)."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StringConstraints, WithJsonSchema

from functions.domain.domain_names import DomainNames, public_url
from functions.domain.fields import Note
from functions.domain.image import Image
from functions.domain.iso import COUNTRIES, CURRENCIES
from functions.domain.labels import LABELS_MAX, LabelName, LabelValue
from functions.domain.locales import DEFAULT_LOCALE, PATTERN, check_locale, locale_of
from functions.domain.mail import Email, Relay
from functions.domain.payments import Payments
from functions.domain.record import Record
from functions.domain.shipped import SHIPPED, SHIPPED_MAX, WantedExtensions
from functions.domain.version import Deployed

ID_MAX = 40
ID_PATTERN = r"^[a-z][a-z0-9-]*$"
SLUG_PATTERN = r"^[a-z][a-z0-9-]*$"
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
    UPGRADING = "upgrading"
    ROLLING_BACK = "rolling_back"
    RESTORING = "restoring"
    DELETING = "deleting"
    FAILED = "failed"

    @property
    def rests(self) -> bool:
        """True for a status that a store may have while nothing is under way."""
        return self in {StoreStatus.READY, StoreStatus.FAILED}


def check_store_id(value: str) -> str:
    """Return the id, or raise ValueError with the rule it breaks."""
    if value in RESERVED_IDS or value.startswith(RESERVED_PREFIXES):
        raise ValueError("is reserved: choose another id")
    if value.endswith("-") or "--" in value:
        raise ValueError("must not end with a hyphen or hold two in a row")
    return value


def check_text(value: str) -> str:
    """Return the text, or raise ValueError: printable characters only, so that it is shown as it was sent."""
    if value.isascii() and value.isprintable():  # most are; each store that is read comes by here
        return value
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


def _pattern(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern})


CHART = Note(chart=True)
# A rule that is not a constraint is said to readers of a schema by `WithJsonSchema`.
StoreId = Annotated[
    str,
    StringConstraints(min_length=1, max_length=ID_MAX, pattern=ID_PATTERN),
    AfterValidator(check_store_id),
    WithJsonSchema({"type": "string", "pattern": r"^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$", "not": {"pattern": "--"}}),
]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=SLUG_PATTERN)]
StoreName = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True), AfterValidator(check_text)]
Country = Annotated[str, StringConstraints(max_length=2), AfterValidator(_known_country), _pattern("^[A-Z]{2}$")]
Currency = Annotated[str, StringConstraints(max_length=3), AfterValidator(_known_currency), _pattern("^[A-Z]{3}$")]
Color = Annotated[str, AfterValidator(_color), _pattern("^#[0-9a-fA-F]{6}$")]
Locale = Annotated[str, StringConstraints(max_length=12), AfterValidator(check_locale), _pattern(PATTERN)]
LOCALE = "the language that the shop speaks to buyers, as a BCP 47 tag like de, de-AT or pt-BR"
# No enumeration: its schema would be a reference, which charts cannot follow.
FileMods = Literal["open", "locked"]
FILE_MODS = (
    "whether the shop's owner may install plugins and themes in its admin (open), or the shop's code comes with its image "
    "only (locked)"
)


IMAGE = "the image that the shop runs in place of the platform's: a repository that the installation allows, with a digest"


class StoreFields(BaseModel):
    """What may be said of a store. A field is declared here, or in StoreSpec, and nowhere else: scripts/generate_spec.py."""

    model_config = ConfigDict(frozen=True)

    name: Annotated[StoreName, Field(description="the shop's name as buyers see it; any text", examples=["Tea & Cake"]), CHART]
    engine: Annotated[Slug, Field(description="the shop software", examples=["an-engine"]), Note(listed="engines")]
    plan: Annotated[Slug, Field(description="the size of the store"), Note(listed="plans")] = "small"
    country: Annotated[
        Country, Field(description="the country that the shop sells in, as an ISO 3166-1 alpha-2 code"), CHART
    ] = "DE"
    currency: Annotated[Currency, Field(description="the currency of the shop's prices, as an ISO 4217 code"), CHART] = "EUR"
    color: Annotated[Color, Field(description="the shop's own colour, as # and six hexadecimal digits"), CHART] = DEFAULT_COLOR
    sample_products: Annotated[
        StrictBool,
        Field(description="whether the shop starts with sample products or, if false, with no product at all"),
        CHART,
    ] = True
    file_mods: Annotated[
        FileMods, Field(description=FILE_MODS), Note(chart=True, without="{engine}'s code comes with its image always")
    ] = "open"
    image: Annotated[
        Image | None,
        Field(description=IMAGE),
        Note(without="{engine} runs the platform's image always"),
    ] = None
    extensions: Annotated[
        WantedExtensions,
        Field(max_length=SHIPPED_MAX, description=SHIPPED),
        Note(without="{engine} runs no plugins and no theme of its owner's"),
    ] = ()


class StoreSpec(StoreFields, Record):
    """What a store shall be. Every field reaches Ansible as `store_<field>` and the chart as data, never as a template.

    Its own fields are those that the platform fills in if a request leaves them out.
    """

    id: Annotated[
        StoreId,
        Field(description="the store's id, which is the first label of the shop's host name"),
        Note(chart=True, filled_in="made from the name"),
    ]
    admin_email: Annotated[
        Email,
        Field(description="the e-mail address of the shop's first administrator"),
        Note(chart=True, filled_in="admin@<id>.example"),
    ]
    cluster: Annotated[
        Slug,
        Field(description="the cluster that the store is placed on"),
        Note(listed="clusters", filled_in="the first, or where the platform chooses the one with the most room"),
    ]
    # A record that does not say it is of before shops had languages: those speak English.
    locale: Annotated[Locale, Field(description=LOCALE), Note(chart=True, filled_in="the language of the country")] = (
        DEFAULT_LOCALE
    )
    # Not `copy`, which every model of pydantic has as a method.
    is_copy: Annotated[
        StrictBool,
        Field(description="whether the store is a copy to try things out: it sends no mail and reaches nobody outside"),
        Note(chart=True, chart_name="copy", asked=False),
    ] = False
    safe_mode: Annotated[
        StrictBool,
        Field(description="whether the shop runs without its owner's plugins and theme, so that a broken one can be mended"),
        Note(chart=True, asked=False, without="{engine} runs no plugins and no theme of its owner's"),
    ] = False
    mail: Annotated[
        Relay | None,
        Field(description="the relay that the shop's mail goes out through; null: that of its cluster"),
        Note(asked=False, without="{engine} sends no mail through a relay"),
    ] = None
    payments: Annotated[
        Payments | None,
        Field(description="the account at a payment provider that buyers pay into by card; null: they pay on delivery alone"),
        Note(asked=False, without="{engine} takes no payments by card"),
    ] = None
    domains: Annotated[
        DomainNames,
        Field(description="the shop's own domains, its primary one first; none: it is at the platform's address alone"),
        Note(chart=True, asked=False, without="{engine} is at the platform's address alone"),
    ] = ()


WANTED_LABELS = "labels that the store's cluster must have, as GET /api/clusters lists them; any cluster if left out"
WantedLabels = Annotated[
    dict[LabelName, LabelValue],
    Field(max_length=LABELS_MAX, description=WANTED_LABELS, examples=[{"region": "eu"}]),
]


class StoreRequest(StoreFields):
    """What a caller asks for."""

    model_config = ConfigDict(extra="forbid")

    id: StoreId | None = None
    admin_email: Email | None = None
    cluster: Slug | None = None
    labels: WantedLabels = {}
    locale: Locale | None = None

    def spec(self, *, store_id: str, cluster: str, **unasked: bool) -> StoreSpec:
        """Return it with nothing left out. `unasked`: fields of the spec that no request can say."""
        own = {"admin_email": default_email(store_id), "locale": locale_of(self.country)}
        filled_in = {**own, **self.model_dump(exclude_none=True, exclude={"labels"})}
        return StoreSpec.model_validate({**filled_in, "id": store_id, "cluster": cluster, **unasked})


class MadeOf(Record):
    """What a store is made of: a backup, and the store that it was made in."""

    backup: str
    source: str


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
    counted: StoreStatus | None = Field(default=None, description="the status that the census has it in; null: not counted")
    deployed: Deployed | None = Field(default=None, description="what was installed last; null: nothing, or not known")
    restored_ok_at: datetime | None = Field(
        default=None, description="when a copy made of one of its backups last took an order"
    )
    restore_seconds: float | None = Field(default=None, description="how long that copy took to stand")
    awaits: MadeOf | None = Field(
        default=None, description="the backup that it is made of, until its data is there; null: it is, or there is none"
    )
    verified_at: datetime | None = Field(default=None, description="when a test order last went through")
    backup_hours: int | None = Field(default=None, description="hours between its backups, 0: none; null: as the setting says")
    drill_hours: int | None = Field(default=None, description="hours between its drills, 0: none; null: as the setting says")
    created_at: datetime
    updated_at: datetime
    version: int = 0

    @property
    def address(self) -> str:
        """The shop's public address: that of its primary domain, or `url`, the platform's own."""
        return public_url(self.url, self.spec.domains)

    @property
    def id(self) -> str:
        """The store's id, which is also its host name's first label and its namespace's ending."""
        return self.spec.id


def default_email(store_id: str) -> str:
    """The first administrator of a store whose owner has not said."""
    return f"admin@{store_id}.example"


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

"""The settings: the only reader of the environment. A bad value is one sentence that names the setting."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from functions.domain import lists
from functions.domain.chat_settings import CHAT_SECRETS, ChatSettings
from functions.domain.image import repositories
from functions.domain.inventory_variables import INVENTORY_VARIABLES
from functions.domain.labels import LABEL_VALUE
from functions.domain.platform_relay import PlatformRelay, platform_relay
from functions.domain.schedule import MOST_HOURS
from functions.domain.state_settings import STATE_SECRETS, StateSettings

PROJECT = Path(__file__).resolve().parent.parent
# No place: a folder of a task that is gone afterwards would only look like one.
NO_BACKUPS = "s3://"
SECRET_BYTES = 32
SECRETS = CHAT_SECRETS | STATE_SECRETS | {"JWT_SECRET", "METRICS_TOKEN"}  # a refusal does not repeat what they are


class BadSetting(Exception):
    """A setting has a value that cannot be used; the message is one sentence that names it."""


def _long_enough(value: SecretStr | None) -> SecretStr | None:
    if value is not None and len(value.get_secret_value().encode()) < SECRET_BYTES:
        raise ValueError(f"it must have at least {SECRET_BYTES} bytes")
    return value


class _PlatformSettings(BaseModel):
    """All but those of the state and of chat programs."""

    home: Path = Field(alias="STOREYARD_HOME", description="data: state file, kubeconfig, token, runs of Ansible")
    cache: Path = Field(alias="STOREYARD_CACHE", description="programs and collections, which can be made again")
    bind: str = Field("127.0.0.1", alias="STOREYARD_BIND", min_length=1, description="address the local platform listens on")
    port: int = Field(8000, alias="STOREYARD_PORT", ge=1, le=65535, description="port the local platform listens on")
    hosts: Annotated[tuple[str, ...], BeforeValidator(lists.hosts)] = Field(
        (),
        alias="STOREYARD_HOSTS",
        description="more host names that the local platform answers to, with commas between: those of a proxy before it",
    )
    dashboard: Path | None = Field(
        None, alias="STOREYARD_DASHBOARD", description="folder of the dashboard's built files, served at /; none: no page"
    )
    inventory: Path = Field(
        PROJECT / "inventories/local", alias="STOREYARD_INVENTORY", description="inventory whose group clusters is used"
    )
    slots: int = Field(2, alias="STOREYARD_SLOTS", ge=1, le=100, description="operations that run at once, over all workers")
    operation_timeout: int = Field(
        900, alias="OPERATION_TIMEOUT", ge=1, le=86400, description="seconds an operation may take from its first start"
    )
    queue_timeout: int = Field(
        3600,
        alias="QUEUE_TIMEOUT",
        ge=1,
        le=604800,
        description="seconds an operation may wait in the queue for its first start",
    )
    lease_seconds: int = Field(
        30,
        alias="LEASE_SECONDS",
        ge=3,
        le=600,
        description="seconds after which a silent worker counts as lost; calls to the state take a third of it at most",
    )
    reaper_seconds: int = Field(
        5, alias="REAPER_SECONDS", ge=1, le=600, description="seconds between two looks at lost work, on one machine"
    )
    backups: str | None = Field(
        None,
        alias="BACKUPS",
        pattern="^(/|~/|s3://[a-z0-9])",
        description="where backups lie: a folder's path or s3://bucket/prefix; none: the folder backups in STOREYARD_HOME",
    )
    backups_endpoint: str | None = Field(
        None, alias="BACKUPS_ENDPOINT", pattern="^https?://", description="address of an S3 for backups that is not AWS's"
    )
    activity_days: int = Field(
        400, alias="ACTIVITY_DAYS", ge=1, le=36500, description="days that a line of the activity log is kept"
    )
    backup_every_hours: int = Field(
        24,
        alias="BACKUP_EVERY_HOURS",
        ge=0,
        le=MOST_HOURS,
        description="hours between two backups of a store, unless its owner says otherwise; 0: none",
    )
    drill_every_hours: int = Field(
        168,
        alias="DRILL_EVERY_HOURS",
        ge=0,
        le=MOST_HOURS,
        description="hours between two drills of a store that has a backup, unless its owner says otherwise; 0: none",
    )
    backups_daily: int = Field(
        7, alias="BACKUPS_DAILY", ge=0, le=1000, description="days with a backup of which the newest is kept"
    )
    backups_weekly: int = Field(
        6, alias="BACKUPS_WEEKLY", ge=0, le=1000, description="weeks with a backup of which the newest is kept"
    )
    backups_upgrade_days: int = Field(
        14,
        alias="BACKUPS_UPGRADE_DAYS",
        ge=0,
        le=36500,
        description="days that a backup is kept which an upgrade or a restore made as its way back",
    )
    backups_gone_days: int = Field(
        30, alias="BACKUPS_GONE_DAYS", ge=0, le=36500, description="days that the backups of a store are kept once it is gone"
    )
    metrics_token: SecretStr | None = Field(
        None,
        alias="METRICS_TOKEN",
        min_length=16,
        description="what GET /metrics asks for as bearer token; none: it answers to requests from this machine only",
    )
    otlp_endpoint: str | None = Field(
        None,
        alias="OTEL_EXPORTER_OTLP_ENDPOINT",
        pattern="^https?://",
        description="OpenTelemetry collector that traces are sent to by OTLP over HTTP; none: nothing is traced",
    )
    installation: str | None = Field(
        None,
        alias="STOREYARD_INSTALLATION",
        pattern=f"^{LABEL_VALUE}$",
        description="label of what is made in clusters, needed with postgresql; none: made once, kept in STOREYARD_HOME",
    )
    operation_id: str | None = Field(
        None, alias="OPERATION_ID", min_length=1, description="the operation a worker started for one operation runs"
    )
    registration: Literal["closed", "open"] = Field(
        "closed",
        alias="REGISTRATION",
        description="who may make an account: closed (the first user, and whom an admin's token lets in) or open (everybody)",
    )
    jwt_secret: Annotated[SecretStr | None, AfterValidator(_long_enough)] = Field(
        None,
        alias="JWT_SECRET",
        description="signs access tokens, 32 bytes at least, needed but with sqlite; none: made once, kept in STOREYARD_HOME",
    )
    own_images: Annotated[tuple[str, ...], BeforeValidator(repositories)] = Field(
        (), alias="OWN_IMAGES", description="what images begin with that owners of stores may name; none: the platform's only"
    )
    stores_per_owner: int = Field(
        3,
        alias="STORES_PER_OWNER",
        ge=0,
        le=100_000,
        description="stores that an owner may have, unless an admin says otherwise",
    )
    rate_per_token: int = Field(
        600, alias="RATE_PER_TOKEN", ge=0, le=1_000_000, description="requests a minute of one token or session; 0: any number"
    )
    rate_per_address: int = Field(
        1200, alias="RATE_PER_ADDRESS", ge=0, le=1_000_000, description="requests a minute from one address; 0: any number"
    )
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(lists.networks)] = Field(
        (),
        alias="TRUSTED_PROXIES",
        description="networks of proxies whose X-Forwarded-For and -Proto say who calls and how, with commas between",
    )
    dns_resolvers: Annotated[tuple[tuple[str, int], ...], BeforeValidator(lists.dns_servers)] = Field(
        (),
        alias="DNS_RESOLVERS",
        description="resolvers that domains are looked up at, four at most, with commas between; none: this machine's own",
    )
    domain_proof: Literal["any", "token"] = Field(
        "any",
        alias="DOMAIN_PROOF",
        description="what proves a domain: any (its TXT record, or that it leads here and nobody had it before) or token alone",
    )

    webhook_hosts: Annotated[frozenset[tuple[str, int]], BeforeValidator(lists.hosts_with_ports)] = Field(
        frozenset(),
        alias="WEBHOOK_HOSTS",
        description="hosts with ports that webhooks reach by http too and at any address, for development, with commas between",
    )
    webhook_refused: Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(lists.networks)] = Field(
        (),
        alias="WEBHOOK_REFUSED",
        description="public networks that webhooks must not reach, like those of the clusters' nodes, with commas between",
    )

    notices_a_minute: int = Field(
        5,
        alias="NOTICES_A_MINUTE",
        ge=1,
        le=60,
        description="messages that one target of notices gets a minute; what comes on top is one message that lists it",
    )


class Settings(ChatSettings, StateSettings, _PlatformSettings):
    """Every setting with its default. The alias is the environment variable; the docs' table is tested against these."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    inventory_variables: dict[str, str] = Field(default_factory=dict, exclude=True)
    mail_relay: PlatformRelay | None = Field(default=None, exclude=True)

    @property
    def served_hosts(self) -> tuple[str, ...]:
        """What the local platform is called besides loopback's names, as a Host header has it."""
        return (f"[{self.bind}]" if ":" in self.bind else self.bind, *self.hosts)

    @property
    def page(self) -> str:
        """Where people open the page."""
        return self.page_url or f"http://localhost:{self.port}"

    @property
    def state_file(self) -> Path:
        """Where SQLite keeps the state."""
        return self.home / "state.db"

    @property
    def images(self) -> Path:
        """Where `make images` writes which images were built."""
        return self.home / "images.json"

    @property
    def kept_charts(self) -> Path:
        """Where copies stay of the charts that accepted operations were promised."""
        return self.home / "charts"

    @property
    def runs(self) -> Path:
        """Where runs of Ansible have their private folders."""
        return self.home / "runs"

    @property
    def charts(self) -> Path:
        """Where the engines are."""
        return PROJECT / "charts"


def _defaults(environ: Mapping[str, str]) -> dict[str, str]:
    home = environ.get("HOME", "/")
    return {
        "STOREYARD_HOME": f"{environ.get('XDG_DATA_HOME') or f'{home}/.local/share'}/storeyard",
        "STOREYARD_CACHE": f"{environ.get('XDG_CACHE_HOME') or f'{home}/.cache'}/storeyard",
    }


def read(environ: Mapping[str, str]) -> Settings:
    """Make the settings of an environment; empty counts as unset. Raises BadSetting."""
    names = (field.alias for field in Settings.model_fields.values())
    given = {name: environ[name] for name in names if name and environ.get(name)}
    try:
        read_settings = Settings.model_validate({**_defaults(environ), **given})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        said = first["msg"].removeprefix("Value error, ")
        name, rule = first["loc"][0], said[0].lower() + said[1:]
        if name in SECRETS:
            raise BadSetting(f"The setting {name} cannot be used: {rule}.") from None
        raise BadSetting(f"The setting {name} cannot be {first['input']!r}: {rule}.") from error
    needed = {"STATE_URL": read_settings.state_url, "STOREYARD_INSTALLATION": read_settings.installation}
    for name in (name for name, value in needed.items() if read_settings.shared and value is None):
        raise BadSetting(
            f"The setting {name} must be given where STATE_BACKEND is postgresql: all its processes need the same."
        )
    places = ("home", "cache", "inventory", *(("dashboard",) if read_settings.dashboard else ()))
    absolute = {name: getattr(read_settings, name).expanduser().absolute() for name in places}
    passed = {name: environ[name] for name in INVENTORY_VARIABLES if environ.get(name)}
    passed |= {"BACKUPS": read_settings.backups or NO_BACKUPS} if read_settings.state_backend != "sqlite" else {}
    try:
        relay = platform_relay(passed)
    except ValueError as error:
        raise BadSetting(f"The mail relay cannot be used: {error}.") from error
    return read_settings.model_copy(update={**absolute, "inventory_variables": passed, "mail_relay": relay})


@cache
def settings() -> Settings:
    """Return the settings of this process, read once. Raises BadSetting."""
    return read(os.environ)

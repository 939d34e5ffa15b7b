"""An engine as the platform knows it: what charts/<engine>/engine.yml says."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from functions.domain.fields import note_of
from functions.domain.plan import Plan
from functions.domain.store import Slug, StoreSpec

# A path and nothing else: it is put behind a shop's address.
ADMIN_PATH = r"^/[A-Za-z0-9._/-]*$"


class SecretKey(BaseModel):
    """How one key of a store's Secret comes to be: copied from a field of the spec, or random."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    source: str | None = Field(default=None, alias="from")
    length: int | None = None
    hex: int | None = None
    prefix: str = ""
    shown: bool = Field(default=False, description="whether the store's owner is shown it beside the admin's password")


class EngineData(BaseModel):
    """Where a shop's data is, for the pod that copies it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    user: str = Field(description="who owns the database")
    database: str
    port: int
    claim: str = Field(description="the volume claim of the files that were uploaded")
    file: str = Field(description="the name of a dump of the database")
    counts: str = Field(description="SQL: a row for each thing that is counted, and one named highest_order")
    orders: bool = Field(
        default=False, description="whether the shop's image has storeyard-orders, which carries newer orders over"
    )
    extensions: bool = Field(
        default=False, description="whether the shop's image has storeyard-extensions, which updates what its owner installed"
    )


class EnginePayments(BaseModel):
    """How stores of an engine take payments by card."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    webhook: str = Field(pattern=r"^/[A-Za-z0-9._/?=&-]*$", description="where the provider calls a shop, behind its address")
    extension: str | None = Field(
        default=None, description="the extension that takes them, which the shop's owner installs; null: the image brings it"
    )


class Engine(BaseModel):
    """A shop software that stores can run on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Slug
    title: str
    version: str
    adapter: str
    admin_path: str = Field(pattern=ADMIN_PATH)
    images: tuple[str, ...]
    secret_keys: dict[str, SecretKey]
    plans: dict[str, Plan]
    timeouts: dict[str, int] = Field(default_factory=dict)
    memory_at_rest: int | None = None
    currencies: tuple[str, ...] | None = None
    countries: tuple[str, ...] | None = None
    settings: tuple[str, ...] = Field(default=(), description="fields of the spec that its image takes over")
    payments: EnginePayments | None = Field(default=None, description="without it the engine's stores take none by card")
    scales: bool = Field(
        default=False,
        description="whether its shop may run in several pods, which agree by the third of its images; else each plan has one",
    )
    data: EngineData | None = Field(default=None, description="without it the engine's stores cannot be backed up")

    def lacks(self, setting: str) -> str:
        """Return why its stores have nothing but the default of this field of the spec; empty: they may have another value."""
        why = note_of(StoreSpec.model_fields[setting]).without
        return why.format(engine=self.title) if setting not in self.settings else ""

    def summary(self) -> dict[str, Any]:
        """What GET /api/engines shows of it."""
        return {"name": self.name, "title": self.title, "version": self.version, "plans": sorted(self.plans)}

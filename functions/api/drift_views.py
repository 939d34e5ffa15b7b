"""The public JSON of what was changed by hand of a store."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from functions.api.schemas import View
from functions.application.drift import Found
from functions.domain.drift import ChangedOutside, Difference


class DifferenceView(View):
    """A field of an object that is not as it was installed."""

    object: str = Field(description="kind and name, like Deployment/web")
    path: str = Field(description="a JSON pointer into the object; empty: all of it, and live says why it cannot be compared")
    installed: Any = Field(description="null: it is not there; a secret value is shown as [secret]")
    live: Any = Field(description="null: it is not there; a secret value, and that of a variable, is shown as [secret]")

    @classmethod
    def of(cls, found: Difference) -> DifferenceView:
        """Return the public form."""
        return cls(object=found.object, path=found.path, installed=found.installed, live=found.live)


class ChangedOutsideView(View):
    """A change of the store's release that did not come from here."""

    revision: int = Field(description="what the release is at")
    recorded_revision: int = Field(description="what is recorded of the store")
    status: str = Field(description="as Helm has it")
    description: str
    at: datetime | None

    @classmethod
    def of(cls, found: ChangedOutside) -> ChangedOutsideView:
        """Return the public form."""
        return cls(
            revision=found.revision,
            recorded_revision=found.recorded,
            status=found.status,
            description=found.description,
            at=found.at,
        )


class DriftView(View):
    """How a store in its cluster differs from what was installed."""

    in_sync: bool = Field(description="true: nothing is different")
    checked_at: datetime
    revision: int | None = Field(description="of the release; null: there is none")
    differences: list[DifferenceView]
    missing: list[str] = Field(description="objects that are gone, like NetworkPolicy/web, and keys like Secret/store-secret/…")
    extra: list[str] = Field(description="objects and keys that nobody installed")
    changed_from_outside: ChangedOutsideView | None = Field(description="null: the release is at the revision that is recorded")
    message: str = Field(description="what was not compared, if anything was not")

    @classmethod
    def of(cls, found: Found) -> DriftView:
        """Return the public form."""
        drift = found.drift
        return cls(
            in_sync=drift.in_sync,
            checked_at=found.checked_at,
            revision=drift.revision,
            differences=[DifferenceView.of(each) for each in drift.differences],
            missing=list(drift.missing),
            extra=list(drift.extra),
            changed_from_outside=None if drift.outside is None else ChangedOutsideView.of(drift.outside),
            message=found.message,
        )

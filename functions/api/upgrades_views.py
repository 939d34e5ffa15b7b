"""The public JSON of what a store could be upgraded to."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from functions.api.schemas import View
from functions.application.upgrades import Offers
from functions.domain.version import Deployed, Target


class VersionView(View):
    """A version of a shop's software, as it is installed or could be."""

    engine_version: str
    chart_version: str
    images: dict[str, str] = Field(description="the image of each part, by name")

    @classmethod
    def of(cls, what: Deployed | Target) -> VersionView:
        """Return the public form."""
        return cls(engine_version=what.engine_version, chart_version=what.chart_version, images=what.images)


class ChangedValueView(View):
    """A value of the store's chart that would change."""

    path: str = Field(description="where in the chart's values, like web.resources.limits.memory")
    before: Any = Field(description="null: it is not there")
    after: Any = Field(description="null: it would not be there")


class UpgradeView(VersionView):
    """A version that the store could be upgraded to."""

    changes: list[ChangedValueView] = Field(description="every value of the store's chart that it would change")


class UpgradesView(View):
    """What a store could be upgraded to: the newest version, if that is not installed."""

    installed: VersionView | None = Field(description="null: nothing is installed")
    items: list[UpgradeView]
    message: str = Field(description="why there is none, if there is none")

    @classmethod
    def of(cls, offers: Offers) -> UpgradesView:
        """Return the public form."""
        return cls(
            installed=None if offers.installed is None else VersionView.of(offers.installed),
            items=[
                UpgradeView(
                    **VersionView.of(offer.target).model_dump(),
                    changes=[ChangedValueView(path=each.path, before=each.before, after=each.after) for each in offer.values],
                )
                for offer in offers.items
            ],
            message=offers.message,
        )

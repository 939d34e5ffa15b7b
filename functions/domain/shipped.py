"""Extensions that a store is asked for with, by its owner or by its plan: how they are named, and which a shop is made with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from functions.domain.extension import VERSION_MAX

SHIPPED_MAX: Final = 50
Slug = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]*$")]
# It is part of a file's name and of an address.
Version = Annotated[str, StringConstraints(min_length=1, max_length=VERSION_MAX, pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*$")]


class WantedExtension(BaseModel):
    """One extension, from the installation's folder of archives if that has it, else from where the engine's are published."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Annotated[Literal["plugin", "theme"], Field(description="what it is")] = "plugin"
    slug: Annotated[Slug, Field(description="its folder's name, as its page and its archive have it", examples=["akismet"])]
    version: Annotated[Version | None, Field(description="which version; null: the newest one that is stable")] = None
    active: Annotated[StrictBool, Field(description="whether it is switched on; of themes one may be")] = True

    @property
    def key(self) -> tuple[str, str]:
        """What it is told from others by."""
        return self.kind, self.slug

    @property
    def archive(self) -> str:
        """The name of its archive in a folder of them; without a version in it, it is whatever version lies there."""
        return f"{self.slug}.{self.version}.zip" if self.version is not None else f"{self.slug}.zip"


def _fit_together(items: tuple[WantedExtension, ...]) -> tuple[WantedExtension, ...]:
    if len({one.key for one in items}) < len(items):
        raise ValueError("must name each extension once")
    if sum(one.active for one in items if one.kind == "theme") > 1:
        raise ValueError("must have one active theme at most")
    return items


WantedExtensions = Annotated[tuple[WantedExtension, ...], AfterValidator(_fit_together)]
SHIPPED: Final = "plugins and themes of its owner's that the shop is made with; what its plan brings comes besides"


def ships_with(plan: Iterable[WantedExtension], own: Iterable[WantedExtension]) -> tuple[WantedExtension, ...]:
    """What a shop is made with: its plan's, then its own, which stand for those of the plan with the same name.

    An active theme of its own leaves the plan's off.
    """
    mine = tuple(own)
    named = {one.key for one in mine}
    themed = any(one.kind == "theme" and one.active for one in mine)
    rest = (one for one in plan if one.key not in named)
    return (*(one.model_copy(update={"active": False}) if themed and one.kind == "theme" else one for one in rest), *mine)


def as_data(items: Iterable[WantedExtension]) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [one.model_dump(mode="json") for one in items]

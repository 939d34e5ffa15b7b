"""update_extensions: bring what a shop's owner installed to its newest versions, with a way back that takes the data along."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from functions.domain.kinds import extending
from functions.domain.kinds.base import Parameters
from functions.domain.shipped import Slug

SLUGS_MAX: Final = 100


def _each_once(slugs: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(slugs)) < len(slugs):
        raise ValueError("must name each extension once")
    return slugs


class UpdateExtensions(Parameters):
    """Which extensions: plugins and themes that the shop's owner installed."""

    slugs: Annotated[
        tuple[Slug, ...],
        AfterValidator(_each_once),
        Field(
            max_length=SLUGS_MAX,
            description="slugs of extensions; none: all of the owner's that an update is on offer for",
            json_schema_extra={"uniqueItems": True},
        ),
    ] = ()


KIND = extending.kind(
    name="update_extensions",
    summary="bring the owner's plugins and themes to the versions on offer; back with its data if the shop does not sell then",
    failure_reason="UpdateFailed",
    done="The extensions are up to date: a test order went through.",
    parameters=UpdateExtensions,
    look=("Asking for newer versions", "Which versions are on offer is known"),
    change=("Updating extensions", "The extensions are updated"),
)

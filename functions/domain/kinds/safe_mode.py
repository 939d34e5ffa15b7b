"""safe_mode: run a shop without its owner's plugins and theme, so that a broken one can be mended, or with them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StrictBool

from functions.domain.kinds import settings
from functions.domain.kinds.base import Ended, Parameters
from functions.domain.store import StoreSpec

SETTING = "safe_mode"


class SafeMode(Parameters):
    """Whether it shall be on."""

    on: Annotated[
        StrictBool,
        Field(description="true: without the owner's plugins and theme; false: with them again, if the shop sells that way"),
    ] = True


def spec_with(spec: StoreSpec, parameters: Mapping[str, Any]) -> StoreSpec:
    """Return the spec with safe mode on or off."""
    return settings.changed(spec, {SETTING: parameters.get("on", True)})


def way_out(ended: Ended) -> str:
    """Only a shop in safe mode has something to go back to: what it sells without."""
    stays = not ended.good and ended.said(settings.RESULT).get("in_force") == settings.InForce.OLD
    return "The shop does not sell with its owner's plugins: it stays in safe mode." if stays else ""


KIND = settings.kind(
    name="safe_mode",
    summary="run the shop without its owner's plugins and theme, so that a broken one can be mended, or with them again; "
    "it stays in safe mode where it does not sell with them",
    failure_reason="SafeModeFailed",
    done="The shop runs as asked for: a test order went through.",
    back=("Going back to safe mode", "Safe mode is turned on again"),
    change=("Turning safe mode on or off", "Safe mode is turned on or off"),
    parameters=SafeMode,
    settings=lambda _: (SETTING,),
    spec_after=spec_with,
    way_out=way_out,
)

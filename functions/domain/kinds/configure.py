"""configure: change a shop's name, colour or first administrator's address, with a way back."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator

from functions.domain.kinds import steps
from functions.domain.kinds.base import Ended, Kind, Parameters, Step
from functions.domain.store import Color, Email, StoreName, StoreSpec, StoreStatus

ROLE, RESULT = "store_configure", "settings"
SETTINGS = ("name", "color", "admin_email")


class InForce(StrEnum):
    """Which settings a shop has, as the run that changes them says it."""

    CHANGING = "changing"
    NEW = "new"
    OLD = "old"


class Configure(Parameters):
    """What shall change; what is left out stays as it is."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": [name], "properties": {name: {"type": "string"}}} for name in SETTINGS]}
    )

    name: Annotated[StoreName | None, Field(description="the shop's name as buyers see it; any text")] = None
    color: Annotated[Color | None, Field(description="the shop's own colour, as # and six hexadecimal digits")] = None
    admin_email: Annotated[
        Email | None, Field(description="the e-mail address of the shop's first administrator, whose password stays")
    ] = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(getattr(self, name) for name in SETTINGS):
            raise ValueError(f"must have at least one of: {', '.join(SETTINGS)}")
        return self


def spec_with(spec: StoreSpec, parameters: Mapping[str, Any]) -> StoreSpec:
    """Return the spec with what shall change."""
    return spec.model_copy(update={name: parameters[name] for name in SETTINGS if parameters.get(name) is not None})


def status_after(ended: Ended) -> StoreStatus:
    """Ready if the shop sells, be it on the new settings or on the old ones; as before where nothing was touched yet.

    A run says that it begins before it touches anything, but not to the run after it: of a second one that is not known.
    """
    in_force = ended.said(RESULT).get("in_force")
    if ended.good or in_force == InForce.OLD:
        return StoreStatus.READY
    untouched = in_force is None and ended.attempt <= 1
    return ended.before if untouched else StoreStatus.FAILED


KIND = Kind(
    name="configure",
    summary="change the shop's name, colour or first administrator's address; a failure puts the old ones back",
    allowed_from=frozenset({StoreStatus.READY, StoreStatus.FAILED}),
    running=StoreStatus.UPGRADING,
    status_after=status_after,
    failure_reason="ConfigureFailed",
    done="The shop has its new settings: a test order went through.",
    steps=(
        Step(
            ROLE,
            "restore",
            "Going back to the old settings",
            "The old settings are known",
            task="Go back to the old settings",
        ),
        Step(
            ROLE,
            "settings",
            "Changing the settings",
            "The settings are changed",
            task="Say that the settings were not changed",
        ),
        steps.SECRET,
        Step("store_release", "release", "Applying the settings to the shop", "The settings are applied", pods=True),
        steps.VERIFY,
    ),
    parameters=Configure,
    result_keys=(RESULT, "deployed", "verification"),
    spec_after=spec_with,
    keeps=True,
    proves=True,
)

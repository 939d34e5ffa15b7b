"""configure: change a shop's name, colour, language, administrator's address or who may change its code, with a way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator

from functions.domain.kinds import settings
from functions.domain.kinds.base import Parameters
from functions.domain.mail import Email
from functions.domain.store import FILE_MODS, LOCALE, Color, FileMods, Locale, StoreName, StoreSpec

SETTINGS = ("name", "color", "admin_email", "file_mods", "locale")


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
    file_mods: Annotated[FileMods | None, Field(description=FILE_MODS)] = None
    locale: Annotated[Locale | None, Field(description=LOCALE)] = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(getattr(self, name) for name in SETTINGS):
            raise ValueError(f"must have at least one of: {', '.join(SETTINGS)}")
        return self


def wanted(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the settings that shall change."""
    return tuple(name for name in SETTINGS if parameters.get(name) is not None)


def spec_with(spec: StoreSpec, parameters: Mapping[str, Any]) -> StoreSpec:
    """Return the spec with what shall change."""
    return settings.changed(spec, {name: parameters[name] for name in wanted(parameters)})


KIND = settings.kind(
    name="configure",
    summary="change the shop's name, colour, language, first administrator's address, or whether its owner may install "
    "plugins; a failure puts the old settings back",
    failure_reason="ConfigureFailed",
    done="The shop has its new settings: a test order went through.",
    back=("Going back to the old settings", "The old settings are known"),
    change=("Changing the settings", "The settings are changed"),
    parameters=Configure,
    settings=wanted,
    spec_after=spec_with,
)

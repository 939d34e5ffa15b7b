"""What `storeyard webhook` and `storeyard notice` have in common: who is told of which events, of whose stores, and whether."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from functions.cli.errors import Usage

if TYPE_CHECKING:
    from functions.cli.client import Json

AboutOption = Annotated[str | None, typer.Option("--description", help="what it is for")]
PlatformOption = Annotated[bool, typer.Option("--platform", help="tell it of every owner's stores; for admins")]
DisabledOption = Annotated[bool, typer.Option("--disabled", help="tell it nothing yet")]


def asked_for(*, event: list[str] | None, description: str | None, platform: bool, disabled: bool) -> Json:
    """Return what a new one is asked for with; what was not said is left to the platform."""
    said: Json = {"events": event} if event else {}
    said |= {} if description is None else {"description": description}
    return said | ({"platform": True} if platform else {}) | ({"enabled": False} if disabled else {})


def changes(options: str, **given: Any) -> Json:
    """Return what is to change. Raises Usage that names the options where nothing is."""
    said = {name: value for name, value in given.items() if value is not None}
    if not said:
        raise Usage(f"Say what shall change: {options}.")
    return said

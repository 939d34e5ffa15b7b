"""`storeyard store drift|repair`: what was changed by hand of a store, and putting it right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from functions.cli.changing import carry_out
from functions.cli.commands.stores import StoreArgument, app
from functions.cli.here import Here, command
from functions.cli.output import plain
from functions.cli.showing import at

if TYPE_CHECKING:
    from functions.cli.client import Json

COLUMNS = {"OBJECT": "object", "WHERE": "path", "INSTALLED": "installed", "LIVE": "live"}


@command(app, "drift", example="storeyard store drift demo")
def drift(here: Here, store: StoreArgument) -> None:
    """Show what was changed by hand of a store's objects in its cluster."""
    found = here.client.get(at("stores", store, "drift"))
    if here.output.json:
        here.output.document(found)
        return
    here.output.table(_rows(found), COLUMNS, empty="Nothing is different from what was installed.")
    outside = found.get("changed_from_outside")
    if outside:
        recorded = outside.get("recorded_revision")
        here.output.say(f"The release is at revision {outside.get('revision')}; what is recorded of the store is {recorded}.")
    if found.get("message"):
        here.output.say(found["message"])
    if not found.get("in_sync"):
        here.output.say(f"To put it right: storeyard store repair {store}")


@command(app, "repair", waits=True, example="storeyard store repair demo")
def repair(
    here: Here,
    store: StoreArgument,
    remove_extra: Annotated[
        bool, typer.Option("--remove-extra", help="also remove objects that nobody installed, but no volumes and no Secrets")
    ] = False,
) -> None:
    """Put right what was changed by hand of a store's objects, and nothing else."""
    body = {"kind": "repair", "parameters": {"remove_extra": remove_extra}}
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), body))


def _rows(found: Json) -> list[dict[str, str]]:
    """What differs, and what is missing or extra as a whole, one below the other."""
    rows = [
        {
            "object": str(each.get("object")),
            "path": str(each.get("path")),
            "installed": _text(each.get("installed")),
            "live": _text(each.get("live")),
        }
        for each in found.get("differences") or ()
    ]
    rows += [{"object": name, "path": "", "installed": "there", "live": "missing"} for name in found.get("missing") or ()]
    return rows + [{"object": name, "path": "", "installed": "", "live": "extra"} for name in found.get("extra") or ()]


def _text(value: object) -> str:
    return "" if value is None else str(plain(value))

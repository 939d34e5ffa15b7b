"""`storeyard extension`: the plugins, themes and modules that shops have."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from functions.cli.changing import carry_out
from functions.cli.commands.stores import StoreArgument
from functions.cli.here import Here, command
from functions.cli.naming import named_extensions
from functions.cli.showing import at, listing

app = typer.Typer(help="Look at the plugins, themes and modules of shops, install and update them.")

EXTENSIONS = {
    "STORE": "store",
    "KIND": "kind",
    "SLUG": "slug",
    "NAME": "name",
    "VERSION": "version",
    "UPDATE": "update",
    "ACTIVE": "active",
    "ORIGIN": "origin",
}
STORES = 50  # at once: the API asks their shops
EMPTY = "There is no such extension."


@command(app, "list", example="storeyard extension list --slug akismet --below 5.3")
def list_extensions(
    here: Here,
    store: Annotated[str | None, typer.Argument(help="the store's id; none: all that are yours")] = None,
    slug: Annotated[str | None, typer.Option(help="only with this slug")] = None,
    below: Annotated[str | None, typer.Option(help="only with a version that is older, like 2.1")] = None,
) -> None:
    """List what shops have beside their engine's own code, or look for an old version in all of them."""
    if store is not None:
        listing(here, at("stores", store, "extensions"), EXTENSIONS, empty=EMPTY, slug=slug, below=below)
        return
    found = listing(here, at("extensions"), EXTENSIONS, limit=sys.maxsize, most=STORES, empty=EMPTY, slug=slug, below=below)
    for missing in found.get("missing") or ():
        here.output.say(f"Not in this list: {missing['store']} ({missing['reason']})")


@command(app, "update", waits=True, example="storeyard extension update demo akismet")
def update(
    here: Here,
    store: StoreArgument,
    slugs: Annotated[list[str] | None, typer.Argument(metavar="SLUG", help="which; none: all with an update on offer")] = None,
) -> None:
    """Bring what a shop's owner installed to the versions on offer, and back if the shop does not sell with them."""
    body = {"kind": "update_extensions", "parameters": {"slugs": slugs or []}}
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), body))


@command(app, "install", waits=True, example="storeyard extension install demo akismet@5.3 theme:astra")
def install(
    here: Here,
    store: StoreArgument,
    extensions: Annotated[list[str], typer.Argument(metavar="[theme:]SLUG[@VERSION]", help="which; no version: the newest")],
    off: Annotated[bool, typer.Option("--off", help="do not switch them on")] = False,
) -> None:
    """Put plugins and themes into a shop, which goes back to what it had if it does not sell with them."""
    named = [{**one, "active": not off} for one in named_extensions(extensions)]
    body = {"kind": "install_extensions", "parameters": {"extensions": named}}
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), body))

"""`storeyard context`: which platforms are known, and which one is meant."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from functions.cli.config import LOCAL, Context, checked_name, checked_url, on_this_machine
from functions.cli.errors import Usage
from functions.cli.here import Here, command
from functions.cli.session import home_of, local_url, place
from functions.cli.showing import shown

app = typer.Typer(help="Choose which platform is meant.")
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="the context's name")]
COLUMNS = {"IN USE": "in_use", "NAME": "name", "URL": "url", "SIGNED IN WITH": "signed_in_with"}


@command(app, "list", example="storeyard context list")
def list_contexts(here: Here) -> None:
    """List the platforms that are known. `local` is the one that `make up` runs on this machine."""
    found = here.world.config.read()
    rows = [_row(here, name, found) for name in sorted({LOCAL, *found["contexts"]})]
    if here.output.json:
        here.output.document({"items": rows})
    else:
        here.output.table(rows, COLUMNS)


@command(app, "use", example="storeyard context use production")
def use(here: Here, name: NameArgument) -> None:
    """Mean this platform from now on."""
    place(here.world, name)
    here.world.config.change(lambda found: found.update(current=name))
    _say(here, name, f"In use: {name}.")


@command(app, "add", example="storeyard context add production https://storeyard.example.com")
def add(here: Here, name: NameArgument, url: Annotated[str, typer.Argument(help="the platform's address")]) -> None:
    """Make a platform known, or give it another address, and mean it from now on."""
    context = {"url": checked_url(url)}

    def put(found: Context) -> None:
        before = found["contexts"].get(name, {})
        # A credential is for the address that it was stored with.
        found["contexts"][name] = before if before.get("url") == context["url"] else context
        found["current"] = name

    checked_name(name)
    here.world.config.change(put)
    if context["url"].startswith("http:") and not on_this_machine(context["url"]):
        here.output.say("Passwords and tokens go over plain HTTP to this address: anybody on the way can read them.")
    _say(here, name, f"In use: {name}. `storeyard login` signs in.")


@command(app, "remove", example="storeyard context remove production")
def remove(here: Here, name: NameArgument) -> None:
    """Forget a platform, and what was stored to sign in there."""

    def take(found: Context) -> None:
        if found["contexts"].pop(name, None) is None:
            raise Usage(f"There is no context {name!r}.", next_command="storeyard context list")
        if found["current"] == name:
            found["current"] = LOCAL

    here.world.config.change(take)
    _say(here, here.world.config.read()["current"], f"{name} is forgotten.")


@command(app, "show", example="storeyard context show")
def show(here: Here) -> None:
    """Show which platform is meant, and why."""
    where = here.place
    found = {**_row(here, where.name, here.world.config.read()), "url": where.url, "in_use": True}
    if here.world.environ.get("STOREYARD_TOKEN"):
        found["signed_in_with"] = "STOREYARD_TOKEN"
    shown(here, found)


def _row(here: Here, name: str, found: Context) -> dict[str, Any]:
    context = found["contexts"].get(name, {})
    local = "token of make up" if name == LOCAL and (home_of(here.world.environ) / "token").exists() else None
    return {
        "name": name,
        "url": context.get("url") or local_url(home_of(here.world.environ)),
        "in_use": found["current"] == name,
        "signed_in_with": "session" if context.get("session") else "token" if context.get("token") else local,
    }


def _say(here: Here, name: str, sentence: str) -> None:
    if here.output.json:
        here.output.document(_row(here, name, here.world.config.read()))
    else:
        here.output.say(sentence)

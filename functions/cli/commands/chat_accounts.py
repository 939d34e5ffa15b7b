"""`storeyard chat-account`: who in chat programs acts as you."""

from __future__ import annotations

from typing import Annotated

import typer

from functions.cli.commands.stores import LimitOption
from functions.cli.errors import Declined
from functions.cli.here import Here, command
from functions.cli.showing import at, listing

app = typer.Typer(help="Say who in chat programs acts as you.")

COLUMNS = {"ID": "id", "IN": "provider", "WORKSPACE": "workspace", "NAME": "name", "SINCE": "created_at"}
CodeArgument = Annotated[str, typer.Argument(metavar="CODE", help="the code at the end of the link that the chat showed")]


@command(app, "list", example="storeyard chat-account list")
def list_accounts(here: Here, limit: LimitOption = 50) -> None:
    """List who in chat programs acts as you."""
    empty = "Nobody does. Say `/store link` in a chat to begin."
    listing(here, at("chat", "links"), COLUMNS, limit=limit, empty=empty)


@command(app, "link", example="storeyard chat-account link sychat_0f1e…")
def link(here: Here, code: CodeArgument, yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask")] = False) -> None:
    """Let somebody in a chat act as you, by the code that they were shown there. Says first who that is."""
    who = here.client.post(at("chat", "codes"), {"code": code})
    named = f"{who['name']} in {who['provider']} ({who['workspace']})"
    try:
        here.confirm(f"Is {named} you? They may then do all that you may.", yes=yes)
    except Declined:
        here.client.post(f"{at('chat', 'codes')}/refuse", {"code": code})
        raise
    found = here.client.post(at("chat", "links"), {"code": code})
    here.output.document(found) if here.output.json else here.output.say(f"{named} acts as you from now on.")


@command(app, "unlink", example="storeyard chat-account unlink 0f1e2d3c4b5a6978")
def unlink(here: Here, link_id: Annotated[str, typer.Argument(metavar="ID", help="the link's id")]) -> None:
    """Let somebody in a chat act as you no more, at once."""
    found = here.client.delete(at("chat", "links", link_id))
    here.output.document(found) if here.output.json else here.output.say("They act as you no more.")

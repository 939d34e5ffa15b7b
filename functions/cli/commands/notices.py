"""`storeyard notice`: who is told in words what becomes of stores, and what they were told."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from functions.cli.commands.stores import LimitOption
from functions.cli.commands.telling import AboutOption, DisabledOption, PlatformOption, asked_for, changes
from functions.cli.errors import Usage
from functions.cli.here import Here, command
from functions.cli.showing import at, details, listing, shown

if TYPE_CHECKING:
    from functions.cli.client import Json

app = typer.Typer(help="Have people told what becomes of stores, in a chat or by mail.")

COLUMNS = {
    "ID": "id",
    "KIND": "kind",
    "ADDRESS": "address",
    "EVENTS": "events",
    "ENABLED": "enabled",
    "CONFIRMED": "confirmed",
    "PROBLEM": "problem",
}
NOTICES = {
    "AT": "at",
    "EVENT": "event",
    "STORE": "store_id",
    "WHAT": "title",
    "STATUS": "status",
    "REPEATS": "repeats",
    "WHY": "said",
}
TargetArgument = Annotated[str, typer.Argument(metavar="ID", help="the target's id")]
EventsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--event",
        "-e",
        help="store.ready, operation.failed, store.needs_attention or backup.failed; can be given more than once",
    ),
]


@command(app, "list", example="storeyard notice list")
def list_targets(here: Here, limit: LimitOption = 50) -> None:
    """List the targets of your notices."""
    listing(here, at("notice-targets"), COLUMNS, limit=limit, empty="There is no target. `storeyard notice add` makes one.")


@command(app, "add", example="storeyard notice add email ada@example.com --event backup.failed")
def add(
    here: Here,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="slack, mattermost, teams, discord or email")],
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", help="an e-mail address; - to read that of a webhook from standard input")
    ],
    event: EventsOption = None,
    description: AboutOption = None,
    platform: PlatformOption = False,
    disabled: DisabledOption = False,
) -> None:
    """Have somebody told. The address of a chat's webhook is a secret, so it is read and not typed as an argument."""
    if kind != "email" and address != "-":
        raise Usage("The address of a webhook is a secret: give - instead, and the address on standard input.")
    body: Json = {"kind": kind, "address": _secret(here) if address == "-" else address}
    body |= asked_for(event=event, description=description, platform=platform, disabled=disabled)
    found = here.client.post(at("notice-targets"), body)
    shown(here, found)
    if not found.get("confirmed", True):
        here.output.say(f"A code was sent to it: storeyard notice confirm {found['id']} CODE")


@command(app, "show", example="storeyard notice show nt-01kb5t0m4z8q2")
def show(here: Here, target: TargetArgument) -> None:
    """Show a target of notices."""
    details(here, at("notice-targets", target))


@command(app, "set", example="storeyard notice set nt-01kb5t0m4z8q2 --enable")
def change(
    here: Here,
    target: TargetArgument,
    event: EventsOption = None,
    description: AboutOption = None,
    enable: Annotated[bool | None, typer.Option("--enable/--disable", help="tell it something, or nothing")] = None,
) -> None:
    """Change a target of notices; what is not said stays."""
    options = "--event, --description, --enable or --disable"
    body = changes(options, events=event or None, description=description, enabled=enable)
    shown(here, here.client.patch(at("notice-targets", target), body))


@command(app, "remove", example="storeyard notice remove nt-01kb5t0m4z8q2 --yes")
def remove(
    here: Here, target: TargetArgument, yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask")] = False
) -> None:
    """Tell a target nothing any more, also of what waits."""
    here.confirm(f"Remove the target {target}, with all that is known of what it was told?", yes=yes)
    found = here.client.delete(at("notice-targets", target))
    here.output.document(found) if here.output.json else here.output.say("It is told nothing any more.")


@command(app, "test", example="storeyard notice test nt-01kb5t0m4z8q2")
def test(here: Here, target: TargetArgument) -> None:
    """Send a target a notice that says that it is a test."""
    found = here.client.post(f"{at('notice-targets', target)}/test")
    here.output.say(f"It is being sent. What came of it: storeyard notice log {target}")
    here.output.document(found) if here.output.json else here.output.text(found["id"])


@command(app, "confirm", example="storeyard notice confirm nt-01kb5t0m4z8q2 04718233")
def confirm(
    here: Here,
    target: TargetArgument,
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="the code; left out: another one is sent")] = None,
) -> None:
    """Enter the code that an e-mail address was sent, or have another one sent."""
    path = at("notice-targets", target)
    if code is None:
        shown(here, here.client.post(f"{path}/code"))
        here.output.say("A code was sent; the one before is over.")
        return
    shown(here, here.client.post(f"{path}/confirm", {"code": code}))


@command(app, "log", example="storeyard notice log nt-01kb5t0m4z8q2")
def log(here: Here, target: TargetArgument, limit: LimitOption = 50) -> None:
    """Show what a target was told and what waits, newest first."""
    listing(here, f"{at('notice-targets', target)}/notices", NOTICES, limit=limit, empty="It was told nothing yet.")


def _secret(here: Here) -> str:
    return here.ask("Address", hidden=True).strip() if here.world.is_tty("stdin") else sys.stdin.readline().strip()

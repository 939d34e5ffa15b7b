"""`storeyard operation` and `storeyard activity`: what was done, and what is being done."""

from __future__ import annotations

from typing import Annotated

import typer

from functions.cli.changing import conclude
from functions.cli.commands.stores import LimitOption, StoreArgument
from functions.cli.here import Here, command, seconds_of
from functions.cli.showing import at, details, listing

app = typer.Typer(help="Look at operations and follow them.")
activities = typer.Typer()

OPERATIONS = {
    "ID": "id",
    "KIND": "kind",
    "STATUS": "status",
    "REASON": "reason",
    "ASKED": "created_at",
    "ENDED": "finished_at",
    "BY": "requested_by",
}
DETAILS = (
    *("id", "store_id", "kind", "status", "reason", "message", "evidence", "retryable", "next_step"),
    *("runbook", "parameters", "requested_by"),
    *("attempt", "created_at", "started_at", "deadline_at", "finished_at", "result"),
)
ACTIVITIES = {
    "AT": "at",
    "WHO": "actor",
    "WHAT": "action",
    "STORE": "store_id",
    "OUTCOME": "outcome",
    "REASON": "reason",
    "FROM": "source",
}
OperationArgument = Annotated[str, typer.Argument(metavar="OPERATION", help="the operation's id")]


@command(app, "list", example="storeyard operation list demo")
def list_operations(here: Here, store: StoreArgument, limit: LimitOption = 20) -> None:
    """List a store's operations, newest first; also of a store that is gone."""
    listing(here, at("stores", store, "operations"), OPERATIONS, limit=limit)


@command(app, "show", example="storeyard operation show 01JD…")
def show(here: Here, operation: OperationArgument) -> None:
    """Show an operation: how it stands, and why it failed if it did."""
    details(here, at("operations", operation), DETAILS)


@command(app, "watch", example="storeyard operation watch 01JD…")
def watch(
    here: Here,
    operation: OperationArgument,
    timeout: Annotated[str | None, typer.Option("--timeout", metavar="TIME", help="so long at most: 90, 90s, 15m, 1h")] = None,
) -> None:
    """Follow an operation to its end, from its beginning. JSON: its events, one object a line."""
    here.timeout = seconds_of(timeout) if timeout else None
    conclude(here, here.client.get(at("operations", operation)), None, stream=True)


@command(app, "cancel", example="storeyard operation cancel 01JD…")
def cancel(here: Here, operation: OperationArgument) -> None:
    """Cancel an operation that waits or runs, and show it. One that runs ends as soon as its processes are gone."""
    from functions.cli.waiting import LIVE  # noqa: PLC0415 - it brings httpx

    found = here.client.post(at("operations", operation, "cancel"))
    if here.output.json:
        here.output.document(found)
        return
    here.output.fields(found, DETAILS)
    if found["status"] in LIVE:
        here.output.say(f"It ends in a moment. To follow it: storeyard operation watch {found['id']}")


def list_activity(
    here: Here,
    store: Annotated[str | None, typer.Option("--store", "-s", help="only what is about this store")] = None,
    actor: Annotated[str | None, typer.Option(help="only what this user did")] = None,
    action: Annotated[str | None, typer.Option(help="only this, like store.create or operation.ended")] = None,
    since: Annotated[str | None, typer.Option(help="only from this time on, like 2026-01-31T09:00:00Z")] = None,
    until: Annotated[str | None, typer.Option(help="only before this time")] = None,
    limit: LimitOption = 50,
) -> None:
    """Show who did what, newest first."""
    query = {"store": store, "actor": actor, "action": action, "since": since, "until": until}
    listing(here, at("activity"), ACTIVITIES, limit=limit, empty="Nothing was done.", **query)

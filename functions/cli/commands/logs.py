"""`storeyard store logs`: what a shop's parts say."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from functions.cli.commands.stores import StoreArgument, app
from functions.cli.here import Here, command
from functions.cli.showing import at

POLL_SECONDS = 35.0


@command(app, "logs", example="storeyard store logs demo --component web --follow")
def logs(
    here: Here,
    store: StoreArgument,
    component: Annotated[str | None, typer.Option("--component", "-c", help="web or db, say")] = None,
    pod: Annotated[str | None, typer.Option(help="only of this pod")] = None,
    since: Annotated[str | None, typer.Option(help="only what came after this, as the API takes it")] = None,
    tail: Annotated[int | None, typer.Option("--tail", "-n", min=1, help="only the last lines")] = None,
    previous: Annotated[bool, typer.Option("--previous", "-p", help="of the container before, which has ended")] = False,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="go on until Ctrl-C")] = False,
) -> None:
    """Show what a shop's parts say. JSON: one object a line."""
    from functions.cli.waiting import items_of, log_line  # noqa: PLC0415 - it brings httpx

    query: dict[str, Any] = {
        "component": component,
        "pod": pod,
        "since": since,
        "tail": tail,
        "previous": previous or None,
    }
    cursor = None
    while True:
        page = here.client.get(at("stores", store, "logs"), seconds=POLL_SECONDS, follow=follow or None, cursor=cursor, **query)
        for item in items_of(page):
            if here.output.json:
                here.output.line(item if isinstance(item, dict) else {"line": item})
            else:
                here.output.text(log_line(item))
        cursor = page.get("next_cursor")
        if not follow or not cursor:
            return

"""Commands that change something: ask, then wait for the operation or name it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING

from functions.cli.errors import Interrupted, Problem, StillRunning, Unreachable
from functions.cli.showing import at

if TYPE_CHECKING:
    from functions.cli.client import Json
    from functions.cli.here import Here

SUMMARY = ("id", "name", "status", "url", "admin_url")


def carry_out(here: Here, ask: Callable[[], Json]) -> None:
    """Ask for an operation; wait for its end if the command does; print what there is then."""
    try:
        accepted = ask()
    except KeyboardInterrupt as error:
        raise Interrupted(
            "Interrupted before there was an answer: it is not known whether this was accepted.",
            next_command="storeyard store list",
        ) from error
    operation = accepted["operation"]
    if not here.waits:
        here.output.say(f"Accepted. To follow it: storeyard operation watch {operation['id']}")
        show(here, accepted) if here.output.json else here.output.text(operation["id"])
        return
    conclude(here, operation, accepted["store"])


def conclude(here: Here, operation: Json, store: Json | None, *, stream: bool = False) -> None:
    """Wait for the end of an operation and print it with its store; `stream`: JSON is its events instead.

    Raises CliError if it did not end well, or has not ended.
    """
    from functions.cli.waiting import Objects, failure_of, follow, view_of  # noqa: PLC0415 - it brings httpx

    terminal = here.world.is_tty("stderr") and here.world.environ.get("TERM") != "dumb"
    objects = nullcontext(Objects(here.output)) if stream and here.output.json else None
    try:
        with objects or view_of(here.output, now=here.world.now, terminal=terminal) as view:
            ended = follow(here.client, operation, view, timeout=here.timeout, now=here.world.now)
    except (Interrupted, StillRunning):
        if here.output.json and not objects:
            show(here, {"store": store, "operation": operation})
        raise
    failure = failure_of(here.client, ended)
    if not objects:
        show(here, {"store": _store(here, ended["store_id"]), "operation": ended})
    if failure is not None:
        raise failure


def show(here: Here, found: Json) -> None:
    """Print a store and its operation."""
    store, operation = found["store"], found["operation"]
    if here.output.json:
        here.output.document({"store": store, "operation": operation})
    elif operation["status"] == "succeeded" and store is not None:
        here.output.fields(store, SUMMARY)
    elif operation["status"] == "succeeded":
        here.output.text(f"{operation['store_id']}: {operation['message']}")


def _store(here: Here, store_id: str) -> Json | None:
    """Return the store as it is now, None if it is gone or cannot be told."""
    try:
        return here.client.get(at("stores", store_id))
    except (Problem, Unreachable):
        return None

"""Following an operation to its end. How it ended is what its record says, whatever became of the stream of its events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from functions.cli.client import Client, Json
from functions.cli.errors import CliError, Interrupted, Problem, StillRunning, Unreachable
from functions.cli.output import Output, plain
from functions.cli.patience import LONG, NONE, POLL_SECONDS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status

LOG_LINES = 20
LIVE = frozenset({"queued", "running"})
MARKS = {"succeeded": ("✓", "green"), "failed": ("✗", "red")}


class View(Protocol):
    """Shows an operation's events as they come."""

    def show(self, event: Json) -> None:
        """Show one."""


@dataclass
class Lines:
    """A line for each event: for what is not a terminal."""

    output: Output

    def show(self, event: Json) -> None:
        """Print it beside the answer."""
        self.output.say(event["message"])


@dataclass
class Objects:
    """A JSON object for each event, on standard output."""

    output: Output

    def show(self, event: Json) -> None:
        """Print it."""
        self.output.line(event)


@dataclass
class Live:
    """A terminal: what is being done turns, what is done stays as a line with its time."""

    console: Console
    spinner: Status
    began: float
    now: Callable[[], float]
    doing: dict[str, str] = field(default_factory=dict)

    def show(self, event: Json) -> None:
        """Show it."""
        from rich.text import Text  # noqa: PLC0415 - loaded already

        message, status = plain(event["message"]), event["status"]
        if status == "started":
            self.doing[event["step"]] = message
        else:
            self.doing.pop(event["step"], None)
            mark, style = MARKS.get(
                "failed" if status == "failed" else "succeeded" if status == "succeeded" else "", ("·", "dim")
            )
            if not self.console.encoding.lower().startswith("utf"):
                mark = {"✓": "+", "✗": "x"}.get(mark, "-")
            elapsed = int(self.now() - self.began)
            self.console.print(Text.assemble((f"{elapsed:>4} s ", "dim"), (f"{mark} ", style), message))
        if self.doing:
            self.spinner.update(Text(list(self.doing.values())[-1]))


@contextmanager
def view_of(output: Output, *, now: Callable[[], float], terminal: bool) -> Iterator[View]:
    """Yield how events are shown here."""
    if not terminal:
        yield Lines(output)
        return
    from rich.text import Text  # noqa: PLC0415 - not needed elsewhere

    console = output.console(errors=True)
    with console.status(Text("Waiting for its turn")) as spinner:
        yield Live(console, spinner, now(), now)


def follow(client: Client, operation: Json, view: View, *, timeout: float | None, now: Callable[[], float]) -> Json:
    """Show an operation's events until it has ended; return it as it is then. Raises StillRunning, Interrupted."""
    try:
        return _follow(client, operation["id"], view, None if timeout is None else now() + timeout, now)
    except KeyboardInterrupt as error:
        raise Interrupted(
            "Interrupted. The operation goes on all the same.", next_command=f"storeyard operation watch {operation['id']}"
        ) from error


def _follow(client: Client, operation_id: str, view: View, until: float | None, now: Callable[[], float]) -> Json:
    _show_events(client, operation_id, view, until, now)
    watch = f"storeyard operation watch {operation_id}"
    try:
        found = client.get(f"/api/operations/{operation_id}", patience=None if until is None else NONE)
    except Unreachable as error:
        error.next_command = watch
        raise
    if found["status"] not in LIVE:
        return found
    over = until is not None and now() >= until
    raise StillRunning(
        "The time to wait is over. It goes on." if over else "It is not over yet, and goes on.", next_command=watch
    )


def _show_events(client: Client, operation_id: str, view: View, until: float | None, now: Callable[[], float]) -> None:
    """Show events until the last, until time is up, or until they cannot be had: the record says how it went."""
    after, ended = 0, False
    while not ended:
        left = POLL_SECONDS if until is None else until - now()
        if left <= 0:
            return
        wait = max(1, min(POLL_SECONDS, int(left)))
        try:
            page = client.long_poll(f"/api/operations/{operation_id}/events", wait=wait, after=after, patience=LONG)
        except (Problem, Unreachable):
            return
        for event in page["events"]:
            view.show(event)
        after, ended = page["next_after"], page["ended"]


def failure_of(client: Client, operation: Json) -> CliError | None:
    """Return what is to be said of an operation that has ended: None if it ended well."""
    if operation["status"] == "succeeded":
        return None
    reason = f" ({operation['reason']})" if operation["reason"] else ""
    sentence = operation["message"] or f"The operation ended as {operation['status']}."
    lines = [f"seen: {plain(line)}" for line in operation["evidence"]]
    lines += [f"log: {line}" for line in last_lines(client, operation)]
    if operation.get("next_step"):  # an older platform says none
        lines.append(f"what to do: {plain(operation['next_step'])}")
    if operation.get("runbook"):
        lines.append(f"more of it: {client.url}{plain(operation['runbook'])}")
    return CliError(f"{sentence}{reason}", lines=lines, next_command=next_of(operation))


def next_of(operation: Json) -> str:
    """Return what to try after a failure."""
    store = operation["store_id"]
    if operation["status"] == "canceled":
        return f"storeyard operation list {store}"
    by_kind = {"provision": "retry", "clone": "retry", "drill": "drill", "verify": "verify", "delete": "delete"}
    if operation["retryable"] is not False and operation["kind"] in by_kind:
        return f"storeyard store {by_kind[operation['kind']]} {store}"
    return f"storeyard store show {store}"


def last_lines(client: Client, operation: Json) -> list[str]:
    """Return the last lines of the store's log, none where they cannot be had."""
    if operation["kind"] == "delete":
        return []
    try:
        page = client.get(f"/api/stores/{operation['store_id']}/logs", tail=LOG_LINES, seconds=5.0, patience=NONE)
    except (Problem, Unreachable):
        return []
    return [log_line(line) for line in page.get("lines") or ()][-LOG_LINES:]


def log_line(line: Json) -> str:
    """Return one line of a log as text: when, what part of the shop, and what it says."""
    return plain(f"{line['at']} {line['pod']} {line['text']}")

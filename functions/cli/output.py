"""What a command prints: its answer on standard output, as a table for people or as JSON and nothing else; all else on
standard error. What users and shops wrote is text: it never moves a cursor, and never is markup.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from functions.cli.errors import CliError
    from functions.cli.world import World

# Escape sequences whole, then whatever else a terminal acts upon, line ends and tabs aside; bidirectional overrides too.
_ACTS = re.compile(
    "\x1b\\[[0-9;?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
_WIDE = 10_000
GOOD, BAD, UNDER_WAY = "green", "red", "yellow"
STYLES = {
    **dict.fromkeys(("ready", "succeeded", "completed", "paid", "ok", "active"), GOOD),
    **dict.fromkeys(("failed", "timed_out", "canceled", "error"), BAD),
    **dict.fromkeys(("provisioning", "deleting", "queued", "running", "upgrading", "restoring", "degraded"), UNDER_WAY),
}


class Format(StrEnum):
    """How the answer is printed."""

    TABLE = "table"
    JSON = "json"


def plain(text: object) -> str:
    """Return a text as it may be shown on a terminal."""
    return _ACTS.sub("", str(text))


def _as_json(found: object, indent: int | None = None) -> str:
    """Return JSON in which what a terminal acts upon is escaped; it is in strings only."""
    text = json.dumps(found, ensure_ascii=False, indent=indent)
    return _ACTS.sub(lambda match: "".join(f"\\u{ord(one):04x}" for one in match[0]), text)


def cell(value: object) -> str:
    """Return a value as people read it."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(cell(one) for one in value) or "-"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {cell(one)}" for key, one in value.items()) or "-"
    return plain(value).replace("\n", " ").replace("\t", " ") or "-"


class Output:
    """Prints for one command."""

    def __init__(self, world: World, form: Format) -> None:
        self._world = world
        self.form = form

    @property
    def json(self) -> bool:
        """True if a program reads the answer."""
        return self.form is Format.JSON

    def console(self, *, errors: bool = False) -> Console:
        """Return a console on standard output or standard error. What is not a terminal gets lines of any length."""
        from rich.console import Console  # noqa: PLC0415 - not needed for JSON

        stream = sys.stderr if errors else sys.stdout
        terminal = self._world.is_tty("stderr" if errors else "stdout")
        return Console(
            file=stream,
            force_terminal=terminal,
            no_color=bool(self._world.environ.get("NO_COLOR")) or None,
            width=None if terminal else _WIDE,
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=not terminal,
        )

    def document(self, found: object) -> None:
        """Print JSON: one document."""
        sys.stdout.write(_as_json(found, indent=2) + "\n")

    def line(self, found: object) -> None:
        """Print JSON: one object of a stream, on a line of its own, at once."""
        sys.stdout.write(_as_json(found) + "\n")
        sys.stdout.flush()

    def text(self, text: str) -> None:
        """Print a line of the answer."""
        print(plain(text))

    def say(self, text: str) -> None:
        """Print something beside the answer."""
        print(plain(text), file=sys.stderr, flush=True)

    def table(self, rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str], *, empty: str = "") -> None:
        """Print rows: `columns` is title → field, with dots into what is nested. Without any, say so beside the answer."""
        from rich.table import Table  # noqa: PLC0415 - not needed for JSON
        from rich.text import Text  # noqa: PLC0415

        listed = list(rows)
        if not listed:
            self.say(empty or "There are none.")
            return
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        for number, title in enumerate(columns):
            table.add_column(title, no_wrap=number == 0, overflow="fold")
        for row in listed:
            values = [cell(_inside(row, field)) for field in columns.values()]
            table.add_row(*(Text(value, style=STYLES.get(value, "")) for value in values))
        console = self.console()
        if console.is_terminal:
            console.print(table)
            return
        with console.capture() as printed:
            console.print(table)
        for line in printed.get().splitlines():
            print(line.rstrip())

    def fields(self, found: Mapping[str, Any], names: Sequence[str] = ()) -> None:
        """Print one thing, a field a line: those named first, then what else there is; what is nested below its name."""
        order = [name for name in names if name in found] if names else list(found)
        rows = list(_flat({name: found[name] for name in order}))
        width = max((len(name) for name, _ in rows), default=0)
        from rich.text import Text  # noqa: PLC0415 - not needed for JSON

        console = self.console()
        for name, value in rows:
            console.print(Text.assemble((f"{name:<{width}}  ", "bold"), (value, STYLES.get(value, ""))), soft_wrap=True)

    def failure(self, error: CliError) -> None:
        """Say what went wrong, what is known of it, and what to try next."""
        self.say(f"storeyard: {error.sentence}")
        for line in error.lines:
            self.say(f"  {line}")
        if error.next_command:
            self.say(f"Try next: {error.next_command}")


def _inside(row: Mapping[str, Any], field: str) -> object:
    found: Any = row
    for name in field.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _flat(found: Mapping[str, Any], before: str = "") -> Iterable[tuple[str, str]]:
    for name, value in found.items():
        title = f"{before}{name}".replace("_", " ")
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{title}.")
        elif isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
            for number, one in enumerate(value, start=1):
                yield from _flat(one, f"{title}.{number}.") if isinstance(one, Mapping) else [(f"{title}.{number}", cell(one))]
        else:
            yield title, cell(value)

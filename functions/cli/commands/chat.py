"""`storeyard chat`: the commands of chat programs, tried out in a terminal."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from functions.cli.errors import CliError, Declined
from functions.cli.here import Here

PROMPT = "storeyard> "
LEAVE = frozenset({"exit", "quit"})


class NotDone(CliError):
    """A line that nothing was done for; why, in the platform's words."""


def chat(
    here: Here,
    line: Annotated[list[str] | None, typer.Argument(metavar="LINE", help="one command; none: as many as are typed")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask before something is destroyed")] = False,
) -> None:
    """Say commands in words, as in a chat program: `help` has them. Without a line each line of the input is one."""
    if line:
        _say(here, " ".join(line), yes=yes)
        return
    while (typed := _typed(here)) is not None:
        if typed.strip().lower() in LEAVE:
            return
        if typed.strip():
            _go_on(here, typed, yes=yes)


def _go_on(here: Here, line: str, *, yes: bool) -> None:
    """Say a line. Where a person types the lines, one that is not done is no end: they read why, and type the next."""
    try:
        _say(here, line, yes=yes)
    except (Declined, NotDone) as error:
        if not here.world.interactive:
            raise
        here.output.say(error.sentence)
        for each in error.lines:
            here.output.say(f"  {each}")


def _typed(here: Here) -> str | None:
    """The next line; None at the end of the input."""
    if here.world.interactive:
        sys.stderr.write(PROMPT)
        sys.stderr.flush()
    return sys.stdin.readline() or None


def _say(here: Here, line: str, *, yes: bool) -> None:
    """Send a line, and again if somebody says that what goes may go. Raises NotDone, Declined."""
    answer = _sent(here, {"line": line})
    if answer["confirm"]:
        _print(here, answer)
        here.confirm(f"{answer['confirm']} Go on?", yes=yes)
        answer = _sent(here, {"line": line, "confirmed": True})
    _print(here, answer)


def _sent(here: Here, body: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = here.client.post("/api/chat", body)
    if answer["reason"]:
        raise NotDone(answer["text"], lines=[*answer["lines"], *(f"Next: {each}" for each in answer["next"])])
    return answer


def _print(here: Here, answer: dict[str, Any]) -> None:
    if here.output.json:
        here.output.document(answer)
        return
    here.output.text(answer["text"])
    for each in answer["lines"]:
        here.output.text(f"  {each}")
    if answer["operation"]:
        here.output.say(f"Follow it: storeyard operation watch {answer['operation']['id']}")
    for each in answer["next"]:
        here.output.say(f"Next: {each}")

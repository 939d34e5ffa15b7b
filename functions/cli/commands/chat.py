"""`storeyard chat`: the commands of chat programs, tried out in a terminal."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from functions.cli.errors import CliError
from functions.cli.here import Here

PROMPT = "storeyard> "
LEAVE = frozenset({"exit", "quit"})


def chat(
    here: Here,
    line: Annotated[list[str] | None, typer.Argument(metavar="LINE", help="one command; none: as many as are typed")] = None,
) -> None:
    """Say commands in words, as in a chat program: `help` has them. Without a line each line of the input is one."""
    if line:
        answer = _said(here, " ".join(line))
        if answer["reason"]:
            raise CliError(answer["text"], lines=answer["lines"])
        return
    while (typed := _typed(here)) is not None:
        if typed.strip().lower() in LEAVE:
            return
        if typed.strip() and _said(here, typed)["reason"] and not here.world.interactive:
            raise CliError(f"This was not done: {typed.strip()}")


def _typed(here: Here) -> str | None:
    """The next line; None at the end of the input."""
    if here.world.interactive:
        sys.stderr.write(PROMPT)
        sys.stderr.flush()
    return sys.stdin.readline() or None


def _said(here: Here, line: str) -> dict[str, Any]:
    """Send a line, print the answer, and send it again if somebody says that it shall be."""
    answer: dict[str, Any] = here.client.post("/api/chat", {"line": line})
    _print(here, answer)
    if not answer["confirm"]:
        return answer
    here.confirm(f"{answer['confirm']} Go on?", yes=False)
    confirmed: dict[str, Any] = here.client.post("/api/chat", {"line": line, "confirmed": True})
    _print(here, confirmed)
    return confirmed


def _print(here: Here, answer: dict[str, Any]) -> None:
    if here.output.json:
        here.output.document(answer)
        return
    if answer["reason"]:
        here.output.say(answer["text"])
    else:
        here.output.text(answer["text"])
    for each in answer["lines"]:
        here.output.text(f"  {each}")
    if answer["operation"]:
        here.output.say(f"Follow it: storeyard operation watch {answer['operation']['id']}")
    for each in answer["next"]:
        here.output.say(f"Next: {each}")

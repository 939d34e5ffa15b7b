"""What is shown in a chat, whatever program it is: words, lines, steps, buttons. slack.py, mattermost.py: programs' forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, Protocol

from functions.application.chat.replies import Reply

BUTTONS_MAX: Final = 3


class Action(StrEnum):
    """What a button does: say a line, do what was asked once more, or leave it."""

    SAY = "say"
    CONFIRM = "confirm"
    LEAVE = "leave"


@dataclass(frozen=True)
class Button:
    """One button. `value`: the line of one that says it, else a nonce."""

    text: str
    action: Action
    value: str
    danger: bool = False


class TaskStatus(StrEnum):
    """How a step stands."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    ERROR = "error"


@dataclass(frozen=True)
class Task:
    """One step of an operation."""

    name: str
    title: str
    status: TaskStatus


@dataclass(frozen=True)
class Said:
    """One message. `title` and `tasks`: what it follows; `edition` differs from edit to edit.

    `mention`: who is told by name; `links`: where there is more, each with its name.
    """

    text: str
    lines: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    title: str = ""
    tasks: tuple[Task, ...] = ()
    edition: int = 0
    mention: str = ""
    links: tuple[tuple[str, str], ...] = ()


class Form(Protocol):
    """How a chat program writes a message."""

    def message(self, said: Said, *, plain: bool = False) -> Mapping[str, Any]:
        """Return a message for all in a channel; `plain`: without what only newer versions of the program take."""

    def answer(self, said: Said, *, replaces: bool = False) -> Mapping[str, Any]:
        """Return an answer for one person; `replaces`: in place of the one whose button they pressed."""


def said_of(reply: Reply) -> Said:
    """Return an answer with a button for each line that may be sent next."""
    buttons = tuple(Button(line, Action.SAY, line) for line in reply.next[:BUTTONS_MAX])
    return Said(reply.text, reply.lines, buttons)


def with_buttons(said: Said, *buttons: Button) -> Said:
    """Return it with these buttons."""
    return replace(said, buttons=buttons)

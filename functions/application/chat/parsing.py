"""From a line to a command with what it needs, or to a sentence that helps. Pure, and no line raises anything else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from functions.application.chat.commands import COMMANDS, Command
from functions.application.chat.text import words
from functions.domain.shortening import shortened
from functions.domain.store import ID_MAX, ID_PATTERN

_KEY: Final = re.compile(r"(?:--)?([A-Za-z][A-Za-z_-]*)=(.*)", re.DOTALL)
_OPTION: Final = re.compile(r"--([A-Za-z][A-Za-z_-]*)")
VALUE_MAX: Final = 200
SHOWN_MAX: Final = 40
_ID: Final = re.compile(ID_PATTERN)
_ADDRESS: Final = re.compile(r"[./]")


class Misunderstood(Exception):
    """A line that is no command; the message says why. `instead`: a line that may have been meant, ready to be sent."""

    def __init__(self, message: str, instead: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.instead = instead


@dataclass(frozen=True)
class Asked:
    """What a line asks for. `store` is an id, which may be no store's; `rest`: words that belong to no key."""

    command: Command
    store: str = ""
    rest: str = ""
    named: Mapping[str, str] = field(default_factory=dict)


def parse(line: str) -> Asked:
    """Return what a line asks for; nothing is help. Raises Misunderstood."""
    said = words(line)
    if not said:
        return Asked(COMMANDS["help"])
    name, rest = said[0].lower().removeprefix("/").removeprefix("--"), said[1:]
    command = COMMANDS.get(name)
    if command is None:
        raise _unknown(name, rest)
    free, named = _split(command, rest)
    store, more = _store(command, free) if command.store else ("", free)
    if more and not command.rest:
        raise Misunderstood(f"`{command.name}` does not know what to do with `{_short(more[0])}`: `{command.usage}`.")
    if missing := next((key for key in command.needs if key not in named), ""):
        raise Misunderstood(f"`{command.name}` needs {missing}=…: `{command.usage}`.")
    return Asked(command, store, " ".join(more), named)


def _store(command: Command, free: list[str]) -> tuple[str, list[str]]:
    """The store that is meant, and what words are left."""
    if not free:
        raise Misunderstood(f"`{command.name}` needs a store: `{command.usage}`.")
    store = store_in(free[0])
    if len(store) > ID_MAX or not _ID.fullmatch(store):
        raise Misunderstood(f"`{_short(free[0])}` is no store's id, and no address of a shop: `{command.usage}`.")
    return store, free[1:]


def store_in(word: str) -> str:
    """Return the id in a word: an id, or an address of a shop that somebody pasted."""
    text = word.strip("`*_,.").lower()
    if not _ADDRESS.search(text):
        return text
    host = text.partition("://")[2] or text
    return re.split(r"[/?#:]", host, maxsplit=1)[0].rpartition("@")[2].partition(".")[0]


def _split(command: Command, rest: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Free words, and what is said as key=value, --key=value or --key value."""
    free: list[str] = []
    named: dict[str, str] = {}
    left = list(rest)
    while left:
        word = left.pop(0)
        match, option = _KEY.fullmatch(word), _OPTION.fullmatch(word)
        if match is None and option is None:
            free.append(word)
            continue
        name = match[1] if match else option[1] if option else ""
        key = _known(command, name.lower().replace("-", "_"))
        if key in named:
            raise Misunderstood(f"`{command.name}` was told {key} twice.")
        named[key] = _value(key, match[2] if match else (left.pop(0) if left else ""))
    return free, named


def _value(key: str, text: str) -> str:
    if not text or len(text) > VALUE_MAX:
        raise Misunderstood(f"{key} needs a value of 1 to {VALUE_MAX} characters.")
    return text


def _known(command: Command, key: str) -> str:
    if key in command.named:
        return key
    near = get_close_matches(key, command.named, n=1, cutoff=0.5)
    meant = f" Did you mean {near[0]}=…?" if near else f" It is written `{command.usage}`."
    raise Misunderstood(f"`{command.name}` knows no {_short(key)}=….{meant}")


def _unknown(name: str, rest: Sequence[str]) -> Misunderstood:
    near = get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
    if not near:
        return Misunderstood(f"There is no command `{_short(name)}`.", "help")
    return Misunderstood(f"There is no command `{_short(name)}`.", " ".join([near[0], *(_quoted(word) for word in rest)]))


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word


def _short(text: str) -> str:
    return shortened(text, SHOWN_MAX)

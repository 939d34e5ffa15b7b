"""Extensions: the plugins, themes and modules of a shop, and how their versions compare.

What a shop says of them comes from the merchant's own code, so all of it is made harmless before it is anything here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import islice
from typing import Final

from functions.domain.record import Record

EXTENSIONS_MAX: Final = 500
NAME_MAX: Final = 200
VERSION_MAX: Final = 64
# A version that can be read; what cannot is neither older nor newer than anything.
VERSION_PATTERN: Final = "^[vV]?[0-9]"
# Controls, what reorders or hides text, what is no character at all, and separators of lines.
_HARMFUL: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_VERSION: Final = re.compile(VERSION_PATTERN)
_PART: Final = re.compile("[0-9]+|[A-Za-z]+")
# Where a word stands, by how it begins: words that are not known stand below all, numbers at 4.
_WORDS: Final = (("dev", 0), ("a", 1), ("b", 2), ("rc", 3), ("p", 5))
_UNKNOWN: Final = -1
_NUMBER: Final = 4
_END: Final = (_NUMBER, -1)
Key = tuple[tuple[int, int], ...]


class ExtensionKind(StrEnum):
    """What it is to its shop."""

    PLUGIN = "plugin"
    THEME = "theme"
    MODULE = "module"


class ExtensionOrigin(StrEnum):
    """Who brought it: the image that the platform built, or the shop's owner."""

    IMAGE = "image"
    OWNER = "owner"


class Extension(Record):
    """Code that a shop has beside its engine's own. `version` is empty where it tells none, `update` is what is on offer."""

    kind: ExtensionKind
    slug: str
    name: str
    version: str
    active: bool
    update: str | None
    origin: ExtensionOrigin


_KINDS: Final = {kind.value: kind for kind in ExtensionKind}


def read_extensions(said: Iterable[object]) -> tuple[Extension, ...]:
    """Return what a shop says it has, ordered by kind and slug, at most 500; what makes no sense is left out. Never raises."""
    found = islice((one for item in said for one in _read(item)), EXTENSIONS_MAX)
    return tuple(sorted(found, key=lambda one: (one.kind, one.slug.casefold(), one.slug, one.name)))


def is_below(version: str, than: str) -> bool:
    """True for a version that is older, as PHP's version_compare has it: 2.1-beta < 2.1 < 2.1.0 < 2.10.

    Unlike there a leading v and the case of words make no difference, and what does not begin with a number is never older,
    nor is anything older than it. `functions.domain.version.is_newer` is for the platform's own versions, which are numbers.
    """
    one, other = _key(version), _key(than)
    return one is not None and other is not None and one < other


def _key(version: str) -> Key | None:
    """What a version is compared by: its parts, then an end that is older than a number and newer than a word like beta."""
    if not _VERSION.match(version):
        return None
    return (*(_place(part) for part in _PART.findall(version[:VERSION_MAX].lower().removeprefix("v"))), _END)


def _place(part: str) -> tuple[int, int]:
    if part.isdigit():
        return (_NUMBER, int(part))
    return (next((rank for word, rank in _WORDS if part.startswith(word)), _UNKNOWN), 0)


def _read(item: object) -> Iterator[Extension]:
    """Yield the extension that an item is, or nothing. Where it comes from is the owner unless it is said to be the image."""
    if not isinstance(item, Mapping):
        return
    kind, slug = _text(item.get("kind"), NAME_MAX), _text(item.get("slug"), NAME_MAX)
    if kind not in _KINDS or not slug:
        return
    yield Extension(
        kind=_KINDS[kind],
        slug=slug,
        name=_text(item.get("name"), NAME_MAX) or slug,
        version=_text(item.get("version"), VERSION_MAX),
        active=item.get("active") is True,
        update=_text(item.get("update"), VERSION_MAX) or None,
        origin=ExtensionOrigin.IMAGE if item.get("origin") == ExtensionOrigin.IMAGE else ExtensionOrigin.OWNER,
    )


def _text(value: object, most: int) -> str:
    """A text without what is harmful, white space as single spaces, shortened; empty for what is no text."""
    if not isinstance(value, str):
        return ""
    start = value[: 4 * most]  # of a text without an end, no more is looked at
    plain = "".join(
        " " if one.isspace() else one for one in start if one.isspace() or unicodedata.category(one) not in _HARMFUL
    )
    return " ".join(plain.split())[:most].rstrip()

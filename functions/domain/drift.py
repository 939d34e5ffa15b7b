"""Drift: how a store's objects in its cluster differ from what was installed, once nobody works on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

# What stands for a value that is secret: it is told that there is one, never which.
SECRET: Final = "[secret]"  # noqa: S105 - the word, no secret


@dataclass(frozen=True)
class Expected:
    """What a store is compared with, besides the manifest of its release, which the cluster has.

    `quota` and `keys`: what its plan gives and which keys its Secret holds; None: the chart that says so is gone.
    `revision`: the one that is recorded of it; None: unknown. `busy`: an operation works on it, and may have stopped its pods.
    `account`: who is given the platform's rights in its namespace, if that is needed.
    """

    store_id: str
    owner: str
    engine: str
    plan: str
    quota: Mapping[str, str] | None = None
    keys: tuple[str, ...] = ()
    revision: int | None = None
    busy: bool = False
    account: str = ""


@dataclass(frozen=True)
class Difference:
    """A field of an object that is not as installed. `path`: a JSON pointer into the object; None is not there."""

    object: str
    path: str
    installed: Any = None
    live: Any = None


@dataclass(frozen=True)
class ChangedOutside:
    """The release was changed by somebody else: it is at another revision than the one `recorded` of the store."""

    revision: int
    recorded: int
    status: str
    description: str
    at: datetime | None


@dataclass(frozen=True)
class Drift:
    """What was found. `missing` and `extra` name objects, and keys of the store's Secret; `revision` is the release's."""

    revision: int | None
    differences: tuple[Difference, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    outside: ChangedOutside | None = None

    @property
    def in_sync(self) -> bool:
        """True where nothing is different from what was installed."""
        return not (self.differences or self.missing or self.extra or self.outside)


def compared(installed: Any, live: Any, at: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield where two JSON documents differ: a pointer, and what is there in each.

    Items of lists that have names are compared by their names, as Kubernetes merges them: one more is one difference.
    """
    if isinstance(installed, Mapping) and isinstance(live, Mapping):
        for key in sorted({*installed, *live}):
            yield from compared(installed.get(key), live.get(key), f"{at}/{escaped(key)}")
    elif _is_named(installed) and _is_named(live):
        yield from _by_name(installed, live, at)
    elif isinstance(installed, list) and isinstance(live, list) and len(installed) == len(live):
        for number, (one, other) in enumerate(zip(installed, live, strict=True)):
            yield from compared(one, other, f"{at}/{number}")
    elif installed != live:
        yield at, installed, live


def escaped(key: str) -> str:
    """A key as a part of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def _by_name(installed: Sequence[Any], live: Sequence[Any], at: str) -> Iterator[tuple[str, Any, Any]]:
    here, there = ({item["name"]: (number, item) for number, item in enumerate(items)} for items in (installed, live))
    for name in [*here, *(name for name in there if name not in here)]:
        number = (there.get(name) or here[name])[0]
        one, other = (found[name][1] if name in found else None for found in (here, there))
        yield from compared(one, other, f"{at}/{number}")


def _is_named(items: Any) -> bool:
    """True for a list whose items are told apart by a name."""
    if not isinstance(items, list) or not items or not all(isinstance(item, Mapping) and "name" in item for item in items):
        return False
    return len({str(item["name"]) for item in items}) == len(items)

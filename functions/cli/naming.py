"""How things are named in one word on the command line."""

from __future__ import annotations

from collections.abc import Iterable

from functions.cli.errors import Usage


def named_extensions(words: Iterable[str]) -> list[dict[str, str]]:
    """Return what `[theme:]SLUG[@VERSION]` means to the API, which checks it."""
    return [_extension(word) for word in words]


def _extension(word: str) -> dict[str, str]:
    kind, colon, rest = word.partition(":")
    slug, at, version = (rest if colon else word).partition("@")
    return {**({"kind": kind} if colon else {}), "slug": slug, **({"version": version} if at else {})}


def named_labels(said: Iterable[str]) -> dict[str, str]:
    """Return labels as the API takes them, each said as NAME=VALUE. Raises Usage."""
    found: dict[str, str] = {}
    for each in said:
        name, equals, value = each.partition("=")
        if not name or not equals:
            raise Usage(f"--label {each}: say it as NAME=VALUE, like region=eu.")
        found[name] = value
    return found

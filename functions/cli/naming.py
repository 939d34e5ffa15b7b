"""How things are named in one word on the command line."""

from __future__ import annotations

from collections.abc import Iterable


def named_extensions(words: Iterable[str]) -> list[dict[str, str]]:
    """Return what `[theme:]SLUG[@VERSION]` means to the API, which checks it."""
    return [_extension(word) for word in words]


def _extension(word: str) -> dict[str, str]:
    kind, colon, rest = word.partition(":")
    slug, at, version = (rest if colon else word).partition("@")
    return {**({"kind": kind} if colon else {}), "slug": slug, **({"version": version} if at else {})}

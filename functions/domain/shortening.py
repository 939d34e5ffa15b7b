"""Texts that are cut where there is room for so much only."""

from __future__ import annotations


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters; one that is cut ends in an ellipsis, which is the last of them."""
    return text if len(text) <= most else f"{text[: most - 1]}…"

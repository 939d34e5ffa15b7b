"""What the DNS says of a name, as the internet sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class DnsSeen:
    """What was found at a name: the texts of its token's record, the names it is an alias of, the addresses it leads to."""

    texts: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


class Dns(Protocol):
    """Looks names up where everybody does."""

    def look(self, name: str, token_name: str) -> DnsSeen:
        """Return what every resolver that answers has seen; nothing where there is no such name. Raises Unavailable."""

"""The DNS of tests."""

from __future__ import annotations

from functions.application.ports.dns import DnsSeen


class FakeDns:
    """Says of each name what a test set. `error` is raised instead, if one is set."""

    def __init__(self) -> None:
        self.names: dict[str, DnsSeen] = {}
        self.asked: list[str] = []
        self.error: Exception | None = None

    def set(self, name: str, *, text: str = "", alias: str = "", address: str = "") -> None:
        """Have a name say this, and nothing else."""
        texts, aliases, addresses = ([each] if each else [] for each in (text, alias, address))
        self.names[name] = DnsSeen(frozenset(texts), frozenset(aliases), frozenset(addresses))

    def look(self, name: str, token_name: str) -> DnsSeen:
        """Return what was set; nothing where nothing was."""
        if self.error is not None:
            raise self.error
        self.asked.append(token_name)
        return self.names.get(name, DnsSeen())

"""Where passwords of relays and keys of payment providers go in tests."""

from __future__ import annotations

from functions.domain.store import Store


class FakePasswords:
    """Remembers them by key. `error` is raised instead, if a test sets one."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.error: Exception | None = None

    def keep(self, store: Store, mark: str, value: str) -> str:
        """Keep a secret; keys count."""
        if self.error is not None:
            raise self.error
        key = f"{mark}-{len(self.kept) + 1:08x}"
        self.kept[f"{store.id}/{key}"] = value
        return key

"""Secrets that callers give for their stores: passwords of mail relays, keys of payment providers."""

from __future__ import annotations

from typing import Protocol

from functions.domain.store import Store


class StoreSecrets(Protocol):
    """Puts them where shops find them. Nobody is shown one again."""

    def keep(self, store: Store, mark: str, value: str) -> str:
        """Keep a secret of a store that is for what the mark says; return the name of its key.

        Raises Unavailable, StoreNotReady.
        """

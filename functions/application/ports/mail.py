"""Passwords of mail relays."""

from __future__ import annotations

from typing import Protocol

from functions.domain.store import Store


class MailPasswords(Protocol):
    """Puts them where shops find them. Nobody is shown one again."""

    def keep(self, store: Store, mark: str, password: str) -> str:
        """Keep a password for a store's relay of this mark; return the name of its key. Raises Unavailable, StoreNotReady."""

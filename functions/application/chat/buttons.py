"""Buttons that do something once: made with a nonce that nobody can guess, kept as its hash, gone with their use."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from functions.application.chat.said import Action, Button, Said
from functions.application.ports.repository import Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.domain.chat import CONFIRM_TIME, SAY_TIME, ChatButton, Person, Provider, over
from functions.domain.chat_entities import CHAT_BUTTONS
from functions.domain.entities import STORES
from functions.domain.errors import Conflict, Forbidden, VersionConflict
from functions.domain.store import Store
from functions.domain.user import hash_token

OVER: Final = "This button is good no more: it works once, and for a while. Say it again."
# Slack signs what is pressed; Mattermost does not, so each of its buttons carries a nonce.
SIGNED: Final = frozenset({Provider.SLACK})


class ChatButtons:
    """Makes them, and takes them back."""

    def __init__(self, *, repository: Repository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    def asking(self, person: Person, line: str, store: Store, verb: str) -> tuple[Button, Button]:
        """Return what a line that destroys something is confirmed with, by this person, for this store, and what leaves it."""
        row = ChatButton(
            nonce_hash="",
            provider=person.provider,
            team=person.team,
            chat_user=person.user,
            line=line,
            confirmed=True,
            store_id=store.id,
            store_since=store.created_at,
            expires_at=self._clock.now(),
        )
        nonce = self._kept([row], CONFIRM_TIME)[0]
        return Button(verb, Action.CONFIRM, nonce, danger=True), Button("Leave it", Action.LEAVE, nonce)

    def sealed(self, provider: Provider, team: str, said: Said, *, user: str = "") -> Said:
        """Return a message whose buttons can be pressed where the program proves who pressed: else each gets a nonce."""
        plain = [button for button in said.buttons if button.action is Action.SAY]
        if provider in SIGNED or not plain:
            return said
        rows = [
            ChatButton(
                nonce_hash="",
                provider=provider,
                team=team,
                chat_user=user,
                line=button.value,
                expires_at=self._clock.now(),
            )
            for button in plain
        ]
        nonces = iter(self._kept(rows, SAY_TIME))
        return replace(
            said,
            buttons=tuple(
                replace(button, value=next(nonces)) if button.action is Action.SAY else button for button in said.buttons
            ),
        )

    def used(self, nonce: str, person: Person) -> ChatButton:
        """Take a button for its one use. Raises Forbidden for one that is somebody else's, Conflict for one that is over."""
        row = self._repository.get(CHAT_BUTTONS, nonce_hash=hash_token(nonce))
        if row is None or (row.provider, row.team) != (person.provider, person.team):
            raise Conflict(OVER)
        if row.chat_user not in {"", person.user}:
            raise Forbidden("This button is somebody else's.")
        store = self._repository.get(STORES, id=row.store_id) if row.store_id else None
        try:
            self._repository.commit(Replace(over(row, self._clock.now())))
        except VersionConflict as conflict:  # of two who press at once, one is first
            raise Conflict(OVER) from conflict
        if row.store_since is not None and (store is None or store.created_at != row.store_since):
            raise Conflict("That store is not there any more, so nothing was done.")
        return row

    def _kept(self, rows: Sequence[ChatButton], lasts: timedelta) -> list[str]:
        nonces = [secrets.token_urlsafe(32) for _ in rows]
        until = self._clock.now() + lasts
        self._repository.commit(
            *(
                Insert(row.model_copy(update={"nonce_hash": hash_token(nonce), "expires_at": until}))
                for row, nonce in zip(rows, nonces, strict=True)
            )
        )
        return nonces

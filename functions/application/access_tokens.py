"""Personal access tokens: made, listed and revoked by their owner."""

from __future__ import annotations

import secrets
from datetime import timedelta

from functions.application.paging import Page, page
from functions.application.ports.repository import Insert, Repository
from functions.application.ports.system import Clock
from functions.application.rewriting import rewritten
from functions.domain.access import AccessToken, Principal, Scope, Via
from functions.domain.entities import ACCESS_TOKENS, USERS_ACCESS_TOKENS
from functions.domain.errors import Forbidden, NotFound
from functions.domain.user import User, hash_token

PREFIX = "syp"


class AccessTokens:
    """The use cases."""

    def __init__(self, *, repository: Repository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    def create(self, by: Principal, *, name: str, scope: Scope, lifetime: timedelta) -> tuple[AccessToken, str]:
        """Return a new token's record and the token, which is shown this once.

        Raises Forbidden for a scope that the caller does not have, and where a personal token asks: one that leaks must not
        be able to outlive itself.
        """
        if by.via is Via.PERSONAL_TOKEN:
            raise Forbidden("A personal access token cannot make another one: log in.")
        if not by.allows(scope):
            raise Forbidden(f"The scope {scope.value} is more than you have yourself.")
        secret, now = secrets.token_urlsafe(32), self._clock.now()
        made = AccessToken(
            id=secrets.token_hex(8),
            user=by.user.id,
            name=name,
            scope=scope,
            token_hash=hash_token(secret),
            created_at=now,
            expires_at=now + lifetime,
        )
        self._repository.commit(Insert(made))
        return made, f"{PREFIX}_{made.id}_{secret}"

    def of(self, user: User, *, limit: int, cursor: str | None) -> Page[AccessToken]:
        """Return a page of a user's tokens that are good. Raises InvalidRequest(field="cursor")."""
        return page(self._repository, USERS_ACCESS_TOKENS, listing="tokens", limit=limit, cursor=cursor, user=user.id)

    def revoke(self, token_id: str, user: User) -> None:
        """End one of a user's tokens at once. Raises NotFound for any other."""

        def found() -> AccessToken:
            token = self._repository.get(ACCESS_TOKENS, id=token_id)
            if token is None or token.user != user.id or token.revoked_at is not None:
                raise NotFound(f"there is no token {token_id}")
            return token

        def revoked(token: AccessToken) -> AccessToken:
            return token.model_copy(update={"revoked_at": self._clock.now()})

        rewritten(self._repository, found, revoked, what="token")

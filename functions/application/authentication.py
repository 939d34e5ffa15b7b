"""Whose token it is: an access token of a session, a personal access token, or the set-up token."""

from __future__ import annotations

import hmac
from datetime import datetime

from functions.application.access_tokens import PREFIX
from functions.application.ports.credentials import TokenSigner
from functions.application.ports.repository import Replace, Repository
from functions.application.ports.system import Clock
from functions.application.queries import user_with_token
from functions.domain.access import AccessToken, Principal, Via, scope_of
from functions.domain.entities import ACCESS_TOKENS, SESSIONS, USERS
from functions.domain.errors import StoreyardError
from functions.domain.user import hash_token
from functions.observability import logger

JWT_DOTS = 2


class Authenticator:
    """Finds the principal of a token. Whatever the token is, at most two reads by key, or one look-up by hash."""

    def __init__(self, *, repository: Repository, clock: Clock, signer: TokenSigner) -> None:
        self._repository = repository
        self._clock = clock
        self._signer = signer

    def principal_of(self, token: str) -> Principal | None:
        """Return whom a token stands for, or None if nobody has it, or not any more."""
        if token.count(".") == JWT_DOTS:
            return self._of_session(token)
        if token.startswith(f"{PREFIX}_"):
            return self._of_personal_token(token)
        return self._of_setup_token(token)

    def _of_session(self, token: str) -> Principal | None:
        claims = self._signer.read(token)
        if claims is None:
            return None
        session = self._repository.get(SESSIONS, id=claims.session)
        user = self._repository.get(USERS, id=claims.user)
        if session is None or user is None or not session.is_of(user):
            return None
        return Principal(user, scope_of(user.role), session.id, Via.SESSION)

    def _of_personal_token(self, token: str) -> Principal | None:
        token_id, _, secret = token.removeprefix(f"{PREFIX}_").partition("_")
        found = self._repository.get(ACCESS_TOKENS, id=token_id)
        if found is None or found.revoked_at is not None:
            return None
        if not hmac.compare_digest(found.token_hash, hash_token(secret)):
            return None
        user = self._repository.get(USERS, id=found.user)
        if user is None:
            return None
        self._used(found, self._clock.now().replace(second=0, microsecond=0))
        return Principal(user, found.scope, found.id, Via.PERSONAL_TOKEN)

    def _of_setup_token(self, token: str) -> Principal | None:
        hashed = hash_token(token)
        user = user_with_token(self._repository, hashed)
        if user is None or not hmac.compare_digest(user.token_hash, hashed):
            return None
        return Principal(user, scope_of(user.role), f"setup-{user.id}", Via.SETUP_TOKEN)

    def _used(self, token: AccessToken, minute: datetime) -> None:
        """Keep when a token was used last: one write a minute at most, and none that a request could fail for."""
        if token.last_used_at is not None and token.last_used_at >= minute:
            return
        try:
            self._repository.commit(Replace(token.model_copy(update={"last_used_at": minute})))
        except StoreyardError as error:  # another request of this minute was first, or the state can only be read
            logger.info("last use of a token not kept", token=token.id, error=error.message)

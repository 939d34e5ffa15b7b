"""Codes that sign a browser in, once: whoever is signed in elsewhere, on a terminal say, makes one for themselves."""

from __future__ import annotations

import secrets

from functions.application.attempts import LoginAttempts
from functions.application.ports.repository import Insert, Remove, Repository
from functions.application.ports.system import Clock
from functions.application.sessions import Opened, Sessions, parts_of
from functions.domain.access import Principal, Via, scope_of
from functions.domain.entities import CODES, USERS
from functions.domain.errors import Forbidden, Unauthorized, VersionConflict
from functions.domain.session import CODE_TIME, SignInCode
from functions.domain.user import hash_token

PREFIX = "syc"
OVER = "This code is not good, or not any more: it works once and for a few minutes."


class SignInCodes:
    """The use cases."""

    def __init__(self, *, repository: Repository, clock: Clock, attempts: LoginAttempts, sessions: Sessions) -> None:
        self._repository = repository
        self._clock = clock
        self._attempts = attempts
        self._sessions = sessions

    def create(self, by: Principal) -> tuple[SignInCode, str]:
        """Return a new code's record and the code, which is shown this once.

        Raises Forbidden for a personal token: the session of its code could do more than the token, and would outlive it.
        """
        if by.via is Via.PERSONAL_TOKEN or not by.scope.includes(scope_of(by.user.role)):
            raise Forbidden("A personal access token cannot sign a browser in: log in.")
        secret, now = secrets.token_urlsafe(32), self._clock.now()
        made = SignInCode(
            id=secrets.token_hex(16),
            user=by.user.id,
            epoch=by.user.epoch,
            code_hash=hash_token(secret),
            created_at=now,
            expires_at=now + CODE_TIME,
        )
        self._repository.commit(Insert(made))
        return made, f"{PREFIX}_{made.id}_{secret}"

    def use(self, code: str, *, address: str) -> Opened:
        """Begin a session. Raises Unauthorized, after the same work for a code that never was, and TooManyRequests."""
        self._attempts.begin(email=None, address=address)
        code_id, shown = parts_of(code, PREFIX)
        made = self._repository.get(CODES, id=code_id)
        user = self._repository.get(USERS, id=made.user if made else "")
        right = secrets.compare_digest(made.code_hash if made else "", hash_token(shown))
        if made is None or user is None or not right or not made.is_of(user):
            raise Unauthorized(OVER)
        try:
            opened = self._sessions.begin(user, Remove(made))
        except VersionConflict as conflict:  # of those who use it at once, one is first
            raise Unauthorized(OVER) from conflict
        self._attempts.succeeded(email=None, address=address)
        return opened

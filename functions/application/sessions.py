"""Login, refresh and logout. A refresh token is good once: whoever shows an old one ends the session for everybody.

A browser keeps it in a cookie that all its tabs share, so there the token just replaced may be shown for a moment more.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from functions.application.attempts import WRITE_ATTEMPTS, LoginAttempts
from functions.application.ports.credentials import Claims, PasswordHasher, TokenSigner
from functions.application.ports.repository import Change, Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.domain.access import Principal, Via
from functions.domain.entities import EMAILS, SESSIONS, USERS
from functions.domain.errors import Forbidden, Unauthorized, VersionConflict
from functions.domain.session import ACCESS_TIME, UNUSED_TIME, Session
from functions.domain.user import User, hash_token

PREFIX = "syr"
WRONG = "The e-mail address or the password is wrong."
OVER = "This refresh token is not good any more: log in again."


@dataclass(frozen=True)
class Opened:
    """What a login gives. `lasts`: the seconds until the session ends if it is not used.

    `refresh_token` is empty for a browser that showed the token which it replaced a moment ago: it has the good one by now.
    """

    user: User
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    lasts: int
    expires_in: int = int(ACCESS_TIME.total_seconds())


class Sessions:
    """Begins, goes on with and ends sessions."""

    def __init__(
        self,
        *,
        repository: Repository,
        clock: Clock,
        hasher: PasswordHasher,
        signer: TokenSigner,
        attempts: LoginAttempts,
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._hasher = hasher
        self._signer = signer
        self._attempts = attempts

    def login(self, email: str, password: str, *, address: str) -> Opened:
        """Begin a session. Raises Unauthorized, after the same work for an address that nobody has, and TooManyRequests."""
        self._attempts.begin(email=email, address=address)
        claim = self._repository.get(EMAILS, email=email)
        user = self._repository.get(USERS, id=claim.user if claim else "")
        right = self._hasher.verify(user.password_hash if user else None, password)
        if user is None or not right:
            raise Unauthorized(WRONG)
        self._attempts.succeeded(email=email, address=address)
        return self.begin(user)

    def begin(self, user: User, *more: Change) -> Opened:
        """Begin a session of a user who is known to be there, in one commit with what else is to change."""
        now, secret = self._clock.now(), secrets.token_urlsafe(32)
        session = Session(
            id=secrets.token_hex(16),
            user=user.id,
            epoch=user.epoch,
            refresh_hash=hash_token(secret),
            created_at=now,
            expires_at=now + UNUSED_TIME,
        )
        self._repository.commit(Insert(session), *more)
        return self._opened(session, user, secret)

    def refresh(self, token: str, *, browser: bool = False) -> Opened:
        """Go on with a session. Raises Unauthorized; for a token that was used before, the session has ended then.

        A browser that shows the token which it replaced a moment ago gets an access token, and nothing ends.
        """
        session_id, shown = parts_of(token, PREFIX)
        for _ in range(WRITE_ATTEMPTS):
            session = self._repository.get(SESSIONS, id=session_id) if shown else None
            user = self._repository.get(USERS, id=session.user) if session else None
            if session is None or user is None or not session.is_of(user):
                raise Unauthorized(OVER)
            now, secret = self._clock.now(), secrets.token_urlsafe(32)
            good = secrets.compare_digest(session.refresh_hash, hash_token(shown))
            if not good and browser and session.just_replaced(hash_token(shown), now):
                return self._opened(session, user, "")
            refreshed = session.refreshed(hash_token(secret), now, browser=browser)
            after = refreshed if good else session.model_copy(update={"ended_at": now})
            try:
                self._repository.commit(Replace(after))
            except VersionConflict:
                continue
            if good:
                return self._opened(after, user, secret)
            raise Unauthorized(OVER)
        raise VersionConflict("the session is changing right now; try again in a moment")

    def logout(self, principal: Principal) -> None:
        """End the caller's session. Raises Forbidden for a token that is of none."""
        if principal.via is not Via.SESSION:
            raise Forbidden("This token is not of a session: there is nothing to log out of.")
        self._end(principal.token_id)

    def end(self, token: str) -> str:
        """End the session of a refresh token, an old one too, as showing it would; return whose it was. Raises Unauthorized."""
        session_id, shown = parts_of(token, PREFIX)
        ended = self._end(session_id) if shown else None
        if ended is None:
            raise Unauthorized(OVER)
        return ended

    def _end(self, session_id: str) -> str | None:
        """End a session and return whose it was; None for one that is over."""
        for _ in range(WRITE_ATTEMPTS):
            session = self._repository.get(SESSIONS, id=session_id)
            if session is None or session.ended_at is not None:
                return None
            try:
                self._repository.commit(Replace(session.model_copy(update={"ended_at": self._clock.now()})))
            except VersionConflict:
                continue
            return session.user
        raise VersionConflict("the session is changing right now; try again in a moment")

    def _opened(self, session: Session, user: User, secret: str) -> Opened:
        now = self._clock.now()
        claims = Claims(user=user.id, session=session.id, issued_at=now, expires_at=now + ACCESS_TIME)
        token = f"{PREFIX}_{session.id}_{secret}" if secret else ""
        return Opened(user, self._signer.sign(claims), token, int((session.expires_at - now).total_seconds()))


def parts_of(token: str, prefix: str) -> tuple[str, str]:
    """Return the id and the secret that a token of the form prefix_id_secret has; no secret for one with another prefix."""
    begins, _, rest = token.partition("_")
    found, _, shown = rest.partition("_")
    return found, shown if begins == prefix else ""

"""Login, refresh and logout. A refresh token is good once: whoever shows an old one ends the session for everybody."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from functions.application.attempts import WRITE_ATTEMPTS, LoginAttempts
from functions.application.ports.credentials import Claims, PasswordHasher, TokenSigner
from functions.application.ports.repository import Insert, Replace, Repository
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
    """What a login gives."""

    user: User
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
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

    def begin(self, user: User) -> Opened:
        """Begin a session of a user who is known to be there."""
        now, secret = self._clock.now(), secrets.token_urlsafe(32)
        session = Session(
            id=secrets.token_hex(16),
            user=user.id,
            epoch=user.epoch,
            refresh_hash=hash_token(secret),
            created_at=now,
            expires_at=now + UNUSED_TIME,
        )
        self._repository.commit(Insert(session))
        return self._opened(session, user, secret)

    def refresh(self, token: str) -> Opened:
        """Go on with a session. Raises Unauthorized; for a token that was used before, the session has ended then."""
        prefix, _, rest = token.partition("_")
        session_id, _, shown = rest.partition("_")
        for _ in range(WRITE_ATTEMPTS):
            session = self._repository.get(SESSIONS, id=session_id) if prefix == PREFIX and shown else None
            user = self._repository.get(USERS, id=session.user) if session else None
            if session is None or user is None or not session.is_of(user):
                raise Unauthorized(OVER)
            now, secret = self._clock.now(), secrets.token_urlsafe(32)
            good = secrets.compare_digest(session.refresh_hash, hash_token(shown))
            after = session.refreshed(hash_token(secret), now) if good else session.model_copy(update={"ended_at": now})
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
        for _ in range(WRITE_ATTEMPTS):
            session = self._repository.get(SESSIONS, id=principal.token_id)
            if session is None or session.ended_at is not None:
                return
            try:
                self._repository.commit(Replace(session.model_copy(update={"ended_at": self._clock.now()})))
            except VersionConflict:
                continue
            return
        raise VersionConflict("the session is changing right now; try again in a moment")

    def _opened(self, session: Session, user: User, secret: str) -> Opened:
        now = self._clock.now()
        claims = Claims(user=user.id, session=session.id, issued_at=now, expires_at=now + ACCESS_TIME)
        return Opened(user, self._signer.sign(claims), f"{PREFIX}_{session.id}_{secret}")

"""Access tokens as JSON Web Tokens (PyJWT): HS256 and nothing else, every claim required."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import Final

from functions.application.ports.credentials import Claims
from functions.application.ports.system import Clock

ALGORITHM: Final = "HS256"
ISSUER: Final = "storeyard"
AUDIENCE: Final = "storeyard-api"
REQUIRED: Final = ("iss", "aud", "exp", "iat", "sub", "sid")


class JwtSigner:
    """Signs and reads tokens with a secret, which is asked for with the first. The library is imported then too."""

    def __init__(self, secret: Callable[[], str], clock: Clock) -> None:
        self._ask = secret
        self._clock = clock

    def sign(self, claims: Claims) -> str:
        """Return the claims as a signed token."""
        import jwt  # noqa: PLC0415 - takes a third of a second where the library cryptography is installed

        content = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": claims.user,
            "sid": claims.session,
            "iat": int(claims.issued_at.timestamp()),
            "exp": int(claims.expires_at.timestamp()),
        }
        return jwt.encode(content, self._secret, algorithm=ALGORITHM)

    def read(self, token: str) -> Claims | None:
        """Return what a token says; None unless it is ours, whole, and not expired."""
        import jwt  # noqa: PLC0415

        # The library would ask the machine's clock: whether it has expired is looked at here.
        options = {"require": list(REQUIRED), "verify_exp": False, "verify_iat": False}
        try:
            content = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                audience=AUDIENCE,
                options=options,  # type: ignore[arg-type] # a TypedDict of the library's own
            )
            claims = Claims(
                user=str(content["sub"]),
                session=str(content["sid"]),
                issued_at=datetime.fromtimestamp(content["iat"], UTC),
                expires_at=datetime.fromtimestamp(content["exp"], UTC),
            )
        except (jwt.InvalidTokenError, TypeError, ValueError, OverflowError, OSError):
            return None
        return claims if claims.expires_at > self._clock.now() else None

    @cached_property
    def _secret(self) -> str:
        return self._ask()

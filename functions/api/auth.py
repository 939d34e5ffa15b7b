"""Which paths need a token, and whose the token of a request is. A token is never logged or kept as it is."""

from __future__ import annotations

from functions.api.browser import LOGOUT, cookie_of
from functions.api.requests import Event, header
from functions.application.authentication import Authenticator
from functions.domain.access import Principal
from functions.domain.errors import Unauthorized

MAX_TOKEN = 512
HINT = "Send the header Authorization: Bearer <token>."
# What is below /api and needs no token. True: one that is sent is looked at all the same, and has to be good.
OPEN = {
    "/api/auth/code": False,
    "/api/auth/login": False,
    "/api/auth/refresh": False,
    "/api/auth/register": True,
}


def below_api(path: str) -> bool:
    """True for every path below /api, whether a route lives there or not."""
    return path == "/api" or path.startswith("/api/")


def protected(path: str) -> bool:
    """True for every path that needs a token: all below /api but for those in the table."""
    return below_api(path) and path not in OPEN


def looked_at(path: str) -> bool:
    """True for every path where a token that is sent has to be good."""
    return below_api(path) and OPEN.get(path, True)


def authenticate(event: Event, path: str, authenticator: Authenticator) -> Principal | None:
    """Return whom a request's token stands for; None where it needs none and has none, or has a cookie. Raises Unauthorized."""
    sent = header(event, "authorization")
    if not looked_at(path) or (sent is None and not protected(path)):
        return None
    try:
        return _principal(sent or "", authenticator)
    except Unauthorized:
        if path == LOGOUT and cookie_of(event) is not None:  # a browser logs out after its access token has ended
            return None
        raise


def _principal(sent: str, authenticator: Authenticator) -> Principal:
    scheme, _, token = sent.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or not token.isascii():
        raise Unauthorized(f"This needs a token. {HINT}")
    principal = authenticator.principal_of(token[:MAX_TOKEN])
    if principal is None:
        raise Unauthorized(f"Nobody has this token, or it is not good any more. {HINT}")
    return principal

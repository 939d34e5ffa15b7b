"""Who is calling: a bearer token, looked up by its hash. A token is never logged, compared or kept as it is."""

from __future__ import annotations

import hmac

from functions.api.requests import Event, header
from functions.application.ports.repository import Repository
from functions.application.queries import user_with_token
from functions.domain.errors import Unauthorized
from functions.domain.user import User, hash_token

MAX_TOKEN = 512
HINT = "Send the header Authorization: Bearer <token>."


def protected(path: str) -> bool:
    """True for every path below /api, whether a route lives there or not."""
    return path == "/api" or path.startswith("/api/")


def authenticate(event: Event, repository: Repository) -> User:
    """Return the user whose token the request carries. Raises Unauthorized.

    Whatever the token is, the work is the same: one hash, one look-up by that hash.
    """
    scheme, _, token = (header(event, "authorization") or "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or not token.isascii():
        raise Unauthorized(f"This needs a token. {HINT}")
    hashed = hash_token(token[:MAX_TOKEN])
    user = user_with_token(repository, hashed)
    if user is None or not hmac.compare_digest(user.token_hash, hashed):
        raise Unauthorized(f"Nobody has this token. {HINT}")
    return user

"""What a browser brings along by itself: the cookie with the refresh token, and who asked for the request.

The cookie is sent to /api/auth alone, scripts cannot read it, and no request of another site carries it (SameSite=Strict). A
page of another port or subdomain counts as the same site, so what uses or sets the cookie is refused where the browser says a
page of another origin asked. Nothing else below /api takes a cookie for a token.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from functions.api.requests import Event, header
from functions.domain.errors import Forbidden

NAME = "storeyard_session"
PATH = "/api/auth"
# Where the cookie is enough instead of a token that has to be good; to go on with a session none is looked at.
LOGOUT = f"{PATH}/logout"
MAX_TOKEN = 200
OWN = frozenset({"same-origin", "none"})
PORTS = {"http": ":80", "https": ":443"}


@dataclass
class Browser:
    """One request's side of it. `token` is the cookie's; `secure`: it came by HTTPS; `own`: no page of another origin asked.

    `cookies` are those that the answer sets.
    """

    token: str | None = field(default=None, repr=False)
    secure: bool = True
    own: bool = True
    cookies: list[str] = field(default_factory=list, repr=False)

    def checked(self) -> None:
        """Raise Forbidden where a page of another origin asked."""
        if not self.own:
            raise Forbidden("A page of another origin asks for this: a browser may do it from this platform's own page only.")

    def keep(self, token: str, *, seconds: int) -> None:
        """Have the browser keep a refresh token."""
        self._set(token, seconds)

    def forget(self) -> None:
        """Have the browser forget it."""
        self._set("", 0)

    def _set(self, value: str, seconds: int) -> None:
        kept = Cookie(
            NAME, value, path=PATH, secure=self.secure, http_only=True, max_age=seconds, same_site=SameSite.STRICT_MODE
        )
        self.cookies[:] = [str(kept)]


def browser_of(event: Event, *, secure: bool) -> Browser:
    """Return what a request says of the browser that sent it."""
    return Browser(token=cookie_of(event), secure=secure, own=_own(event))


def cookie_of(event: Event) -> str | None:
    """Return the refresh token of the cookie. Two of one name are none: one of them is not ours, and nobody can tell which."""
    sent: list[str] = event.get("cookies") or []
    found = [value for name, _, value in (one.partition("=") for one in sent) if name == NAME]
    return found[0] if len(found) == 1 and 0 < len(found[0]) <= MAX_TOKEN else None


def _own(event: Event) -> bool:
    """True unless the browser says that a page of another origin asked; no page can write these headers.

    A browser compares with the address that it sees. Host is another one behind a proxy that does not pass it on (CloudFront),
    so it is looked at only where there is no better word: from old browsers, and at addresses without HTTPS.
    """
    site, origin = header(event, "sec-fetch-site"), header(event, "origin")
    if site is not None:
        return site in OWN
    return origin is None or _is_host(origin, header(event, "host") or "")


def _is_host(origin: str, host: str) -> bool:
    """True if an origin is of this host; a default port may be said or not. `null` is nobody's."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    default = PORTS.get(parts.scheme, "-")
    return bool(parts.netloc) and parts.netloc.lower().removesuffix(default) == host.lower().removesuffix(default)

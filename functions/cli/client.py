"""A client of the HTTP API: JSON in and out, an exception for every no, and patience where asking again can help.

What may be asked again is: every request has the same effect twice as once. A POST carries an Idempotency-Key for that. What
signs in and out does not, since its answers are secrets that nobody shall keep; it is sent once.
"""

from __future__ import annotations

import ssl
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Any, Protocol, Self

import httpx

from functions.cli.errors import Problem, Unreachable

Json = dict[str, Any]
VERSION = "0.1.0"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ONCE = "/api/auth/"
REQUEST_SECONDS = 30.0
PAGE = 100
_BUSY = frozenset({HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT})


class Credential(Protocol):
    """What a request is signed in with."""

    def token(self) -> str | None:
        """Return the token to send, None if there is none."""

    def renew(self, refused: str | None, http: httpx.Client) -> bool:
        """Get another token for one that was refused; False if there is no other."""


@dataclass(frozen=True, repr=False)
class Bearer:
    """A token that is what it is."""

    value: str | None

    def token(self) -> str | None:
        """Return it."""
        return self.value

    def renew(self, refused: str | None, http: httpx.Client) -> bool:  # noqa: ARG002 - as others take it
        """There is no other."""
        return False


@dataclass(frozen=True)
class Patience:
    """For how long a request is repeated that got no answer, a "not now" (503), or a "too many" (429), in seconds."""

    no_answer: float = 3.0
    not_now: float = 15.0
    too_many: float = 60.0


NONE = Patience(0.0, 0.0, 0.0)
# While an operation is followed its platform may be started anew.
LONG = Patience(90.0, 90.0, 600.0)


@dataclass(frozen=True)
class Answer:
    """An answer, whatever it says."""

    status: int
    headers: Mapping[str, str]
    text: str
    body: Json

    @property
    def retry_after(self) -> float:
        """The seconds that it asks to wait, 1 if it does not say."""
        said = self.headers.get("retry-after", "")
        return float(said) if said.isascii() and said.isdigit() else 1.0


class Client:
    """Asks one platform. `sleep` and `now` are for tests."""

    def __init__(
        self,
        url: str,
        credential: Credential,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = url.rstrip("/")
        self.credential = credential
        self.patience = Patience()
        self.http = connection(self.url, transport)
        self.sleep, self._now = sleep, now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.http.close()

    def get(self, path: str, *, seconds: float = REQUEST_SECONDS, patience: Patience | None = None, **query: Any) -> Json:
        """Return what is there. Parameters that are None are left out."""
        return self._good("GET", path, query=query, seconds=seconds, patience=patience)

    def post(self, path: str, body: Json | None = None) -> Json:
        """Ask for something to be made or done."""
        return self._good("POST", path, body={} if body is None else body)

    def patch(self, path: str, body: Json) -> Json:
        """Change some fields."""
        return self._good("PATCH", path, body=body)

    def delete(self, path: str) -> Json:
        """Ask for something to be removed."""
        return self._good("DELETE", path)

    def pages(self, path: str, *, limit: int, **query: Any) -> tuple[list[Json], str | None]:
        """Return the first items of a list, `limit` at most, and where it goes on if it does."""
        found: list[Json] = []
        cursor = None
        while len(found) < limit:
            page = self.get(path, limit=min(limit - len(found), PAGE), cursor=cursor, **query)
            found += page["items"]
            cursor = page.get("next_cursor")
            if not cursor:
                break
        return found, cursor

    def _good(self, method: str, path: str, **request: Any) -> Json:
        answer = self.ask(method, path, **request)
        if answer.status < HTTPStatus.MULTIPLE_CHOICES:
            return answer.body
        if answer.status < HTTPStatus.BAD_REQUEST:
            raise Problem(answer.status, {"detail": f"{self.url} answers with a redirect: it is not the address of a platform"})
        raise Problem(answer.status, answer.body)

    def ask(  # noqa: PLR0913 - as an HTTP request has them
        self,
        method: str,
        path: str,
        *,
        body: Json | None = None,
        query: Mapping[str, Any] | None = None,
        seconds: float = REQUEST_SECONDS,
        patience: Patience | None = None,
    ) -> Answer:
        """Return the answer to a request, whatever it says. Raises Unreachable."""
        patience = patience or self.patience
        if path.startswith(ONCE):
            patience = NONE
        headers = {} if method != "POST" or path.startswith(ONCE) else {"Idempotency-Key": str(uuid.uuid4())}
        asked = {name: value for name, value in (query or {}).items() if value is not None}
        request = self.http.build_request(method, path, json=body, params=asked, headers=headers, timeout=seconds)
        began, pause, renewed = self._now(), 0.2, False
        while True:
            answer = self._sent(request)
            spent = self._now() - began
            if isinstance(answer, Unreachable):
                if spent + pause > patience.no_answer:
                    raise answer
                wait, pause = pause, min(pause * 2, 2.0)
            elif answer.status == HTTPStatus.UNAUTHORIZED and not renewed:
                renewed = True
                if not self._renewed(request):
                    return answer
                continue
            else:
                limit = patience.not_now if answer.status in _BUSY else patience.too_many
                again = answer.status in _BUSY or answer.status == HTTPStatus.TOO_MANY_REQUESTS
                wait = answer.retry_after
                if not again or spent + wait > limit:
                    return answer
            self.sleep(wait)

    def _renewed(self, request: httpx.Request) -> bool:
        try:
            return self.credential.renew(_token_of(request), self.http)
        except httpx.TransportError as error:
            raise Unreachable(f"The platform does not answer on {self.url}: {_cause(error)}", sent=True) from error

    def _sent(self, request: httpx.Request) -> Answer | Unreachable:
        token = self.credential.token()
        if token:
            request.headers["Authorization"] = f"Bearer {token}"
        try:
            response = self.http.send(request)
        except httpx.TransportError as error:
            return Unreachable(
                f"The platform does not answer on {self.url}: {_cause(error)}",
                sent=not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout),
            )
        return Answer(response.status_code, response.headers, response.text, _object(response))


def connection(url: str, transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """Return an HTTP client for a platform: proxies as the environment says, but never one to this machine.

    Reading the authorities of the machine takes as long as a request: an address without TLS trusts none.
    """
    verify = True if url.startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx.Client(
        base_url=url,
        headers={"User-Agent": f"storeyard/{VERSION}", "Accept": "application/json"},
        timeout=REQUEST_SECONDS,
        verify=verify,
        transport=transport,
        mounts=None if transport else {f"all://{host}": None for host in LOOPBACK},
    )


def _token_of(request: httpx.Request) -> str | None:
    return request.headers.get("Authorization", "").removeprefix("Bearer ") or None


def _object(response: httpx.Response) -> Json:
    """Return the body, an empty one if it is no JSON object: a proxy's page, say."""
    try:
        found = response.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _cause(error: Exception) -> str:
    said = str(error).strip() or type(error).__name__
    return said.rstrip(".") + "."

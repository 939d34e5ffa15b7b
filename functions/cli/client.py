"""A client of the HTTP API: JSON in and out, an exception for every no, and patience where asking again can help.

What may be asked again is: a request has the same effect twice as once, a POST by its Idempotency-Key. Where a POST's answer
holds secrets the API keeps none to give again, so there it has no key and is sent once.
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

from functions.cli import VERSION
from functions.cli.errors import Problem, Unreachable
from functions.cli.patience import Patience

Json = dict[str, Any]
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ONCE = ("/api/chat", "/api/auth/", "/api/tokens", "/api/users", "/api/clusters", "/api/webhooks", "/api/notice-targets")
CANCEL = "/cancel"  # asked for again it is refused or the same, so it needs no key
TEST_MAIL = "/mail/test"  # twice would be two mails
DOMAINS = ("/domains", "/check")  # claimed or looked up twice is as once
REQUEST_SECONDS, LONG_POLL_SECONDS = 30.0, 15.0
PAGE = 100


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
        self.transport = transport
        self.http = connection(self.url, transport)
        self.sleep, self._now = sleep, now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.http.close()

    def get(self, path: str, *, seconds: float = REQUEST_SECONDS, patience: Patience | None = None, **query: Any) -> Json:
        """Return what is there. Parameters that are None are left out."""
        return self._good("GET", path, query=query, seconds=seconds, patience=patience)

    def post(self, path: str, body: Json | None = None, **query: Any) -> Json:
        """Ask for something to be made or done."""
        return self._good("POST", path, body=body, query=query)

    def patch(self, path: str, body: Json) -> Json:
        """Change some fields."""
        return self._good("PATCH", path, body=body)

    def put(self, path: str, body: Json | None = None) -> Json:
        """Say what something shall be."""
        return self._good("PUT", path, body=body)

    def delete(self, path: str, **query: Any) -> Json:
        """Ask for something to be removed."""
        return self._good("DELETE", path, query=query)

    def pages(self, path: str, *, limit: int, most: int = PAGE, **query: Any) -> Json:
        """Return the first items of a list, `limit` at most, as one page; `most`: how many the API gives at once.

        What else pages list, like stores that did not answer, is put together too.
        """
        found: Json = {"items": [], "next_cursor": None}
        while len(found["items"]) < limit:
            wanted = min(limit - len(found["items"]), most)
            page = self.get(path, limit=wanted, cursor=found["next_cursor"], **query)
            for name, value in page.items():
                before = found.get(name)
                found[name] = [*before, *value] if isinstance(before, list) and isinstance(value, list) else value
            if not found["next_cursor"]:
                break
        return found

    def long_poll(self, path: str, *, wait: int, patience: Patience | None = None, **query: Any) -> Json:
        """Return what is new, or that nothing was after `wait` seconds."""
        seconds = wait + LONG_POLL_SECONDS
        answer = self._good_answer("GET", path, query={**query, "wait": wait}, seconds=seconds, patience=patience)
        if "retry-after" in answer.headers:  # too many wait already, so this did not
            self.sleep(answer.retry_after)
        return answer.body

    def _good(self, method: str, path: str, **request: Any) -> Json:
        return self._good_answer(method, path, **request).body

    def _good_answer(self, method: str, path: str, **request: Any) -> Answer:
        answer = self.ask(method, path, **request)
        if answer.status < HTTPStatus.MULTIPLE_CHOICES:
            return answer
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
        once = method == "POST" and (path.startswith(ONCE) or path.endswith((CANCEL, TEST_MAIL, *DOMAINS)))
        headers = {"Idempotency-Key": str(uuid.uuid4())} if method == "POST" and not once else {}
        asked = {name: value for name, value in (query or {}).items() if value is not None}
        request = self.http.build_request(method, path, json=body, params=asked, headers=headers, timeout=seconds)
        began, pause, renewed = self._now(), 0.2, False
        while True:
            answer = self._sent(request)
            spent = self._now() - began
            if isinstance(answer, Unreachable):
                if spent + pause > patience.no_answer or (once and answer.sent):
                    raise answer
                wait, pause = pause, min(pause * 2, 2.0)
            elif answer.status == HTTPStatus.UNAUTHORIZED and not renewed:
                renewed = True
                if not self._renewed(request):
                    return answer
                continue
            else:
                wait = answer.retry_after
                if once or spent + wait > patience.with_status(answer.status):
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

"""What every engine's adapter is made of: the shop it meets, and the HTTP it does it with."""

from __future__ import annotations

import ssl
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import httpx

from functions.application.ports.shops import VerifyFailed, WaitDeadline

BUYER_NAME = "Storeyard check"
BUYER_EMAIL = "storeyard-check@example.com"  # RFC 2606: nobody's, and easy to tell from a customer's
# What a shop that offers nothing is lent for its test order. The mark tells it from the merchant's own products.
LENT_NAME = "Storeyard check"
LENT_MARK = "storeyard-check"
LENT_PRICE = Decimal(10)
POLL = 0.1
TIMEOUT = httpx.Timeout(15, connect=2)
MESSAGE_MAX = 200


@dataclass(frozen=True)
class Shop:
    """A shop as an adapter meets it. `credentials` is the data of its Secret and stays out of every message."""

    url: str
    address: str
    port: int
    country: str
    currency: str
    credentials: Mapping[str, str] = field(repr=False)
    transport: httpx.BaseTransport | None = None


class ShopHttp:
    """Requests to one shop: connects to the ingress' address and sends the Host header, so it never needs DNS."""

    def __init__(self, shop: Shop) -> None:
        url = urlsplit(shop.url)
        self._secrets = [value for value in shop.credentials.values() if len(value) > len("secret")]
        self._options: dict[str, Any] = {"extensions": {"sni_hostname": url.hostname}} if url.scheme == "https" else {}
        self._http = httpx.Client(
            base_url=f"{url.scheme}://{shop.address}:{shop.port}",
            headers={"Host": url.netloc, "User-Agent": "storeyard-check"},
            timeout=TIMEOUT,
            trust_env=False,
            verify=ssl.create_default_context() if url.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            transport=shop.transport,
        )
        weakref.finalize(self, self._http.close)  # with the adapter, which nobody has to close

    def wait(self, path: str, deadline: WaitDeadline) -> None:
        """Return once a GET of the path is answered with 200."""
        last = "no answer"
        while True:
            try:
                answer = self._http.get(path, **self._options)
                if answer.status_code == httpx.codes.OK:
                    return
                last = f"the answer {answer.status_code}"
            except httpx.TransportError as error:
                last = str(error) or type(error).__name__
            if not deadline.pause(POLL):
                raise VerifyFailed(f"the shop did not answer within {deadline.seconds:.0f} seconds: {last}", step=f"GET {path}")

    def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Send one request and return the answer, whatever its status. Raises VerifyFailed if there is none."""
        try:
            return self._http.request(method, path, **request, **self._options)
        except httpx.TransportError as error:
            raise VerifyFailed(f"the shop did not answer: {error or type(error).__name__}", step=f"{method} {path}") from error

    def json(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        """Send one request and return the answer's JSON object. Raises VerifyFailed unless it went well."""
        body: dict[str, Any] = self._body(method, path, dict, request)
        return body

    def items(self, method: str, path: str, **request: Any) -> list[dict[str, Any]]:
        """Send one request and return the answer's JSON list. Raises VerifyFailed unless it went well."""
        body: list[dict[str, Any]] = self._body(method, path, list, request)
        return body

    def _body(self, method: str, path: str, kind: type, request: dict[str, Any]) -> Any:
        answer = self.send(method, path, **request)
        step = f"{method} {path}"
        if not answer.is_success:
            raise VerifyFailed(f"the shop answered {step} with {answer.status_code}{self._said(answer)}", step=step)
        try:
            body = answer.json()
        except ValueError as error:
            raise VerifyFailed(f"the shop answered {step} with something that is not JSON", step=step) from error
        if not isinstance(body, kind):
            raise VerifyFailed(f"the shop answered {step} with JSON of another shape", step=step)
        return body

    def _said(self, answer: httpx.Response) -> str:
        """The message of an error answer, with nothing secret in it."""
        try:
            message = str(answer.json()["message"])
        except (ValueError, KeyError, TypeError):
            return ""
        for value in self._secrets:
            message = message.replace(value, "…")
        return f": {' '.join(message.split())[:MESSAGE_MAX]}"

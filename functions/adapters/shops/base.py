"""What every engine's adapter is made of: the shop it meets, and the HTTP it does it with.

A failure is told as NoAnswer or Refused, which a check takes for what they are: the shop did not sell.
"""

from __future__ import annotations

import html
import ssl
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import httpx

from functions.adapters.trust import trusting
from functions.application.ports.shops import IngressUnreachable, NoAnswer, Refused, Unsure, VerifyFailed, WaitDeadline
from functions.domain.ordering import WantedAddress, WantedCustomer

BUYER_NAME = "Storeyard check"
BUYER_EMAIL = "storeyard-check@example.com"  # RFC 2606: nobody's, and easy to tell from a customer's
# What a shop that offers nothing is lent for its test order. The mark tells it from the merchant's own products.
LENT_NAME = "Storeyard check"
LENT_MARK = "storeyard-check"
LENT_PRICE = Decimal(10)
POLL = 0.1
CONNECT_SECONDS, READ_SECONDS = 2, 15
MESSAGE_MAX = 200
TLS_ERROR = "SSL"  # in what httpx says where a connection was taken, and its certificate was not good
# Under this name an order has the tag by which whoever placed it finds it again.
TAG = "storeyard_request"


@dataclass(frozen=True)
class Shop:
    """A shop as an adapter meets it. `credentials` is the data of its Secret and stays out of every message.

    With `seconds`, no request is sent once that many have passed, and none is waited for longer than what is left of them.
    `ca_file`: CAs that vouch for its certificate, if no public one does. `behind_gate`: the address is the shop's own pod,
    which speaks plain http and is told what the ingress would tell it.
    """

    url: str
    address: str
    port: int
    country: str
    currency: str
    credentials: Mapping[str, str] = field(repr=False)
    transport: httpx.BaseTransport | None = None
    seconds: float | None = None
    behind_gate: bool = False
    ca_file: str | None = None
    clock: Callable[[], float] = time.monotonic


class ShopHttp:
    """Requests to one shop: connects to the ingress' address and sends the Host header, so it never needs DNS."""

    def __init__(self, shop: Shop) -> None:
        url = urlsplit(shop.url)
        secure = url.scheme == "https" and not shop.behind_gate
        told = {"X-Forwarded-Proto": url.scheme} if shop.behind_gate else {}
        self._secrets = [value for value in shop.credentials.values() if len(value) > len("secret")]
        self._options: dict[str, Any] = {"extensions": {"sni_hostname": url.hostname}} if secure else {}
        self._http = httpx.Client(
            base_url=f"{'https' if secure else 'http'}://{shop.address}:{shop.port}",
            headers={"Host": url.netloc, "User-Agent": "storeyard-check", **told},
            trust_env=False,
            verify=trusting(shop.ca_file) if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            transport=shop.transport,
        )
        weakref.finalize(self, self._http.close)  # with the adapter, which nobody has to close
        self._behind_gate = shop.behind_gate
        self._clock = shop.clock
        self._until = None if shop.seconds is None else shop.clock() + shop.seconds

    def wait(self, path: str, deadline: WaitDeadline) -> None:
        """Return once a GET of the path is answered with 200. Raises IngressUnreachable where no connection is taken."""
        last, step, connected = "no answer", f"GET {path}", False
        while True:
            try:
                answer = self._http.get(path, timeout=self._timeout(step), **self._options)
                connected = True
                if answer.status_code == httpx.codes.OK:
                    return
                last = f"the answer {answer.status_code}"
            except httpx.TransportError as error:
                last = str(error) or type(error).__name__
                connected = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout) or TLS_ERROR in last
            if not deadline.pause(POLL):
                if not connected and not self._behind_gate:
                    raise IngressUnreachable(
                        f"nothing answers at the cluster's ingress, {self._http.base_url}: {last}", step=step
                    )
                raise VerifyFailed(f"the shop did not answer within {deadline.seconds:.0f} seconds: {last}", step=step)

    def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Send one request and return the answer, whatever its status. Raises NoAnswer if there is none."""
        step = f"{method} {path}"
        try:
            return self._http.request(method, path, timeout=self._timeout(step), **request, **self._options)
        except httpx.TransportError as error:
            raise NoAnswer(f"the shop did not answer: {error or type(error).__name__}", step=step) from error

    def answered(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Send one request and return the answer if it says yes. Raises NoAnswer or Refused."""
        answer, step = self.send(method, path, **request), f"{method} {path}"
        if not answer.is_success:
            code, said = self._said(answer)
            message = f"the shop answered {step} with {answer.status_code}{said and ': '}{said}"
            raise Refused(message, step=step, status=answer.status_code, code=code, said=said)
        return answer

    def json(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        """Send one request and return the answer's JSON object. Raises NoAnswer, Refused, or VerifyFailed for what is none."""
        body: dict[str, Any] = self._body(method, path, dict, request)
        return body

    def items(self, method: str, path: str, **request: Any) -> list[dict[str, Any]]:
        """Send one request and return the answer's JSON list. Raises NoAnswer, Refused, or VerifyFailed for what is none."""
        body: list[dict[str, Any]] = self._body(method, path, list, request)
        return body

    def _body(self, method: str, path: str, kind: type, request: dict[str, Any]) -> Any:
        step = f"{method} {path}"
        try:
            body = self.answered(method, path, **request).json()
        except ValueError as error:
            raise VerifyFailed(f"the shop answered {step} with something that is not JSON", step=step) from error
        if not isinstance(body, kind):
            raise VerifyFailed(f"the shop answered {step} with JSON of another shape", step=step)
        return body

    def _timeout(self, step: str) -> httpx.Timeout:
        """How long a request may take. Raises NoAnswer if no time is left for one."""
        left = READ_SECONDS if self._until is None else min(READ_SECONDS, self._until - self._clock())
        if left <= 0:
            raise NoAnswer("the shop did not answer in time", step=step)
        return httpx.Timeout(left, connect=min(CONNECT_SECONDS, left))

    def _said(self, answer: httpx.Response) -> tuple[str, str]:
        """Code and message of an error answer, with nothing secret in them."""
        try:
            body = answer.json()
            message, code = str(body["message"]), str(body.get("code") or "")
            details = (body.get("data") or {}).get("params") or {}
            message = " ".join([message, *(str(detail) for detail in details.values())])
        except (ValueError, KeyError, TypeError, AttributeError):
            return "", ""
        for value in self._secrets:
            message = message.replace(value, "…")
        return code, " ".join(html.unescape(message).split())[:MESSAGE_MAX]


@contextmanager
def makes_order(step: str) -> Iterator[None]:
    """Around the request that makes an order: what leaves it open whether there is one becomes Unsure."""
    try:
        yield
    except Refused as refused:
        if refused.status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise Unsure(refused.message, step=step) from refused
        raise
    except VerifyFailed as failed:
        raise Unsure(failed.message, step=step) from failed
    except (LookupError, TypeError, ValueError, ArithmeticError) as failed:  # an answer that makes no sense
        raise Unsure("the shop answered in a way that cannot be understood", step=step) from failed


def check_buyer() -> WantedCustomer:
    """Who places a test order."""
    first, last = BUYER_NAME.split(" ", 1)
    return WantedCustomer(first_name=first, last_name=last, email=BUYER_EMAIL, phone="+10000000000")


def check_address(country: str, *, postal_code: str = "10115", state: str | None = None) -> WantedAddress:
    """Where a test order is sent."""
    return WantedAddress(line1="Test street 1", city="Test", postal_code=postal_code, country=country, state=state)

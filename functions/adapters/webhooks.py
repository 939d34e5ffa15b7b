"""Sends webhooks: to the public internet alone, to the very address that was looked at, and for some seconds at most.

A name is looked up once. If any of its addresses is one that nobody may have the platform connect to, none is tried; else the
connection goes to one of those addresses and not to the name, so a second answer of the DNS changes nothing. Nothing is
followed, no proxy of the environment is asked, and of an answer the beginning is read.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpcore

from functions.application.ports.webhooks import Sent
from functions.domain.webhook_address import Address, Place, Reach, as_address

SECONDS: Final = 15.0
READ_AT_MOST: Final = 16 * 1024
SHOWN: Final = 1024
TRIED: Final = 3  # of a name's addresses
ASK_LATER: Final = frozenset({429, 502, 503, 504})
LONGEST_WAIT: Final = timedelta(days=1)
Resolve = Callable[[str, int], Sequence[str]]


class Refused(Exception):
    """Nothing was connected to; the message is one sentence for the webhook's owner, and has no address in it."""


class HttpWebhookSender:
    """The sender. `reach` is asked each time, since clusters come and go; `resolve` and `trust` are for tests."""

    def __init__(
        self,
        reach: Callable[[], Reach],
        *,
        resolve: Resolve | None = None,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        seconds: float = SECONDS,
    ) -> None:
        self._reach = reach
        self._resolve = resolve or look_up
        self._trust = trust
        self._seconds = seconds

    def check(self, url: str) -> None:
        """Raise ValueError with the rule that a URL breaks."""
        self._reach().place(url)

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Sent:
        """POST the body, and say what became of it."""
        started = time.monotonic()
        deadline = Deadline(started + self._seconds)
        try:
            place = self._place(url)
            sent = self._post(place, self._addresses(place, deadline), headers, body, deadline)
        except (Refused, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            sent = Sent(None, self._told(error))
        return Sent(sent.status, sent.error, sent.answer, time.monotonic() - started, sent.retry_after)

    def _place(self, url: str) -> Place:
        try:
            return self._reach().place(url)
        except ValueError as error:
            raise Refused(f"The URL cannot be used here: it {error}.") from error

    def _addresses(self, place: Place, deadline: Deadline) -> Sequence[str]:
        """Look the host up once, and return where to connect to. Raises Refused."""
        reach = self._reach()
        trusted = reach.trusts(place)
        if as_address(place.host) is not None:
            texts: Sequence[str] = [place.host]
        else:
            name = place.host if trusted else f"{place.host}."  # no search list of this machine's is asked
            texts = _within(deadline, lambda: self._resolve(name, place.port))
        if not texts:
            raise Refused("The name of the host is not known.")
        if not trusted and reach.refuses([_read(text) for text in texts]):
            raise Refused("The host has an address that is not on the public internet.")
        return texts[:TRIED]

    def _post(
        self, place: Place, addresses: Sequence[str], headers: Mapping[str, str], body: bytes, deadline: Deadline
    ) -> Sent:
        context = self._trust() if place.scheme == "https" else None
        target = httpcore.URL(scheme=place.scheme, host=place.host, port=place.port, target=place.target)
        named = {**headers, "host": place.authority, "content-length": str(len(body)), "connection": "close"}
        with (
            httpcore.ConnectionPool(ssl_context=context, network_backend=Pinned(addresses, deadline)) as pool,
            pool.stream("POST", target, headers=list(named.items()), content=body) as response,
        ):
            given = {name.lower(): value for name, value in response.headers}
            asked = given.get(b"retry-after", b"").decode("ascii", "replace")
            wait = retry_after(asked, datetime.now(UTC)) if response.status in ASK_LATER else None
            return Sent(response.status, answer=_beginning(response.iter_stream()), retry_after=wait)

    def _told(self, error: Exception) -> str:
        if isinstance(error, Refused):
            return str(error)
        if isinstance(error, httpcore.TimeoutException | TimeoutError):
            return f"There was no answer within {self._seconds:g} seconds."
        cause = error.__cause__ or error.__context__ or error
        if isinstance(error, ssl.SSLCertVerificationError) or isinstance(cause, ssl.SSLCertVerificationError):
            return "The host's certificate is not one that is trusted for its name."
        if isinstance(error, httpcore.ConnectError):
            return "The host did not take the connection."
        return "The connection ended before there was an answer in HTTP."


class Deadline:
    """When everything is over, however many steps it has."""

    def __init__(self, until: float) -> None:
        self._until = until

    @property
    def left(self) -> float:
        """The seconds that are left. Raises ReadTimeout where there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is up")
        return left


class Pinned(httpcore.NetworkBackend):
    """Connects to given addresses, whatever name it is asked for."""

    def __init__(self, addresses: Sequence[str], deadline: Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - it was looked up and checked, and is not looked up again
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline is for all of it
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the addresses that takes it."""
        for address in self._addresses[:-1]:
            try:
                return self._connected(address, port, local_address, socket_options, share=2)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(self._addresses[-1], port, local_address, socket_options)

    def _connected(
        self, address: str, port: int, local: str | None, options: Iterable[Any] | None, *, share: int = 1
    ) -> httpcore.NetworkStream:
        stream = self._sockets.connect_tcp(address, port, self._deadline.left / share, local, options)
        return Timed(stream, self._deadline)


class Timed(httpcore.NetworkStream):
    """A connection of which no part outlasts the deadline: who sends a byte now and then gains nothing."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline is for all of it
        """Read what is there."""
        return self._stream.read(max_bytes, self._deadline.left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - as above
        """Write it all."""
        self._stream.write(buffer, self._deadline.left)

    def close(self) -> None:
        """Close it."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - as above
    ) -> httpcore.NetworkStream:
        """Begin TLS, with the host's name."""
        return Timed(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection knows of itself."""
        return self._stream.get_extra_info(info)


def look_up(name: str, port: int) -> Sequence[str]:
    """Return a name's addresses, as this machine resolves it; none where it is not known."""
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def retry_after(text: str, now: datetime) -> timedelta | None:
    """Return how long a Retry-After asks to wait: a day at most, None where it says nothing that can be read."""
    if text.isdecimal():
        return min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return min(max(at.astimezone(UTC) - now, timedelta()), LONGEST_WAIT)


def _read(text: str) -> Address:
    address = as_address(text)
    if address is None:  # an address with a scope is of this machine's own networks
        raise Refused("The host has an address that is not on the public internet.")
    return address


def _beginning(chunks: Iterable[bytes]) -> str:
    """The beginning of an answer's body, as text. What breaks off has said its status already."""
    found = b""
    try:
        for chunk in chunks:
            found += chunk
            if len(found) >= READ_AT_MOST:
                break
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError):
        pass
    return found[:SHOWN].decode("utf-8", "replace")


def _within(deadline: Deadline, ask: Callable[[], Sequence[str]]) -> Sequence[str]:
    """Wait for the DNS no longer than the deadline: a look-up cannot be ended, so it is left to itself."""
    answers: queue.SimpleQueue[Sequence[str]] = queue.SimpleQueue()
    threading.Thread(target=lambda: answers.put(ask()), name="webhook-dns", daemon=True).start()
    try:
        return answers.get(timeout=deadline.left)
    except queue.Empty:
        raise httpcore.ConnectTimeout("the name was not looked up in time") from None

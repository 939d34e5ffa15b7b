"""A thin ASGI adapter: an HTTP request becomes the API Gateway event that Lambda would get, the answer an HTTP response.

Handlers run in a bounded pool of threads. The Host header is checked, because a page in a browser can reach a server on
loopback by a name of its own (DNS rebinding). A body is read to its limit and no further. X-Forwarded-For and X-Forwarded-Proto
are believed where they come from a trusted proxy; no other header of that kind is looked at.
"""

from __future__ import annotations

import asyncio
import base64
import threading
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from functions.api.errors import BODY_LIMIT, BodyTooLarge, MalformedRequest, MisdirectedRequest, RequestTooSlow
from functions.api.forwarded import Network, came_by_https, forwarded_for
from functions.api.handler import Answer, Handler, refusal
from functions.api.requests import Event
from functions.api.streams import send_chunks
from functions.domain.errors import StoreyardError
from functions.domain.origin import is_request_id

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
THREADS = 64
BODY_SECONDS = 15.0
# A body beyond the limit is thrown away up to here, so that a client which writes before it reads sees the answer.
DRAIN_LIMIT = 4 * 1024 * 1024


@dataclass(frozen=True)
class _Context:
    """What a handler gets where Lambda gives its context. `https`: the request came so. `streams`: a body goes in chunks."""

    aws_request_id: str
    https: bool = False
    gone: threading.Event = field(default_factory=threading.Event)
    streams: bool = True


class _Disconnected(Exception):
    """The client went away before it had sent its request."""


class App:
    """The ASGI application of a handler."""

    def __init__(
        self,
        handler: Handler,
        *,
        allowed_hosts: Iterable[str] = LOOPBACK,
        threads: int = THREADS,
        body_seconds: float = BODY_SECONDS,
        trusted: Iterable[Network] = (),
    ) -> None:
        self._handler = handler
        self._trusted = tuple(trusted)
        self._hosts = frozenset(host.lower() for host in allowed_hosts)
        self._threads = threads
        self._body_seconds = body_seconds
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._waiting: set[_Context] = set()
        self._draining = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection scope."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})

    def drain(self) -> None:
        """Answer every long poll at once, those to come included: the server is stopping. Safe in a signal handler."""
        self._draining = True
        for context in tuple(self._waiting):
            context.gone.set()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                self.drain()
                self._pool.shutdown(wait=False, cancel_futures=True)
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        context = _Context(_request_id(scope), came_by_https(scope, self._trusted))
        try:
            _check_host(scope, self._hosts)
            body = await self._body(scope, receive)
        except _Disconnected:
            return
        except StoreyardError as error:
            answer = refusal(error, request_id=context.aws_request_id, method=scope["method"])
            await _respond(answer, scope, send, close=True)
            return
        event = _event(scope, body, context.aws_request_id)
        if self._trusted:
            http = event["requestContext"]["http"]
            http["sourceIp"] = forwarded_for(http["sourceIp"], event["headers"].get("x-forwarded-for", ""), self._trusted)
        answer = await self._run(event, context, receive)
        await (self._stream(answer, context, receive, send) if "chunks" in answer else _respond(answer, scope, send))

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        try:
            async with asyncio.timeout(self._body_seconds):
                return await _read(scope, receive)
        except TimeoutError as error:
            raise RequestTooSlow from error

    async def _run(self, event: Event, context: _Context, receive: Receive) -> Answer:
        """Run the handler in a thread; tell it when the client goes away, so that nobody waits for nobody."""
        loop = asyncio.get_running_loop()
        self._waiting.add(context)
        if self._draining:
            context.gone.set()
        watch = asyncio.create_task(_watch(receive, context.gone))
        try:
            return await loop.run_in_executor(self._pool, self._handler, event, context)
        finally:
            watch.cancel()
            self._waiting.discard(context)

    async def _stream(self, answer: Answer, context: _Context, receive: Receive, send: Send) -> None:
        """Send an answer whose body comes in chunks, for as long as somebody takes it."""
        self._waiting.add(context)
        if self._draining:
            context.gone.set()
        watch = asyncio.create_task(_watch(receive, context.gone))
        try:
            await send({"type": "http.response.start", "status": answer["statusCode"], "headers": _wire_headers(answer)})
            await send_chunks(answer["chunks"], send, gone=context.gone, pool=self._pool, request_id=context.aws_request_id)
        finally:
            watch.cancel()
            self._waiting.discard(context)


def _request_id(scope: Scope) -> str:
    """The caller's own id of the request if it is fit to be written down, else a new one."""
    given = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"x-request-id"), "")
    return given if is_request_id(given) else uuid.uuid4().hex


async def _watch(receive: Receive, gone: threading.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    gone.set()


def _check_host(scope: Scope, allowed: frozenset[str]) -> None:
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) != 1:
        raise MalformedRequest("Send one Host header.")
    host = hosts[0].decode("latin-1").lower()
    name, colon, port = host.rpartition(":")
    if not colon or host.endswith("]"):
        name, port = host, ""
    if name not in allowed or not (port.isdecimal() or not port):
        raise MisdirectedRequest


async def _read(scope: Scope, receive: Receive) -> bytes:
    """Return the body. Raises BodyTooLarge, having kept no more than the limit."""
    declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if not declared.isdigit() or int(declared) > DRAIN_LIMIT:
        raise BodyTooLarge
    kept, size, more = bytearray(), 0, True
    while more and size <= DRAIN_LIMIT:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Disconnected
        chunk = message.get("body", b"")
        size += len(chunk)
        more = message.get("more_body", False)
        if size <= BODY_LIMIT:
            kept += chunk
    if size > BODY_LIMIT:
        raise BodyTooLarge
    return bytes(kept)


def _event(scope: Scope, body: bytes, request_id: str) -> Event:
    """Return the event that API Gateway would make of this request (HTTP API, payload 2.0)."""
    headers, cookies = _headers(scope)
    query: str = scope["query_string"].decode("latin-1")
    pairs: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        pairs.setdefault(name, []).append(value)
    try:
        text, encoded = body.decode(), False
    except UnicodeDecodeError:
        text, encoded = base64.b64encode(body).decode(), True
    now = time.time()
    event: Event = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": scope["path"],
        "rawQueryString": query,
        "headers": headers,
        "requestContext": {
            "accountId": "local",
            "apiId": "local",
            "domainName": headers.get("host", ""),
            "http": {
                "method": scope["method"],
                "path": scope["path"],
                "protocol": f"HTTP/{scope.get('http_version', '1.1')}",
                "sourceIp": (scope.get("client") or ("",))[0],
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": request_id,
            "routeKey": "$default",
            "stage": "$default",
            "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
            "timeEpoch": int(now * 1000),
        },
        "isBase64Encoded": encoded,
    }
    if pairs:
        event["queryStringParameters"] = {name: ",".join(values) for name, values in pairs.items()}
    if cookies:
        event["cookies"] = cookies
    if text:
        event["body"] = text
    return event


def _headers(scope: Scope) -> tuple[dict[str, str], list[str]]:
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name == "cookie":
            cookies += [part.strip() for part in value.split(";") if part.strip()]
        else:
            headers[name] = f"{headers[name]},{value}" if name in headers else value
    return headers, cookies


async def _respond(answer: Answer, scope: Scope, send: Send, *, close: bool = False) -> None:
    text: str = answer["body"] or ""
    body = base64.b64decode(text) if answer["isBase64Encoded"] else text.encode()
    headers = _wire_headers(answer)
    if scope["method"] == "HEAD":
        body = b""
    elif answer["statusCode"] not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
        headers.append((b"content-length", str(len(body)).encode()))
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": answer["statusCode"], "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _wire_headers(answer: Answer) -> list[tuple[bytes, bytes]]:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer["headers"].items()]
    return headers + [(b"set-cookie", cookie.encode("latin-1")) for cookie in answer.get("cookies", [])]

"""API Gateway's HTTP API on loopback: each request as an event of payload 2.0 to the function whose route it is."""

from __future__ import annotations

import base64
import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.aws.emulator import FunctionFailed
from tests.aws.template import ACCOUNT, REGION, Function

DOMAIN = f"a1b2c3d4e5.execute-api.{REGION}.amazonaws.com"
Event = dict[str, Any]
Invoke = Callable[[str, Event], Any]


def route_of(functions: Mapping[str, Function], method: str, path: str) -> tuple[str, str, dict[str, str]]:
    """The function that a request goes to, the key of its route, and the path's parameters: the closest route wins."""
    fallback: tuple[str, str, dict[str, str]] | None = None
    for function in functions.values():
        for given in (event["httpApi"] for event in function.events if "httpApi" in event):
            if given == "*":
                fallback = function.name, "$default", {}
                continue
            pattern = re.sub(r"\\\{(\w+)\\\+\\\}", r"(?P<\1>.+)", re.escape(given["path"]))
            found = re.fullmatch(pattern, path)
            if found is not None and given["method"].upper() in {method, "ANY"}:
                return function.name, f"{given['method']} {given['path']}", found.groupdict()
    assert fallback is not None
    return fallback


def event_of(
    method: str, target: str, headers: list[tuple[str, str]], body: bytes, *, route: str = "$default", found: Mapping[str, str]
) -> Event:
    """The event of a request, as API Gateway makes it: headers' names small, cookies apart, what is no text in base64."""
    split, now = urlsplit(target), time.time()
    given: dict[str, str] = {}
    cookies: list[str] = []
    for name, value in ((name.lower(), value) for name, value in headers):
        if name == "cookie":
            cookies += [part.strip() for part in value.split(";") if part.strip()]
        elif name != "connection":
            given[name] = f"{given[name]},{value}" if name in given else value
    given |= {"host": DOMAIN, "x-forwarded-for": "192.0.2.44", "x-forwarded-port": "443", "x-forwarded-proto": "https"}
    text = re.match(r"text/|application/(json|xml|javascript|x-www-form-urlencoded)", given.get("content-type", "text/plain"))
    event: Event = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": unquote(split.path),
        "rawQueryString": split.query,
        "headers": given,
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": DOMAIN.partition(".")[0],
            "domainName": DOMAIN,
            "domainPrefix": DOMAIN.partition(".")[0],
            "http": {
                "method": method,
                "path": unquote(split.path),
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.44",
                "userAgent": given.get("user-agent", ""),
            },
            "requestId": f"{uuid.uuid4().hex[:15]}=",
            "routeKey": route,
            "stage": "$default",
            "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
            "timeEpoch": int(now * 1000),
        },
        "isBase64Encoded": False,
    }
    pairs: dict[str, str] = {}
    for name, value in parse_qsl(split.query, keep_blank_values=True):
        pairs[name] = f"{pairs[name]},{value}" if name in pairs else value
    more = {"queryStringParameters": pairs, "cookies": cookies, "pathParameters": found}
    event |= {name: value for name, value in more.items() if value}
    if body:
        event |= {"body": body.decode() if text else base64.b64encode(body).decode(), "isBase64Encoded": not text}
    return event


class _Door(BaseHTTPRequestHandler):
    """Takes a request to its function, and the function's answer back."""

    protocol_version = "HTTP/1.1"
    functions: Mapping[str, Function]
    invoke: Invoke

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        name, route, found = route_of(self.functions, self.command, unquote(urlsplit(self.path).path))
        event = event_of(self.command, self.path, list(self.headers.items()), body, route=route, found=found)
        try:
            answer = type(self).invoke(name, event)
        except FunctionFailed:
            answer = {
                "statusCode": 500,
                "headers": {"content-type": "application/json"},
                "body": '{"message":"Internal Server Error"}',
            }
        text = answer.get("body") or ""
        said = base64.b64decode(text) if answer.get("isBase64Encoded") else text.encode()
        self.send_response_only(answer["statusCode"])
        cookies = [("Set-Cookie", cookie) for cookie in answer.get("cookies") or []]
        for header, value in [*answer.get("headers", {}).items(), *cookies]:
            self.send_header(header, str(value))
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said)

    do_GET = do_HEAD = do_OPTIONS = do_PUT = do_PATCH = do_POST = do_DELETE = _serve  # noqa: N815 - http.server's names

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True


@contextmanager
def serving(functions: Mapping[str, Function], invoke: Invoke) -> Iterator[str]:
    """The API's address until this is over."""
    server = _Server(("127.0.0.1", 0), type("Door", (_Door,), {"functions": functions, "invoke": staticmethod(invoke)}))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

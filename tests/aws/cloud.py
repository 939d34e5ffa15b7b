"""AWS on loopback: moto's server, and before it a front that knows who asks, applies the roles, notes calls, and makes faults.

Each role has a key of its own, whose id says whose it is. moto checks no rights of this kind (it has none for the parts of a
transaction), so the front does, before moto sees the call.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from tests.aws.calls import Request, asked_of
from tests.aws.policies import Asked, Statement, allows
from tests.aws.template import REGION
from tests.aws.units import read_units, write_units
from tests.s3_server import free_port

SECONDS = 60.0
ADMIN = "admin"  # the test's own key: it makes what the stack declares
Fault = Callable[[Request], str | None]


@dataclass(frozen=True)
class Called:
    """One call that was made. `refused` by its role; `fault` is what was answered in its place."""

    role: str
    service: str
    operation: str
    asked: tuple[Asked, ...]
    refused: bool = False
    fault: str = ""
    reads: float = 0
    writes: float = 0


@dataclass
class Cloud:
    """The services. `rights` are the statements of each role; a role that is not there may nothing."""

    folder: Path
    rights: dict[str, list[Statement]] = field(default_factory=dict)
    calls: list[Called] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # requests that nothing of the platform should send
    fault: Fault = field(default=lambda _: None)
    port: int = 0
    _moto: int = 0
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _applied: dict[str, tuple[int, list[tuple[str, str]], bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where everything of the stack finds AWS."""
        return f"http://127.0.0.1:{self.port}"

    def keys(self, role: str) -> dict[str, str]:
        """The environment that makes a process a role's."""
        return {"AWS_ACCESS_KEY_ID": f"AKIA-{role}", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": REGION}

    def client(self, service: str, role: str = ADMIN) -> Any:
        """A client that asks once, as that role."""
        session = boto3.session.Session(f"AKIA-{role}", "secret", region_name=REGION)
        retries: Any = {"total_max_attempts": 1}
        return session.client(service, endpoint_url=self.url, config=Config(retries=retries))

    def of_role(self, role: str) -> list[Called]:
        """What a role asked for."""
        return [call for call in self.calls if call.role == role]

    def require(self, role: str, asked: Asked) -> None:
        """Ask as a service of AWS does as a role, by a call that is not seen here. Raises AssertionError if it may not."""
        self.calls.append(Called(role, asked.action.partition(":")[0], asked.action.partition(":")[2], (asked,)))
        assert allows(self.rights.get(role, []), asked), f"{role} may not {asked.action} on {asked.resource}"

    def answer(self, request: Request) -> tuple[int, list[tuple[str, str]], bytes]:
        """What AWS says to a request: status, headers, body."""
        key, service = request.signature
        role = key.removeprefix("AKIA-")
        if role == ADMIN:
            return self._moto_says(request)
        try:
            asked = tuple(asked_of(request))
        except (KeyError, ValueError) as error:
            self.unknown.append(
                f"{role}: {request.method} {request.target} {request.headers.get('x-amz-target', '')}: {error!r}"
            )
            return _refusal(service, Asked(f"{service}:{request.operation}", "?"), role)
        call = Called(role, service, request.operation, asked)
        denied = [one for one in asked if not allows(self.rights.get(role, []), one)]
        fault = self.fault(request) or ""
        if denied or fault:
            self.calls.append(Called(role, service, request.operation, asked, refused=bool(denied), fault=fault))
            return _refusal(service, denied[0], role) if denied else _faulty(request, fault)
        status, headers, body = self._once(request)
        if service == "dynamodb":
            reads = read_units(request.operation, request.content, json.loads(body or b"{}"))
            writes = write_units(request.operation, request.content)
            call = Called(role, service, request.operation, asked, reads=reads, writes=writes)
        self.calls.append(call)
        return status, headers, body

    def _once(self, request: Request) -> tuple[int, list[tuple[str, str]], bytes]:
        """A transaction that was applied is answered again and not applied, as DynamoDB does and moto does not."""
        token = request.content.get("ClientRequestToken") if request.operation == "TransactWriteItems" else None
        if token is None:
            return self._moto_says(request)
        with self._turn:  # moto does not keep transactions apart
            if token not in self._applied:
                said = self._moto_says(request)
                if said[0] != 200:
                    return said
                self._applied[token] = said
            return self._applied[token]

    def _moto_says(self, request: Request) -> tuple[int, list[tuple[str, str]], bytes]:
        asked = HTTPConnection("127.0.0.1", self._moto, timeout=SECONDS)
        try:
            asked.request(request.method, request.target, body=request.body, headers=dict(request.headers))
            said: HTTPResponse = asked.getresponse()
            body = said.read()
            kept = [
                pair
                for pair in said.getheaders()
                if pair[0].lower() not in {"connection", "content-length", "transfer-encoding"}
            ]
            return said.status, kept, body
        finally:
            asked.close()


def _refusal(service: str, asked: Asked, role: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """What AWS says to who may not."""
    text = f"{role} is not authorized to perform: {asked.action} on resource: {asked.resource}"
    if service == "s3":
        return (
            403,
            [("Content-Type", "application/xml")],
            f"<Error><Code>AccessDenied</Code><Message>{text}</Message></Error>".encode(),
        )
    return 400, _JSON, json.dumps({"__type": "AccessDeniedException", "message": text}).encode()


_JSON = [("Content-Type", "application/x-amz-json-1.0")]


def _faulty(request: Request, code: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """What AWS says when it is too busy; of a transaction perhaps by the reasons why it was canceled."""
    said: dict[str, Any] = {"__type": code, "message": "made by the test"}
    if code == "TransactionCanceledException":
        said["CancellationReasons"] = [{"Code": "ThrottlingError"} for _ in request.content["TransactItems"]]
    return 400, _JSON, json.dumps(said).encode()


class _Front(BaseHTTPRequestHandler):
    """Takes requests and answers them."""

    protocol_version = "HTTP/1.1"
    cloud: Cloud

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, given, said = self.cloud.answer(Request(self.command, self.path, headers, body))
        self.send_response_only(status)
        for name, value in given:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _serve  # noqa: N815 - http.server's names

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


@contextmanager
def running(folder: Path) -> Iterator[Cloud]:
    """The services until this is over."""
    folder.mkdir(parents=True, exist_ok=True)
    cloud = Cloud(folder)
    server = _Server(("127.0.0.1", 0), type("Front", (_Front,), {"cloud": cloud}))
    cloud.port, cloud._moto = server.server_port, free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(cloud._moto)]
    with (folder / "moto.log").open("wb") as log:
        moto = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        _await(cloud, moto)
        yield cloud
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        moto.terminate()
        moto.wait(SECONDS)


def _await(cloud: Cloud, moto: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS
    while True:
        asked = HTTPConnection("127.0.0.1", cloud._moto, timeout=5)
        with contextlib.suppress(OSError), contextlib.closing(asked):
            asked.request("GET", "/moto-api/")
            asked.getresponse()
            return
        assert moto.poll() is None, (cloud.folder / "moto.log").read_text()
        assert time.monotonic() < end, "moto's server does not answer"
        time.sleep(0.05)

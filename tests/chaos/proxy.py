"""A proxy before the API server: passes requests on, or is down, slow, busy or broken as a fault wants it.

Clients reach it on loopback with a token of this run, by a certificate of this run (they send no token without TLS); it reaches
the API server with the credentials of the user's kubeconfig. A connection carries one request, so that no boundary between two
has to be found.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import ssl
import subprocess
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from functions.adapters.kube.kubeconfig import Access

HEAD_MAX = 1 << 20
PART = 1 << 16
START_SECONDS = 10


@dataclass(frozen=True)
class Mood:
    """How the API server seems to be. `share` of requests is answered with `status`; each answer comes `delay` seconds late."""

    status: HTTPStatus | None = None
    share: float = 1.0
    delay: float = 0.0


WELL = Mood()


class ApiServerProxy:
    """Runs in a thread of its own. `token` is the one that is taken; `passed` and `refused` count requests."""

    def __init__(self, access: Access, *, token: str, folder: Path, seed: int = 0) -> None:
        self.token = token
        self.certificate = folder / "proxy.pem"
        self._tls = _server_tls(self.certificate)
        self.mood = WELL
        self.passed = self.refused = 0
        self._access = access
        self._random = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, name="api-server-proxy", daemon=True)
        self._thread.start()
        self.port = 0
        self.up()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"https://127.0.0.1:{self.port}"

    def up(self) -> None:
        """Listen, on the same port as before."""
        self._wait(self._listen())

    def down(self) -> None:
        """Listen no more, and break every connection."""
        self._wait(self._hang_up())

    def close(self) -> None:
        """End the thread."""
        self.down()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_SECONDS)
        self._loop.close()

    def _wait(self, work: Coroutine[Any, Any, None]) -> None:
        done: Future[None] = asyncio.run_coroutine_threadsafe(work, self._loop)
        done.result(START_SECONDS)

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=HEAD_MAX, ssl=self._tls)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()
        for writer in list(self._open):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            await self._answer(head.decode("latin-1").split("\r\n")[:-2], reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):  # either side has gone
            pass
        finally:
            self._open.discard(writer)
            with contextlib.suppress(OSError):
                writer.close()

    async def _answer(self, head: list[str], reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        mood, headers = (
            self.mood,
            {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])},
        )
        if mood.delay:
            await asyncio.sleep(mood.delay)
        status = HTTPStatus.UNAUTHORIZED if headers.get("authorization") != f"Bearer {self.token}" else mood.status
        if status is HTTPStatus.UNAUTHORIZED or (status is not None and self._random.random() < mood.share):
            self.refused += 1
            await _take_body(headers, reader)
            writer.write(refusal(status))
            await writer.drain()
            return
        self.passed += 1
        await self._pass_on(head, headers, reader, writer)

    async def _pass_on(
        self, head: list[str], headers: dict[str, str], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Send the request on, then whatever either side says until one of them has nothing more to say."""
        server = urlsplit(self._access.server)
        tls = self._access.tls if server.scheme == "https" else None
        name = (self._access.server_name or server.hostname) if tls else None
        far_reader, far = await asyncio.open_connection(server.hostname, server.port or 443, ssl=tls, server_hostname=name)
        self._open.add(far)
        try:
            far.write("\r\n".join(_own(head, "upgrade" in headers, self._access.token)).encode("latin-1") + b"\r\n\r\n")
            up = asyncio.ensure_future(_pump(reader, far))
            await _pump(far_reader, writer)
            up.cancel()
        finally:
            self._open.discard(far)
            with contextlib.suppress(OSError, ssl.SSLError):
                far.close()


def _server_tls(certificate: Path) -> ssl.SSLContext:
    """Make a certificate that vouches for itself; HTTP/1.1 alone is spoken, which has one request at a time."""
    key = certificate.with_suffix(".key")
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "7"]
    names = ["-subj", "/CN=chaos", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made, *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.set_alpn_protocols(["http/1.1"])
    return context


def refusal(status: HTTPStatus) -> bytes:
    """An answer as the API server gives it when it cannot or will not."""
    body = {
        "kind": "Status",
        "apiVersion": "v1",
        "status": "Failure",
        "code": status.value,
        "reason": "".join(word.capitalize() for word in status.phrase.split()),
        "message": f"chaos: {status.phrase.lower()}",
    }
    sent = json.dumps(body).encode()
    again = "Retry-After: 1\r\n" if status is HTTPStatus.TOO_MANY_REQUESTS else ""
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\n{again}Content-Type: application/json\r\n"
    return f"{head}Content-Length: {len(sent)}\r\nConnection: close\r\n\r\n".encode() + sent


def _own(head: list[str], upgrade: bool, token: str | None) -> list[str]:
    """The head of a request as the API server is to have it: with our credentials, and as its connection's only request."""
    dropped = ("authorization:",) if upgrade else ("authorization:", "connection:")
    kept = [line for line in head if not line.lower().startswith(dropped)]
    return [*kept, *([f"Authorization: Bearer {token}"] if token else []), *([] if upgrade else ["Connection: close"])]


async def _take_body(headers: dict[str, str], reader: asyncio.StreamReader) -> None:
    """Read what comes with a request that is refused: an answer before that would break the client's sending."""
    await reader.readexactly(int(headers.get("content-length") or 0))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, ssl.SSLError):
        while part := await reader.read(PART):
            writer.write(part)
            await writer.drain()

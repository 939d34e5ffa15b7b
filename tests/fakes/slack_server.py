"""The stand-in for Slack on loopback: its Web API, addresses for answers, and the socket of Socket Mode."""

from __future__ import annotations

import base64
import hashlib
import json
import queue
import secrets
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from typing import Any, BinaryIO

from tests.fakes.slack import Answered, SlackWorkspace

APP_TOKEN = "xapp-1-stand-in-0001"
MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
SECONDS = 20.0


class Socket:
    """The server's side of one WebSocket."""

    def __init__(self, reader: BinaryIO, writer: BinaryIO, end: Callable[[], object]) -> None:
        self._reader, self._writer, self._end = reader, writer, end
        self._writing = threading.Lock()
        self._receipts: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

    def deliver(self, kind: str, payload: Mapping[str, Any], *, envelope: str = "") -> dict[str, Any]:
        """Send an envelope; return its receipt, which has to come in time."""
        name = envelope or secrets.token_hex(16)
        sent = {"envelope_id": name, "type": kind, "accepts_response_payload": True, "payload": payload}
        self.send(TEXT, json.dumps(sent).encode())
        receipt = self._receipts.get(timeout=3.0)  # as long as Slack waits
        assert receipt["envelope_id"] == name
        return receipt

    def send(self, code: int, data: bytes) -> None:
        """Send one frame."""
        length = len(data)
        head = bytes([0x80 | code]) + (bytes([length]) if length < 126 else bytes([126]) + struct.pack(">H", length))
        with self._writing:
            self._writer.write(head + data)
            self._writer.flush()

    def end(self) -> None:
        """Close the connection, as Slack does some seconds after it said so."""
        self.send(CLOSE, b"")
        self._end()

    def serve(self) -> None:
        """Read frames until the other side is gone."""
        while True:
            code, data = self._frame()
            if code == PING:
                self.send(PONG, data)
            elif code == TEXT:
                self._receipts.put(json.loads(data))
            elif code == CLOSE:
                return

    def _frame(self) -> tuple[int, bytes]:
        head = self._reader.read(2)
        if len(head) < 2:
            return CLOSE, b""
        length = head[1] & 0x7F
        if length == 126:
            (length,) = struct.unpack(">H", self._reader.read(2))
        assert head[1] & 0x80, "a client masks what it sends"
        mask = self._reader.read(4)
        data = self._reader.read(length)
        return head[0] & 0x0F, bytes(one ^ mask[at % 4] for at, one in enumerate(data))


class SlackServer:
    """What is served: a workspace, and the sockets that were opened."""

    def __init__(self, workspace: SlackWorkspace, url: str) -> None:
        self.workspace, self.url = workspace, url
        self.sockets: queue.SimpleQueue[Socket] = queue.SimpleQueue()
        self.tokens: list[str] = []  # of calls, as they came

    def call(self, path: str, body: Mapping[str, Any], token: str) -> Answered:
        """Answer a POST."""
        if not path.startswith("/api/"):
            return self.workspace.answer(f"{self.url}{path}", body)
        method = path.removeprefix("/api/")
        self.tokens.append(token)
        if method != "apps.connections.open":
            return self.workspace.call(method, body, token)
        if token != APP_TOKEN:
            return Answered(200, {"ok": False, "error": "invalid_auth"})
        return Answered(200, {"ok": True, "url": f"{self.url.replace('http', 'ws', 1)}/link"})

    def socket(self) -> Socket:
        """Return the socket that was opened next."""
        return self.sockets.get(timeout=SECONDS)


@contextmanager
def slack_serving(workspace: SlackWorkspace) -> Iterator[SlackServer]:
    """Serve a workspace on loopback until the test is over. Its addresses become the server's."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length", "0")))
            json_sent = "json" in self.headers.get("content-type", "")
            token = self.headers.get("authorization", "").removeprefix("Bearer ")
            answered = served.call(self.path, json.loads(raw) if json_sent and raw else {}, token)
            body = json.dumps(answered.body).encode()
            self.send_response(answered.status)
            for name, value in {**answered.headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            accept = hashlib.sha1((self.headers["Sec-WebSocket-Key"] + MAGIC).encode()).digest()
            self.send_response(101)
            for name, value in (("Upgrade", "websocket"), ("Connection", "Upgrade")):
                self.send_header(name, value)
            self.send_header("Sec-WebSocket-Accept", base64.b64encode(accept).decode())
            self.end_headers()
            end = partial(self.connection.shutdown, SHUT_RDWR)
            socket = Socket(self.rfile, self.wfile, end)  # type: ignore[arg-type]
            socket.send(TEXT, json.dumps({"type": "hello", "num_connections": 1}).encode())
            served.sockets.put(socket)
            with suppress(OSError):
                socket.serve()
            self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    url = f"http://127.0.0.1:{server.server_address[1]}"
    served = SlackServer(workspace, url)
    workspace.base, workspace.hooks_at = f"{url}/api", f"{url}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join(SECONDS)

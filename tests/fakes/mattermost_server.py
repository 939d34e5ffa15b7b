"""The stand-in for a Mattermost server on loopback: its REST API, and addresses for answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from tests.fakes.mattermost import MattermostServer

SECONDS = 20.0


@contextmanager
def mattermost_serving(server: MattermostServer) -> Iterator[str]:
    """Serve it until the test is over; yield its address, which its own addresses then begin with."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length", "0")))
            sent = httpx.Request(self.command, f"{server.url}{self.path}", headers=dict(self.headers), content=raw)
            answered = server.answered(sent)
            body = answered.read()
            self.send_response(answered.status_code)
            self.send_header("Content-Type", answered.headers["content-type"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.do_POST()

        def do_PUT(self) -> None:
            self.do_POST()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    served = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.daemon_threads = True
    server.url = f"http://127.0.0.1:{served.server_address[1]}"
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.url
    finally:
        served.shutdown()
        served.server_close()
        thread.join(SECONDS)

"""The stand-in for Stripe's API behind HTTPS, and Stripe's calls to shops: for tests with sockets."""

from __future__ import annotations

import json
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.fakes.stripe import Stripe


@dataclass(frozen=True)
class StripeAt:
    """Where it is, and who vouches for it."""

    api: Stripe
    host: str
    port: int
    ca: Path

    @property
    def url(self) -> str:
        """Its address."""
        return f"https://{self.host}:{self.port}"

    def call(self, kind: str, intent: str, *, secret: str | None = None) -> tuple[bytes, dict[str, str]]:
        """Body and headers of a call to a shop about what became of an intent, signed now."""
        return self.api.signed(self.api.told(kind, intent), at=int(time.time()), secret=secret)


@contextmanager
def stripe_at(host: str, folder: Path, *, api: Stripe | None = None, bind: str = "") -> Iterator[StripeAt]:
    """Run it at an address of this machine, with a certificate of its own that is made in the folder."""
    key, certificate, account = folder / "stripe.key", folder / "stripe.pem", api or Stripe()
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=stripe"]
    names = ["-addext", f"subjectAltName={'DNS' if host == 'localhost' else 'IP'}:{host}", "-keyout", str(key)]
    subprocess.run([*made, *names, "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer((bind or host, 0), _handler(account))
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield StripeAt(account, host, server.server_address[1], certificate)
    finally:
        server.shutdown()
        server.server_close()


def _handler(account: Stripe) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            answer = account.answer(self.command, self.path, dict(self.headers.items()), body)
            said = json.dumps(answer.body).encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.send_header("Request-Id", "req_standin")
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815 - as http.server calls them

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler

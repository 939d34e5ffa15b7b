"""An OCI registry in memory, on loopback: what Docker and Helm push, and pull again."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Registry:
    """Blobs by digest; manifests by name and reference, each with its media type."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self.uploads: dict[str, bytes] = {}
        self.manifests: dict[tuple[str, str], tuple[str, bytes]] = {}

    def tagged(self) -> set[str]:
        """What was pushed, as name:tag."""
        return {f"{name}:{reference}" for name, reference in self.manifests if not reference.startswith("sha256:")}


@contextmanager
def registry() -> Iterator[tuple[Registry, str]]:
    """A registry and where it is, as host:port."""
    held = Registry()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Held", (Answers,), {"held": held}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield held, f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Answers(BaseHTTPRequestHandler):
    """What is asked of one registry."""

    protocol_version = "HTTP/1.1"
    held: Registry

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Answer."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def body(self) -> bytes:
        """What was sent, in one piece or in several."""
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def do_GET(self) -> None:  # also for HEAD
        path = urlsplit(self.path).path
        if found := re.fullmatch(r"/v2/(.+)/tags/list", path):
            tags = [each.rpartition(":")[2] for each in self.held.tagged() if each.startswith(f"{found[1]}:")]
            self.say(200, json.dumps({"name": found[1], "tags": tags}).encode(), Content_Type="application/json")
        elif found := re.fullmatch(r"/v2/.+/blobs/(sha256:\w+)", path):
            blob = self.held.blobs.get(found[1])
            self.say(404) if blob is None else self.say(200, blob, Docker_Content_Digest=found[1])
        elif found := re.fullmatch(r"/v2/(.+)/manifests/(.+)", path):
            kind, content = self.held.manifests.get((found[1], found[2]), ("", b""))
            self.say(200, content, Content_Type=kind, Docker_Content_Digest=digest(content)) if kind else self.say(404)
        else:
            self.say(200 if path == "/v2/" else 404)

    do_HEAD = do_GET  # noqa: N815 - as http.server names it

    def do_POST(self) -> None:
        self.body()
        number = uuid.uuid4().hex
        self.held.uploads[number] = b""
        self.say(202, Location=f"{urlsplit(self.path).path}{number}", Range="0-0")

    def do_PATCH(self) -> None:
        number = urlsplit(self.path).path.rpartition("/")[2]
        self.held.uploads[number] += self.body()
        self.say(202, Location=self.path, Range=f"0-{len(self.held.uploads[number]) - 1}")

    def do_PUT(self) -> None:
        url, content = urlsplit(self.path), self.body()
        if found := re.fullmatch(r"/v2/(.+)/manifests/(.+)", url.path):
            for reference in (found[2], digest(content)):
                self.held.manifests[found[1], reference] = (self.headers["Content-Type"], content)
            self.say(201, Docker_Content_Digest=digest(content), Location=self.path)
            return
        blob = self.held.uploads.pop(url.path.rpartition("/")[2]) + content
        if parse_qs(url.query)["digest"] != [digest(blob)]:
            self.say(400)
            return
        self.held.blobs[digest(blob)] = blob
        self.say(201, Docker_Content_Digest=digest(blob), Location=url.path)

    def log_message(self, *_: object) -> None:
        """Nothing on standard error."""


def digest(content: bytes) -> str:
    """What content is known by."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"

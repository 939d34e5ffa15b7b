"""The proxy before the API server, with a server behind it that is none of Kubernetes'."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from functions.adapters.kube.kubeconfig import Access
from tests.chaos.proxy import WELL, ApiServerProxy, Mood

TOKEN = "for-this-run"


class Behind(BaseHTTPRequestHandler):
    """Says what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Say method, path, credentials and body."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        sent = f"{self.command} {self.path} {self.headers.get('Authorization')} {body.decode()}".encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Length", str(len(sent)))
        self.send_header("Connection", str(self.headers.get("Connection")))  # as the API server repeats it
        self.end_headers()
        self.wfile.write(sent)

    def do_GET(self) -> None:
        """The same."""
        self.do_POST()

    def log_message(self, *_: object) -> None:
        """Nothing."""


class Upgrading(socketserver.StreamRequestHandler):
    """Switches to a protocol in which it says everything back."""

    def handle(self) -> None:
        """Answer the upgrade, then be an echo."""
        while self.rfile.readline().strip():
            pass
        self.wfile.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n")
        while line := self.rfile.readline():
            self.wfile.write(line)


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[ApiServerProxy]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Behind) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        access = Access(server=f"http://127.0.0.1:{server.server_port}", token="its-own")
        made = ApiServerProxy(access, token=TOKEN, folder=tmp_path)
        yield made
        made.close()
        server.shutdown()
        thread.join()


@pytest.fixture
def client(proxy: ApiServerProxy) -> Iterator[httpx.Client]:
    headers, tls = {"Authorization": f"Bearer {TOKEN}"}, ssl.create_default_context(cafile=str(proxy.certificate))
    with httpx.Client(base_url=proxy.address, headers=headers, verify=tls, trust_env=False) as made:
        yield made


def test_it_passes_on_with_the_servers_own_credentials(client: httpx.Client) -> None:
    answers = [client.post("/api/v1/namespaces", content=f"body {number}").text for number in range(3)]

    assert answers == [f"POST /api/v1/namespaces Bearer its-own body {number}" for number in range(3)]


def test_other_credentials_are_refused_until_they_are_the_ones(proxy: ApiServerProxy, client: httpx.Client) -> None:
    proxy.token = "renewed"
    assert client.get("/version").status_code == HTTPStatus.UNAUTHORIZED

    assert client.get("/version", headers={"Authorization": "Bearer renewed"}).status_code == HTTPStatus.OK


def test_a_busy_server_says_when_to_come_back(proxy: ApiServerProxy, client: httpx.Client) -> None:
    proxy.mood = Mood(HTTPStatus.TOO_MANY_REQUESTS)
    answer = client.post("/api/v1/namespaces", content="x" * 100_000)
    proxy.mood = WELL

    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert answer.headers["Retry-After"] == "1"
    assert (answer.json()["kind"], answer.json()["reason"]) == ("Status", "TooManyRequests")
    assert client.get("/version").status_code == HTTPStatus.OK
    assert (proxy.refused, proxy.passed) == (1, 1)


def test_a_share_of_requests_meets_an_error(proxy: ApiServerProxy, client: httpx.Client) -> None:
    proxy.mood = Mood(HTTPStatus.INTERNAL_SERVER_ERROR, share=0.5)
    codes = [client.get("/version").status_code for _ in range(40)]

    assert {HTTPStatus.OK, HTTPStatus.INTERNAL_SERVER_ERROR} == set(codes)


def test_a_slow_server_answers_late(proxy: ApiServerProxy, client: httpx.Client) -> None:
    proxy.mood = Mood(delay=0.3)
    began = time.monotonic()

    assert client.get("/version").status_code == HTTPStatus.OK
    assert time.monotonic() - began >= 0.3


def test_a_server_that_is_down_listens_again_at_the_same_place(proxy: ApiServerProxy, client: httpx.Client) -> None:
    assert client.get("/version").status_code == HTTPStatus.OK
    proxy.down()
    with pytest.raises(httpx.TransportError):
        client.get("/version")

    proxy.up()

    assert client.get("/version").status_code == HTTPStatus.OK


def test_a_connection_that_changes_its_protocol_is_passed_on_both_ways(tmp_path: Path) -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Upgrading) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        proxy = ApiServerProxy(Access(server=f"http://127.0.0.1:{server.server_address[1]}"), token=TOKEN, folder=tmp_path)
        tls = ssl.create_default_context(cafile=str(proxy.certificate))
        plain = socket.create_connection(("127.0.0.1", proxy.port), timeout=5)
        with plain, tls.wrap_socket(plain, server_hostname="127.0.0.1") as connection:
            head = ("GET /exec HTTP/1.1", "Host: x", f"Authorization: Bearer {TOKEN}", "Connection: Upgrade", "Upgrade: echo")
            connection.sendall("\r\n".join((*head, "", "")).encode())
            said = connection.makefile("rb")
            while said.readline().strip():
                pass
            connection.sendall(b"one\n")
            assert said.readline() == b"one\n"
            connection.sendall(b"two\n")
            assert said.readline() == b"two\n"
            said.close()
        proxy.close()
        server.shutdown()
        thread.join()

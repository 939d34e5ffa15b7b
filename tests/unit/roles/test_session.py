"""Credentials that hold: each request carries those of now, and is asked once more when they are refused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from functions.adapters.kube.kubeconfig import Access, stamp
from functions.adapters.kube.session import Session
from functions.domain.errors import Unavailable

ACCESS = Access(server="https://one.example", renewable=True)


class Server:
    """Answers only to the token of now; `seen` are the tokens that it was sent."""

    def __init__(self, token: str = "t1") -> None:
        self.token = token
        self.seen: list[str] = []
        self.extensions: list[dict[str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.seen.append(sent)
        self.extensions.append(dict(request.extensions))
        return httpx.Response(200 if sent == self.token else 401, json={})


def given(*tokens: str, access: Access = ACCESS) -> Callable[[], Access]:
    """What a kubeconfig says each time that it is read."""
    left = iter(tokens)
    return lambda: replace(access, token=next(left))


def session(server: Server, read: Callable[[], Access], **options: Any) -> Session:
    return Session(read, transport=httpx.MockTransport(server), **options)


def test_nothing_is_read_before_the_first_request_and_then_once() -> None:
    server, asked = Server(), given("t1")

    made = session(server, asked)

    assert [made.request("GET", "/").status_code for _ in range(3)] == [200, 200, 200]


def test_refused_credentials_are_asked_for_again_once() -> None:
    server = Server("t2")
    made = session(server, given("t1", "t2"))

    assert made.request("POST", "/x", json={}).status_code == 200
    assert server.seen == ["t1", "t2"]


def test_credentials_that_stay_refused_are_told() -> None:
    server = Server("never")

    assert session(server, given("t1", "t2")).request("GET", "/").status_code == 401
    assert server.seen == ["t1", "t2"]


def test_a_token_that_cannot_change_is_not_tried_twice() -> None:
    server = Server("never")

    assert session(server, given("t1", access=replace(ACCESS, renewable=False))).request("GET", "/").status_code == 401
    assert server.seen == ["t1"]


def test_a_token_is_renewed_before_it_ends() -> None:
    server, moments = Server("t1"), [1000.0]
    made = session(server, given("t1", "t2", access=replace(ACCESS, expires=2000.0)), clock=lambda: moments[0])

    made.request("GET", "/")
    moments[0] = 1989.0
    made.request("GET", "/")
    moments[0] = 1991.0
    server.token = "t2"
    made.request("GET", "/")

    assert server.seen == ["t1", "t1", "t2"]


def test_a_file_that_was_rotated_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("t1")
    server = Server("t1")

    def read() -> Access:
        return Access(server="https://one.example", files={file: stamp(file)}, token=file.read_text())

    made = session(server, read)
    made.request("GET", "/")
    file.write_text("rotated")
    server.token = "rotated"

    assert made.request("GET", "/").status_code == 200
    assert server.seen == ["t1", "rotated"]


def test_credentials_that_another_thread_has_renewed_are_not_renewed_again() -> None:
    server, both = Server("t2"), threading.Barrier(2, timeout=30)

    def meet(request: httpx.Request) -> httpx.Response:
        if request.headers["Authorization"] == "Bearer t1":
            both.wait()  # both are refused before either renews
        return server(request)

    made = Session(given("t1", "t2"), transport=httpx.MockTransport(meet))
    with ThreadPoolExecutor(2) as threads:
        answers = [threads.submit(made.request, "GET", "/") for _ in range(2)]

    assert [answer.result().status_code for answer in answers] == [200, 200]
    assert sorted(server.seen) == ["t1", "t1", "t2", "t2"]


def test_who_waits_for_somebody_elses_credentials_waits_for_a_limited_time() -> None:
    asked, release = threading.Event(), threading.Event()

    def read() -> Access:
        asked.set()
        assert release.wait(30)
        return replace(ACCESS, token="t1")

    made = session(Server(), read, patience=0.01)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(made.request, "GET", "/")
        assert asked.wait(30)
        try:
            with pytest.raises(Unavailable, match="credentials are still being asked for"):
                made.request("GET", "/")
        finally:
            release.set()
        assert first.result().status_code == 200


class Closing(httpx.MockTransport):
    """Counts how often it was closed."""

    closed = 0

    def close(self) -> None:
        self.closed += 1


def test_connections_of_old_credentials_stay_open_while_somebody_reads_from_them() -> None:
    server = Server("t1")
    transport = Closing(server)
    made = Session(given("t1", "t2"), transport=transport)

    with made.stream("GET", "/"):
        server.token = "t2"
        assert made.request("GET", "/").status_code == 200
        assert transport.closed == 0
    assert transport.closed == 1

    made.close()
    made.close()
    assert transport.closed == 2


def test_the_servers_other_name_goes_with_each_request() -> None:
    server = Server()
    made = session(server, given("t1", access=replace(ACCESS, server_name="api.internal")))

    made.request("GET", "/")
    with made.stream("GET", "/"):
        pass

    assert [extension["sni_hostname"] for extension in server.extensions] == ["api.internal", "api.internal"]


def test_an_address_that_is_none_is_told() -> None:
    made = Session(lambda: Access(server="https://[broken"))

    with pytest.raises(Unavailable, match="the cluster cannot be reached"):
        made.request("GET", "/")


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Fail where a test leaves a thread behind."""
    before = threading.active_count()
    yield
    assert threading.active_count() == before

"""The client: what it repeats, for how long, and what an answer becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from functions.api.health import VERSION as API_VERSION
from functions.cli import VERSION
from functions.cli.client import Bearer, Client, connection
from functions.cli.errors import CliError, ExitCode, Problem, Unreachable
from functions.cli.patience import Patience

Given = tuple[int, Mapping[str, Any]] | Exception
REFUSED = httpx.ConnectError("Connection refused")


class Platform:
    """Gives the answers it was told to, and a clock that only sleeping moves."""

    def __init__(self, *given: Given, retry_after: str | None = "5") -> None:
        self.given, self.retry_after = list(given), retry_after
        self.requests: list[httpx.Request] = []
        self.time = 0.0

    def client(self, **patience: float) -> Client:
        """Return a client of it."""
        transport = httpx.MockTransport(self._answer)
        made = Client("http://api.example.com/", Bearer("t0ken"), transport=transport, sleep=self._sleep, now=lambda: self.time)
        made.patience = Patience(**patience)
        return made

    def _sleep(self, seconds: float) -> None:
        self.time += seconds

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        found = self.given.pop(0) if len(self.given) > 1 else self.given[0]
        if isinstance(found, Exception):
            raise found
        status, body = found
        headers = {} if self.retry_after is None else {"Retry-After": self.retry_after}
        return httpx.Response(status, json=body, headers=headers)


def test_an_answer_is_its_json() -> None:
    platform = Platform((200, {"id": "demo"}))

    assert platform.client().get("/api/stores/demo", cursor=None, limit=3) == {"id": "demo"}
    assert str(platform.requests[0].url) == "http://api.example.com/api/stores/demo?limit=3"
    assert platform.requests[0].headers["authorization"] == "Bearer t0ken"


def test_a_post_that_got_no_answer_is_repeated_with_the_same_key() -> None:
    platform = Platform(httpx.ReadTimeout("lost"), (503, {}), (202, {"good": True}))

    assert platform.client(no_answer=3, not_now=15).post("/api/stores", {"name": "Tea"}) == {"good": True}
    keys = [request.headers["idempotency-key"] for request in platform.requests]
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert {request.content for request in platform.requests} == {b'{"name":"Tea"}'}


def test_two_posts_have_two_keys() -> None:
    platform = Platform((202, {}))
    client = platform.client()
    client.post("/api/stores", {})
    client.post("/api/stores", {})

    assert len({request.headers["idempotency-key"] for request in platform.requests}) == 2


SECRET = ["/api/auth/login", "/api/auth/refresh", "/api/tokens", "/api/users", "/api/users/u1/password"]


@pytest.mark.parametrize("path", SECRET)
@pytest.mark.parametrize("given", [httpx.ReadTimeout("lost"), (503, {}), (429, {})])
def test_a_post_whose_answer_is_a_secret_has_no_key_and_is_sent_once(path: str, given: Given) -> None:
    platform = Platform(given)

    with pytest.raises(CliError):
        platform.client().post(path, {"password": "s3cret"})
    assert len(platform.requests) == 1
    assert "idempotency-key" not in platform.requests[0].headers


@pytest.mark.parametrize("path", SECRET)
def test_one_that_cannot_have_arrived_is_sent_again(path: str) -> None:
    platform = Platform(REFUSED, (200, {"good": True}))

    assert platform.client().post(path, {}) == {"good": True}


def test_changing_and_removing_what_is_secret_may_be_repeated() -> None:
    platform = Platform((503, {}), (204, {}), (503, {}), (200, {}))
    platform.client().delete("/api/tokens/t1")
    platform.client().patch("/api/users/u1", {"store_limit": 3})

    assert len(platform.requests) == 4


def test_pages_are_put_together_with_what_else_they_list() -> None:
    pages = [
        {"items": [number], "missing": [{"store": number}], "next_cursor": cursor} for number, cursor in ((1, "c"), (2, None))
    ]
    platform = Platform(*((200, page) for page in pages))

    found = platform.client().pages("/api/orders", limit=9, most=1)

    assert found == {"items": [1, 2], "missing": [{"store": 1}, {"store": 2}], "next_cursor": None}
    assert {request.url.params["limit"] for request in platform.requests} == {"1"}


@pytest.mark.parametrize(
    ("given", "least", "most"),
    [
        (REFUSED, 2.0, 3.0),
        (httpx.ReadTimeout("x"), 2.0, 3.0),
        ((503, {}), 10.0, 15.0),
        ((502, {}), 10.0, 15.0),
        ((429, {}), 55, 60),
    ],
)
def test_patience_ends(given: Given, least: float, most: float) -> None:
    platform = Platform(given)

    with pytest.raises(CliError):
        platform.client(no_answer=3, not_now=15, too_many=60).get("/api/stores")
    assert least <= platform.time <= most


def test_too_many_requests_wait_as_long_as_the_answer_says() -> None:
    platform = Platform((429, {}), (200, {}), retry_after="7")

    platform.client().get("/api/stores")
    assert platform.time == 7


@pytest.mark.parametrize("said", [None, "soon", "-3", ""])
def test_a_time_that_cannot_be_read_is_a_second(said: str | None) -> None:
    platform = Platform((503, {}), (200, {}), retry_after=said)

    platform.client().get("/api/stores")
    assert platform.time == 1


@pytest.mark.parametrize(
    ("status", "code"),
    [
        *((400, ExitCode.USAGE), (401, ExitCode.NOT_SIGNED_IN), (403, ExitCode.REFUSED), (404, ExitCode.NOT_FOUND)),
        *((409, ExitCode.REFUSED), (422, ExitCode.USAGE), (500, ExitCode.FAILED), (599, ExitCode.FAILED)),
    ],
)
def test_a_no_is_an_exception_with_the_exit_code_of_its_status(status: int, code: ExitCode) -> None:
    body = {"detail": "It says why.", "reason": "Why", "errors": []}
    with pytest.raises(Problem) as raised:
        Platform((status, body)).client().get("/api/stores")

    assert (raised.value.code, raised.value.sentence, raised.value.reason) == (code, "It says why.", "Why")


def test_a_no_that_is_not_the_apis_has_a_sentence_too() -> None:
    page = httpx.MockTransport(lambda _: httpx.Response(504, text="<html>gateway</html>"))
    client = Client("http://x.example", Bearer(None), transport=page, sleep=lambda _: None)
    client.patience = Patience(0, 0, 0)

    with pytest.raises(Problem, match="504"):
        client.get("/api/stores")


def test_a_redirect_is_not_followed() -> None:
    platform = Platform((302, {}))

    with pytest.raises(Problem, match="redirect"):
        platform.client().get("/api/stores")
    assert len(platform.requests) == 1


@pytest.mark.parametrize(
    ("error", "sent"), [(REFUSED, False), (httpx.ConnectTimeout("x"), False), (httpx.ReadError("x"), True)]
)
def test_no_answer_tells_whether_the_request_may_have_arrived(error: Exception, sent: bool) -> None:
    with pytest.raises(Unreachable) as raised:
        Platform(error).client(no_answer=0).get("/api/stores")

    assert raised.value.sent is sent
    assert "http://api.example.com" in raised.value.sentence


def test_a_list_is_read_page_by_page_to_its_limit() -> None:
    first = {"items": [{"id": number} for number in range(100)], "next_cursor": "more"}
    platform = Platform((200, first), (200, {"items": [{"id": 100}], "next_cursor": None}))

    found = platform.client().pages("/api/stores", limit=150, status="ready")

    assert (len(found["items"]), found["next_cursor"]) == (101, None)
    assert [dict(request.url.params) for request in platform.requests] == [
        {"limit": "100", "status": "ready"},
        {"limit": "50", "cursor": "more", "status": "ready"},
    ]


def test_this_machine_is_never_asked_through_a_proxy_and_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.com:3128")
    for name in ("NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    http = connection("http://127.0.0.1:8000")

    def direct(url: str) -> bool:
        return http._transport_for_url(httpx.URL(url)) is http._transport

    assert [direct(f"http://{host}:8000/api") for host in ("127.0.0.1", "localhost", "[::1]")] == [True, True, True]
    assert not direct("http://shops.example.com/api")


def test_a_token_is_in_no_text_of_what_holds_it() -> None:
    assert "t0ken" not in repr(Bearer("t0ken"))
    assert "t0ken" not in str(Platform((200, {})).client().__dict__)


def test_the_client_has_the_version_of_the_api() -> None:
    assert VERSION == API_VERSION

"""The ASGI adapter: hosts, bodies, disconnects, threads."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import httpx
import pytest

from functions.api.context import Waits
from functions.api.handler import create_handler
from functions.asgi import DRAIN_LIMIT, LOOPBACK, App
from functions.domain.ports import Insert
from tests.fakes import owner
from tests.functional.api.client import OLGA, Api, FakePlatform, over_http

TOKEN = {"authorization": f"Bearer {OLGA}"}
Json = dict[str, Any]


def scope(method: str = "GET", path: str = "/health", headers: Sequence[tuple[str, str]] = (("host", "localhost"),)) -> Json:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        "client": ("127.0.0.1", 5),
    }


def run(app: App, request: Mapping[str, Any], receive: Callable[[], Awaitable[Json]]) -> list[Json]:
    """Run one scope; return what was sent."""
    sent: list[Json] = []

    async def send(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(app(dict(request), receive, send))
    return sent


def messages(*items: Json) -> Callable[[], Awaitable[Json]]:
    """A client that sends these, then nothing for ever."""
    waiting = list(items)

    async def receive() -> Json:
        if waiting:
            return waiting.pop(0)
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    return receive


def chunk(body: bytes, *, more: bool = False) -> Json:
    return {"type": "http.request", "body": body, "more_body": more}


@pytest.fixture
def app(api: Api) -> App:
    return App(api.handler)


HOSTS: dict[str, tuple[list[tuple[str, str]], int]] = {
    "IPv4": ([("host", "127.0.0.1")], 200),
    "IPv4 and port": ([("host", "127.0.0.1:8000")], 200),
    "name and port": ([("host", "localhost:8000")], 200),
    "name in capitals": ([("host", "LocalHost")], 200),
    "IPv6": ([("host", "[::1]")], 200),
    "IPv6 and port": ([("host", "[::1]:8000")], 200),
    "another name": ([("host", "evil.example")], 421),
    "another name and port": ([("host", "evil.example:8000")], 421),
    "a name that ends the same": ([("host", "evil.localhost")], 421),
    "a name that starts the same": ([("host", "localhost.evil.example")], 421),
    "a user and a name": ([("host", "localhost@evil.example")], 421),
    "a port that is none": ([("host", "localhost:evil")], 421),
    "two colons": ([("host", "localhost:1:2")], 421),
    "another address": ([("host", "0.0.0.0:8000")], 421),
    "IPv6 without brackets": ([("host", "::1")], 421),
    "empty": ([("host", "")], 421),
    "none": ([], 400),
    "two": ([("host", "localhost"), ("host", "evil.example")], 400),
}


@pytest.mark.parametrize(("headers", "status"), HOSTS.values(), ids=HOSTS)
def test_only_our_own_hosts_are_answered(app: App, headers: list[tuple[str, str]], status: int) -> None:
    start, body = run(app, scope(headers=headers), messages(chunk(b"")))

    assert start["status"] == status
    if status != 200:
        assert set(json.loads(body["body"])) == {"type", "title", "status", "detail", "reason", "errors"}


def test_more_hosts_may_be_allowed(api: Api) -> None:
    app = App(api.handler, allowed_hosts=[*LOOPBACK, "Yard.Example"])

    assert run(app, scope(headers=[("host", "yard.example:8000")]), messages(chunk(b"")))[0]["status"] == 200


def test_a_body_in_chunks_is_put_together(app: App) -> None:
    body = json.dumps({"name": "Blumen 花", "engine": "medusa"}, ensure_ascii=False).encode()
    headers = [("host", "localhost"), *TOKEN.items(), ("content-type", "application/json")]
    parts = [chunk(bytes([byte]), more=True) for byte in body]

    start, answer = run(app, scope("POST", "/api/stores", headers), messages(*parts, chunk(b"")))

    assert start["status"] == 202
    assert json.loads(answer["body"])["store"]["name"] == "Blumen 花"


def test_a_body_that_says_it_is_far_too_large_is_not_read(app: App) -> None:
    headers = [("host", "localhost"), ("content-length", str(DRAIN_LIMIT + 1))]

    start, _ = run(app, scope("POST", "/api/stores", headers), messages())

    assert start["status"] == 413
    assert (b"connection", b"close") in start["headers"]


def test_a_body_without_an_end_is_refused_after_a_while(app: App) -> None:
    sent = 0

    async def endless() -> Json:
        nonlocal sent
        sent += 65_536
        return chunk(b"x" * 65_536, more=True)

    start, _ = run(app, scope("POST", "/api/stores"), endless)

    assert start["status"] == 413
    assert sent <= DRAIN_LIMIT + 2 * 65_536


def test_one_megabyte_is_thrown_away_and_refused(app: App) -> None:
    reply = over_http(app, "POST", "/api/stores", content=b"x" * 1_000_000, headers=TOKEN)

    assert (reply.status, reply.json["reason"]) == (413, "BodyTooLarge")


@pytest.mark.parametrize("length", ["-1", "1e3", "x", "0x10", "1, 2"])
def test_a_length_that_is_no_number_is_refused(app: App, length: str) -> None:
    headers = [("host", "localhost"), ("content-length", length)]

    assert run(app, scope("POST", "/api/stores", headers), messages(chunk(b"")))[0]["status"] == 413


def test_a_body_that_does_not_come_is_given_up(api: Api) -> None:
    app = App(api.handler, body_seconds=0.01)

    start, _ = run(app, scope("POST", "/api/stores"), messages(chunk(b"{", more=True)))

    assert start["status"] == 408


def test_a_client_that_leaves_while_it_sends_gets_no_answer(app: App) -> None:
    assert run(app, scope("POST", "/api/stores"), messages(chunk(b"{", more=True), {"type": "http.disconnect"})) == []


def waiting_app(**parts: Any) -> tuple[App, FakePlatform]:
    """An app whose long polls really wait, with one operation that brings no news."""
    platform = FakePlatform()
    api = Api(platform)
    api.create("demo")
    return App(create_handler(lambda: platform, waits=Waits(limit=parts.pop("waiters", 32))), **parts), platform


POLL = "/api/operations/OP000001/events"


def test_a_long_poll_ends_when_its_client_leaves() -> None:
    app, _ = waiting_app()
    request = scope(path=POLL, headers=[("host", "localhost"), *TOKEN.items()]) | {"query_string": b"after=1"}
    started = time.monotonic()

    run(app, request, messages(chunk(b""), {"type": "http.disconnect"}))

    assert time.monotonic() - started < 5


def test_draining_answers_every_long_poll() -> None:
    app, _ = waiting_app()

    async def both() -> tuple[httpx.Response, httpx.Response]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=TOKEN) as client:
            poll = asyncio.create_task(client.get(f"{POLL}?after=1"))
            while not app._waiting:
                await asyncio.sleep(0.01)
            app.drain()
            return await poll, await client.get(f"{POLL}?after=1")

    for response in asyncio.run(both()):
        assert (response.status_code, response.json()["events"]) == (200, [])


def test_long_polls_do_not_starve_other_requests() -> None:
    app, _ = waiting_app(threads=4, waiters=3)

    async def crowd() -> tuple[list[httpx.Response], httpx.Response]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=TOKEN) as client:
            polls = [asyncio.create_task(client.get(f"{POLL}?after=1")) for _ in range(12)]
            done, waiting = set[asyncio.Task[httpx.Response]](), set(polls)
            while len(done) < 9:
                more, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                done |= more
            other = await client.get("/health")
            app.drain()
            return [await poll for poll in polls], other

    polls, other = asyncio.run(crowd())

    assert other.status_code == 200
    assert sum("retry-after" in poll.headers for poll in polls) == 9
    assert {poll.status_code for poll in polls} == {200}


def test_many_threads_never_mix_up_callers() -> None:
    platform = FakePlatform()
    api = Api(platform)
    names = [f"user-{number:02d}" for number in range(16)]
    for name in names:
        platform.repository.commit(Insert(owner(name)))
        api.create(f"{name}-shop", token=f"token-{name}")
    app = App(api.handler, threads=16)

    async def all_at_once() -> list[tuple[str, httpx.Response]]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:

            async def ask(name: str) -> tuple[str, httpx.Response]:
                return name, await client.get("/api/stores?limit=5", headers={"authorization": f"Bearer token-{name}"})

            return await asyncio.gather(*[ask(name) for name in names * 12])

    for name, response in asyncio.run(all_at_once()):
        assert [store["id"] for store in response.json()["items"]] == [f"{name}-shop"]


def test_lifespan_starts_and_stops(app: App) -> None:
    sent = run(app, {"type": "lifespan"}, messages({"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}))

    assert [message["type"] for message in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_a_websocket_is_closed(app: App) -> None:
    assert run(app, {"type": "websocket"}, messages())[0]["type"] == "websocket.close"


def test_cookies_bytes_and_head_are_answered_as_they_are() -> None:
    seen: list[Json] = []

    def handler(event: Json, context: object) -> Json:
        seen.append(event)
        headers = {"Content-Type": "application/octet-stream", "X-Many": "a, b"}
        return {"statusCode": 200, "headers": headers, "cookies": ["a=1", "b=2"], "body": "/wA=", "isBase64Encoded": True}

    request = scope(headers=[("host", "localhost"), ("X-Two", "1"), ("x-two", "2"), ("cookie", "c=3; d=4"), ("cookie", "e=5")])
    request |= {"query_string": b"a=1&b=%C3%A4&a=2", "path": "/größe"}

    start, body = run(App(handler), request, messages(chunk(b"\xff\x00")))
    head, empty = run(App(handler), request | {"method": "HEAD"}, messages(chunk(b"")))

    assert body["body"] == b"\xff\x00"
    assert [value for name, value in start["headers"] if name == b"set-cookie"] == [b"a=1", b"b=2"]
    assert (b"content-length", b"2") in start["headers"]
    assert (head["status"], b"content-length" in dict(head["headers"])) == (200, False)
    assert empty["body"] == b""
    event = seen[0]
    assert (event["rawPath"], event["rawQueryString"]) == ("/größe", "a=1&b=%C3%A4&a=2")
    assert event["queryStringParameters"] == {"a": "1,2", "b": "ä"}
    assert event["headers"]["x-two"] == "1,2"
    assert event["cookies"] == ["c=3", "d=4", "e=5"]
    assert (event["body"], event["isBase64Encoded"]) == ("/wA=", True)


def test_a_long_poll_gets_its_news_while_others_ask(api: Api) -> None:
    app, platform = waiting_app()
    later = threading.Timer(0.1, lambda: platform.lifecycle.claim("OP000001", "w1"))
    later.start()

    reply = over_http(app, "GET", f"{POLL}?after=1", headers=TOKEN)

    assert [event["message"] for event in reply.json["events"]] == ["A worker has started"]

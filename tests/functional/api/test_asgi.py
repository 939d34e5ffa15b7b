"""The ASGI adapter: hosts, bodies, and answers as they were made."""

from __future__ import annotations

import json

import pytest

from functions import bootstrap, local
from functions.api.asgi import DRAIN_LIMIT, LOOPBACK, App
from functions.settings import read
from tests.functional.api.client import OLGA, Api, over_http
from tests.functional.api.wire import Json, chunk, messages, run, scope

TOKEN = {"authorization": f"Bearer {OLGA}"}


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


@pytest.mark.parametrize(
    ("host", "status"), [("yard.example", 200), ("192.0.2.7:8000", 200), ("localhost", 200), ("evil.example", 421)]
)
def test_the_local_platform_answers_to_the_hosts_of_its_settings(
    api: Api, monkeypatch: pytest.MonkeyPatch, host: str, status: int
) -> None:
    monkeypatch.setattr(bootstrap, "platform", lambda: api.platform)
    chosen = read({"HOME": "/nowhere", "STOREYARD_BIND": "192.0.2.7", "STOREYARD_HOSTS": "yard.example"})
    app = local.Server(chosen, api.pause)._app

    assert run(app, scope(headers=[("host", host)]), messages(chunk(b"")))[0]["status"] == status


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

"""Requests a minute over the handler and the door, and whom an address is."""

from __future__ import annotations

import json
from ipaddress import ip_network
from typing import Any

import pytest

from functions import bootstrap, local
from functions.api.asgi import App
from functions.api.forwarded import forwarded_for
from functions.application.rates import Rates
from functions.settings import BadSetting, read
from tests.functional.api.client import ADA, OLGA, OTTO, Api
from tests.functional.api.wire import chunk, messages, run, scope

TRUSTED = tuple(map(ip_network, ("10.0.0.0/8", "2001:db8:ffff::/48")))


def limited(api: Api, **limits: int) -> Api:
    api.platform.rates = Rates(repository=api.platform.repository, clock=api.platform.clock, **limits)
    return api


def test_a_token_has_so_many_requests_a_minute(api: Api) -> None:
    limited(api, per_token=3)
    replies = [api.get("/api/stores") for _ in range(4)]

    assert [reply.status for reply in replies] == [200, 200, 200, 429]
    assert (replies[-1].headers["retry-after"], replies[-1].json["reason"]) == ("60", "TooManyRequests")
    assert api.get("/api/stores", token=OTTO).status == 200
    api.platform.clock.advance(60)
    assert api.get("/api/stores").status == 200


def test_an_address_has_so_many_whoever_asks(api: Api) -> None:
    limited(api, per_address=4)

    statuses = [api.get("/api/stores", token=token).status for token in (OLGA, OTTO, "token-nobody", None, ADA, "guess")]

    assert statuses == [200, 200, 401, 401, 429, 429]


def test_guessing_tokens_costs_the_platform_nothing_once_it_is_too_much(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    limited(api, per_address=1)
    api.get("/api/stores", token="guess")
    api.get("/api/stores", token="guess")
    api.platform.repository.down = True

    assert api.get("/api/stores", token="guess").status == 429


@pytest.mark.parametrize("path", ["/health", "/health/ready", "/docs", "/openapi.json"])
def test_what_is_not_below_api_is_not_counted(api: Api, path: str) -> None:
    limited(api, per_address=1, per_token=1)

    assert [api.get(path).status for _ in range(3)] == [200] * 3


def test_logins_are_counted_by_address(api: Api) -> None:
    limited(api, per_address=1, per_token=1)
    body = {"email": "anna@example.com", "password": "x"}

    assert [api.post("/api/auth/login", body, token=None).status for _ in range(2)] == [401, 429]


FORWARDED = {
    "nobody trusted": ("192.0.2.1", "198.51.100.1", "192.0.2.1"),
    "from a proxy": ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
    "from a proxy without the header": ("10.0.0.1", "", "10.0.0.1"),
    "through two proxies": ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
    "what the caller wrote first is not believed": ("10.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
    "a caller who names a proxy": ("10.0.0.1", "203.0.113.9, 10.0.0.9, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
    "only proxies": ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
    "what is no address": ("10.0.0.1", "evil", "10.0.0.1"),
    "an address and a port": ("10.0.0.1", "198.51.100.1:80", "10.0.0.1"),
    "an IPv6 address": ("2001:db8:ffff::1", "2001:DB8:1::9", "2001:db8:1::9"),
    "an IPv6 address in brackets": ("10.0.0.1", "[2001:db8:1::9]", "2001:db8:1::9"),
    "empty parts": ("10.0.0.1", " , 198.51.100.1 ,", "198.51.100.1"),
    "a socket without an address": ("", "198.51.100.1", ""),
}


@pytest.mark.parametrize(("peer", "header", "caller"), FORWARDED.values(), ids=FORWARDED)
def test_the_caller_is_whom_the_last_trusted_proxy_names(peer: str, header: str, caller: str) -> None:
    assert forwarded_for(peer, header, TRUSTED) == caller


def seen(app: App, peer: str, *headers: tuple[str, str]) -> None:
    request = scope("GET", "/api/stores", [("host", "localhost"), *headers]) | {"client": (peer, 5)}
    run(app, request, messages(chunk(b"")))


@pytest.mark.parametrize(("trusted", "caller"), [((), "10.0.0.1"), (TRUSTED, "198.51.100.1")])
def test_the_door_asks_the_header_only_of_trusted_proxies(trusted: Any, caller: str) -> None:
    events: list[dict[str, Any]] = []

    def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
        events.append(event)
        return {"statusCode": 200, "headers": {}, "body": "", "isBase64Encoded": False}

    seen(App(handler, trusted=trusted), "10.0.0.1", ("x-forwarded-for", "198.51.100.1"))

    assert events[0]["requestContext"]["http"]["sourceIp"] == caller


def test_the_local_platform_trusts_the_proxies_of_its_settings_and_the_server_none(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "platform", lambda: api.platform)
    server = local.Server(read({"HOME": "/nowhere", "TRUSTED_PROXIES": "10.0.0.0/8, 2001:db8::1"}), api.pause)

    assert [str(network) for network in server._app._trusted] == ["10.0.0.0/8", "2001:db8::1/128"]
    assert server._server.config.proxy_headers is False


@pytest.mark.parametrize("value", ["proxy.example", "10.0.0.1/8", "10.0.0.0/8,", "10.0.0.0/8 10.1.0.0/16", "*"])
def test_a_proxy_that_is_no_network_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match=r"^The setting TRUSTED_PROXIES cannot be .*: it is a list of addresses and networks"):
        read({"HOME": "/h", "TRUSTED_PROXIES": value})


def test_an_answer_without_content_has_no_length(api: Api) -> None:
    body = json.dumps({"email": "anna@example.com", "password": "correct horse", "name": "Anna"})
    token = json.loads(api.call("POST", "/api/auth/register", token=ADA, body=body).text)["access_token"]
    headers = [("host", "localhost"), ("authorization", f"Bearer {token}")]

    start, end = run(App(api.handler), scope("POST", "/api/auth/logout", headers), messages(chunk(b"")))

    assert (start["status"], end["body"]) == (204, b"")
    assert b"content-length" not in dict(start["headers"])

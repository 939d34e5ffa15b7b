"""Who may call, and that nothing below /api is open."""

from __future__ import annotations

from typing import Any

import pytest

from functions.api.routing import build
from functions.application.ports.repository import Repository
from functions.domain.entities import USERS, USERS_BY_TOKEN, Lookup
from functions.domain.user import User
from tests.functional.api.client import OLGA, Api

WITHOUT = {"/api/auth/register", "/api/auth/login", "/api/auth/refresh", "/api/auth/code"}
PROTECTED = [
    (route.method, route.path) for route in build().routes() if route.path.startswith("/api") and route.path not in WITHOUT
]
OPEN = ["/health", "/health/ready", "/openapi.json", "/docs", "/docs/start.js", "/docs/swagger-ui.js", "/docs/swagger-ui.css"]
OPEN += ["/docs/runbooks", "/docs/runbooks/TimedOut"]


def test_only_health_and_docs_are_open() -> None:
    own_token = "/metrics"  # tests/functional/api/test_prometheus.py has who gets it
    outside = {route.path for route in build().routes() if not route.path.startswith("/api/")}

    assert {path.replace("<reason>", "TimedOut") for path in outside} == {*OPEN, own_token}


@pytest.mark.parametrize(("method", "path"), PROTECTED)
def test_everything_below_api_needs_a_token(api: Api, method: str, path: str) -> None:
    reply = api.call(method, path, body="not even JSON", token=None)

    assert (reply.status, reply.json["reason"]) == (401, "Unauthorized")


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/stores/../stores", "/api//stores", "/api/stores\n"])
def test_a_path_below_api_that_is_none_needs_a_token_too(api: Api, path: str) -> None:
    assert api.get(path, token=None).status == 401


@pytest.mark.parametrize("path", OPEN)
def test_health_and_docs_need_none(api: Api, path: str) -> None:
    assert api.get(path, token=None).status == 200
    assert api.get(path, token="token-nobody").status == 200


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic b2xnYTpzZWNyZXQ=",
        OLGA,
        f"Token {OLGA}",
        f"Bearer {OLGA} x",
        f"Bearer {OLGA},Bearer {OLGA}",
        f"Bearer {OLGA[:-1]}",
        "Bearer \u00e9",
        "Bearer \ud800",
        "Bearer " + "x" * 100_000,
        "Bearer 5e5a0a5ad1a1",
    ],
)
def test_what_is_not_a_known_bearer_token_is_refused(api: Api, value: str) -> None:
    assert api.get("/api/stores", token=None, headers={"authorization": value}).status == 401


@pytest.mark.parametrize("value", [f"Bearer {OLGA}", f"bearer {OLGA}", f"BEARER   {OLGA} "])
@pytest.mark.parametrize("name", ["authorization", "Authorization"])
def test_a_known_token_is_taken_however_it_is_written(api: Api, name: str, value: str) -> None:
    assert api.get("/api/stores", token=None, headers={name: value}).status == 200


def test_the_stored_hash_is_not_a_token(api: Api) -> None:
    user = api.platform.repository.get(USERS, id="olga")
    assert user is not None

    assert api.get("/api/stores", token=user.token_hash).status == 401


@pytest.mark.parametrize("token", ["token-nobody", "x", OLGA])
def test_every_token_costs_one_lookup_by_hash(api: Api, monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    asked: list[str] = []
    look_up = api.platform.repository.find

    def counted(lookup: Lookup[User], **options: Any) -> Any:
        if lookup == USERS_BY_TOKEN:
            asked.append(options["token_hash"])
        return look_up(lookup, **options)

    monkeypatch.setattr(api.platform.repository, "find", counted)

    api.get("/api/stores", token=token)

    assert len(asked) == 1
    assert len(asked[0]) == 64
    assert token not in asked


def test_a_repository_that_finds_the_wrong_user_lets_nobody_in(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    repository: Repository = api.platform.repository
    monkeypatch.setattr(repository, "find", lambda _lookup, **_: [repository.get(USERS, id="ada")])

    assert api.get("/api/stores").status == 401

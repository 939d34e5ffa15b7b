"""Users, sessions and tokens over the handler: every route, and what each kind of token may do."""

from __future__ import annotations

from typing import Any

import pytest

from functions.api.access import NEEDED
from functions.api.routing import build
from functions.domain.access import Scope
from tests.functional.api.client import ADA, OLGA, OTTO, Api, FakePlatform, Reply

ANNA = {"email": "Anna@Example.com", "password": "correct horse", "name": "Anna"}
LOGIN = {"email": "anna@example.com", "password": "correct horse"}
USER = {"id", "name", "email", "role", "store_limit", "created_at"}


def register(api: Api, *, token: str | None = ADA, **fields: Any) -> Reply:
    return api.post("/api/auth/register", {**ANNA, **fields}, token=token)


def login(api: Api, **fields: Any) -> Reply:
    return api.post("/api/auth/login", {**LOGIN, **fields}, token=None)


@pytest.fixture
def anna(api: Api) -> dict[str, Any]:
    """Anna, an owner whom an admin added, logged in."""
    assert api.post("/api/users", ANNA, token=ADA).status == 201
    found: dict[str, Any] = login(api).json
    return found


def test_the_first_to_register_is_an_admin_and_the_door_closes_behind_them() -> None:
    api = Api()
    api.platform.repository._rows.clear()

    first = register(api, token=None)
    second = register(api, token=None, email="otto@example.com")

    assert first.status == 201
    assert set(first.json) == {"access_token", "refresh_token", "expires_in", "user"}
    assert set(first.json["user"]) == USER
    assert (first.json["user"]["email"], first.json["user"]["role"]) == ("anna@example.com", "admin")
    assert (second.status, second.json["reason"]) == (403, "Forbidden")
    assert api.get("/api/users", token=first.json["access_token"]).status == 200


def test_who_registers_with_the_set_up_token_is_an_admin(api: Api) -> None:
    reply = register(api)

    assert (reply.status, reply.json["user"]["role"]) == (201, "admin")


@pytest.mark.parametrize(("token", "status"), [(None, 403), (OLGA, 403), ("token-nobody", 401)])
def test_a_closed_door_stays_closed(api: Api, token: str | None, status: int) -> None:
    assert register(api, token=token).status == status
    assert login(api).status == 401


def test_an_open_door_makes_owners() -> None:
    api = Api(FakePlatform(open_to_all=True))

    assert register(api, token=None).json["user"]["role"] == "owner"
    assert register(api, token=None).json["reason"] == "EmailTaken"


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"password": "too short"}, "password", "must be at least 10 characters"),
        ({"password": "x" * 129}, "password", "must be at most 128 characters"),
        ({"password": "anna@example.com"}, "password", "must not be the e-mail address"),
        ({"password": 1234567890}, "password", "must be text"),
        ({"password": None}, "password", "must be text"),
        ({"email": "anna"}, "email", "must be an e-mail address, like owner@example.com"),
        ({"email": "anna@example.com\n"}, "email", "must be an e-mail address, like owner@example.com"),
        ({"email": "a@" + "b" * 300 + ".com"}, "email", "must be at most 254 characters"),
        ({"name": "  "}, "name", "must not be empty"),
        ({"name": "a\nb"}, "name", "must not hold control characters, line breaks or unassigned characters"),
        ({"role": "admin"}, "role", "is not known here"),
    ],
)
def test_a_bad_field_is_refused_by_name_and_rule(api: Api, change: dict[str, Any], field: str, rule: str) -> None:
    reply = register(api, **change)

    assert reply.status == 422
    assert reply.json["errors"] == [{"field": field, "rule": rule}]
    assert str(change.get("password", "…")) not in reply.text


def test_a_login_gives_tokens_that_are_good_for_what_the_user_may_do(api: Api, anna: dict[str, Any]) -> None:
    token = anna["access_token"]

    me = api.get("/api/me", token=token).json
    assert (me["user"], me["scope"], me["via"]) == (anna["user"], "operate", "session")
    assert me["limits"] == {"stores": {"used": None, "limit": None}}
    assert anna["expires_in"] == 900
    made = api.create("tea", token=token)
    assert (made.status, made.json["store"]["owner"]) == (202, anna["user"]["id"])
    assert api.get("/api/stores/tea", token=OTTO).status == 404


def test_who_may_have_so_many_stores_sees_how_many_they_have() -> None:
    api = Api(FakePlatform(stores_per_owner=2))
    for number in range(2):
        assert api.get("/api/me").json["limits"] == {"stores": {"used": number, "limit": 2}}
        assert api.create(f"shop-{number}").status == 202

    assert api.get("/api/me").json["limits"] == {"stores": {"used": 2, "limit": 2}}
    assert api.create("shop-2").status == 403
    assert api.get("/api/me", token=OTTO).json["limits"] == {"stores": {"used": 0, "limit": 2}}
    assert api.get("/api/me", token=ADA).json["limits"] == {"stores": {"used": None, "limit": None}}


def test_a_wrong_password_is_401_whoever_it_is_and_says_no_more(api: Api, anna: dict[str, Any]) -> None:
    known, unknown = login(api, password="not that one"), login(api, email="nobody@example.com")

    assert (known.status, known.text) == (unknown.status, unknown.text)
    assert known.status == 401


def test_a_login_after_too_many_that_failed_says_when_to_come_back(api: Api, anna: dict[str, Any]) -> None:
    replies = [login(api, password="not that one") for _ in range(6)]

    assert [reply.status for reply in replies] == [401] * 5 + [429]
    assert replies[-1].headers["retry-after"] == "1"
    assert replies[-1].json["reason"] == "TooManyRequests"
    api.platform.clock.advance(1)
    assert login(api).status == 200


def test_a_session_goes_on_and_an_old_refresh_token_ends_it(api: Api, anna: dict[str, Any]) -> None:
    next_pair = api.post("/api/auth/refresh", {"refresh_token": anna["refresh_token"]}, token=None)
    again = api.post("/api/auth/refresh", {"refresh_token": anna["refresh_token"]}, token=None)

    assert (next_pair.status, again.status) == (200, 401)
    assert api.get("/api/me", token=next_pair.json["access_token"]).status == 401
    assert api.post("/api/auth/refresh", {"refresh_token": next_pair.json["refresh_token"]}, token=None).status == 401


def test_a_token_that_is_over_does_not_keep_anybody_from_going_on(api: Api, anna: dict[str, Any]) -> None:
    api.platform.clock.advance(901)

    assert api.get("/api/me", token=anna["access_token"]).status == 401
    body = {"refresh_token": anna["refresh_token"]}
    assert api.post("/api/auth/refresh", body, token=anna["access_token"]).status == 200
    assert api.post("/api/auth/login", LOGIN, token="token-nobody").status == 200


def test_logging_out_ends_the_session(api: Api, anna: dict[str, Any]) -> None:
    reply = api.call("POST", "/api/auth/logout", token=anna["access_token"])

    assert (reply.status, reply.text) == (204, "")
    assert api.get("/api/me", token=anna["access_token"]).status == 401
    assert api.post("/api/auth/refresh", {"refresh_token": anna["refresh_token"]}, token=None).status == 401


def test_changing_the_password_ends_every_session(api: Api, anna: dict[str, Any]) -> None:
    other = login(api).json
    body = {"current_password": "correct horse", "new_password": "battery staple"}

    wrong = api.post("/api/auth/password", {**body, "current_password": "not that one"}, token=anna["access_token"])
    right = api.post("/api/auth/password", body, token=anna["access_token"])

    assert wrong.json["errors"] == [{"field": "current_password", "rule": "is not your password"}]
    assert right.status == 204
    for session in (anna, other):
        assert api.get("/api/me", token=session["access_token"]).status == 401
        assert api.post("/api/auth/refresh", {"refresh_token": session["refresh_token"]}, token=None).status == 401
    assert login(api).status == 401
    assert login(api, password="battery staple").status == 200


def test_an_admin_resets_a_password(api: Api, anna: dict[str, Any]) -> None:
    path = f"/api/users/{anna['user']['id']}/password"

    assert api.post(path, {"password": "battery staple"}, token=ADA).status == 204
    assert api.get("/api/me", token=anna["access_token"]).status == 401
    assert login(api, password="battery staple").status == 200
    assert api.post("/api/users/nobody/password", {"password": "battery staple"}, token=ADA).status == 404


def test_an_admin_sees_adds_and_changes_users(api: Api, anna: dict[str, Any]) -> None:
    path = f"/api/users/{anna['user']['id']}"

    added = api.post("/api/users", {**ANNA, "email": "b@example.com", "role": "admin", "store_limit": 9}, token=ADA)
    changed = api.call("PATCH", path, body='{"store_limit": 1}', token=ADA)

    assert (added.status, added.json["role"], added.json["store_limit"]) == (201, "admin", 9)
    assert changed.json == {**anna["user"], "store_limit": 1} == api.get(path, token=ADA).json
    listed = api.get("/api/users?limit=100", token=ADA).json["items"]
    assert [user["id"] for user in listed] == sorted(["ada", "olga", "otto", anna["user"]["id"], added.json["id"]])
    assert all(set(user) == USER for user in listed)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"store_limit": -1}', "store_limit"),
        ('{"store_limit": "many"}', "store_limit"),
        ('{"role": "king"}', "role"),
        ('{"role": null}', "role"),
        ('{"name": ""}', "name"),
        ('{"email": "x@example.com"}', "email"),
        ('{"password_hash": "x"}', "password_hash"),
    ],
)
def test_a_change_that_is_none_is_refused(api: Api, body: str, field: str) -> None:
    reply = api.call("PATCH", "/api/users/olga", body=body, token=ADA)

    assert (reply.status, reply.json["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize("user_id", ["nobody", "two words", "x" * 65, "{{ x }}"])
def test_a_user_who_is_not_there_is_not_found(api: Api, user_id: str) -> None:
    assert api.get(f"/api/users/{user_id}", token=ADA).status == 404
    assert api.call("PATCH", f"/api/users/{user_id}", body="{}", token=ADA).status == 404


def test_a_password_that_nobody_can_have_is_refused_before_it_costs_anything(api: Api, anna: dict[str, Any]) -> None:
    api.platform.hasher.calls.clear()

    reply = login(api, password="x" * 129)

    assert reply.json["errors"] == [{"field": "password", "rule": "must be at most 128 characters"}]
    assert api.platform.hasher.calls == []


def test_a_role_that_an_admin_takes_away_is_gone_at_once(api: Api) -> None:
    admin = register(api).json

    assert api.get("/api/users", token=admin["access_token"]).status == 200
    assert api.call("PATCH", f"/api/users/{admin['user']['id']}", body='{"role": "owner"}', token=ADA).status == 200

    assert api.get("/api/users", token=admin["access_token"]).status == 403
    assert api.call("PATCH", "/api/users/ada", body='{"role": "owner"}', token=ADA).json["errors"][0]["field"] == "role"


def test_a_limit_of_stores_holds_and_an_admin_can_raise_it() -> None:
    api = Api(FakePlatform(stores_per_owner=3))
    statuses = [api.create(f"shop-{letter}").status for letter in "abcd"]
    refused = api.create("shop-d")

    assert statuses == [202, 202, 202, 403]
    assert (refused.json["reason"], "3 of 3" in refused.json["detail"]) == ("StoreLimitReached", True)
    assert api.call("PATCH", "/api/users/olga", body='{"store_limit": 4}', token=ADA).status == 200
    assert api.create("shop-d").status == 202
    assert [api.create(f"ada-{letter}", token=ADA).status for letter in "abcd"] == [202] * 4


def test_a_personal_token_is_shown_once_used_and_revoked(api: Api, anna: dict[str, Any]) -> None:
    session = anna["access_token"]
    made = api.post("/api/tokens", {"name": "report", "scope": "operate", "expires_in_days": 7}, token=session)
    token, shown = made.json["token"], {name: value for name, value in made.json.items() if name != "token"}

    assert made.status == 201
    assert api.get("/api/tokens", token=session).json == {"items": [shown], "next_cursor": None}
    me = api.get("/api/me", token=token).json
    assert (me["user"]["id"], me["scope"], me["via"]) == (anna["user"]["id"], "operate", "personal_token")
    (used,) = api.get("/api/tokens", token=session).json["items"]
    assert used["last_used_at"] == "2026-01-01T12:00:00Z"
    assert api.post("/api/tokens", {"name": "more"}, token=token).status == 403
    assert api.call("DELETE", f"/api/tokens/{shown['id']}", token=session).status == 204
    assert api.get("/api/me", token=token).status == 401
    assert api.get("/api/tokens", token=session).json["items"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"scope": "all"}, "scope"),
        ({"expires_in_days": 0}, "expires_in_days"),
        ({"expires_in_days": 366}, "expires_in_days"),
        ({"token": "x"}, "token"),
    ],
)
def test_a_token_that_cannot_be_is_refused(api: Api, change: dict[str, Any], field: str) -> None:
    reply = api.post("/api/tokens", {"name": "report", **change})

    assert (reply.status, reply.json["errors"][0]["field"]) == (422, field)


def token_of(api: Api, scope: str, by: str) -> str:
    made: str = api.post("/api/tokens", {"name": scope, "scope": scope}, token=by).json["token"]
    return made


ROUTES = [route for route in build().routes() if route.path.startswith("/api/") and not route.path.startswith("/api/auth/")]


@pytest.mark.parametrize("route", ROUTES, ids=[f"{route.method} {route.path}" for route in ROUTES])
def test_each_scope_opens_what_it_is_for(api: Api, route: Any) -> None:
    """What is not forbidden may be refused for other reasons: here nothing is there."""
    path = route.path.replace("<", "").replace(">", "")
    is_admins = NEEDED.get(route.operation_id) is Scope.ADMIN
    expected = {
        "read": not is_admins and route.method == "GET" and route.operation_id != "downloadBackup",
        "operate": not is_admins,
        "admin": True,
    }

    got = {scope: api.call(route.method, path, token=token_of(api, scope, ADA), body="{}").status != 403 for scope in expected}

    assert got == expected
    if is_admins:
        reply = api.call(route.method, path, token=OLGA, body="{}")
        assert (reply.status, reply.json["detail"]) == (403, "Only an admin may do this.")


def test_what_a_token_lacks_is_said(api: Api) -> None:
    reply = api.create("demo", token=token_of(api, "read", OLGA))

    assert (reply.status, reply.json["reason"]) == (403, "Forbidden")
    assert reply.json["detail"] == "This needs a token with the scope operate; this one has read."


def test_every_route_of_the_table_is_one() -> None:
    assert set(NEEDED) <= {route.operation_id for route in build().routes()}


def test_a_head_needs_what_a_get_needs(api: Api) -> None:
    assert api.call("HEAD", "/api/stores", token=token_of(api, "read", OLGA)).status == 200
    assert api.call("HEAD", "/api/users", token=OLGA).status == 403


def test_no_answer_holds_what_is_kept_of_a_secret(api: Api, anna: dict[str, Any]) -> None:
    kept = [row.document for row in api.platform.repository._rows.values()]
    answers = [api.get(path, token=ADA).text for path in ("/api/users", "/api/me", "/api/tokens")] + [str(anna)]

    assert any("hashed:" in document for document in kept)
    assert not any(word in answer for answer in answers for word in ("hash", "hashed:", "epoch"))


def test_a_page_of_another_origin_gets_no_leave(api: Api, anna: dict[str, Any]) -> None:
    headers = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    replies = [
        api.call("OPTIONS", "/api/auth/login", token=None, headers=headers),
        api.call("OPTIONS", "/api/stores", headers=headers),
        api.post("/api/auth/login", LOGIN, token=None, headers=headers),
        api.get("/api/me", headers=headers),
    ]

    assert [reply.status for reply in replies] == [405, 405, 200, 200]
    assert not [name for reply in replies for name in reply.headers if name.startswith("access-control")]

"""A browser's session: the cookie, what may use it, and what a page of another origin cannot do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from functions.api.asgi import App
from functions.application.users import NewUser
from functions.domain.session import LEEWAY
from functions.settings import read
from tests.functional.api.client import ADA, OLGA, Api, Reply
from tests.functional.api.wire import chunk, messages, run, scope

LOGIN = {"email": "anna@example.com", "password": "correct horse"}
GONE = "storeyard_session=; Path=/api/auth; Max-Age=0; HttpOnly; Secure; SameSite=Strict"
WHOLE = re.compile(
    r"storeyard_session=(syr_[0-9a-f]{32}_[\w-]{43}); Path=/api/auth; Max-Age=(\d+); HttpOnly; Secure; SameSite=Strict"
)


@pytest.fixture
def page(api: Api) -> Api:
    """An API that Anna can log in to."""
    api.platform.accounts.users.add(NewUser(name="Anna", email=LOGIN["email"], password=LOGIN["password"]))
    return api


def ask(api: Api, what: str, body: Any = None, *, cookie: str = "", token: str | None = None, **parts: Any) -> Reply:
    cookies = [f"storeyard_session={cookie}"] if cookie else []
    return api.post(f"/api/auth/{what}", {} if body is None else body, token=token, cookies=cookies, **parts)


def sign_in(api: Api) -> tuple[Reply, str]:
    reply = ask(api, "login", {**LOGIN, "cookie": True})
    assert reply.status == 200
    return reply, kept(reply)


def kept(reply: Reply) -> str:
    """The refresh token that the browser keeps."""
    (cookie,) = reply.cookies
    found = WHOLE.fullmatch(cookie)
    assert found, cookie
    return found[1]


def test_a_browser_gets_its_refresh_token_as_a_cookie_that_nothing_else_shows(page: Api) -> None:
    reply, token = sign_in(page)

    assert reply.json["refresh_token"] is None
    assert token not in reply.text + str(reply.headers)
    assert page.get("/api/me", token=reply.json["access_token"]).status == 200
    assert f"Max-Age={30 * 86400}" in reply.cookies[0]


def test_other_clients_get_it_as_before_and_no_cookie(page: Api) -> None:
    reply = ask(page, "login", LOGIN)

    assert reply.cookies == ()
    assert reply.json["refresh_token"].startswith("syr_")


def test_who_registers_in_a_browser_gets_a_cookie_too(page: Api) -> None:
    body = {"email": "new@example.com", "password": "long enough", "name": "New", "cookie": True}

    reply = ask(page, "register", body, token=ADA)

    assert (reply.status, reply.json["refresh_token"]) == (201, None)
    assert ask(page, "refresh", cookie=kept(reply)).status == 200


@pytest.mark.parametrize("wrong", ["yes", 1, None])
def test_whether_it_is_a_browser_is_said_plainly(page: Api, wrong: object) -> None:
    reply = ask(page, "login", {**LOGIN, "cookie": wrong})

    assert (reply.status, reply.json["errors"][0]["field"]) == (422, "cookie")


def test_a_cookie_goes_on_with_a_session_and_is_another_one_then(page: Api) -> None:
    _, first = sign_in(page)
    reply = ask(page, "refresh", cookie=first)

    assert (reply.status, reply.json["refresh_token"]) == (200, None)
    assert kept(reply) != first
    assert page.get("/api/me", token=reply.json["access_token"]).status == 200
    assert ask(page, "refresh", {"refresh_token": None}, cookie=kept(reply)).status == 200


def test_two_tabs_that_refresh_at_once_both_go_on(page: Api) -> None:
    _, first = sign_in(page)
    earlier, later = ask(page, "refresh", cookie=first), ask(page, "refresh", cookie=first)

    assert (later.status, later.json["refresh_token"], later.cookies) == (200, None, ())
    for reply in (earlier, later):
        assert page.get("/api/me", token=reply.json["access_token"]).status == 200
    assert ask(page, "refresh", cookie=kept(earlier)).status == 200


def test_a_cookie_shown_again_later_ends_the_session(page: Api) -> None:
    _, first = sign_in(page)
    second = kept(ask(page, "refresh", cookie=first))
    page.platform.clock.advance(LEEWAY)

    for cookie in (first, second):
        reply = ask(page, "refresh", cookie=cookie)
        assert (reply.status, reply.cookies) == (401, (GONE,))


def test_a_replaced_token_in_a_body_ends_the_session_at_once(page: Api) -> None:
    _, first = sign_in(page)
    second = kept(ask(page, "refresh", cookie=first))

    assert ask(page, "refresh", {"refresh_token": first}).status == 401
    assert ask(page, "refresh", cookie=second).status == 401


@pytest.mark.parametrize("cookie", ["", "syr_x_y", "x" * 201])
def test_a_browser_without_a_good_cookie_is_told_to_forget_it(page: Api, cookie: str) -> None:
    reply = ask(page, "refresh", cookie=cookie)

    assert (reply.status, reply.json["reason"], reply.cookies) == (401, "Unauthorized", (GONE,))


def test_two_cookies_of_one_name_are_none(page: Api) -> None:
    _, token = sign_in(page)
    cookies = ["storeyard_session=syr_x_y", f"storeyard_session={token}"]

    assert page.post("/api/auth/refresh", {}, token=None, cookies=cookies).status == 401
    assert ask(page, "refresh", cookie=token).status == 200


def test_a_body_goes_before_the_cookie(page: Api) -> None:
    _, token = sign_in(page)
    other = ask(page, "login", LOGIN).json["refresh_token"]

    reply = ask(page, "refresh", {"refresh_token": other}, cookie=token)

    assert (reply.status, reply.cookies) == (200, ())
    assert reply.json["refresh_token"].startswith("syr_")


@pytest.mark.parametrize("ended", [False, True], ids=["access token good", "access token ended"])
@pytest.mark.parametrize("shown", [False, True], ids=["not sent", "sent"])
def test_logging_out_of_a_browser_needs_no_access_token(page: Api, ended: bool, shown: bool) -> None:
    reply, cookie = sign_in(page)
    if ended:
        page.platform.clock.advance(901)

    out = ask(page, "logout", cookie=cookie, token=reply.json["access_token"] if shown else None)

    assert (out.status, out.cookies) == (204, (GONE,))
    assert ask(page, "refresh", cookie=cookie).status == 401
    (line,) = page.get("/api/activity?action=logout", token=ADA).json["items"]
    assert (line["actor"], line["outcome"]) == (reply.json["user"]["id"], "done")


def test_logging_out_with_a_token_of_no_session_ends_the_cookies_one(page: Api) -> None:
    _, cookie = sign_in(page)

    assert ask(page, "logout", cookie=cookie, token=OLGA).status == 204
    assert ask(page, "refresh", cookie=cookie).status == 401


def test_logging_out_with_a_cookie_that_is_over_is_refused_and_it_is_forgotten(page: Api) -> None:
    _, cookie = sign_in(page)
    ask(page, "logout", cookie=cookie)

    again = ask(page, "logout", cookie=cookie)

    assert (again.status, again.cookies) == (401, (GONE,))


def test_a_cookie_is_no_token(page: Api) -> None:
    _, cookie = sign_in(page)
    cookies = [f"storeyard_session={cookie}"]

    assert page.get("/api/me", token=None, cookies=cookies).status == 401
    assert page.post("/api/auth/codes", {}, token=None, cookies=cookies).status == 401
    assert page.get("/api/me", token=cookie).status == 401


FOREIGN: dict[str, Mapping[str, str]] = {
    "another site": {"sec-fetch-site": "cross-site"},
    "another port": {"sec-fetch-site": "same-site"},
    "what nobody knows": {"sec-fetch-site": "?"},
    "another origin": {"origin": "https://evil.example"},
    "another port's origin": {"origin": "https://api.example.com:8443"},
    "a name that ends the same": {"origin": "https://x.api.example.com"},
    "no origin": {"origin": "null"},
    "no address": {"origin": "https://[api.example.com"},
    "no scheme": {"origin": "api.example.com"},
    "another site behind a proxy": {"origin": "https://api.example.com", "sec-fetch-site": "cross-site"},
}
OWN: dict[str, Mapping[str, str]] = {
    "this page": {"sec-fetch-site": "same-origin", "origin": "https://api.example.com"},
    "an address that was typed": {"sec-fetch-site": "none"},
    "a port that need not be said": {"origin": "https://api.example.com:443"},
    "capitals": {"origin": "https://API.Example.com"},
    "this page behind a proxy with a name of its own": {"sec-fetch-site": "same-origin", "origin": "https://d1.example.net"},
    "a program": {},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_a_page_of_another_origin_neither_uses_nor_sets_a_cookie(page: Api, headers: Mapping[str, str]) -> None:
    _, cookie = sign_in(page)
    code = ask(page, "codes", token=OLGA).json["code"]

    refused = [
        ask(page, "refresh", cookie=cookie, headers=headers),
        ask(page, "logout", cookie=cookie, headers=headers),
        ask(page, "login", {**LOGIN, "cookie": True}, headers=headers),
        ask(page, "code", {"code": code, "cookie": True}, headers=headers),
        ask(page, "register", {**LOGIN, "name": "A", "cookie": True}, headers=headers, token=ADA),
    ]

    assert [(reply.status, reply.cookies) for reply in refused] == [(403, ())] * 5
    assert ask(page, "refresh", cookie=cookie).status == 200
    assert ask(page, "code", {"code": code}).status == 200


@pytest.mark.parametrize("headers", OWN.values(), ids=OWN)
def test_the_platforms_own_page_does(page: Api, headers: Mapping[str, str]) -> None:
    _, cookie = sign_in(page)

    assert ask(page, "refresh", cookie=cookie, headers=headers).status == 200


def test_a_cookie_goes_by_https_alone_where_it_came_so(page: Api) -> None:
    body = {**LOGIN, "cookie": True}

    def secure(context: object) -> bool:
        return "; Secure" in page.post("/api/auth/login", body, token=None, context=context).cookies[0]

    assert (secure(None), secure(SimpleNamespace(https=True)), secure(SimpleNamespace(https=False))) == (True, True, False)


@pytest.mark.parametrize(
    ("scheme", "said", "trusted", "secure"),
    [
        ("http", None, "127.0.0.1", False),
        ("http", "https", "127.0.0.1", True),
        ("http", "HTTPS, http", "127.0.0.1", True),
        ("http", "http", "127.0.0.1", False),
        ("http", "https", "10.0.0.0/8", False),
        ("https", None, "", True),
    ],
)
def test_https_is_believed_of_a_trusted_proxy(page: Api, scheme: str, said: str | None, trusted: str, secure: bool) -> None:
    app = App(page.handler, trusted=read({"HOME": "/", "TRUSTED_PROXIES": trusted}).trusted_proxies)
    headers = [("host", "localhost"), ("content-type", "application/json")]
    headers += [] if said is None else [("x-forwarded-proto", said)]
    body = b'{"email": "anna@example.com", "password": "correct horse", "cookie": true}'

    start, _ = run(app, {**scope("POST", "/api/auth/login", headers), "scheme": scheme}, messages(chunk(body)))

    (cookie,) = [value for name, value in start["headers"] if name == b"set-cookie"]
    assert (b"; Secure" in cookie) is secure


def test_a_code_signs_a_browser_in_once(page: Api) -> None:
    made = ask(page, "codes", token=OLGA)
    used = ask(page, "code", {"code": made.json["code"], "cookie": True})
    again = ask(page, "code", {"code": made.json["code"], "cookie": True})

    assert (made.status, set(made.json)) == (201, {"code", "expires_at"})
    assert (used.status, used.json["user"]["id"], used.json["refresh_token"]) == (200, "olga", None)
    assert ask(page, "refresh", cookie=kept(used)).status == 200
    assert (again.status, again.cookies) == (401, ())
    lines = page.get("/api/activity", token=ADA).json["items"]
    assert {(line["action"], line["actor"], line["outcome"], *line["detail"]) for line in lines} == {
        ("code.create", "olga", "done", "code"),
        ("login", "olga", "done", "with"),
        ("login", "", "refused", "with"),
    }
    assert made.json["code"] not in str(lines)


def test_a_personal_token_makes_no_code(page: Api) -> None:
    token = page.post("/api/tokens", {"name": "x", "scope": "operate"}).json["token"]

    reply = ask(page, "codes", token=token)

    assert (reply.status, reply.json["reason"]) == (403, "Forbidden")


def test_guesses_of_codes_are_slowed_down(page: Api) -> None:
    statuses = [ask(page, "code", {"code": f"syc_{number}_x"}).status for number in range(22)]

    assert statuses == [401] * 20 + [429] * 2

"""Signing in and out, users and tokens: what is sent, what is kept, and that nothing secret is shown."""

from __future__ import annotations

import json
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from functions.cli.client import Client
from functions.cli.config import Config
from functions.cli.errors import NotSignedIn
from functions.cli.session import Session
from tests.functional.api.client import Api
from tests.functional.cli.shell import URL, Shell, answers, handler_wire

TERMINAL = frozenset({"stdin", "stdout", "stderr"})
ANNA = {"id": "u1", "name": "Anna", "email": "anna@example.com", "role": "owner"}
SIGNED_IN = {"access_token": "access-1", "refresh_token": "refresh-1", "expires_in": 900, "user": ANNA}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell where nobody is signed in."""
    made = Shell(tmp_path, answers())
    del made.environ["STOREYARD_TOKEN"]
    return made


def signed_in(shell: Shell) -> Shell:
    """Sign in with a password."""
    shell.wire = answers((200, SIGNED_IN))
    assert shell.type("login", "--email", "anna@example.com", stdin="s3cret\n", tty=TERMINAL).code == 0
    shell.requests.clear()
    return shell


def sent(request: httpx.Request) -> Any:
    """What a request's body says."""
    return json.loads(request.content)


def test_a_login_keeps_the_session_and_no_password(shell: Shell) -> None:
    shell.wire = answers((200, SIGNED_IN))

    typed = shell.type("login", "--email", "anna@example.com", stdin="s3cret\n", tty=TERMINAL)

    assert typed.code == 0
    assert sent(shell.requests[0]) == {"email": "anna@example.com", "password": "s3cret"}
    assert shell.stored["contexts"]["local"]["session"] == {"access_token": "access-1", "refresh_token": "refresh-1"}
    assert "s3cret" not in typed.out + typed.err + json.dumps(shell.stored)
    assert "access-1" not in typed.out + typed.err


def test_what_is_kept_is_for_its_owner_only(shell: Shell) -> None:
    signed_in(shell)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in shell.config.iterdir()}
    assert modes["config.json"] == 0o600
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(shell.config.stat().st_mode) == 0o700


def test_a_login_without_a_person_wants_a_token(shell: Shell) -> None:
    typed = shell.type("login", "--email", "anna@example.com")

    assert (typed.code, shell.requests) == (2, [])
    assert "--with-token" in typed.err


def test_a_token_is_tried_before_it_is_kept(shell: Shell) -> None:
    shell.wire = answers((401, {"detail": "Nobody has this token."}), (200, {"user": ANNA, "scope": "operate", "via": "token"}))

    wrong = shell.type("login", "--with-token", stdin="sy_wrong\n")
    right = shell.type("login", "--with-token", stdin="sy_right\n")

    assert (wrong.code, right.code) == (4, 0)
    assert shell.stored["contexts"]["local"] == {"url": URL, "token": "sy_right"}
    assert shell.requests[1].headers["authorization"] == "Bearer sy_right"
    assert "sy_right" not in right.out + right.err


def test_without_a_credential_it_says_how_to_get_one(shell: Shell) -> None:
    shell.wire = answers((401, {"detail": "This needs a token."}))

    typed = shell.type("store", "list")

    assert (typed.code, typed.out) == (4, "")
    assert "Try next: storeyard login" in typed.err


def test_the_token_that_make_up_wrote_is_used_on_this_machine(shell: Shell) -> None:
    home = shell.folder / ".local/share/storeyard"
    home.mkdir(parents=True)
    (home / "token").write_text("sy_first\n")
    (home / "platform.json").write_text(json.dumps({"pid": 1, "api": "http://127.0.0.1:8765"}))
    shell.wire = answers((200, {"items": [], "next_cursor": None}), (401, {"detail": "no"}))

    shell.type("store", "list")
    shell.environ["STOREYARD_URL"] = "https://elsewhere.example.com"
    shell.type("store", "list")

    assert shell.requests[0].headers["authorization"] == "Bearer sy_first"
    assert shell.requests[0].url.port == 8765
    assert "authorization" not in shell.requests[1].headers, "a credential is for the address that it was stored for"


def test_what_the_environment_says_goes_before_what_is_kept(shell: Shell) -> None:
    signed_in(shell)
    shell.environ |= {"STOREYARD_TOKEN": "sy_given", "STOREYARD_URL": "https://shops.example.com"}
    shell.wire = answers((200, ANNA))

    shell.type("whoami")

    assert str(shell.requests[0].url) == "https://shops.example.com/api/me"
    assert shell.requests[0].headers["authorization"] == "Bearer sy_given"


def test_an_access_token_that_ended_is_renewed_once_and_the_request_repeated(shell: Shell) -> None:
    signed_in(shell)
    renewed = {**SIGNED_IN, "access_token": "access-2", "refresh_token": "refresh-2"}
    shell.wire = answers((401, {"detail": "ended"}), (200, renewed), (200, ANNA))

    typed = shell.type("whoami", "--json")

    assert typed.json == ANNA
    assert [request.url.path for request in shell.requests] == ["/api/me", "/api/auth/refresh", "/api/me"]
    assert sent(shell.requests[1]) == {"refresh_token": "refresh-1"}
    assert shell.requests[2].headers["authorization"] == "Bearer access-2"
    assert shell.stored["contexts"]["local"]["session"] == {"access_token": "access-2", "refresh_token": "refresh-2"}


def test_a_session_that_has_ended_is_forgotten(shell: Shell) -> None:
    signed_in(shell)
    shell.wire = answers((401, {"detail": "ended"}), (401, {"detail": "used before"}))

    typed = shell.type("whoami")

    assert typed.code == 4
    assert "Try next: storeyard login" in typed.err
    assert "session" not in shell.stored["contexts"]["local"]


def test_a_new_access_token_that_is_refused_too_is_not_renewed_again(shell: Shell) -> None:
    signed_in(shell)
    shell.wire = answers((401, {"detail": "ended"}), (200, SIGNED_IN | {"access_token": "access-2"}), (401, {"detail": "no"}))

    assert shell.type("whoami").code == 4
    assert len(shell.requests) == 3


class Rotating:
    """A platform where a refresh token is good for one use, and a second use ends the session."""

    def __init__(self, crowd: int) -> None:
        self.number, self.ended, self.refreshed = 1, False, 0
        self._lock = threading.Lock()
        self._refused = threading.Barrier(crowd)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/auth/refresh":
            with self._lock:
                if json.loads(request.read())["refresh_token"] != f"refresh-{self.number}":
                    self.ended = True
                    return httpx.Response(401, json={})
                self.number, self.refreshed = self.number + 1, self.refreshed + 1
                answer = {"access_token": f"access-{self.number}", "refresh_token": f"refresh-{self.number}"}
                return httpx.Response(200, json=answer)
        if request.headers["authorization"] == "Bearer access-1":
            self._refused.wait(timeout=10)  # all of them are refused before the first renews
            return httpx.Response(401, json={})
        return httpx.Response(200, json={"good": True})


def test_of_many_commands_at_once_one_renews(tmp_path: Path) -> None:
    crowd = 8
    config = Config(tmp_path)
    config.change_context("local", session={"access_token": "access-1", "refresh_token": "refresh-1"})
    platform = Rotating(crowd)

    def ask(_: int) -> object:
        client = Client(URL, Session(config, "local"), transport=httpx.MockTransport(platform))
        return client.get("/api/me")

    with ThreadPoolExecutor(crowd) as pool:
        found = list(pool.map(ask, range(crowd)))

    assert found == [{"good": True}] * crowd
    assert (platform.refreshed, platform.ended) == (1, False)


def test_a_refresh_is_never_sent_twice(tmp_path: Path) -> None:
    config = Config(tmp_path)
    config.change_context("local", session={"access_token": "access-1", "refresh_token": "refresh-1"})
    seen: list[str] = []

    def lost(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        if request.url.path == "/api/auth/refresh":
            raise httpx.ReadTimeout("no answer")
        return httpx.Response(401, json={})

    client = Client(URL, Session(config, "local"), transport=httpx.MockTransport(lost), sleep=lambda _: None)
    with pytest.raises(Exception, match="does not answer"):
        client.get("/api/me")
    assert seen == ["/api/me", "/api/auth/refresh"]
    refusing = httpx.MockTransport(lambda _: httpx.Response(401, json={}))
    later = Client(URL, Session(config, "local"), transport=refusing)
    with pytest.raises(NotSignedIn):
        later.get("/api/me")


def test_a_logout_tells_the_platform_and_forgets(shell: Shell) -> None:
    signed_in(shell)
    shell.wire = answers((200, {}))

    assert shell.type("logout").code == 0
    assert (shell.requests[0].content, shell.requests[0].headers["authorization"]) == (b"", "Bearer access-1")
    assert shell.stored["contexts"]["local"] == {"url": URL}
    assert shell.type("logout").code == 2, "there is nothing left"


def test_a_logout_that_the_platform_does_not_hear_forgets_all_the_same_and_says_so(shell: Shell) -> None:
    signed_in(shell)
    shell.wire = answers(httpx.ReadTimeout("lost"))

    typed = shell.type("logout")

    assert typed.code == 1
    assert "session" not in shell.stored["contexts"]["local"]


def test_a_token_is_shown_once_on_standard_output(shell: Shell) -> None:
    shell.environ["STOREYARD_TOKEN"] = "sy_mine"
    shell.wire = answers((201, {"id": "t1", "token": "sy_pat_new"}), (200, {"items": [{"id": "t1", "name": "ci"}]}), (204, {}))

    made = shell.type("token", "create", "ci", "--scope", "read", "--expires", "30")
    listed = shell.type("tokens", "list")
    revoked = shell.type("token", "revoke", "t1")

    assert (made.code, made.out) == (0, "sy_pat_new\n")
    assert sent(shell.requests[0]) == {"name": "ci", "scope": "read", "expires_in_days": 30}
    assert "sy_pat" not in listed.out
    assert (revoked.code, shell.requests[2].method, shell.requests[2].url.path) == (0, "DELETE", "/api/tokens/t1")


def test_users_are_looked_after(shell: Shell) -> None:
    shell.wire = answers((201, ANNA), (200, {"items": [ANNA]}), (200, ANNA), (200, ANNA), (204, {}))

    added = shell.type(
        "user", "add", "anna@example.com", "--name", "Anna", "--stores", "5", "--password-stdin", stdin="first one\n"
    )
    listed = shell.type("users", "list")
    limited = shell.type("user", "limit", "u1", "10", "--json")
    unlimited = shell.type("user", "limit", "u1")
    reset = shell.type("user", "reset-password", "u1", stdin="other\nother\n", tty=TERMINAL)

    assert [typed.code for typed in (added, listed, limited, unlimited, reset)] == [0] * 5
    expected = {"email": "anna@example.com", "name": "Anna", "role": "owner", "password": "first one", "store_limit": 5}
    assert sent(shell.requests[0]) == expected
    assert "anna@example.com" in listed.out
    assert (sent(shell.requests[2]), limited.json["id"]) == ({"store_limit": 10}, "u1")
    assert sent(shell.requests[3]) == {"store_limit": None}
    assert (shell.requests[4].url.path, sent(shell.requests[4])) == ("/api/users/u1/password", {"password": "other"})
    assert "other" not in reset.out + reset.err


@pytest.mark.parametrize("words", [("user", "add", "a@b.example", "--name", "A"), ("user", "reset-password", "u1")])
def test_a_password_is_never_an_argument_and_needs_a_person_or_standard_input(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell.type(*words).code == 2
    assert shell.type(*words, "--password-stdin").code == 2, "standard input is empty"
    assert shell.requests == []


CODE = {"code": "syc_ab_c-d", "expires_at": "2026-01-31T12:00:00Z"}
LINK = f"{URL}/sign-in#code=syc_ab_c-d"


def test_opening_the_dashboard_prints_a_link_and_starts_a_browser_on_a_terminal_only(shell: Shell) -> None:
    shell.wire = answers(*[(201, CODE)] * 4)
    assert shell.type("open", tty=TERMINAL).out == f"{LINK}\n"
    assert shell.browsed == [], "there is no screen"
    shell.environ["DISPLAY"] = ":0"

    piped = shell.type("open")
    assert (piped.code, piped.out, shell.browsed) == (0, f"{LINK}\n", [])
    without = shell.type("open", "--no-browser", tty=TERMINAL)
    assert (without.out, shell.browsed) == (f"{LINK}\n", [])
    opened = shell.type("open", tty=TERMINAL)
    assert (opened.out, shell.browsed) == (f"{LINK}\n", [LINK])

    assert {(request.method, request.url.path) for request in shell.requests} == {("POST", "/api/auth/codes")}
    assert "idempotency-key" not in shell.requests[0].headers, "a code is not given twice"


def test_a_link_as_json_starts_no_browser(shell: Shell) -> None:
    shell.wire = answers((201, CODE))

    typed = shell.type("open", "--json", tty=TERMINAL)

    assert typed.json == {"url": LINK, "expires_at": CODE["expires_at"]}
    assert shell.browsed == []


def test_a_link_of_the_platform_signs_in(tmp_path: Path) -> None:
    api = Api()
    code = Shell(tmp_path, handler_wire(api)).type("open").out.strip().partition("#code=")[2]

    opened = api.post("/api/auth/code", {"code": code}, token=None)

    assert (opened.status, opened.json["user"]["id"]) == (200, "olga")

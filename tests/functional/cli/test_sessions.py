"""Signing in, users and tokens on the real handler: command line and API agree on shapes, and on what ends when."""

from __future__ import annotations

import re

import pytest

from tests.functional.api.client import ADA, Api
from tests.functional.cli.shell import Shell, Typed

PASSWORD = "correct horse battery"
TERMINAL = frozenset({"stdin", "stdout", "stderr"})
ACCESS_MINUTES = 15


@pytest.fixture
def anna(shell: Shell) -> Shell:
    """A shell of somebody whom an admin has made a user, and who is not signed in."""
    shell.environ["STOREYARD_TOKEN"] = ADA
    added = shell.type("user", "add", "anna@example.com", "--name", "Anna", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert added.code == 0, added.err
    del shell.environ["STOREYARD_TOKEN"]
    return shell


def sign_in(shell: Shell, password: str = PASSWORD) -> Typed:
    """Sign in with a password."""
    return shell.type("login", "--email", "anna@example.com", stdin=f"{password}\n", tty=TERMINAL)


def as_admin(shell: Shell, *words: str, stdin: str = "") -> Typed:
    """Type a command with an admin's token."""
    shell.environ["STOREYARD_TOKEN"] = ADA
    try:
        return shell.type(*words, stdin=stdin)
    finally:
        del shell.environ["STOREYARD_TOKEN"]


def test_a_session_goes_on_after_its_access_token_has_ended(anna: Shell, api: Api) -> None:
    assert sign_in(anna).code == 0
    first = anna.stored["contexts"]["local"]["session"]
    api.platform.clock.advance((ACCESS_MINUTES + 1) * 60)

    typed = anna.type("whoami", "--json")

    assert typed.json["user"]["email"] == "anna@example.com"
    second = anna.stored["contexts"]["local"]["session"]
    assert first["access_token"] != second["access_token"]
    assert first["refresh_token"] != second["refresh_token"]


def test_a_wrong_password_is_not_signed_in(anna: Shell) -> None:
    assert sign_in(anna, "something else").code == 4
    assert anna.type("whoami").code == 4


def test_after_a_logout_nothing_is_good_any_more(anna: Shell) -> None:
    sign_in(anna)
    access = anna.stored["contexts"]["local"]["session"]["access_token"]
    assert anna.type("logout").code == 0

    anna.environ["STOREYARD_TOKEN"] = access
    assert anna.type("whoami").code == 4


def test_a_reset_password_ends_the_session(anna: Shell, api: Api) -> None:
    sign_in(anna)
    (user,) = [one["id"] for one in as_admin(anna, "user", "list", "--json").json["items"] if one["name"] == "Anna"]
    assert as_admin(anna, "user", "reset-password", user, "--password-stdin", stdin="another password\n").code == 0

    typed = anna.type("store", "list")

    assert typed.code == 4
    assert "Try next: storeyard login" in typed.err
    assert sign_in(anna, "another password").code == 0


def test_a_token_for_a_program_has_its_scope_and_can_be_revoked(anna: Shell) -> None:
    sign_in(anna)
    token = anna.type("token", "create", "ci").out.strip()
    (listed,) = anna.type("token", "list", "--json").json["items"]
    login = anna.type("login", "--with-token", stdin=f"{token}\n")

    assert (login.code, listed["scope"]) == (0, "read")
    assert anna.type("whoami").code == 0
    refused = anna.type("store", "create", "Tea", "-e", "medusa")
    assert (refused.code, refused.out) == (5, "")
    sign_in(anna)
    assert anna.type("token", "revoke", listed["id"]).code == 0
    assert anna.type("login", "--with-token", stdin=f"{token}\n").code == 4


def test_a_limit_of_stores_is_refused_with_the_numbers(anna: Shell) -> None:
    (user,) = [one["id"] for one in as_admin(anna, "user", "list", "--json").json["items"] if one["name"] == "Anna"]
    assert as_admin(anna, "user", "limit", user, "1").code == 0
    sign_in(anna)

    assert anna.type("store", "create", "First", "-e", "medusa").code == 0
    second = anna.type("store", "create", "Second", "-e", "medusa")

    assert second.code == 5
    assert re.search(r"\b1\b", second.err)


def test_what_is_for_admins_is_refused_to_an_owner(anna: Shell) -> None:
    sign_in(anna)

    typed = anna.type("user", "list")
    assert (typed.code, typed.out) == (5, "")

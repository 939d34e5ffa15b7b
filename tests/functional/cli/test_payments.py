"""`storeyard store payments` on the real handler."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions.application.ports.shops import Refused
from tests.functional.api.client import Api
from tests.functional.cli.shell import Shell

KEY = ("--key", "pk_test_51Demo")


@pytest.fixture
def demo(api: Api) -> Api:
    """A store that sells."""
    api.create()
    api.finish("demo")
    return api


@pytest.fixture
def keys(tmp_path: Path) -> str:
    """A file with both secrets, which may be in any order."""
    (tmp_path / "keys").write_text("whsec_hunter2\n\nsk_test_hunter2\n")
    return str(tmp_path / "keys")


def test_keys_are_given_from_a_file_and_never_shown(shell: Shell, demo: Api, keys: str) -> None:
    done = shell.type("store", "payments", "demo", *KEY, "--secrets-file", keys)
    demo.finish("demo")
    shown = shell.type("store", "payments", "demo", "--json").json

    assert done.code == 0
    assert sorted(demo.platform.secrets.kept.values()) == ["sk_test_hunter2", "whsec_hunter2"]
    assert (shown["provider"], shown["mode"], shown["has_secret"]) == ("stripe", "test", True)
    assert "webhook_url" in shown
    assert "hunter2" not in done.out + done.err


def test_payments_are_stopped(shell: Shell, demo: Api, keys: str) -> None:
    shell.type("store", "payments", "demo", *KEY, "--secrets-file", keys)
    demo.finish("demo")

    assert shell.type("store", "payments", "demo", "--stop").code == 0
    demo.finish("demo")
    assert shell.type("store", "payments", "demo", "--json").json["provider"] is None


def test_the_key_is_tried_or_it_is_said_why_it_does_not_work(shell: Shell, demo: Api, keys: str) -> None:
    shell.type("store", "payments", "demo", *KEY, "--secrets-file", keys)
    demo.finish("demo")

    assert shell.type("store", "payments", "demo", "--check").out == "Stripe knows the key.\n"

    def refuse(_: str) -> None:
        raise Refused("x", status=502, said="Invalid API Key provided")

    demo.platform.shops.of("demo").on = refuse
    failed = shell.type("store", "payments", "demo", "--check")
    assert failed.code == 5
    assert "Invalid API Key" in failed.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--secrets-file", "/nowhere/keys"], "needs --key"),
        (["--stop", "--check"], "one of them"),
        ([*KEY, "--stop"], "one of them"),
        ([*KEY, "--secrets-file", "/nowhere/keys"], "cannot be read"),
    ],
)
def test_what_does_not_go_together_is_told(shell: Shell, demo: Api, words: list[str], said: str) -> None:
    done = shell.type("store", "payments", "demo", *words)

    assert done.code == 2
    assert said in done.err


def test_a_file_with_two_secret_keys_is_refused_without_a_word_of_them(shell: Shell, demo: Api, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("sk_test_hunter2\nsk_test_hunter3\n")

    done = shell.type("store", "payments", "demo", *KEY, "--secrets-file", str(tmp_path / "keys"))

    assert (done.code, "two lines for secret_key" in done.err, "hunter" in done.err) == (2, True, False)

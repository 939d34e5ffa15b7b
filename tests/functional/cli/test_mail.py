"""`storeyard store mail` on the real handler."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions.application.ports.shops import Refused
from tests.functional.api.client import Api
from tests.functional.cli.shell import Shell

RELAY = ("--host", "smtp.example.com", "--from", "shop@example.com")


@pytest.fixture
def demo(api: Api) -> Api:
    """A store that sells."""
    api.create()
    api.finish("demo")
    return api


def test_a_relay_is_shown_and_set_with_a_password_from_a_file(shell: Shell, demo: Api, tmp_path: Path) -> None:
    (tmp_path / "word").write_text("hunter2\n")

    done = shell.type("store", "mail", "demo", *RELAY, "--user", "shop", "--password-file", str(tmp_path / "word"))
    demo.finish("demo")
    shown = shell.type("store", "mail", "demo", "--json").json

    assert done.code == 0
    assert [*demo.platform.passwords.kept.values()] == ["hunter2"]
    assert (shown["source"], shown["user"], shown["has_password"]) == ("store", "shop", True)
    assert "hunter2" not in done.out + done.err


def test_a_relay_goes_back_to_the_platforms(shell: Shell, demo: Api) -> None:
    shell.type("store", "mail", "demo", *RELAY)
    demo.finish("demo")

    assert shell.type("store", "mail", "demo", "--platform").code == 0
    demo.finish("demo")
    assert "none" in shell.type("store", "mail", "demo").out


def test_a_test_mail_is_sent_or_it_is_said_why_not(shell: Shell, demo: Api) -> None:
    assert (
        shell.type("store", "mail", "demo", "--test", "ada@example.com").out == "The relay took a mail for ada@example.com.\n"
    )

    def refuse(_: str) -> None:
        raise Refused("x", status=409, said="no relay is set")

    demo.platform.shops.of("demo").on = refuse
    failed = shell.type("store", "mail", "demo", "--test", "ada@example.com")
    assert failed.code == 5
    assert "no relay is set" in failed.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--host", "smtp.example.com"], "needs --host and --from"),
        (["--platform", "--test", "a@b.example"], "one of them"),
        ([*RELAY, "--platform"], "one of them"),
        ([*RELAY, "--password-file", "/nowhere/word"], "cannot be read"),
    ],
)
def test_what_does_not_go_together_is_told(shell: Shell, demo: Api, words: list[str], said: str) -> None:
    done = shell.type("store", "mail", "demo", *words)

    assert done.code == 2
    assert said in done.err

"""Contexts: which platform is meant, and that what is remembered survives what goes wrong."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from functions.cli.config import Config
from tests.functional.cli.shell import Shell, answers

PAGE: dict[str, Any] = {"items": [], "next_cursor": None}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell where nobody is signed in."""
    made = Shell(tmp_path, answers(*[(200, PAGE)] * 9))
    del made.environ["STOREYARD_TOKEN"]
    return made


def test_a_platform_is_added_used_and_forgotten(shell: Shell) -> None:
    assert shell.type("context", "add", "prod", "https://shops.example.com/").code == 0
    shell.type("store", "list")
    shell.type("store", "list", "--context", "local")
    listed = shell.type("contexts", "list", "--json").json["items"]
    assert shell.type("context", "remove", "prod").code == 0
    shell.type("store", "list")

    hosts = [request.url.host for request in shell.requests]
    assert hosts == ["shops.example.com", "127.0.0.1", "127.0.0.1"]
    assert [(row["name"], row["in_use"]) for row in listed] == [("local", False), ("prod", True)]


def test_one_that_is_not_there_is_not_used(shell: Shell) -> None:
    for words in (("context", "use", "prod"), ("context", "remove", "prod"), ("store", "list", "--context", "prod")):
        typed = shell.type(*words)
        assert typed.code == 2
        assert "Try next: storeyard context list" in typed.err


def test_going_back_to_this_machine(shell: Shell) -> None:
    shell.type("context", "add", "prod", "https://shops.example.com")

    assert shell.type("context", "use", "local").code == 0
    assert shell.type("context", "show", "--json").json["name"] == "local"


@pytest.mark.parametrize(
    "url", ["shops.example.com", "ftp://a.example", "https://", "https://u:p@a.example", "http://a:x", "https://a/?b"]
)
def test_what_is_no_address_is_refused(shell: Shell, url: str) -> None:
    assert shell.type("context", "add", "prod", url).code == 2
    assert not (shell.config / "config.json").exists()


@pytest.mark.parametrize("name", ["", "Prod", "a b", "../x", "-x", "a" * 64])
def test_what_is_no_name_is_refused(shell: Shell, name: str) -> None:
    assert shell.type("context", "add", "--", name, "https://a.example").code == 2


def test_plain_http_to_another_machine_is_told_of(shell: Shell) -> None:
    assert "plain HTTP" in shell.type("context", "add", "far", "http://shops.example.com").err
    assert "plain HTTP" not in shell.type("context", "add", "near", "http://127.0.0.1:8001").err


def test_another_address_gets_no_credential_of_the_one_before(shell: Shell) -> None:
    Config(shell.config).change_context("prod", url="https://a.example", token="sy_a")

    shell.type("context", "add", "prod", "https://a.example")
    assert shell.stored["contexts"]["prod"]["token"] == "sy_a"
    shell.type("context", "add", "prod", "https://b.example")
    assert shell.stored["contexts"]["prod"] == {"url": "https://b.example"}


def test_a_configuration_that_cannot_be_read_is_named_and_left_alone(shell: Shell) -> None:
    shell.config.mkdir()
    (shell.config / "config.json").write_text('{"contexts": ')

    typed = shell.type("context", "add", "prod", "https://a.example")

    assert typed.code == 1
    assert str(shell.config / "config.json") in typed.err
    assert (shell.config / "config.json").read_text() == '{"contexts": '


def test_changes_at_once_are_all_kept(tmp_path: Path) -> None:
    config = Config(tmp_path)

    def add(number: int) -> None:
        config.change_context(f"c{number}", url=f"https://{number}.example")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))

    assert len(json.loads(config.file.read_text())["contexts"]) == 40
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.json", "config.lock"]


def test_a_write_that_fails_leaves_what_was(tmp_path: Path) -> None:
    config = Config(tmp_path)
    config.change_context("prod", url="https://a.example")
    before = config.file.read_text()

    with pytest.raises(TypeError):
        config.change_context("prod", url=object())

    assert config.file.read_text() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.json", "config.lock"]

"""What is printed: JSON alone, tables that no text can break, colours only where they are wanted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from functions.cli.errors import CliError
from functions.cli.output import Format, Output, cell, plain
from functions.cli.world import World

TERMINAL = frozenset({"stdout", "stderr"})


def output(
    *, tty: frozenset[str] = frozenset(), form: Format = Format.TABLE, environ: Mapping[str, str] | None = None
) -> Output:
    """An output of a machine with these terminals and this environment."""
    return Output(World(environ={"TERM": "xterm-256color", **(environ or {})}, is_tty=lambda name: name in tty), form)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tea & Cake", "Tea & Cake"),
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]8;;http://x\x1b\\link", "alink"),
        ("bell\x07 back\x08 \x9b31m", "bell back 31m"),
        ("\x1b[2J\x1b[Hgone", "gone"),
        ("over\u202eride\u2066", "override"),
        ("line\n\ttab", "line\n\ttab"),
        ("\x1b(B\x1bc", "(Bc"),
        ("日本 Straße", "日本 Straße"),
    ],
)
def test_a_text_never_moves_the_cursor(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        *((None, "-"), ("", "-"), (True, "yes"), (False, "no"), (0, "0"), ([], "-"), ({}, "-")),
        *((["a", None], "a, -"), ({"cpu": "1"}, "cpu 1"), ("two\nlines", "two lines")),
    ],
)
def test_a_value_is_shown_as_people_read_it(value: Any, shown: str) -> None:
    assert cell(value) == shown


def test_markup_in_a_name_is_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    output().table([{"name": "[red]Sale[/red] :tea:"}], {"NAME": "name"})

    assert "[red]Sale[/red] :tea:" in capsys.readouterr().out


def test_a_table_in_a_pipe_is_cut_nowhere_and_has_no_colours(capsys: pytest.CaptureFixture[str]) -> None:
    output().table([{"id": "x" * 300, "status": "ready"}], {"ID": "id", "STATUS": "status"})

    assert capsys.readouterr().out == f"ID{' ' * 298}  STATUS\n{'x' * 300}  ready\n"


@pytest.mark.parametrize(("environ", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True)])
def test_colours_are_on_a_terminal_unless_they_are_not_wanted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], coloured: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    output(tty=TERMINAL, environ=environ).table([{"status": "failed"}], {"STATUS": "status"})

    assert ("\x1b[31m" in capsys.readouterr().out) is coloured


def test_json_is_one_document_with_everything_as_it_came(capsys: pytest.CaptureFixture[str]) -> None:
    found = {"name": "Tee \x1b[31m\x9b31m\u202e ☕", "later": [1, None]}
    output(form=Format.JSON).document(found)

    printed = capsys.readouterr().out
    assert json.loads(printed) == found
    assert plain(printed) == printed
    assert "☕" in printed


def test_a_thing_is_a_field_a_line_and_what_is_nested_has_its_path(capsys: pytest.CaptureFixture[str]) -> None:
    output().fields(
        {"id": "demo", "pods": [{"name": "web-1", "ready": True}], "disk": {"used_bytes": 5, "of": None}, "none": []}
    )

    assert [line.split(None, 1) for line in capsys.readouterr().out.replace("used bytes", "used_bytes").splitlines()] == [
        ["id", "demo"],
        ["pods.1.name", "web-1"],
        ["pods.1.ready", "yes"],
        ["disk.used_bytes", "5"],
        ["disk.of", "-"],
        ["none", "-"],
    ]


def test_a_failure_is_beside_the_answer_with_what_is_known_and_what_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    output().failure(CliError("It broke.", lines=["seen: \x1b[31mred"], next_command="storeyard store retry demo"))

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "storeyard: It broke.\n  seen: red\nTry next: storeyard store retry demo\n"

"""What `make up` shows: nothing of what is over in a moment, and one sentence of what failed."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

PLUGIN = Path(__file__).parents[2] / "plugins/callback/storeyard_progress.py"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("storeyard_progress", PLUGIN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


plugin = load()


class Screen:
    """A progress on a clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.lines: list[str] = []
        self.progress = plugin.Progress(lambda text: self.lines.append(text.rstrip("\n")), lambda: self.now)

    def after(self, seconds: float) -> list[str]:
        self.now += seconds
        self.progress.tick()
        return self.lines


def test_a_task_that_is_over_in_a_moment_is_not_shown() -> None:
    screen = Screen()

    screen.progress.task("Look at the cluster")
    screen.after(1.0)
    screen.progress.task("Mark the cluster")

    assert screen.after(1.0) == []


def test_the_time_is_that_since_the_command_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    monkeypatch.setattr(plugin, "write_out", written.append)
    monkeypatch.setattr(plugin.time, "time", lambda: 1100.0)
    monkeypatch.setenv("STOREYARD_BEGAN", "1035")

    plugin.CallbackModule()._progress.line("Starting")

    assert written == ["[1 min 05 s] Starting\n"]


def test_a_task_that_takes_time_is_shown_once_with_the_time_since_the_start() -> None:
    screen = Screen()
    screen.after(9.0)
    screen.progress.task("Installing Traefik")

    screen.after(3.0)

    assert screen.after(3.0) == ["[      12 s] Installing Traefik …"]


def test_what_a_script_says_is_shown_at_once_and_instead_of_its_task() -> None:
    screen = Screen()
    screen.progress.task("Make sure that the cluster is present")

    screen.progress.say("Building Kubernetes (about 6 min)")

    assert screen.after(10.0) == ["[       0 s] Building Kubernetes (about 6 min) …"]


def test_a_long_wait_says_every_minute_that_it_goes_on() -> None:
    screen = Screen()
    screen.progress.say("Building Kubernetes (about 6 min)")

    screen.after(61.0)
    screen.after(30.0)

    assert screen.after(60.0)[1:] == [
        "[1 min 01 s]   … Building Kubernetes: 1 min 01 s so far",
        "[2 min 31 s]   … Building Kubernetes: 2 min 31 s so far",
    ]


@pytest.mark.parametrize(
    ("result", "wanted"),
    [
        ({"stderr": "noise\nstoreyard: Port 80 is taken.\n", "msg": "non-zero return code"}, "Port 80 is taken."),
        ({"msg": "storeyard: No storage class."}, "No storage class."),
        ({"stderr": "storeyard: first\nstoreyard: last"}, "last"),
        ({"msg": "Failed to connect"}, "Failed to connect."),
        ({"stderr": "\n  kaputt!\n", "msg": "non-zero return code"}, "kaputt!"),
        ({}, "It ended without a message."),
    ],
    ids=["script", "assert", "last-of-two", "module", "first-line", "silence"],
)
def test_a_failure_is_one_sentence(result: dict[str, Any], wanted: str) -> None:
    assert plugin.sentence(result) == wanted


@pytest.mark.parametrize(("seconds", "words"), [(0.4, "0 s"), (59.9, "59 s"), (60, "1 min 00 s"), (754, "12 min 34 s")])
def test_time_is_said_as_people_say_it(seconds: float, words: str) -> None:
    assert plugin.duration(seconds) == words


class Result:
    """What Ansible hands to a callback."""

    def __init__(self, **fields: object) -> None:
        self.result = fields


def test_what_a_script_writes_is_shown_in_every_playbook_of_a_run(shown: list[str]) -> None:
    callback = plugin.CallbackModule()

    for words in ("Starting Docker", "Building images"):
        callback.v2_playbook_on_start(None)
        said = Path(os.environ["STOREYARD_PROGRESS"])
        said.write_text(words + "\n")
        callback.v2_playbook_on_stats(None)
        assert not said.exists()

    assert [line[13:] for line in shown] == ["Starting Docker …\n", "Building images …\n"]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(plugin, "write_out", lines.append)
    monkeypatch.setenv("STOREYARD_HOME", str(tmp_path))
    monkeypatch.setenv("STOREYARD_PROGRESS", "")  # put back after the test
    return lines


def test_a_failure_that_does_not_say_how_to_go_on_is_told_so(shown: list[str], tmp_path: Path) -> None:
    callback = plugin.CallbackModule()

    callback.v2_runner_on_failed(Result(msg="The disk is full"))
    callback.v2_playbook_on_stats(None)

    assert "The disk is full." in shown[0]
    assert "run the same command again" in shown[1]
    assert (tmp_path / "log/last-failure.json").exists()


def test_only_the_first_failure_is_shown(shown: list[str]) -> None:
    callback = plugin.CallbackModule()

    callback.v2_runner_on_failed(Result(msg="Start Docker and run this again."))
    callback.v2_runner_on_failed(Result(msg="Later."))
    callback.v2_playbook_on_stats(None)

    assert [line for line in shown if "Start Docker" in line or "Later" in line] == shown[:1]


def test_an_ignored_failure_is_not_shown(shown: list[str]) -> None:
    callback = plugin.CallbackModule()

    callback.v2_runner_on_failed(Result(msg="never mind"), ignore_errors=True)
    callback.v2_playbook_on_stats(None)

    assert shown == []

"""`make` where nothing is up: it says what there is, and leaves alone what is not its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A machine on which nothing was ever up."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "STOREYARD_HOME": str(tmp_path / "home"), "STOREYARD_CACHE": str(tmp_path / "cache"), "STOREYARD_PORT": "1"}


def make(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Type it."""
    return subprocess.run(
        ["make", *arguments], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_help_lists_every_target(environment: dict[str, str]) -> None:
    targets = re.search(r"^\.PHONY: (.*)$", (PROJECT / "Makefile").read_text(), re.MULTILINE)

    printed = make(environment).stdout

    assert targets
    assert [line.split()[0] for line in printed.splitlines()[1:]] == targets[1].split()
    assert all(len(line.split(None, 1)) > 1 for line in printed.splitlines())


def test_status_is_json_where_nothing_is_up(environment: dict[str, str]) -> None:
    answer = make(environment, "status")

    assert (answer.returncode, answer.stderr) == (0, "")
    assert json.loads(answer.stdout) == {
        "api": "http://127.0.0.1:1",
        "token": None,
        "kubeconfig": None,
        "cluster": {"name": "storeyard", "kind": "kind", "ready": False},
        "stores": [],
    }


def test_down_where_nothing_was_ever_up(environment: dict[str, str], tmp_path: Path) -> None:
    answer = make(environment, "down")

    assert (answer.returncode, answer.stdout) == (0, "Nothing is up.\n")
    assert list(tmp_path.iterdir()) == []


def test_up_refuses_a_cluster_it_does_not_know(environment: dict[str, str]) -> None:
    answer = make({**environment, "CLUSTER": "swarm"}, "up")

    assert answer.returncode != 0
    assert "storeyard: CLUSTER is kind, k3s or existing, not swarm." in answer.stderr


def test_up_refuses_a_folder_of_somebody_elses(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.tex").write_text("years of work")

    answer = make(environment, "up")

    assert answer.returncode != 0
    assert f"The folder {tmp_path / 'home'} holds something else." in answer.stderr


def test_up_refuses_another_cluster_than_the_installations(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "settings.mk").write_text("export CLUSTER ?= k3s\nexport STOREYARD_PORT ?= 2\n")

    refused = make({**environment, "CLUSTER": "kind"}, "up")
    remembered = make({name: value for name, value in environment.items() if name != "STOREYARD_PORT"}, "status")

    assert "This installation is on CLUSTER=k3s." in refused.stderr
    assert json.loads(remembered.stdout)["cluster"]["kind"] == "k3s"
    assert json.loads(remembered.stdout)["api"] == "http://127.0.0.1:2"

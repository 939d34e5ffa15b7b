"""The program `storeyard` that `make up` writes: where it is found, what it starts, and what is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]


class Machine:
    """A person's folders and PATH."""

    def __init__(self, folder: Path) -> None:
        self.home, self.cache, self.own = folder / "me", folder / "the cache", folder / "me/.local/bin"
        self.own.mkdir(parents=True)
        (self.cache / "environments").mkdir(parents=True)
        (self.cache / "environments/run").symlink_to(sys.prefix)
        self.environment = {
            "HOME": str(self.home),
            "PATH": f"{self.cache / 'bin'}:{self.own}:/usr/bin:/bin",
            "STOREYARD_CACHE": str(self.cache),
            "STOREYARD_HOME": str(folder / "my home"),
        }

    @property
    def program(self) -> Path:
        """What is written."""
        return self.cache / "bin/storeyard"

    def launcher(self, verb: str, **environment: str) -> str:
        """Install or remove it; return what is said."""
        command = [sys.executable, str(PROJECT / "scripts/launcher.py"), verb]
        environ = {**self.environment, **environment}
        return subprocess.run(command, env=environ, check=True, capture_output=True, text=True, timeout=60).stdout

    def type(self, *words: str, cwd: Path | None = None) -> str:
        """Type a command in a fresh shell."""
        environ = {"HOME": str(self.home), "PATH": f"{self.own}:/usr/bin:/bin", "PYTHONPATH": str(cwd or "")}
        done = subprocess.run(words, cwd=cwd, env=environ, check=True, capture_output=True, text=True, timeout=60)
        return done.stdout


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine without it."""
    return Machine(tmp_path)


def test_it_is_found_by_its_name_and_starts_this_checkout_from_anywhere(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions/__init__.py").write_text("raise SystemExit('somebody else')")

    said = machine.launcher("install")

    assert str(machine.own / "storeyard") in said
    assert machine.type("storeyard", "--version", cwd=tmp_path) == "storeyard 0.1.0\n"


def test_it_knows_the_installation_that_it_was_made_for(machine: Machine) -> None:
    home = Path(machine.environment["STOREYARD_HOME"])
    home.mkdir()
    (home / "platform.json").write_text('{"api": "http://127.0.0.1:8765"}')
    machine.launcher("install")

    assert "http://127.0.0.1:8765" in machine.type("storeyard", "context", "show")


def test_a_second_time_changes_nothing_and_down_takes_it_away(machine: Machine) -> None:
    machine.launcher("install")
    before = machine.program.stat().st_mtime_ns

    assert machine.launcher("install") == ""
    assert machine.program.stat().st_mtime_ns == before
    machine.launcher("remove")
    assert not machine.program.exists()
    assert list(machine.own.iterdir()) == []


def test_without_a_folder_of_path_it_says_how_to_find_it(machine: Machine) -> None:
    said = machine.launcher("install", PATH=f"{machine.cache / 'bin'}:/usr/bin:/bin")

    assert f'export PATH="$PATH:{machine.program.parent}"' in said
    assert list(machine.own.iterdir()) == []


def test_what_is_somebody_elses_is_left_alone(machine: Machine) -> None:
    theirs = machine.own / "storeyard"
    theirs.write_text("theirs")

    said = machine.launcher("install")
    machine.launcher("remove")

    assert str(machine.program) in said
    assert theirs.read_text() == "theirs"


def test_what_another_installation_wrote_since_is_left_alone(machine: Machine, tmp_path: Path) -> None:
    machine.launcher("install")
    machine.launcher("install", STOREYARD_HOME=str(tmp_path / "other"))

    machine.launcher("remove")
    assert machine.program.exists()
    assert os.path.lexists(machine.own / "storeyard")


def test_a_shell_completes_what_was_begun(machine: Machine) -> None:
    machine.launcher("install")
    environ = {
        "HOME": str(machine.home),
        "PATH": f"{machine.own}:/usr/bin:/bin",
        "_STOREYARD_COMPLETE": "complete_bash",
        "COMP_WORDS": "storeyard store cre",
        "COMP_CWORD": "2",
    }

    done = subprocess.run(["storeyard"], env=environ, check=False, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["create", "credentials"]


def test_help_needs_neither_http_nor_tables() -> None:
    program = "import functions.cli.main, sys; print(sorted({'httpx', 'rich', 'pydantic', 'platformdirs'} & set(sys.modules)))"

    found = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=True, capture_output=True, text=True, timeout=60)
    assert found.stdout == "[]\n"

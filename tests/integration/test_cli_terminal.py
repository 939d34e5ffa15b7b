"""`storeyard` as a process on a terminal: what a person sees while it waits, and what Ctrl-C does."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.domain.operation import EventStatus, OperationStatus
from tests.fakes import FakeCatalogue
from tests.functional.api.client import OLGA
from tests.integration.served import Served, serving

PROJECT = Path(__file__).resolve().parents[2]
# The child makes the terminal its own, so that Ctrl-C reaches it as it reaches a program in a shell.
START = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.executable, sys.argv[1:])"
SECONDS = 30.0
ENGINE = next(iter(FakeCatalogue().engines()))


@pytest.fixture
def platform() -> Iterator[Served]:
    """A platform."""
    with serving() as served:
        yield served


def environment(platform: Served, folder: Path, **more: str) -> dict[str, str]:
    """What a person's shell has."""
    given = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
    return {**given, "STOREYARD_URL": platform.url, "STOREYARD_TOKEN": OLGA, **more}


class Terminal:
    """A terminal of 100 columns with a program on it."""

    def __init__(self, environ: dict[str, str], *words: str) -> None:
        self.seen = ""
        self._here, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        command = [sys.executable, "-c", START, sys.executable, "-m", "functions.cli", *words]
        self.process = subprocess.Popen(
            command, cwd=PROJECT, env=environ, stdin=there, stdout=there, stderr=there, start_new_session=True
        )
        os.close(there)

    def until(self, text: str) -> None:
        """Read until a text is on the screen."""
        end = time.monotonic() + SECONDS
        while text not in self.shown:
            assert time.monotonic() < end, f"{text!r} is not in {self.seen!r}"
            assert self._read(), f"the program ended without {text!r}: {self.seen!r}"

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._here, keys)

    def end(self) -> int:
        """Wait for the program's end and return its exit code."""
        end = time.monotonic() + SECONDS
        while self._read():
            assert time.monotonic() < end, f"it does not end: {self.seen!r}"
        os.close(self._here)
        return self.process.wait(SECONDS)

    @property
    def shown(self) -> str:
        """What was written, without colours and movements."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.seen).replace("\r", "\n")

    def _read(self) -> bool:
        ready, _, _ = select.select([self._here], [], [], 0.2)
        if not ready:
            return True
        try:
            found = os.read(self._here, 65536)
        except OSError:  # the other end is closed
            return False
        self.seen += found.decode(errors="replace")
        return bool(found)


def test_a_person_sees_each_step_and_where_the_shop_is(platform: Served, tmp_path: Path) -> None:
    terminal = Terminal(environment(platform, tmp_path), "store", "create", "Tea & Cake", "--engine", ENGINE)
    claimed = platform.claim("tea-cake")
    platform.step(claimed, "release", EventStatus.STARTED, "Installing the software")
    terminal.until("Installing the software")
    platform.step(claimed, "release", EventStatus.SUCCEEDED, "The software is installed (9.8 s)")
    platform.end(claimed)

    code = terminal.end()

    assert code == 0, terminal.seen
    assert re.search(r"\d s ✓ The software is installed \(9\.8 s\)", terminal.shown)
    assert not re.search(r"\d s . Installing the software", terminal.shown), "what is being done turns and leaves no line"
    assert "http://tea-cake.localhost" in terminal.shown
    assert "\x1b[?25h" in terminal.seen, "the cursor is back"


def test_ctrl_c_ends_the_command_and_not_the_operation(platform: Served, tmp_path: Path) -> None:
    terminal = Terminal(environment(platform, tmp_path), "store", "create", "Tea & Cake", "--engine", ENGINE)
    claimed = platform.claim("tea-cake")
    terminal.until("A worker has started")
    terminal.type(b"\x03")

    code = terminal.end()

    assert code == 130, terminal.seen
    assert f"Try next: storeyard operation watch {claimed.id}" in terminal.shown
    assert "Traceback" not in terminal.shown
    assert platform.operation(claimed.id).status is OperationStatus.RUNNING
    again = Terminal(environment(platform, tmp_path), "operation", "watch", claimed.id)
    again.until("A worker has started")
    platform.end(claimed)
    assert again.end() == 0


def test_a_failure_on_a_terminal_without_colours(platform: Served, tmp_path: Path) -> None:
    terminal = Terminal(environment(platform, tmp_path, NO_COLOR="1"), "store", "create", "Tea & Cake", "--engine", ENGINE)
    claimed = platform.claim("tea-cake")
    platform.end(claimed, good=False)

    assert terminal.end() == 1
    assert "storeyard: The image cannot be pulled. (ImagePull)" in terminal.shown
    assert "Try next: storeyard store " in terminal.shown
    assert not re.search(r"\x1b\[[0-9;]*(3[0-7]|9[0-7])[0-9;]*m", terminal.seen), "no colours"


def test_in_a_pipe_it_is_json_and_nothing_else(platform: Served, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "functions.cli", "store", "create", "Tea & Cake", "--engine", ENGINE, "--json"]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment(platform, tmp_path), capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["operation"]["status"] == "queued"
    assert "\x1b" not in done.stdout + done.stderr


def test_a_reader_that_goes_away_is_no_traceback(platform: Served, tmp_path: Path) -> None:
    for number in range(60):
        platform.api.create(f"shop-{number}")
    command = f"{sys.executable} -m functions.cli store list | head -1"
    environ = environment(platform, tmp_path)
    done = subprocess.run(
        ["sh", "-c", command], cwd=PROJECT, env=environ, capture_output=True, text=True, check=False, timeout=60
    )

    assert done.stdout.startswith("ID")
    assert "Traceback" not in done.stderr

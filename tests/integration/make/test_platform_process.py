"""The platform's process: started once, replaced when it must be, ended for certain, and never mistaken for another."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "roles/platform/files/platform.py"
# In the place of the environment's python: answers like a platform, or does what a file in its folder says.
STAND_IN = f"""#!{sys.executable}
import http.server, os, pathlib, sys
home = pathlib.Path(os.environ["STOREYARD_HOME"])
if "functions.tokens" in sys.argv:
    sys.exit()
if (home / "broken").exists():
    sys.exit("The setting STOREYARD_SLOTS cannot be 0.")
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{{}}")
    def log_message(self, *words):
        pass
http.server.HTTPServer(("127.0.0.1", int(os.environ["STOREYARD_PORT"])), Handler).serve_forever()
"""


class Machine:
    """A folder for the platform, and the script that looks after it."""

    def __init__(self, folder: Path) -> None:
        self.home, self.environments = folder / "home", folder / "cache/environments"
        self.switch("run-1")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = {
            "PATH": os.environ["PATH"],
            "STOREYARD_HOME": str(self.home),
            "STOREYARD_CACHE": str(folder / "cache"),
            "STOREYARD_PORT": str(self.port),
        }

    def switch(self, name: str) -> None:
        """Make a Python environment of that name, and the one that things run from."""
        python, link = self.environments / name / "bin/python", self.environments / "run"
        python.parent.mkdir(parents=True)
        python.write_text(STAND_IN)
        python.chmod(0o755)
        link.unlink(missing_ok=True)
        link.symlink_to(name)

    def do(self, verb: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Start or stop it."""
        environment = {**self.environment, **settings}
        return subprocess.run(
            [sys.executable, SCRIPT, verb], env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    @property
    def pid(self) -> int:
        """The process that was noted."""
        return int(json.loads((self.home / "platform.json").read_text())["pid"])


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """A machine on which the platform does not run; stopped at the end."""
    made = Machine(tmp_path)
    yield made
    made.do("stop")


def gone(pid: int) -> bool:
    """True once a process has ended, within a few seconds."""
    for _ in range(100):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_a_healthy_one_is_left_alone(machine: Machine) -> None:
    first = machine.do("start")
    pid = machine.pid
    second = machine.do("start")

    assert (first.returncode, "changed: started the platform" in first.stdout) == (0, True), first.stderr
    assert (second.returncode, "started" in second.stdout, machine.pid) == (0, False, pid)


def test_a_dead_one_is_started_again(machine: Machine) -> None:
    machine.do("start")
    pid = machine.pid
    os.kill(pid, signal.SIGKILL)

    again = machine.do("start")

    assert (again.returncode, "changed: started" in again.stdout) == (0, True), again.stderr
    assert machine.pid != pid


def test_another_setting_makes_another_process(machine: Machine) -> None:
    machine.do("start")
    pid = machine.pid

    again = machine.do("start", STOREYARD_SLOTS="3")

    assert again.returncode == 0, again.stderr
    assert machine.pid != pid
    assert gone(pid)


def test_another_environment_makes_another_process_and_until_then_it_stays_in_its_own(machine: Machine) -> None:
    machine.do("start")
    pid = machine.pid
    machine.switch("run-2")
    command = Path(f"/proc/{pid}/cmdline").read_bytes()

    again = machine.do("start")

    assert str(machine.environments / "run-1/bin/python").encode() in command
    assert again.returncode == 0, again.stderr
    assert gone(pid)
    assert str(machine.environments / "run-2/bin/python").encode() in Path(f"/proc/{machine.pid}/cmdline").read_bytes()


def test_a_terminal_of_another_language_does_not(machine: Machine) -> None:
    machine.do("start")
    pid = machine.pid

    machine.do("start", LANG="de_DE.UTF-8", TMPDIR=str(machine.home))

    assert machine.pid == pid


def test_a_stop_ends_it_and_what_its_runs_left(machine: Machine) -> None:
    machine.do("start")
    pid = machine.pid
    mark = {"STOREYARD_RUNS": str(machine.home / "runs")}
    left = subprocess.Popen(["sleep", "600"], env={**machine.environment, **mark}, start_new_session=True)

    stopped = machine.do("stop")

    assert stopped.returncode == 0, stopped.stderr
    assert gone(pid)
    assert left.wait(5) != 0
    assert "changed" not in machine.do("stop").stdout


def test_a_number_that_another_process_got_is_not_signalled(machine: Machine) -> None:
    innocent = subprocess.Popen(["sleep", "600"], env=machine.environment)
    try:
        machine.home.mkdir()
        (machine.home / "platform.json").write_text(json.dumps({"pid": innocent.pid, "started": "", "made_of": ""}))

        machine.do("stop")

        assert innocent.poll() is None
    finally:
        innocent.kill()
        innocent.wait()


def test_a_port_that_is_taken_is_named(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Machine(tmp_path / "other")
    other.environment["STOREYARD_PORT"] = str(machine.port)
    other.do("start")
    try:
        answer = machine.do("start")
    finally:
        other.do("stop")

    assert answer.returncode == 1
    assert answer.stderr == (
        f"storeyard: Something else answers on http://127.0.0.1:{machine.port}. Stop it, or choose another port: "
        f"`STOREYARD_PORT={machine.port + 1} make up`.\n"
    )


def test_one_that_ends_at_once_says_why(machine: Machine) -> None:
    machine.home.mkdir()
    (machine.home / "broken").touch()

    answer = machine.do("start")

    assert answer.returncode == 1
    assert "The platform ended as soon as it started: The setting STOREYARD_SLOTS cannot be 0. (" in answer.stderr

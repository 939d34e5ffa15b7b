"""scripts/bootstrap on a project of small packages, with a folder as its index: what is installed, and what is left alone."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.fakes.programs import stand_in
from tests.fakes.wheels import Index

PROJECT = Path(__file__).resolve().parents[3]
SCRIPTS = ("scripts/bootstrap", "scripts/environments.sh", "scripts/uv.py", "roles/tools/files/lib.sh")
# The real one, but it stops in the middle of an install where a file says so.
UV = f"""#!/bin/sh
if [ "$1 $2" = "pip install" ] && [ -e "$HOLD" ]; then touch "$HOLD.reached"; exec sleep 600; fi
exec {Path(sys.executable).parent / "uv"} "$@"
"""
COLLECTION = {"ansible_collections/kubernetes/core/galaxy.yml": "name: core\n"}
WEEKS = 20 * 24 * 3600


class Checkout:
    """A project with `tool`, whose dependency `covered` has an extra; and the machine's cache."""

    def __init__(self, folder: Path, installers: Iterable[Path] = ()) -> None:
        self.folder, self.cache, self.hold = folder / "project", folder / "cache", folder / "hold"
        self.index, self._numbers = Index(folder / "index"), itertools.count()
        for name in SCRIPTS:
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, self.folder / name)
        stand_in(self.folder / "roles/tools/files/tools.sh", "true")
        self.write("scripts/installer.txt", self.index.add("uv", "1.0", files={"uv-1.0.data/scripts/uv": UV}))
        self.write("scripts/collections.txt", self.index.add("ansible", "1.0", files=COLLECTION))
        tool = self.index.add("tool", "1.0", "Requires-Dist: covered[toml]>=1.0")
        self.write("requirements.txt", tool + self.index.add("covered", "1.0", "Provides-Extra: toml"))
        self.write("requirements-dev.txt", self.index.add("linter", "1.0"))
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PIP_CONFIG_FILE": str(self.index.configuration),
            "PYTHON": sys.executable,
            "HOLD": str(self.hold),
            "STOREYARD_CACHE": str(self.cache),
        }
        self.environments.mkdir(parents=True)
        for installer in installers:
            (self.environments / installer.name).symlink_to(installer)

    @property
    def environments(self) -> Path:
        """Where the Python environments are."""
        return self.cache / "environments"

    def write(self, name: str, text: str) -> None:
        """Write a file of the project."""
        (self.folder / name).write_text(text)

    def update(self) -> None:
        """Give the project a lock file with another version, so that another environment is needed."""
        line = self.index.add(f"more{next(self._numbers)}", "2.0")
        self.write("requirements.txt", (self.folder / "requirements.txt").read_text() + line)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start `bootstrap` in a process group of its own."""
        return subprocess.Popen(
            ["scripts/bootstrap", *arguments],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def bootstrap(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run it to its end."""
        process = self.start(*arguments, **environment)
        output, errors = process.communicate(timeout=60)
        return subprocess.CompletedProcess(arguments, process.returncode, output, errors)

    def good(self, *arguments: str, **environment: str) -> str:
        """Run it to its end, which is a good one; return what it printed."""
        done = self.bootstrap(*arguments, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def versions(self, name: str = "run") -> str:
        """What `tool`'s dependency says in an environment."""
        program = "import tool, covered; print(tool.VERSION, covered.VERSION)"
        command = [str(self.environments / name / "bin/python"), "-c", program]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def whole(self) -> dict[Path, float]:
        """The environments that are there and whole, the installer's aside, and when they were made."""
        stamps = (path for path in self.environments.glob("*-*/.whole") if not path.parent.name.startswith("installer"))
        return {path.parent: (path.parent / "bin").stat().st_mtime for path in stamps}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Environments with the installer in them, made once."""
    first = Checkout(tmp_path_factory.mktemp("first"))
    first.good("run")
    return first.environments


@pytest.fixture
def checkout(tmp_path: Path, shared: Path) -> Checkout:
    """A fresh machine, the installer aside."""
    return Checkout(tmp_path, shared.glob("installer-*"))


@pytest.fixture
def installed(checkout: Checkout) -> Checkout:
    """A machine with what runs."""
    checkout.good("run")
    return checkout


@pytest.fixture
def running(installed: Checkout) -> Iterator[subprocess.Popen[str]]:
    """A process of the environment, which has not imported yet."""
    program = "import sys; print(sys.executable, flush=True); sys.stdin.read(); import covered; print(covered.VERSION)"
    process = subprocess.Popen(
        [installed.environments.joinpath("run").resolve() / "bin/python", "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={},
    )
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def appears(file: Path) -> None:
    """Wait for a file."""
    end = time.monotonic() + 30
    while not file.exists():
        assert time.monotonic() < end, f"there is no {file.name}"
        time.sleep(0.02)


def test_the_lock_is_what_is_installed_though_newer_releases_are_there(checkout: Checkout) -> None:
    for name in ("tool", "covered", "uv", "ansible"):
        checkout.index.add(name, "9.0", "Provides-Extra: toml")

    checkout.good("run")

    assert checkout.versions() == "1.0 1.0"
    assert (checkout.cache / "collections/ansible_collections/kubernetes/core/galaxy.yml").exists()


def test_what_is_there_costs_nothing(installed: Checkout) -> None:
    before = installed.whole()

    assert installed.good("run") == ""
    assert installed.whole() == before


def test_a_lock_that_lacks_a_dependency_is_refused(checkout: Checkout) -> None:
    lines = (checkout.folder / "requirements.txt").read_text().splitlines(keepends=True)
    checkout.write("requirements.txt", lines[0])

    done = checkout.bootstrap("run")

    assert done.returncode == 1
    assert "The lock files are not complete: The package `tool` requires `covered[toml]>=1.0`, but it's not" in done.stderr
    assert not (checkout.environments / "run").exists()


def test_an_install_that_fails_leaves_what_runs(installed: Checkout) -> None:
    before, target = installed.whole(), (installed.environments / "run").readlink()
    installed.write("requirements.txt", installed.index.add("tool", "3.0").replace("sha256:", "sha256:00")[:-3] + "\n")

    done = installed.bootstrap("run")

    assert done.returncode == 1
    assert done.stderr.startswith("storeyard: Python packages could not be installed: ")
    assert "Hash mismatch for `tool==3.0`" in done.stderr
    assert (installed.whole(), (installed.environments / "run").readlink()) == (before, target)
    assert installed.versions() == "1.0 1.0"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_an_install_that_is_interrupted_leaves_what_runs_and_the_next_goes_on(
    installed: Checkout, number: signal.Signals
) -> None:
    before, target = installed.whole(), (installed.environments / "run").readlink()
    installed.update()
    installed.hold.touch()
    process = installed.start("run")
    appears(installed.hold.with_suffix(".reached"))
    os.killpg(process.pid, number)
    process.communicate(timeout=30)
    installed.hold.unlink()

    assert (installed.whole(), (installed.environments / "run").readlink()) == (before, target)
    assert installed.versions() == "1.0 1.0"

    installed.good("run")

    assert (installed.environments / "run").readlink() != target
    assert len(installed.whole()) == 2


def test_two_at_once_make_one_environment(checkout: Checkout) -> None:
    both = [checkout.start("run", "--", "python", "-c", "import tool; print(tool.__file__)") for _ in range(2)]
    printed = [process.communicate(timeout=60)[0].splitlines()[-1] for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert printed[0] == printed[1]
    assert len(checkout.whole()) == 1


def test_development_leaves_what_runs(installed: Checkout) -> None:
    before, target = installed.whole(), (installed.environments / "run").readlink()
    installed.write("requirements-dev.txt", "linter==1.0 --hash=sha256:" + "0" * 64 + "\n")

    assert installed.bootstrap("dev").returncode == 1
    installed.write("requirements-dev.txt", installed.index.add("linter", "2.0"))
    printed = installed.good("dev", "--", "python", "-c", "import linter, tool; print(linter.VERSION, tool.VERSION)")

    assert printed.endswith("2.0 1.0\n")
    assert (installed.environments / "run").readlink() == target
    assert before.items() <= installed.whole().items()
    with pytest.raises(subprocess.CalledProcessError):
        subprocess.run(
            [installed.environments / "run/bin/python", "-c", "import linter"], check=True, stderr=subprocess.DEVNULL
        )


def test_a_process_keeps_the_environment_that_it_was_started_from(installed: Checkout, running: subprocess.Popen[str]) -> None:
    old = (installed.environments / "run").resolve()
    lines = [installed.index.add(name, "2.0") for name in ("tool", "covered")]
    installed.write("requirements.txt", "".join(lines))
    installed.good("run")
    os.utime(old / ".whole", (time.time() - WEEKS,) * 2)
    installed.update()
    installed.good("run")

    output, _ = running.communicate("go on")

    assert output == "1.0\n"
    assert installed.versions() == "2.0 2.0"


def test_what_nobody_uses_is_removed_after_a_week(installed: Checkout) -> None:
    old = (installed.environments / "run").resolve()
    installed.update()
    installed.good("run")
    legacy, half = installed.cache / "venv", installed.environments / "dev-interrupted"
    half.mkdir()
    legacy.mkdir()
    (legacy / ".run.stamp").touch()

    installed.good("dev")

    assert [folder.exists() for folder in (half, legacy, old)] == [False, True, True]

    for stamp in (legacy / ".run.stamp", old / ".whole"):
        os.utime(stamp, (time.time() - WEEKS,) * 2)
    installed.update()
    installed.good("dev")

    assert [folder.exists() for folder in (legacy, old)] == [False, False]
    assert installed.versions() == "1.0 1.0"


def test_another_interpreter_has_an_environment_of_its_own(installed: Checkout, tmp_path: Path) -> None:
    other = tmp_path / "python3.12"
    stand_in(other, f'case $1 in -Ic) echo "3.12 {other}" ;; *) exec {sys.executable} "$@" ;; esac')
    first = (installed.environments / "run").readlink()

    installed.good("run", PYTHON=str(other))
    second = (installed.environments / "run").readlink()

    assert first != second
    assert installed.good("run", PYTHON="") == ""  # what runs keeps the one that it was told
    assert (installed.environments / "run").readlink() == second
    assert installed.good("run") == ""
    assert (installed.environments / "run").readlink() == first


@pytest.mark.parametrize("python", ["no-such-python", "/bin/false"])
def test_an_interpreter_that_cannot_be_used_is_refused(installed: Checkout, python: str) -> None:
    done = installed.bootstrap("run", PYTHON=python)

    assert done.returncode == 1
    assert f"PYTHON is {python}, and that is not a Python 3.11, 3.12 or 3.13 on this machine." in done.stderr


def test_a_command_runs_in_the_environment_by_its_own_name_and_without_the_lock(installed: Checkout) -> None:
    program = "command -v python; echo ${STOREYARD_LOCKED-none}; [ ! -e /dev/fd/9 ]"
    there = installed.good("run", "--", "bash", "-c", program).splitlines()
    installed.update()
    made = installed.good("run", "--", "bash", "-c", program).splitlines()

    assert {there[0], made[1]} == {str(folder / "bin/python") for folder in installed.whole()}
    assert there[1] == made[2] == "none"


def test_a_command_finds_what_bootstrap_was_given(installed: Checkout) -> None:
    given = {"ENGINE": "toy", "CLUSTER": "k3s", "BIN": "b", "IMAGES": "i", "STATE": "s", "CACHE": "c", "DOCKER_HOST": "d"}

    printed = installed.good("run", "--", "env", "-0", **given)

    found = dict(line.split("=", 1) for line in printed.split("\0") if line)
    path = f"{(installed.environments / 'run').resolve()}/bin:{installed.environment['PATH']}"
    expected = {**installed.environment, **given, "PATH": path}
    assert {name: value for name, value in found.items() if name not in {"PWD", "OLDPWD", "SHLVL", "_"}} == expected


def test_a_command_that_fails_says_so(installed: Checkout) -> None:
    assert installed.bootstrap("run", "--", "sh", "-c", "exit 7").returncode == 7

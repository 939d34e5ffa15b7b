"""dashboard.sh with a Docker that only says it builds: what is built when, from what, and what is left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.fakes.programs import stand_in

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "roles/dashboard/files/dashboard.sh"
# What lies beside the sources and is not built from.
BESIDE = ("node_modules/react/index.js", "dist/index.html", "tests/main.test.ts", "tests/setup.ts")


class Machine:
    """A checkout with a small dashboard, and a Docker that notes in `builds` what it got to build from.

    It fails while there is a file `broken`, makes no page while there is `pageless`, and does not answer while there is `away`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.project, self.cache = folder, folder / "project", folder / "cache"
        for name in ("dashboard", "image_build", "tools"):
            shutil.copytree(ROOT / "roles" / name, self.project / "roles" / name)
        for name in ("Containerfile", "package.json", "src/main.tsx", *BESIDE):
            file = self.project / "dashboard" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(name)
        stand_in(
            folder / "bin/docker",
            f"""
            [ ! -e {folder}/away ] || exit 1
            case "$*" in "build "*) ;; "buildx "* | "image inspect"* | *version | "run "*) exit 0 ;; *) exit 1 ;; esac
            for word; do case $word in type=local,dest=*) to=${{word#type=local,dest=}} ;; esac; done
            tar --list | sort | paste -sd ' ' >> {folder}/builds
            mkdir -p "$to/dist"
            echo half > "$to/dist/main.js"
            [ ! -e {folder}/broken ] || {{
                printf '%s\\n' "a.ts(4,5): error TS2345: That is no number." "#11 ERROR: executor failed running"
                exit 1
            }}
            [ -e {folder}/pageless ] || echo page > "$to/dist/index.html"
            """,
        )

    def run(self) -> subprocess.CompletedProcess[str]:
        """Run the script."""
        environment = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "STOREYARD_CACHE": str(self.cache),
            "STOREYARD_HOME": str(self.folder / "home"),
            "STOREYARD_BUILD_NETWORK": "host",
        }
        return subprocess.run([self.project / SCRIPT], env=environment, capture_output=True, text=True, check=False, timeout=60)

    @property
    def builds(self) -> list[str]:
        """What each build got."""
        noted = self.folder / "builds"
        return noted.read_text().splitlines() if noted.exists() else []

    @property
    def kept(self) -> set[Path]:
        """The folders of builds."""
        return {path for path in (self.cache / "dashboard").iterdir() if path.is_dir()}

    def change(self, text: str) -> None:
        """Write something else into a source."""
        (self.project / "dashboard/src/main.tsx").write_text(text)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine on which nothing was built."""
    return Machine(tmp_path)


def folder_of(done: subprocess.CompletedProcess[str]) -> Path:
    """Where the script says the files are."""
    assert done.returncode == 0, done.stderr
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("folder: ")]
    return Path(line.removeprefix("folder: "))


def test_the_files_are_built_from_the_sources_alone_and_once(machine: Machine) -> None:
    first = machine.run()
    for name in BESIDE:
        (machine.project / "dashboard" / name).write_text("another one")
    second = machine.run()

    assert machine.builds == ["Containerfile package.json src/main.tsx"]
    assert (folder_of(first) / "index.html").read_text() == "page\n"
    assert folder_of(first) == folder_of(second)
    assert ("changed: " in first.stdout, "changed: " in second.stdout) == (True, False)
    assert machine.kept == {folder_of(first)}


def test_other_sources_are_built_into_another_folder_and_two_are_kept(machine: Machine) -> None:
    folders = [folder_of(machine.run())]
    for text in ("second", "third"):
        machine.change(text)
        folders.append(folder_of(machine.run()))

    assert len(set(folders)) == 3
    assert machine.kept == set(folders[1:])


def test_a_build_that_is_used_again_is_not_the_old_one(machine: Machine) -> None:
    first = folder_of(machine.run())
    machine.change("second")
    machine.run()
    machine.change("src/main.tsx")
    assert folder_of(machine.run()) == first
    machine.change("third")
    third = folder_of(machine.run())

    assert machine.kept == {first, third}


@pytest.mark.parametrize(
    ("state", "said"),
    [("broken", "could not be built: a.ts(4,5): error TS2345: That is no number. Its log is"), ("pageless", "made no page")],
)
def test_a_build_that_fails_is_a_sentence_and_leaves_nothing_that_counts(machine: Machine, state: str, said: str) -> None:
    (machine.folder / state).touch()
    failed = machine.run()

    assert failed.returncode == 1
    assert said in failed.stderr
    assert "folder: " not in failed.stdout
    assert [path.name for path in machine.kept] == [".new"]

    (machine.folder / state).unlink()
    folder = folder_of(machine.run())
    assert machine.kept == {folder}
    assert (folder / "index.html").read_text() == "page\n"


def test_without_docker_it_is_left_out_with_a_word_unless_it_is_there(machine: Machine) -> None:
    (machine.folder / "away").touch()
    left_out = machine.run()

    assert (left_out.returncode, "folder: " in left_out.stdout) == (0, False)
    assert left_out.stdout.count("Left out: the dashboard") == 1

    (machine.folder / "away").unlink()
    built = folder_of(machine.run())
    (machine.folder / "away").touch()
    assert folder_of(machine.run()) == built


def test_its_first_layers_are_those_of_an_image_that_is_built_anyway() -> None:
    def first(file: Path) -> list[str]:
        lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
        return lines[: lines.index("WORKDIR /app") + 1]

    (image,) = (file for file in ROOT.glob("images/*/Containerfile") if "AS storefront" in file.read_text())
    assert len(first(ROOT / "dashboard/Containerfile")) == 7
    assert first(ROOT / "dashboard/Containerfile") == first(image)

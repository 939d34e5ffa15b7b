"""The platform's image with a Docker that only says it builds: what of the project it is made of, and when it is another."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.fakes.programs import stand_in

ROOT = Path(__file__).resolve().parents[2]
PARTS = [line[1:] for line in (ROOT / "images/platform/Containerfile.dockerignore").read_text().splitlines() if line[0] == "!"]
BUILT = "dashboard/dist"


class Machine:
    """A checkout with as much of the project as an image may be made of, and a Docker that notes what it gets to build from."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.project = folder, folder / "project"
        for part in ("images/platform", *(part for part in PARTS if part != BUILT)):
            if (self.project / part).exists():
                continue
            (self.project / part).parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, self.project / part)
        for name in ("Containerfile", "package.json"):
            (self.project / "dashboard").mkdir(exist_ok=True)
            (self.project / "dashboard" / name).write_text(name)
        stand_in(
            folder / "bin/docker",
            f"""
            case "$*" in
                "build "*) ;;
                "image inspect debian"* | "buildx "* | *version | "run "*) exit 0 ;;
                *) exit 1 ;;
            esac
            for word; do case $word in type=local,dest=*) to=${{word#type=local,dest=}} ;; esac; done
            if [ -n "$to" ]; then
                mkdir -p "$to/dist"
                cksum > "$to/dist/index.html" # of the sources that it gets
                exit 0
            fi
            for word; do
                [ "$before" != --file ] || [ -e "$word" ] || exit 1
                before=$word
            done
            (cd "$word" && find . -type f -printf '%P\\n' | sort > {folder}/context)
            """,
        )

    def image(self) -> str:
        """Run the script; return the image's name."""
        home = self.folder / "home"
        environment = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "STOREYARD_CACHE": str(self.folder / "cache"),
            "STOREYARD_HOME": str(home),
            "STOREYARD_PROVIDER": "none",
            "STOREYARD_BUILD_NETWORK": "host",
        }
        command = [str(self.project / "roles/image_build/files/images.sh"), "platform"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        (name,) = json.loads((home / "images.json").read_text()).values()
        return str(name)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    (tmp_path / "bin").mkdir()
    return Machine(tmp_path)


def test_it_is_built_from_its_parts_of_the_project_and_the_dashboard_that_was_built(machine: Machine) -> None:
    name = machine.image()

    context = (machine.folder / "context").read_text().split()
    assert name.startswith("localhost/storeyard/platform:")
    for part in (*PARTS, "images/platform/Containerfile", "images/platform/Containerfile.dockerignore"):
        assert [file for file in context if file == part or file.startswith(f"{part}/")], part
    assert "dashboard/package.json" not in context
    assert not [file for file in context if file.startswith(("tests/", "docs/operations"))]


def test_it_is_another_image_where_a_part_or_the_dashboard_is_another(machine: Machine) -> None:
    names = [machine.image()]
    for change in ("functions/local.py", "playbooks/verify.yml", "docs/runbooks/README.md", "dashboard/package.json"):
        with (machine.project / change).open("a") as file:
            file.write("\n# changed\n")
        names.append(machine.image())

    assert len(set(names)) == len(names)


def test_what_python_leaves_beside_the_code_is_no_part_of_it(machine: Machine) -> None:
    name = machine.image()
    cache = machine.project / "functions/__pycache__"
    cache.mkdir(exist_ok=True)
    (cache / "local.cpython-313.pyc").write_bytes(b"x")

    assert machine.image() == name

"""What a merchant's project is refused for before it is built, and scripts/project with a Docker that only says it builds."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documented import Section, project
from tests.fakes.programs import stand_in

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts/project"
BASE = ROOT / "images/medusa"
DIGEST = f"sha256:{'a' * 64}"


def check(tmp_path: Path, *change: Callable[[Path], object]) -> str:
    """Ask the base about the documented project, changed; return what it is refused for."""
    base, folder = tmp_path / "base", tmp_path / "project"
    base.mkdir()
    shutil.copy(BASE / "project/check.js", base)
    shutil.copy(BASE / "package.json", base / "base.json")
    Section("", dict(project("5."))).write(folder)
    for each in change:
        each(folder)
    said = [
        subprocess.run(
            ["node", str(base / "check.js"), str(folder), *what], capture_output=True, text=True, check=False, timeout=60
        )
        for what in ([], ["sources"])
    ]
    assert all((done.returncode != 0) == bool(done.stderr) for done in said)
    return "".join(done.stderr for done in said)


def test_the_documented_project_can_be_built(tmp_path: Path) -> None:
    assert check(tmp_path) == ""


def another_version(folder: Path) -> None:
    file = folder / "package.json"
    file.write_text(re.sub(r'"@medusajs/medusa": "[^"]+"', '"@medusajs/medusa": "^2.0.0"', file.read_text()))


def no_medusa(folder: Path) -> None:
    (folder / "package.json").write_text(json.dumps({"name": "tea"}))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: (folder / "package.json").unlink(), "the project has no package.json"),
        (another_version, "package.json must have @medusajs/medusa 2."),
        (no_medusa, "the version that this base is for, and not none"),
        (lambda folder: (folder / "yarn.lock").touch(), "yarn.lock is not read here"),
        (lambda folder: (folder / "medusa-config.ts").unlink(), "the project has no medusa-config.ts"),
        (lambda folder: (folder / "storeyard").mkdir(), "storeyard is a name that this base needs"),
        (lambda folder: (folder / "storefront/index.html").unlink(), "storefront has no index.html"),
        (lambda folder: (folder / "src/api/brands").mkdir(), "src/api/brands cannot be reached"),
    ],
)
def test_a_project_that_cannot_become_a_shop_is_told_why(tmp_path: Path, change: Callable[[Path], object], said: str) -> None:
    assert said in check(tmp_path, change)


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """An environment with a Docker whose builds end at once; one node, which says a digest of all that it is given."""
    programs = tmp_path / "bin"
    programs.mkdir()
    stand_in(
        programs / "docker",
        f"""
        echo "$*" >> {tmp_path}/asked
        case "$*" in
            *"build "*/shop) [ ! -e {tmp_path}/broken ] || {{ cat {tmp_path}/broken; exit 1; }} ;;
            "ps "*) echo a-node ;;
            "exec "*"images ls"*) echo "a type {DIGEST} 1 MiB" ;;
            "exec "*"images import"*) cat > /dev/null ;;
        esac
        """,
    )
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/Containerfile").touch()
    return {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "STOREYARD_CACHE": str(tmp_path / "cache"),
        "STOREYARD_HOME": str(tmp_path / "home"),
        "STOREYARD_BUILD_NETWORK": "default",
    }


def run(machine: dict[str, str], folder: str = "shop", name: str = "localhost/acme/tea:1") -> subprocess.CompletedProcess[str]:
    """Run the script on a folder."""
    command = [str(SCRIPT), str(Path(machine["HOME"], folder)), name]
    return subprocess.run(command, env=machine, capture_output=True, text=True, check=False, timeout=60)


def test_it_prints_the_image_as_a_store_names_it_and_nothing_else(machine: dict[str, str], tmp_path: Path) -> None:
    done = run(machine)

    assert (done.returncode, done.stdout) == (0, f"localhost/acme/tea@{DIGEST}\n"), done.stderr
    asked = (tmp_path / "asked").read_text()
    builds = re.findall(r"--target (\w+) --tag (\S+)", asked)
    assert [stage for stage, _ in builds] == ["project", "runtime"], "the base comes first"
    assert f"images tag --force localhost/acme/tea:1 localhost/acme/tea@{DIGEST}" in asked


@pytest.mark.parametrize(
    "name", ["tea:1", "acme/tea:1", "localhost/acme/tea", "localhost/Tea:1", "localhost/acme/tea:1 --privileged"]
)
def test_a_name_that_a_cluster_would_understand_otherwise_is_refused(machine: dict[str, str], name: str) -> None:
    done = run(machine, name=name)

    assert (done.returncode, done.stdout) == (1, "")
    assert "does not name an image here" in done.stderr


def test_a_folder_without_a_containerfile_is_none(machine: dict[str, str]) -> None:
    assert "There is no Containerfile in" in run(machine, folder="cache").stderr


def test_a_build_that_fails_says_what_the_base_said(machine: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "broken").write_text(
        "#9 1.2 project: no lock file\n#9 1.3 storeyard-build: yarn.lock is not read here.\nERROR: failed to solve\n"
    )

    done = run(machine)

    assert (done.returncode, done.stdout) == (1, "")
    assert "localhost/acme/tea:1 could not be built: storeyard-build: yarn.lock is not read here. Its log is" in done.stderr

"""docs/engines.md, followed to the letter in a copy of the project; and names that cannot be an engine's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from functions.domain.store import StoreSpec
from tests.cluster.walk import read_pages
from tests.conformance.stores import BUYER, OWNER

PROJECT = Path(__file__).resolve().parents[2]
PAGE = (PROJECT / "docs/engines.md").read_text(encoding="utf-8")
# The first time on a machine the page's checks build helm-unittest, or wait for who builds it.
SECONDS = 540
COMMANDS = [line for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL) for line in block.splitlines()]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """All files of the project, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=PROJECT, capture_output=True, check=True
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (PROJECT / name).is_symlink() or (PROJECT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, tmp_path / name, follow_symlinks=False)
    return tmp_path


def run(folder: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a copy, as a person would who is in nobody's `make` and nobody's test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "PYTEST_", "COV_"))}
    environment = {**kept, "NO_COLOR": "1", **settings}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)


@pytest.mark.skipif(shutil.which("helm") is None, reason="helm is not installed (make up, or roles/tools/files/tools.sh)")
@pytest.mark.timeout(SECONDS + 60)
def test_following_the_page_makes_an_engine_that_passes(copy: Path) -> None:
    assert COMMANDS == ["make engine NAME=toy", "make unit ENGINE=toy"]

    done = [run(copy, "bash", "-euc", command) for command in COMMANDS]

    assert [each.returncode for each in done] == [0, 0], "\n".join(each.stdout + each.stderr for each in done)[-6000:]
    assert re.search(r"Tests: +\d+ passed, \d+ total", done[1].stdout), "the chart's own tests ran"
    assert int(re.findall(r"(\d+) passed", done[1].stdout)[-1]) > 40
    assert {"buy", "login", "refused", "orders"} == set(read_pages(copy / "charts/toy/browser.yml"))
    assert yaml.safe_load((copy / "charts/toy/engine.yml").read_text())["title"] == "Toy"
    again = run(copy, "make", "engine", "NAME=toy")
    assert (again.returncode != 0, "storeyard: 'toy' is taken: charts/toy is there already." in again.stderr) == (True, True)


def test_a_mistake_in_engine_yml_is_told_with_place_and_rule(copy: Path) -> None:
    run(copy, "python3", "scripts/new_engine.py", NAME="toy")
    file = copy / "charts/toy/engine.yml"
    file.write_text(file.read_text().replace("title: Toy\n", "title: 5\n"))

    done = run(copy, "python", "-m", "pytest", "-q", "-n", "0", "-k", "toy and schema", "tests/contract/test_charts.py")

    assert done.returncode == 1
    assert "$.title: 5 is not of type 'string'" in done.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Name the engine: make engine NAME=<name>."),
        ("Toy", "'Toy' cannot be an engine's name: lower-case letters"),
        ("../toy", "'../toy' cannot be an engine's name: lower-case letters"),
        ("to--y", "'to--y' cannot be an engine's name: lower-case letters"),
        ("toy-", "'toy-' cannot be an engine's name: lower-case letters"),
        ("$(touch pwned)", "'$(touch pwned)' cannot be an engine's name: lower-case letters"),
        ("a" * 31, "cannot be an engine's name: lower-case letters"),
        ("base", "'base' cannot be an engine's name: Python needs the word"),
        ("class", "'class' cannot be an engine's name: Python needs the word"),
        ("store-common", "'store-common' is taken: charts/store-common is there already."),
        ("postgresql", "'postgresql' is taken: images/postgresql is there already."),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_a_sentence(name: str, said: str) -> None:
    done = run(PROJECT, "python3", "scripts/new_engine.py", NAME=name)

    assert done.returncode == 1
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    assert done.stderr.startswith("storeyard: ")
    assert said in done.stderr


def test_the_words_of_the_page_are_those_that_are_filled_in() -> None:
    documented = re.findall(r"^\| `(\w+)` \| ", PAGE, re.MULTILINE)

    assert documented == [*BUYER, *OWNER, "order"]
    assert {"country", "admin_email"} <= set(StoreSpec.model_fields), "and called as everywhere"

"""scripts/openapi-check: a description that breaks clients does not pass, unless that is argued for."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
BUILDS = 600  # seconds: the first time on a machine oasdiff is built, or somebody else builds it
pytestmark = pytest.mark.timeout(BUILDS)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The check and what it reads, in a folder that is no repository: there is no tag."""
    for name in ("scripts/openapi-check", "scripts/go_tool.sh", "roles/tools/files/lib.sh"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, tmp_path / name)
    shutil.copytree(PROJECT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("decisions"))
    shutil.copy(tmp_path / "docs/openapi.json", tmp_path / "docs/openapi-base.json")
    return tmp_path


def check(copy: Path) -> subprocess.CompletedProcess[str]:
    """Run the check over a copy."""
    return subprocess.run([copy / "scripts/openapi-check"], capture_output=True, text=True, timeout=BUILDS, check=False)


def broken(copy: Path) -> None:
    """Take a path away."""
    file = copy / "docs/openapi.json"
    described: dict[str, Any] = json.loads(file.read_text())
    del described["paths"]["/api/plans"]
    file.write_text(json.dumps(described))


def test_an_equal_description_passes(copy: Path) -> None:
    done = check(copy)

    assert (done.returncode, done.stderr) == (0, "")
    assert "breaks no client of the last release" in done.stdout


def test_a_path_that_is_gone_does_not_pass(copy: Path) -> None:
    broken(copy)

    done = check(copy)

    assert done.returncode == 1
    assert "GET /api/plans" in done.stdout
    assert "breaks clients of the last release" in done.stderr


def test_what_is_argued_for_passes(copy: Path) -> None:
    broken(copy)
    with (copy / "docs/openapi-breaks.txt").open("a") as file:
        file.write("in API GET /api/plans API path removed without deprecation\n")

    assert check(copy).returncode == 0

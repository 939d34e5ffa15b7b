"""The short form of `make chaos`: a platform is broken while it works, and nothing is stuck, doubled, left or lost."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.cluster.installation import PROJECT

KILLS = 3
SECONDS = 540


@pytest.mark.timeout(SECONDS + 30)
def test_a_platform_that_is_broken_while_it_works_loses_nothing() -> None:
    command = [sys.executable, "-m", "tests.chaos", f"--kills={KILLS}", "--seed=1"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=SECONDS, check=False)

    last = (done.stdout.splitlines() or [""])[-1]
    found = re.fullmatch(r"(\d+) kills, 0 stuck, 0 doubled, 0 leaked, 0 lost", last)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert found is not None, last
    assert int(found[1]) >= KILLS

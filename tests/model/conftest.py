"""What tests of the model share."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

Say = Callable[[object], None]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Print something also where a test passes: how much was explored, and what was found."""

    def printed(what: object) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{what}\n")

    return printed

"""On a real cluster, through the doors that people use: HTTP, the shops' addresses, a browser, ansible-playbook and make."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

# The engine whose HTTP API these tests speak by hand. What holds for every engine is in tests/conformance.
ENGINE = "medusa"


def in_turn(engines: Iterable[str]) -> list[object]:
    """Each engine as a parameter; all but one only in the long form (`make reliability`), where engines hardly differ."""
    return [name if name == ENGINE else pytest.param(name, marks=pytest.mark.long) for name in engines]

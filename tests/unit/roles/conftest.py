"""A cluster in memory and waiting that takes no time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from functions.adapters.deadline import Deadline
from tests.fakes.kube import FakeCluster


@pytest.fixture
def cluster() -> FakeCluster:
    """An empty cluster."""
    return FakeCluster()


@pytest.fixture
def within() -> Callable[[float], Deadline]:
    """Makes deadlines on a clock that only sleeping moves."""

    def make(seconds: float) -> Deadline:
        moments = [0.0]
        return Deadline(seconds, clock=lambda: moments[0], sleep=lambda nap: moments.__setitem__(0, moments[0] + nap))

    return make

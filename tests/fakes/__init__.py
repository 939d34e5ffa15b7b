"""In-memory stand-ins for every port of the domain: faithful, deterministic, without I/O."""

from __future__ import annotations

from tests.fakes.platform import (
    FakeCatalogue,
    FakeClock,
    FakeClusters,
    FakeIds,
    FakeWaker,
    admin,
    engine,
    local_cluster,
    owner,
)
from tests.fakes.repository import FakeRepository

__all__ = [
    "FakeCatalogue",
    "FakeClock",
    "FakeClusters",
    "FakeIds",
    "FakeRepository",
    "FakeWaker",
    "admin",
    "engine",
    "local_cluster",
    "owner",
]

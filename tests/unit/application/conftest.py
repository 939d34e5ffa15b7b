"""The domain over fakes."""

from __future__ import annotations

import pytest

from functions.application.limits import Limits
from functions.application.operations import Lifecycle
from functions.application.stores import StoreService
from tests.fakes import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeRepository, FakeWaker, local_cluster
from tests.fakes.yard import Yard


@pytest.fixture
def clock() -> FakeClock:
    """The clock of everything."""
    return FakeClock()


@pytest.fixture
def repository(clock: FakeClock) -> FakeRepository:
    """An empty repository."""
    return FakeRepository(clock)


@pytest.fixture
def waker() -> FakeWaker:
    """Who was woken."""
    return FakeWaker()


@pytest.fixture
def service(repository: FakeRepository, clock: FakeClock, waker: FakeWaker) -> StoreService:
    """The use cases, with two engines and two clusters."""
    return StoreService(
        repository=repository,
        catalogue=FakeCatalogue(),
        clusters=FakeClusters(local_cluster(), local_cluster("there")),
        clock=clock,
        ids=FakeIds(),
        waker=waker,
    )


@pytest.fixture
def lifecycle(repository: FakeRepository, clock: FakeClock) -> Lifecycle:
    """The lifecycle with leases of 30 seconds, 15 minutes and two slots."""
    return Lifecycle(repository=repository, clock=clock, limits=Limits())


@pytest.fixture
def yard() -> Yard:
    """A platform whose backups are cared for."""
    return Yard()

"""Random lives of stores over the fake repository."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.fakes import FakeClock, FakeRepository
from tests.fakes.machine import LifecycleMachine


class FakeMachine(LifecycleMachine):
    """The machine over the fake."""

    def make_repository(self, clock: FakeClock) -> FakeRepository:
        """Return an empty fake."""
        return FakeRepository(clock)


TestLifecycleMachine = FakeMachine.TestCase
TestLifecycleMachine.settings = settings(
    max_examples=100, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)

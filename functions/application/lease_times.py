"""The times within a lease, all made from its length so that they fit into each other whatever it is.

0 ······ renew_after ······ renew_after + tick + call ······ seconds - kill ······ seconds
         first try          it failed: time for another      the run is killed      anybody may take over
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LeaseTimes:
    """What a lease of so many seconds leaves time for."""

    seconds: float

    @property
    def renew_after(self) -> float:
        """Age at which a lease is renewed."""
        return self.seconds / 4

    @property
    def tick(self) -> float:
        """Time between two looks at the operation's record."""
        return min(1.0, self.seconds / 12)

    @property
    def call(self) -> float:
        """Time that one call to the state may take, its own retries included."""
        return min(10.0, self.seconds / 3)

    @property
    def kill(self) -> float:
        """Time that killing a run's processes may take: the run is killed when no more than this is left."""
        return min(7.5, self.seconds / 4)

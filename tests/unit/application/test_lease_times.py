"""The times within a lease fit into each other, for every lease that the settings allow."""

from __future__ import annotations

from functions.application.lease_times import LeaseTimes
from functions.settings import Settings

LIMITS = Settings.model_fields["lease_seconds"].metadata
ALLOWED = range(
    next(limit.ge for limit in LIMITS if hasattr(limit, "ge")), next(limit.le for limit in LIMITS if hasattr(limit, "le")) + 1
)


def test_a_renewal_that_fails_as_late_as_it_can_leaves_time_for_another() -> None:
    late = [
        lease for lease in map(LeaseTimes, ALLOWED) if lease.renew_after + lease.tick + lease.call >= lease.seconds - lease.kill
    ]

    assert late == []


def test_the_usual_lease() -> None:
    times = LeaseTimes(30)

    assert (times.renew_after, times.tick, times.call, times.kill) == (7.5, 1.0, 10.0, 7.5)

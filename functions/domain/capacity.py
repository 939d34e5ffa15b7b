"""How much of a cluster is free for stores: what its nodes hold, less what the plans of the stores there ask for. Pure.

A plan asks for what its quota says of requests, whether its store uses it or not, so more may be asked for than there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from functions.domain.plan import Plan
from functions.domain.quantity import whole

MILLICORES: Final = 1000
NAMES: Final = ("cpu", "memory", "volumes")


@dataclass(frozen=True)
class Amounts:
    """Processor in millicores, memory in bytes, number of volumes; None is not known, or not limited."""

    cpu: int | None = None
    memory: int | None = None
    volumes: int | None = None

    def items(self) -> Iterable[tuple[str, int | None]]:
        """Return each resource with its amount."""
        return ((name, getattr(self, name)) for name in NAMES)


NOTHING: Final = Amounts(0, 0, 0)


def asked_by(plan: Plan) -> Amounts:
    """Return what a store of this plan asks for at most; None for what its quota does not hold it to."""
    quota = plan.quota
    return Amounts(
        cpu=whole(quota.get("requests.cpu"), times=MILLICORES),
        memory=whole(quota.get("requests.memory")),
        volumes=whole(quota.get("persistentvolumeclaims")),
    )


def plus(one: Amounts, other: Amounts) -> Amounts:
    """Return the sum; what is not known counts as nothing."""
    return Amounts(**{name: (value or 0) + (getattr(other, name) or 0) for name, value in one.items()})


def less(allocatable: Amounts, asked: Amounts) -> Amounts:
    """Return what is free, which is less than nothing where more is asked for than there is; None where that is not known."""
    free = {name: None if value is None else value - (getattr(asked, name) or 0) for name, value in allocatable.items()}
    return Amounts(**free)


def stretched(allocatable: Amounts, times: float) -> Amounts:
    """Return what may be asked for where plans may ask for so many times what there is. A volume is there or is not."""
    more = {name: None if value is None else int(value * times) for name, value in allocatable.items()}
    return Amounts(**{**more, "volumes": allocatable.volumes})


def room(free: Amounts, wanted: Amounts) -> float | None:
    """Return how many stores that want so much there is room for, by what is scarcest; None where nothing is known."""
    shares = [value / want for name, value in free.items() if value is not None and (want := getattr(wanted, name))]
    return min(shares, default=None)


def too_little(free: Amounts, wanted: Amounts) -> str:
    """Return the name of the first resource of which less is free than is wanted; empty: none."""
    lacks = (name for name, value in free.items() if value is not None and value < (getattr(wanted, name) or 0))
    return next(lacks, "")


def roomiest(rooms: Mapping[str, float | None]) -> str:
    """Return the name with the most room, the first of equals. One of which nothing is known comes after all others."""
    return max(rooms, key=lambda name: (rooms[name] is not None, rooms[name] or 0.0))

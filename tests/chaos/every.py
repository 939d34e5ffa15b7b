"""Every fault by its name, with how often it is drawn."""

from __future__ import annotations

from tests.chaos import cluster_faults, faults, memory_fault, node_fault, world_faults
from tests.chaos.faults import Fault
from tests.chaos.rounds import Chance

FAULTS: dict[str, type[Fault]] = {
    found.name: found
    for module in (faults, world_faults, memory_fault, cluster_faults, node_fault)
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, Fault) and found.name and found.__module__ == module.__name__
}
NOT_DRAWN = ("node",)  # ends the cluster's node, which others may share: only where it is named


def chances(only: tuple[str, ...] = ()) -> dict[str, Chance]:
    """The faults to draw from: those named, or all that harm nobody else."""
    unknown = set(only) - set(FAULTS)
    if unknown:
        raise ValueError(f"there is no fault {', '.join(sorted(unknown))}; there are {', '.join(sorted(FAULTS))}")
    names = only or tuple(name for name in FAULTS if name not in NOT_DRAWN)
    return {name: FAULTS[name].chance for name in names}

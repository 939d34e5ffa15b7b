"""What upgrade, rollback and a change of plan share: another revision behind a closed gate, with a way back that is proven."""

from __future__ import annotations

from enum import StrEnum

from functions.domain.kinds import steps
from functions.domain.kinds.base import Ended, Step
from functions.domain.store import StoreStatus

ROLE, RESULT = "store_upgrade", "upgrade"


class InForce(StrEnum):
    """Which revision a shop is on, as the run that changes it says it."""

    BEFORE = "before"
    CLOSED = "closed"
    CHANGING = "changing"
    NEW = "new"
    OLD = "old"


def status_after(ended: Ended) -> StoreStatus:
    """Ready if the shop sells, be it on the old revision; as before where nothing was touched and the gate is open again."""
    in_force = ended.said(RESULT).get("in_force")
    if ended.good or in_force == InForce.OLD:
        return StoreStatus.READY
    return ended.before if ended.untouched(in_force, InForce.BEFORE) else StoreStatus.FAILED


def way_out(ended: Ended) -> str:
    """How to go back by hand, where the run could not."""
    said = ended.said(RESULT)
    in_force = said.get("in_force")
    if ended.good or in_force not in {InForce.CLOSED, InForce.CHANGING, InForce.NEW}:
        return ""
    if in_force == InForce.CLOSED:
        return "The gate stays closed, and nothing else was changed yet: ask for the same again."
    if in_force == InForce.NEW:
        return "The gate stays closed, and the shop sells behind it: ask for the same again to open it."
    store, revision, safety = said.get("store"), said.get("revision"), said.get("safety")
    return (
        f"The gate stays closed. What the shop had before is the backup {safety}: "
        f"`storeyard store rollback {store} --revision {revision} --without-newer-orders` goes back to it."
    )


CHECK = Step(ROLE, "check", "Looking at what is to change", "What is to change is known", task="Look at what is to change")
BACK = Step(
    ROLE, "back", "Going back to the revision before", "The revision before is installed", task="Go back to the revision before"
)
# Behind the gate, with the way back.
CHANGE = (
    steps.CLOSE,
    steps.DRAIN,
    steps.SAFETY,
    steps.NAMESPACE,
    steps.SECRET,
    steps.RELEASE,
    BACK,
    steps.LOAD,
    steps.AWAKE,
    steps.VERIFY,
    steps.OPEN,
)

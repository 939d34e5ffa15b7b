"""What upgrade, rollback and a change of plan share: another revision behind a closed gate, with a way back that is proven."""

from __future__ import annotations

from enum import StrEnum

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
    """Ready if the shop sells, be it on the old revision; as before where nothing was touched and the gate is open again.

    A first run that said nothing has not begun; of a second one it is not known what the first one did.
    """
    in_force = ended.said(RESULT).get("in_force")
    if ended.good or in_force == InForce.OLD:
        return StoreStatus.READY
    return ended.before if in_force == InForce.BEFORE or (in_force is None and ended.attempt <= 1) else StoreStatus.FAILED


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


CLOSE = Step("store_gate", "close", "Closing the shop", "The shop is closed: buyers see a page", task="Close the gate")
DRAIN = Step("store_drain", "drain", "Letting what is under way end", "Nothing is under way", task="Let what is under way end")
KEEP = Step("store_backup", "safety", "Backing up the shop as it is", "The shop as it is is backed up")
BACK = Step(
    ROLE, "back", "Going back to the revision before", "The revision before is installed", task="Go back to the revision before"
)
LOAD = Step("store_load", "load", "Loading the backup", "The backup is loaded")
WAKE = Step("store_drain", "wake", "Starting the shop", "The shop has started", task="Wake the shop", pods=True)
OPEN = Step("store_gate", "open", "Opening the shop", "The shop is open", task="Open the gate")

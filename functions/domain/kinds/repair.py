"""repair: make a store's objects what was installed again, where somebody changed them by hand."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StrictBool

from functions.domain.kinds import steps
from functions.domain.kinds.base import Ended, Kind, Parameters, Step
from functions.domain.numbers import WHOLE
from functions.domain.store import StoreStatus

LOOK_ROLE, ROLE, RESULT = "store_drift", "store_repair", "repair"


class State(StrEnum):
    """How far a repair has come, as its run says it."""

    IN_SYNC = "in_sync"
    MENDING = "mending"
    SELLS = "sells"


class Repair(Parameters):
    """What of it."""

    remove_extra: Annotated[
        StrictBool,
        Field(
            description="also remove objects that nobody installed; claims on volumes, Secrets and keys stay, as they may hold "
            "what nobody else has"
        ),
    ] = False
    revision: Annotated[
        Annotated[int, Field(ge=1), WHOLE] | None,
        Field(description="not to be said: the revision that is recorded of the store, which the platform fills in"),
    ] = None


def status_after(ended: Ended) -> StoreStatus:
    """Ready if the shop sells, also where not all could be put right; as before where nothing was touched."""
    state = ended.said(RESULT).get("state")
    if ended.good or state == State.SELLS:
        return StoreStatus.READY
    return ended.before if ended.untouched(state) else StoreStatus.FAILED


KIND = Kind(
    name="repair",
    summary="put right what somebody changed by hand of the store's objects in its cluster; nothing else is changed",
    allowed_from=frozenset({StoreStatus.READY, StoreStatus.FAILED}),
    running=StoreStatus.UPGRADING,
    status_after=status_after,
    failure_reason="RepairFailed",
    done="The store is as it was installed.",
    steps=(
        Step(LOOK_ROLE, "look", "Looking at what was changed by hand", "What was changed by hand is known"),
        Step(ROLE, "mend", "Putting right what was changed", "What was changed is put right", task="Put it right", pods=True),
        steps.SECRET,
        steps.RELEASE,
        steps.VERIFY,
    ),
    parameters=Repair,
    result_keys=(RESULT, "deployed", "verification"),
    keeps=True,
    knows_revision=True,
)

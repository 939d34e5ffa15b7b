"""restore: take a shop's data back to a backup; what is newer is carried over."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, StrictBool

from functions.domain.kinds import steps
from functions.domain.kinds.base import Ended, Kind, Parameters, Step
from functions.domain.store import StoreStatus

ROLE, RESULT = "store_restore", "restore"


class Data(StrEnum):
    """What a shop's data is, as the run that restores it says it."""

    BEFORE = "before"
    CLOSED = "closed"
    LOADING = "loading"
    RESTORED = "restored"


class Restore(Parameters):
    """Which backup, and what becomes of what is newer."""

    backup: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,64}$", description="the id of a backup of the store")]
    newer_orders: Annotated[
        StrictBool,
        Field(description="carry orders, customers and stock that are newer than the backup over; false: the old state bare"),
    ] = True


def status_after(ended: Ended) -> StoreStatus:
    """As before where nothing was loaded and the gate is open again; failed, behind a closed gate, after that."""
    if ended.good:
        return StoreStatus.READY
    return ended.before if ended.untouched(ended.said(RESULT).get("data"), Data.BEFORE) else StoreStatus.FAILED


def way_out(ended: Ended) -> str:
    """How to go back, where data was loaded and the shop did not come up with it."""
    said = ended.said(RESULT)
    if ended.good or said.get("data") not in {Data.LOADING, Data.RESTORED}:
        return ""
    return by_restore(said)


def by_restore(said: Mapping[str, Any]) -> str:
    """The way back to what a shop had before, as a run said it last: a restore of the backup that was made for it."""
    store, safety = said.get("store"), said.get("safety")
    return (
        f"The gate stays closed. What the shop had before is the backup {safety}: "
        f"`storeyard store restore {store} --backup {safety}` goes back to it."
    )


KIND = Kind(
    name="restore",
    summary="take the shop's data back to a backup, with newer orders carried over",
    allowed_from=frozenset({StoreStatus.READY, StoreStatus.FAILED}),
    running=StoreStatus.RESTORING,
    status_after=status_after,
    failure_reason="RestoreFailed",
    done="The shop is back at the backup: a test order went through.",
    steps=(
        Step(
            ROLE,
            "check",
            "Reading the backup to its end",
            "The backup is whole",
            task="Check the backup",
        ),
        steps.CLOSE,
        steps.DRAIN,
        steps.SAFETY,
        steps.ORDERS,
        steps.LOAD,
        steps.AWAKE,
        steps.VERIFY,
        steps.OPEN,
    ),
    parameters=Restore,
    result_keys=(RESULT, "backup", "carried", "gate", "verification"),
    backups=("backup",),
    way_out=way_out,
    proves=True,
)

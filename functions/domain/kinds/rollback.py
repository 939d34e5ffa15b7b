"""rollback: take a store back to an earlier revision and the data it had; what is newer is carried over."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field, StrictBool

from functions.domain import release
from functions.domain.backup import BackupId
from functions.domain.kinds import revising, steps
from functions.domain.kinds.base import Kind, Parameters, Step
from functions.domain.numbers import WHOLE
from functions.domain.store import StoreStatus


class Rollback(Parameters):
    """Which revision, and what becomes of what is newer."""

    revision: Annotated[int, Field(ge=1, description="a revision of the store's history of which a backup is there"), WHOLE]
    backup: Annotated[
        BackupId | None, Field(description="the id of a backup of that revision; the newest of it if left out")
    ] = None
    newer_orders: Annotated[
        StrictBool,
        Field(description="carry orders, customers and stock that are newer than the backup over; false: the old state bare"),
    ] = True


KIND = Kind(
    name="rollback",
    summary="take the store back to an earlier revision with the data it had, and carry newer orders over",
    allowed_from=frozenset({StoreStatus.READY, StoreStatus.FAILED}),
    running=StoreStatus.ROLLING_BACK,
    status_after=revising.status_after,
    failure_reason="RollbackFailed",
    done="The store is back at the revision: a test order went through.",
    steps=(
        Step(
            revising.ROLE, "check", "Reading the backup to its end", "The backup is whole", task="Look at where to go back to"
        ),
        steps.CLOSE,
        steps.DRAIN,
        steps.SAFETY,
        steps.ORDERS,
        Step(revising.ROLE, "revision", "Installing the revision", "The revision is installed", task="Install the revision"),
        steps.NAMESPACE,
        revising.BACK,
        steps.LOAD,
        steps.AWAKE,
        steps.VERIFY,
        steps.OPEN,
    ),
    parameters=Rollback,
    result_keys=(revising.RESULT, "backup", "carried", "deployed", "gate", release.RESULT, "verification"),
    goes_back=True,
    takes_spec=True,
    way_out=revising.way_out,
    proves=True,
    timeout=timedelta(minutes=30),
)

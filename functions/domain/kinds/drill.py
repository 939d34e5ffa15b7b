"""drill: prove a backup by a copy made of it, which takes an order and goes again."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from functions.domain.backup import BackupId
from functions.domain.kinds import steps
from functions.domain.kinds.base import Kind, Parameters, Step, unchanged
from functions.domain.store import StoreStatus


class Drill(Parameters):
    """Which backup is proven."""

    backup: Annotated[BackupId | None, Field(description="the id of the store's backup; its newest if left out")] = None


KIND = Kind(
    name="drill",
    summary="prove the store's newest backup: a copy made of it takes an order, and goes again",
    allowed_from=frozenset({StoreStatus.READY}),
    running=None,
    status_after=unchanged,
    failure_reason="DrillFailed",
    done="The backup is proven: a copy that was made of it took an order, and is gone.",
    steps=(
        Step("store_drill", "clear", "Clearing the place of the drill", "The place of the drill is clear"),
        replace(steps.NAMESPACE, doing="Fencing the copy in", done="The copy is fenced in"),
        steps.SECRET,
        replace(steps.RELEASE, doing="Installing {software} beside the store", pods=False),
        steps.LOAD,
        replace(steps.WAKE, pods=False),
        steps.VERIFY,
    ),
    parameters=Drill,
    result_keys=("drill", "verification"),
    backups=("backup",),
    beside="drill",
)

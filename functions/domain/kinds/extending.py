"""What kinds share that change what a shop's owner installed, with a way back that takes the data along."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from functions.domain.engine import Engine
from functions.domain.kinds import revising, steps
from functions.domain.kinds.base import Ended, Kind, Step
from functions.domain.kinds.restore import by_restore
from functions.domain.store import StoreStatus

RESULT: Final = "extensions"
LOOK, CHANGE = "Look at the extensions", "Change the extensions"  # tasks of the role
INSTALL_FAILED: Final = "InstallFailed"


def way_out(ended: Ended) -> str:
    """How to go back by hand, where the run could not. The revision stayed, so a restore is enough."""
    said = ended.said(revising.RESULT)
    if ended.good or said.get("in_force") != revising.InForce.CHANGING:
        return revising.way_out(ended)
    return by_restore(said)


def lacks(engine: Engine) -> str:
    """Return why stores on an engine have no extensions of their owner's; empty: they may have."""
    if engine.data is not None and engine.data.extensions:
        return ""
    return f"the extensions of {engine.title} come with its image, and an upgrade brings newer ones"


def kind(*, look: tuple[str, str], change: tuple[str, str], **own: Any) -> Kind:
    """Return a kind that changes extensions, out of what is its own.

    `look` and `change`: what is being done and what has been done, of the look before and of the change, for its steps.
    """
    return Kind(
        allowed_from=frozenset({StoreStatus.READY, StoreStatus.FAILED}),
        running=StoreStatus.UPGRADING,
        status_after=revising.status_after,
        steps=(
            Step(revising.ROLE, "check", *look, task=LOOK),
            steps.CLOSE,
            steps.DRAIN,
            steps.SAFETY,
            Step(revising.ROLE, "update", *change, task=CHANGE),
            steps.LOAD,
            steps.AWAKE,
            steps.VERIFY,
            steps.OPEN,
        ),
        result_keys=(revising.RESULT, "backup", RESULT, "gate", "verification"),
        keeps=True,
        lacks=lacks,
        way_out=way_out,
        proves=True,
        for_copies=False,
        timeout=timedelta(minutes=30),
        **own,
    )

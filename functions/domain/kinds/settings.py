"""What kinds share that change settings of a shop on what is installed, with a way back."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from functions.domain import release
from functions.domain.kinds import steps
from functions.domain.kinds.base import Ended, Kind, Step
from functions.domain.store import StoreSpec, StoreStatus

ROLE, RESULT = "store_configure", "settings"
BACK, NOT_CHANGED = "Go back to the old settings", "Say that the settings were not changed"  # tasks of the role


class InForce(StrEnum):
    """Which settings a shop has, as the run that changes them says it."""

    CHANGING = "changing"
    NEW = "new"
    OLD = "old"


def changed(spec: StoreSpec, changes: Mapping[str, Any]) -> StoreSpec:
    """Return the spec with these fields, of the types that it has; fields that only a newer version knows stay."""
    return StoreSpec.model_validate({**spec.model_dump(), **changes})


def status_after(ended: Ended) -> StoreStatus:
    """Ready if the shop sells, be it on the new settings or on the old ones; as before where nothing was touched yet.

    A run says that it begins before it touches anything, but not to the run after it: of a second one that is not known.
    """
    in_force = ended.said(RESULT).get("in_force")
    if ended.good or in_force == InForce.OLD:
        return StoreStatus.READY
    return ended.before if ended.untouched(in_force) else StoreStatus.FAILED


APPLY = Step("store_release", "release", "Applying the settings to the shop", "The settings are applied", pods=True)


def kind(*, back: tuple[str, str], change: tuple[str, str], **own: Any) -> Kind:
    """Return a kind that changes settings of a shop, out of what is its own.

    `back` and `change`: what is being done and what has been done, of the way back and of the change, for its steps.
    """
    return Kind(
        allowed_from=frozenset({StoreStatus.READY, StoreStatus.FAILED}),
        running=StoreStatus.UPGRADING,
        status_after=status_after,
        steps=(
            Step(ROLE, "restore", *back, task=BACK),
            Step(ROLE, "settings", *change, task=NOT_CHANGED),
            steps.SECRET,
            APPLY,
            steps.VERIFY,
        ),
        result_keys=(RESULT, "deployed", release.RESULT, "verification"),
        keeps=True,
        proves=True,
        **own,
    )

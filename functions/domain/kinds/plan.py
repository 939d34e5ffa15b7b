"""plan: give a store another size, with a way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from functions.domain import release
from functions.domain.kinds import revising
from functions.domain.kinds.base import Kind, Parameters, Step
from functions.domain.store import StoreSpec, StoreStatus


class ChangeOfPlan(Parameters):
    """Which plan."""

    plan: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$", description="the name of a plan of the store's engine")]


def spec_with(spec: StoreSpec, parameters: Mapping[str, Any]) -> StoreSpec:
    """Return the spec with the plan."""
    return spec.model_copy(update={"plan": parameters["plan"]})


KIND = Kind(
    name="plan",
    summary="give the store another size; refused where its data does not fit, and back if it does not sell on it",
    allowed_from=frozenset({StoreStatus.READY, StoreStatus.FAILED}),
    running=StoreStatus.UPGRADING,
    status_after=revising.status_after,
    failure_reason="PlanFailed",
    done="The store has its new plan: a test order went through.",
    steps=(
        revising.CHECK,
        Step(revising.ROLE, "fits", "Measuring the shop's data", "The shop's data fits", task="Measure the data"),
        *revising.CHANGE,
        Step(
            revising.ROLE,
            "grow",
            "Growing the volumes",
            "The volumes have the plan's size where they can grow",
            task="Grow the volumes",
        ),
    ),
    parameters=ChangeOfPlan,
    result_keys=(revising.RESULT, "backup", "deployed", "gate", release.RESULT, "verification", "volumes"),
    keeps=True,
    spec_asked=spec_with,
    takes_spec=True,
    way_out=revising.way_out,
    proves=True,
)

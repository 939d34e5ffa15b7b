"""upgrade: bring a store to the newest version, rehearsed on a copy, with a way back that takes the data along."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field, StrictBool

from functions.domain import release
from functions.domain.image import PLATFORMS, ImageOrPlatforms
from functions.domain.kinds import revising, steps
from functions.domain.kinds.base import Kind, Parameters, Step
from functions.domain.store import StoreSpec, StoreStatus


class Upgrade(Parameters):
    """How it is done; what it installs is the newest that is on offer when it is accepted, and the image that is named."""

    rehearsal: Annotated[
        StrictBool, Field(description="try it on a copy first, while the shop is open; false: at once, behind the gate")
    ] = True
    image: Annotated[
        ImageOrPlatforms | None,
        Field(
            description="the image that the shop runs from then on in place of the platform's: a repository with a digest, or "
            "platform for the platform's own; left out: as before"
        ),
    ] = None


def spec_with(spec: StoreSpec, parameters: Mapping[str, Any]) -> StoreSpec:
    """Return the spec with the image that is named, if one is."""
    image = parameters.get("image")
    return spec if image is None else spec.model_copy(update={"image": None if image == PLATFORMS else image})


KIND = Kind(
    name="upgrade",
    summary="bring the store to the newest version, or to another image of its owner's: rehearsed on a copy, and back with its "
    "data if it does not sell on it",
    allowed_from=frozenset({StoreStatus.READY, StoreStatus.FAILED}),
    running=StoreStatus.UPGRADING,
    status_after=revising.status_after,
    failure_reason="UpgradeFailed",
    done="The store is upgraded: a test order went through.",
    steps=(
        revising.CHECK,
        Step(
            revising.ROLE,
            "rehearsal",
            "Beginning a rehearsal on a copy; the shop stays open",
            "The rehearsal has begun; the shop stays open",
            task="Begin the rehearsal",
        ),
        Step("store_drill", "copy", "Clearing the place of the copy", "The place of the copy is clear"),
        Step(revising.ROLE, "rehearsed", "Ending the rehearsal", "The rehearsal has ended", task="End the rehearsal"),
        *revising.CHANGE,
        steps.WAKE,
    ),
    parameters=Upgrade,
    result_keys=(revising.RESULT, "rehearsal", "backup", "deployed", "gate", release.RESULT, "verification"),
    deploys=True,
    newer=True,
    settings=lambda parameters: ("image",) if parameters.get("image") else (),
    spec_asked=spec_with,
    takes_spec=True,
    beside="drill",
    way_out=revising.way_out,
    proves=True,
    timeout=timedelta(minutes=30),
)

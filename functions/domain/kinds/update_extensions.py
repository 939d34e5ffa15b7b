"""update_extensions: bring what a shop's owner installed to its newest versions, with a way back that takes the data along."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final

from pydantic import AfterValidator, Field, StringConstraints

from functions.domain.engine import Engine
from functions.domain.kinds import revising, steps
from functions.domain.kinds.base import Ended, Kind, Parameters, Step
from functions.domain.kinds.restore import by_restore
from functions.domain.store import StoreStatus

RESULT: Final = "extensions"
SLUGS_MAX: Final = 100
Slug = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]*$")]


def _each_once(slugs: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(slugs)) < len(slugs):
        raise ValueError("must name each extension once")
    return slugs


class UpdateExtensions(Parameters):
    """Which extensions: plugins and themes that the shop's owner installed."""

    slugs: Annotated[
        tuple[Slug, ...],
        AfterValidator(_each_once),
        Field(
            max_length=SLUGS_MAX,
            description="slugs of extensions; none: all of the owner's that an update is on offer for",
            json_schema_extra={"uniqueItems": True},
        ),
    ] = ()


def lacks(engine: Engine) -> str:
    """Return why stores on an engine have no extensions of their owner's; empty: they may have."""
    if engine.data is not None and engine.data.extensions:
        return ""
    return f"the extensions of {engine.title} come with its image, and an upgrade brings newer ones"


def way_out(ended: Ended) -> str:
    """How to go back by hand, where the run could not. The revision stayed, so a restore is enough."""
    said = ended.said(revising.RESULT)
    if ended.good or said.get("in_force") != revising.InForce.CHANGING:
        return revising.way_out(ended)
    return by_restore(said)


KIND = Kind(
    name="update_extensions",
    summary="bring the owner's plugins and themes to the versions on offer; back with its data if the shop does not sell then",
    allowed_from=frozenset({StoreStatus.READY, StoreStatus.FAILED}),
    running=StoreStatus.UPGRADING,
    status_after=revising.status_after,
    failure_reason="UpdateFailed",
    done="The extensions are up to date: a test order went through.",
    steps=(
        Step(
            revising.ROLE,
            "check",
            "Asking for newer versions",
            "Which versions are on offer is known",
            task="Ask for newer versions",
        ),
        steps.CLOSE,
        steps.DRAIN,
        steps.SAFETY,
        Step(revising.ROLE, "update", "Updating extensions", "The extensions are updated", task="Update the extensions"),
        steps.LOAD,
        steps.AWAKE,
        steps.VERIFY,
        steps.OPEN,
    ),
    parameters=UpdateExtensions,
    result_keys=(revising.RESULT, "backup", RESULT, "gate", "verification"),
    keeps=True,
    lacks=lacks,
    way_out=way_out,
    proves=True,
    for_copies=False,
    timeout=timedelta(minutes=30),
)

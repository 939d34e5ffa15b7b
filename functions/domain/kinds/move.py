"""move: a shop goes to another cluster, with its data; where it was, nothing of it stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from functions.domain import release
from functions.domain.kinds import steps
from functions.domain.kinds.base import Ended, Kind, Parameters, Step
from functions.domain.store import Slug, StoreSpec, StoreStatus

ROLE, RESULT = "store_move", "move"
# What a run is told besides, which no request can say: the cluster that the store is on.
SOURCE = "source"


class Where(StrEnum):
    """Where a shop that is being moved sells, as its run says it."""

    BEFORE = "before"
    CLOSED = "closed"
    THERE = "there"


class Move(Parameters):
    """Where to."""

    cluster: Annotated[
        Slug | None, Field(description="the name of the cluster that the store goes to; one that has room if left out")
    ] = None


def status_after(ended: Ended) -> StoreStatus:
    """As before where the gate is open again where the shop was; failed where it is closed, or nobody knows."""
    if ended.good:
        return StoreStatus.READY
    return ended.before if ended.untouched(ended.said(RESULT).get("where"), Where.BEFORE) else StoreStatus.FAILED


def way_out(ended: Ended) -> str:
    """What to ask for where the shop stays closed: the next run looks where the data is, and goes on from there."""
    said = ended.said(RESULT)
    if ended.good or said.get("where") not in {Where.CLOSED, Where.THERE}:
        return ""
    store, cluster = said.get("store"), said.get("cluster")
    return f"The gate stays closed, and nothing is lost: `storeyard store move {store} --cluster {cluster}` goes on."


def spec_there(spec: StoreSpec, parameters: Mapping[str, Any]) -> StoreSpec:
    """Return the spec on the other cluster."""
    return spec.model_copy(update={"cluster": parameters["cluster"]})


KIND = Kind(
    name="move",
    summary="take the store to another cluster with its data; refused there, it sells on where it was",
    allowed_from=frozenset({StoreStatus.READY, StoreStatus.FAILED}),
    running=StoreStatus.UPGRADING,
    status_after=status_after,
    failure_reason="MoveFailed",
    done="The store is on its new cluster: a test order went through.",
    steps=(
        Step(ROLE, "check", "Looking at both clusters", "Both clusters answer", task="Look at both clusters"),
        steps.CLOSE,
        steps.DRAIN,
        replace(steps.SAFETY, name="backup", doing="Backing up the shop", done="The shop is backed up"),
        steps.NAMESPACE,
        Step(ROLE, "secrets", "Taking passwords and keys along", "Passwords and keys are there", task="Take the secrets along"),
        steps.SECRET,
        steps.RELEASE,
        steps.LOAD,
        steps.WAKE,
        steps.VERIFY,
        Step(ROLE, "switch", "Having the shop sell there", "The shop sells there", task="Have the shop sell there"),
        steps.OPEN,
        steps.AWAKE,
        Step(
            "store_delete",
            "remove",
            "Removing the shop where it was",
            "Nothing is left where it was",
            task="Remove the namespace",
        ),
    ),
    parameters=Move,
    result_keys=(RESULT, "backup", "deployed", "gate", release.RESULT, "verification"),
    keeps=True,
    moves=True,
    spec_asked=spec_there,
    takes_spec=True,
    way_out=way_out,
    proves=True,
)

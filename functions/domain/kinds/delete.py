"""delete: remove a store with all its data until nothing of it is left."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool

from functions.domain.kinds.base import Kind, Parameters, Step, becomes
from functions.domain.store import StoreStatus

ROLE, REASON = "store_delete", "DeleteBlocked"


class Delete(Parameters):
    """What a deletion does about a namespace that is not ours."""

    leave: Annotated[
        StrictBool,
        Field(description="end well where the namespace is not ours and holds nothing of the store; it is left as it is"),
    ] = False


KIND = Kind(
    name="delete",
    summary="remove the store with all its data; cancels what is under way",
    allowed_from=frozenset(StoreStatus),
    running=StoreStatus.DELETING,
    status_after=becomes(None, StoreStatus.FAILED),
    failure_reason=REASON,
    done="The store is gone; nothing of it is left.",
    steps=(
        Step(
            ROLE,
            "scan",
            "Looking at what there is to remove",
            "What there is to remove is known",
            task="Look at what there is of the store",
            reason=REASON,
        ),
        Step(ROLE, "release", "Removing the release", "The release is removed", task="Remove the release", reason=REASON),
        Step(ROLE, "pods", "Ending its pods", "Its pods have ended", task="Let pods and claims end", reason=REASON),
        Step(
            ROLE, "namespace", "Removing the namespace", "The namespace is removed", task="Remove the namespace", reason=REASON
        ),
        Step(ROLE, "volumes", "Removing its volumes", "Its volumes are removed", task="Remove its volumes", reason=REASON),
        Step(
            ROLE,
            "leftovers",
            "Looking for leftovers in the whole cluster",
            "No leftovers were found",
            task="Look for what is left",
            reason=REASON,
        ),
    ),
    parameters=Delete,
    result_keys=("removal",),
    interrupts=True,
)

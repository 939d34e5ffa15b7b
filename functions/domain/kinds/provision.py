"""provision: make a store, or go on with one whose making failed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool

from functions.domain import release
from functions.domain.kinds import steps
from functions.domain.kinds.base import Kind, Parameters, becomes
from functions.domain.store import StoreStatus


class Provision(Parameters):
    """How a store is made again where that failed."""

    adopt: Annotated[
        StrictBool,
        Field(description="take over the namespace with all that is in it, whoever made it, for a restored state"),
    ] = False


KIND = Kind(
    name="provision",
    summary="make the store, or try again where that failed",
    allowed_from=frozenset({StoreStatus.FAILED}),
    creates=True,
    running=StoreStatus.PROVISIONING,
    status_after=becomes(StoreStatus.READY, StoreStatus.FAILED),
    failure_reason="ProvisionFailed",
    done="The store is ready: a test order went through.",
    steps=(steps.NAMESPACE, steps.SECRET, steps.RELEASE, steps.EXTENSIONS, steps.VERIFY),
    parameters=Provision,
    result_keys=("deployed", release.RESULT, "verification"),
    deploys=True,
    proves=True,
)

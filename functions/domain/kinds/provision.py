"""provision: make a store, or go on with one whose making failed."""

from __future__ import annotations

from functions.domain.kinds import steps
from functions.domain.kinds.base import Kind, becomes
from functions.domain.store import StoreStatus

KIND = Kind(
    name="provision",
    summary="make the store, or try again where that failed",
    allowed_from=frozenset({StoreStatus.FAILED}),
    creates=True,
    running=StoreStatus.PROVISIONING,
    status_after=becomes(StoreStatus.READY, StoreStatus.FAILED),
    failure_reason="ProvisionFailed",
    done="The store is ready: a test order went through.",
    steps=(steps.NAMESPACE, steps.SECRET, steps.RELEASE, steps.VERIFY),
    result_keys=("deployed", "verification"),
    deploys=True,
    proves=True,
)

"""verify: prove by a test order that a store sells."""

from __future__ import annotations

from functions.domain.kinds import steps
from functions.domain.kinds.base import Kind, unchanged
from functions.domain.store import StoreStatus

KIND = Kind(
    name="verify",
    summary="place a test order, see it in the admin, remove it",
    allowed_from=frozenset({StoreStatus.READY}),
    running=None,
    status_after=unchanged,
    failure_reason="VerifyFailed",
    done="A test order went through.",
    steps=(steps.VERIFY,),
    result_keys=("verification",),
    proves=True,
)

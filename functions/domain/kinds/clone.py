"""clone: make a store of the backup of another one, which stays as it is."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.domain import release
from functions.domain.backup import BackupId
from functions.domain.kinds import steps
from functions.domain.kinds.base import Kind, Parameters, becomes
from functions.domain.store import StoreId, StoreName, StoreStatus


class Clone(Parameters):
    """What copy is made. Its operation, on the new store, says `backup` and `source`: of which backup, of which store."""

    backup: Annotated[
        BackupId | None, Field(description="the id of the store's backup that it is made of; its newest if left out")
    ] = None
    id: Annotated[StoreId | None, Field(description="the id of the new store; made from its name if left out")] = None
    name: Annotated[
        StoreName | None, Field(description="the name of the new store; the store's with (copy) behind it if left out")
    ] = None


KIND = Kind(
    name="clone",
    summary="make a copy of the store to try things out in: it sends no mail, reaches nobody, and has passwords of its own",
    allowed_from=frozenset({StoreStatus.READY, StoreStatus.FAILED}),
    creates=True,
    copies=True,
    running=StoreStatus.PROVISIONING,
    status_after=becomes(StoreStatus.READY, StoreStatus.FAILED),
    failure_reason="CloneFailed",
    done="The store is ready with the data of the backup: a test order went through.",
    steps=(steps.NAMESPACE, steps.SECRET, steps.RELEASE, steps.LOAD, steps.WAKE, steps.VERIFY),
    parameters=Clone,
    result_keys=("deployed", release.RESULT, "verification"),
    deploys=True,
    backups=("backup",),
    proves=True,
)

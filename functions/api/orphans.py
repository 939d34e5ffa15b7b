"""/api/orphans: what this installation made and no record names any more. Admins only."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Request
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api.context import ApiRouter, call
from functions.api.orphans_views import OrphanList, OrphansRemoved

router = ApiRouter()

Digest = Annotated[str, Query(pattern=r"^[0-9a-f]{16}$", description="the digest of the list that was shown")]


@router.get("/orphans", summary="List orphans", operation_id="listOrphans", tags=["insight"])
def list_orphans(request: Request) -> OrphanList:
    """Return what no record names: namespaces, volumes, releases, folders of runs, and why each is one. Admins only."""
    return OrphanList.of(call(request).platform.orphans.look())


@router.delete("/orphans", summary="Remove orphans", operation_id="removeOrphans", tags=["insight"])
def remove_orphans(request: Request, digest: Digest) -> OrphansRemoved:
    """Remove what was shown under the digest, and nothing else: 409 if another look shows something else. Admins only."""
    here = call(request)
    gone, left = here.platform.orphans.remove(digest)
    here.noted.detail["removed"] = len(gone)
    return OrphansRemoved.of(gone, left)

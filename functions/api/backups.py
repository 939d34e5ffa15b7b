"""/api/backups, and a store's backups and their schedule: list, look at, pin, delete and download."""

from __future__ import annotations

import base64
import re
from http import HTTPStatus
from typing import Annotated, Any, Final

from aws_lambda_powertools.event_handler import Request, Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query

from functions.api.backups_views import BackupList, BackupView, ChangeBackup, ChangeSchedule, FileAddress, ScheduleView
from functions.api.context import ApiRouter, Call, call
from functions.api.sessions import nothing
from functions.api.stores import Cursor, Limit, StoreIdInPath, possible
from functions.application.backups import Download
from functions.application.paging import Page
from functions.domain.backup import Backup
from functions.domain.errors import NotFound
from functions.domain.store import ID_MAX

router = ApiRouter()

BackupIdInPath = Annotated[str, Path(description="the backup's id")]
PartInPath = Annotated[str, Path(description="which file: database, files or manifest")]
Redirect = Annotated[bool, Query(description="false: the address in a bucket is told in the body, and no file is sent")]
OneStore = Annotated[
    str | None, Query(min_length=1, max_length=ID_MAX, description="only those of this store, which may be gone")
]
_id_pattern = re.compile(r"[A-Za-z0-9_-]{1,64}")
_part_pattern = re.compile(r"[a-z]{1,20}")
ANSWERS: Final[Any] = {
    200: {
        "description": "The file; not redirected, where it is: `address`",
        "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            "application/json": {"model": FileAddress},
        },
    },
    204: {"description": "Not redirected: the platform hands the file over itself"},
    303: {"description": "To be fetched elsewhere, within 15 minutes and without a token"},
}


@router.get("/stores/<store_id>/backups", summary="List a store's backups", operation_id="listStoreBackups", tags=["backups"])
def list_store_backups(request: Request, store_id: StoreIdInPath, limit: Limit = 50, cursor: Cursor = None) -> BackupList:
    """Return one page of a store's backups, newest first; also of a store that is gone."""
    here = call(request)
    return _listed(here, here.platform.backups.of_store(possible(store_id), here.caller, limit=limit, cursor=cursor))


@router.get("/backups", summary="List backups", operation_id="listBackups", tags=["backups"])
def list_backups(request: Request, store: OneStore = None, limit: Limit = 50, cursor: Cursor = None) -> BackupList:
    """Return one page of the caller's backups, newest first, also of stores that are gone; an admin's has all, by owner."""
    here = call(request)
    return _listed(here, here.platform.backups.all(here.caller, store_id=store, limit=limit, cursor=cursor))


@router.get("/backups/<backup_id>", summary="Look at a backup", operation_id="getBackup", tags=["backups"])
def get_backup(request: Request, backup_id: BackupIdInPath) -> BackupView:
    """Return a backup: what is in it, and until when it is kept."""
    here = call(request)
    return BackupView.of(here.platform.backups.get(_possible(backup_id), here.caller), here.platform.backups.retention)


@router.patch("/backups/<backup_id>", summary="Pin a backup", operation_id="changeBackup", tags=["backups"])
def change_backup(request: Request, backup_id: BackupIdInPath, change: Annotated[ChangeBackup, Body()]) -> BackupView:
    """Keep a backup until it is unpinned, or let it go with the others of its age."""
    here = call(request)
    _noted(here, backup_id, pinned=change.pinned)
    changed = here.platform.backups.pin(_possible(backup_id), here.caller, pinned=change.pinned)
    return BackupView.of(changed, here.platform.backups.retention)


@router.delete(
    "/backups/<backup_id>", summary="Delete a backup", operation_id="deleteBackup", tags=["backups"], status_code=204
)
def delete_backup(request: Request, backup_id: BackupIdInPath) -> Response[None]:
    """Delete a backup that is not pinned. It is off the list at once; its files follow within a minute or so."""
    here = call(request)
    _noted(here, backup_id)
    here.platform.backups.delete(_possible(backup_id), here.caller)
    return nothing()


@router.get(
    "/backups/<backup_id>/download/<part>",
    summary="Download a backup's file",
    operation_id="downloadBackup",
    tags=["backups"],
    responses=ANSWERS,
)
def download_backup(request: Request, backup_id: BackupIdInPath, part: PartInPath, redirect: Redirect = True) -> Response[Any]:
    """Return a file of a backup as it lies there; what lies in a bucket is fetched from there.

    A page may not follow a redirect to elsewhere: it asks with `redirect=false` first, and goes where it is told.
    """
    here = call(request)
    if not _part_pattern.fullmatch(part):
        raise NotFound("there is no such part of a backup")
    _noted(here, backup_id, part=part)
    found = here.platform.backups.download(_possible(backup_id), part, here.caller, streams=here.streams, read=redirect)
    if found.address is not None:
        return _elsewhere(found.address, redirect=redirect)
    if not redirect:
        here.noted.no_deed = True
        return nothing()
    here.sending.chunks = found.chunks
    return Response(status_code=HTTPStatus.OK.value, content_type=_type_of(part), body="", headers=_headers(found))


@router.get("/stores/<store_id>/schedule", summary="Look at a store's schedule", operation_id="getSchedule", tags=["backups"])
def get_schedule(request: Request, store_id: StoreIdInPath) -> ScheduleView:
    """Return how often a store is backed up and a backup of it drilled, and when next."""
    here = call(request)
    return ScheduleView.of(store_id, here.platform.schedules.of(possible(store_id), here.caller))


@router.put("/stores/<store_id>/schedule", summary="Change a store's schedule", operation_id="changeSchedule", tags=["backups"])
def change_schedule(request: Request, store_id: StoreIdInPath, change: Annotated[ChangeSchedule, Body()]) -> ScheduleView:
    """Say how often a store is backed up, and a backup of it drilled."""
    here = call(request)
    here.noted.detail |= change.model_dump(exclude_unset=True)
    return ScheduleView.of(store_id, here.platform.schedules.change(possible(store_id), here.caller, change.wanted))


def _listed(here: Call, page: Page[Backup]) -> BackupList:
    retention = here.platform.backups.retention
    return BackupList(items=[BackupView.of(backup, retention) for backup in page.items], next_cursor=page.cursor)


def _noted(here: Call, backup_id: str, **detail: str | bool) -> None:
    """Tell the activity log which backup it is about, of which store and whose. Raises NotFound."""
    backup = here.platform.backups.get(_possible(backup_id), here.caller)
    here.noted.store_id, here.noted.owner = backup.store_id, backup.owner
    here.noted.detail |= {"backup": backup.id, **detail}


def _elsewhere(address: str, *, redirect: bool) -> Response[Any]:
    if redirect:
        return Response(status_code=HTTPStatus.SEE_OTHER.value, body="", headers={"Location": address})
    said = FileAddress(address=address).model_dump_json()
    return Response(status_code=HTTPStatus.OK.value, content_type="application/json", body=said)


def _headers(found: Download) -> dict[str, str | list[str]]:
    headers: dict[str, str | list[str]] = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    if found.size is not None:
        headers["Content-Length"] = str(found.size)
    if found.sha256 is not None:
        headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(found.sha256)).decode()}:"
    return headers


def _type_of(part: str) -> str:
    return "application/json" if part == "manifest" else "application/octet-stream"


def _possible(backup_id: str) -> str:
    if not _id_pattern.fullmatch(backup_id):
        raise NotFound("there is no backup with this id")
    return backup_id

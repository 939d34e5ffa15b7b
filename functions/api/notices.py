"""/api/notice-targets: who is told in words what becomes of stores, and what they were told."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated, Final

from aws_lambda_powertools.event_handler import Request, Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from functions.api.context import ApiRouter, call
from functions.api.notices_views import (
    ChangeNoticeTarget,
    ConfirmNoticeTarget,
    CreateNoticeTarget,
    NoticeList,
    NoticeTargetList,
    NoticeTargetView,
    NoticeView,
)
from functions.api.sessions import nothing
from functions.api.stores import Cursor, Limit
from functions.domain.access import Scope
from functions.domain.errors import Forbidden, NotFound

router = ApiRouter()

TargetIdInPath = Annotated[str, Path(description="the target's id")]
_target_id: Final = re.compile(r"nt-[0-9a-z]{1,40}")


@router.post(
    "/notice-targets", summary="Make a target of notices", operation_id="createNoticeTarget", tags=["notices"], status_code=201
)
def create_target(request: Request, target: Annotated[CreateNoticeTarget, Body()]) -> Response[NoticeTargetView]:
    """Make a place that is told of stores from now on. An e-mail address that is not your own is told once it is confirmed."""
    here = call(request)
    if target.platform and not here.known.allows(Scope.ADMIN):
        raise Forbidden("Only an admin may have notices of every owner's stores, with a token of that scope.")
    made = here.platform.notices.service.create(here.caller, target.wanted())
    here.noted.detail |= {"target": made.id, "kind": made.kind.value, "platform": made.platform}
    return Response(
        status_code=HTTPStatus.CREATED.value,
        content_type=content_types.APPLICATION_JSON,
        body=NoticeTargetView.of(made),
        headers={"Location": f"/api/notice-targets/{made.id}"},
    )


@router.get("/notice-targets", summary="List targets of notices", operation_id="listNoticeTargets", tags=["notices"])
def list_targets(request: Request, limit: Limit = 50, cursor: Cursor = None) -> NoticeTargetList:
    """Return one page of the caller's targets; an admin sees everyone's, and those of the platform."""
    here = call(request)
    page = here.platform.notices.service.of(here.caller, limit=limit, cursor=cursor)
    return NoticeTargetList(items=[NoticeTargetView.of(each) for each in page.items], next_cursor=page.cursor)


@router.get(
    "/notice-targets/<target_id>", summary="Look at a target of notices", operation_id="getNoticeTarget", tags=["notices"]
)
def get_target(request: Request, target_id: TargetIdInPath) -> NoticeTargetView:
    """Return a target, with what is wrong with it if something is."""
    here = call(request)
    return NoticeTargetView.of(here.platform.notices.service.get(_possible(target_id), here.caller))


@router.patch(
    "/notice-targets/<target_id>", summary="Change a target of notices", operation_id="changeNoticeTarget", tags=["notices"]
)
def change_target(
    request: Request, target_id: TargetIdInPath, change: Annotated[ChangeNoticeTarget, Body()]
) -> NoticeTargetView:
    """Change what it is told, or whether it is told anything. While it is disabled, nothing is kept for it."""
    here = call(request)
    here.noted.detail |= {"target": _possible(target_id), "changed": ", ".join(sorted(change.model_fields_set))}
    changed = here.platform.notices.service.change(target_id, here.caller, change.model_dump(exclude_none=True))
    return NoticeTargetView.of(changed)


@router.delete(
    "/notice-targets/<target_id>",
    summary="Remove a target of notices",
    operation_id="deleteNoticeTarget",
    tags=["notices"],
    status_code=204,
)
def delete_target(request: Request, target_id: TargetIdInPath) -> Response[None]:
    """Tell it nothing any more, also of what waits. What is known of what it was told goes too."""
    here = call(request)
    here.noted.detail["target"] = _possible(target_id)
    here.platform.notices.service.remove(target_id, here.caller)
    return nothing()


@router.post(
    "/notice-targets/<target_id>/test",
    summary="Try a target of notices out",
    operation_id="testNoticeTarget",
    tags=["notices"],
    status_code=202,
)
def test_target(request: Request, target_id: TargetIdInPath) -> Response[NoticeView]:
    """Send it a notice that says that it is a test, whatever its filter is. What came of it is in its notices soon."""
    here = call(request)
    here.noted.detail["target"] = _possible(target_id)
    queued = here.platform.notices.service.test(target_id, here.caller)
    return Response(
        status_code=HTTPStatus.ACCEPTED.value,
        content_type=content_types.APPLICATION_JSON,
        body=NoticeView.of(queued),
        headers={"Location": f"/api/notice-targets/{target_id}/notices"},
    )


@router.post(
    "/notice-targets/<target_id>/code",
    summary="Send an address another code",
    operation_id="sendNoticeCode",
    tags=["notices"],
)
def send_code(request: Request, target_id: TargetIdInPath) -> NoticeTargetView:
    """Send a new code to an e-mail address that is not confirmed yet; the one before is over. Five an hour at most."""
    here = call(request)
    here.noted.detail["target"] = _possible(target_id)
    return NoticeTargetView.of(here.platform.notices.service.send_code(target_id, here.caller))


@router.post(
    "/notice-targets/<target_id>/confirm", summary="Confirm an address", operation_id="confirmNoticeTarget", tags=["notices"]
)
def confirm_target(
    request: Request, target_id: TargetIdInPath, given: Annotated[ConfirmNoticeTarget, Body()]
) -> NoticeTargetView:
    """Enter the code that the address was sent: good for 30 minutes and five tries."""
    here = call(request)
    here.noted.detail["target"] = _possible(target_id)
    return NoticeTargetView.of(here.platform.notices.service.confirm(target_id, here.caller, given.code))


@router.get("/notice-targets/<target_id>/notices", summary="List notices", operation_id="listNotices", tags=["notices"])
def list_notices(request: Request, target_id: TargetIdInPath, limit: Limit = 50, cursor: Cursor = None) -> NoticeList:
    """Return one page of what a target was told in the last 30 days, or waits, newest first."""
    here = call(request)
    page = here.platform.notices.service.told(_possible(target_id), here.caller, limit=limit, cursor=cursor)
    return NoticeList(items=[NoticeView.of(each) for each in page.items], next_cursor=page.cursor)


def _possible(target_id: str) -> str:
    """Return the id. Raises NotFound for what no target's can be."""
    if not _target_id.fullmatch(target_id):
        raise NotFound("there is no target of notices with this id")
    return target_id

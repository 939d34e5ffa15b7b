"""/api/operations: look at an operation, follow its events, cancel it."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Request, Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from functions.api.context import ApiRouter, Call, call
from functions.api.schemas import EventList, EventView, OperationView
from functions.api.shown import shown
from functions.domain.errors import NotFound
from functions.domain.operation import Operation

router = ApiRouter()

OperationIdInPath = Annotated[str, Path(description="the operation's id")]
After = Annotated[int, Query(ge=0, le=1_000_000, description="the number of the last event that the caller has")]
Wait = Annotated[int, Query(ge=0, le=20, description="seconds to wait for a newer event before answering with none")]

POLL = 0.25
_id_pattern = re.compile(r"[A-Za-z0-9_-]{1,64}")


@router.get("/operations/<operation_id>", summary="Look at an operation", operation_id="getOperation", tags=["operations"])
def get_operation(request: Request, operation_id: OperationIdInPath) -> OperationView:
    """Return an operation: what was asked, how it stands, and why it failed if it did."""
    here = call(request)
    return shown(here, [here.platform.service.operation(_possible(operation_id), here.caller)])[0]


@router.post(
    "/operations/<operation_id>/cancel",
    summary="Cancel an operation",
    operation_id="cancelOperation",
    tags=["operations"],
    status_code=202,
)
def cancel_operation(request: Request, operation_id: OperationIdInPath) -> Response[OperationView]:
    """Have an operation end as canceled. One that runs ends as soon as its processes are gone: follow its events."""
    here = call(request)
    found = here.platform.service.operation(_possible(operation_id), here.caller)
    here.noted.store_id, here.noted.owner = found.store_id, found.owner
    here.noted.detail |= {"operation": found.id, "kind": found.kind}
    return Response(
        status_code=HTTPStatus.ACCEPTED.value,
        content_type=content_types.APPLICATION_JSON,
        body=shown(here, [here.platform.lifecycle.cancel(found.id)])[0],
        headers={"Location": f"/api/operations/{found.id}"},
    )


@router.get("/operations/<operation_id>/events", summary="Follow an operation", operation_id="listEvents", tags=["operations"])
def list_events(request: Request, operation_id: OperationIdInPath, after: After = 0, wait: Wait = 20) -> Response[EventList]:
    """Return events with a number above `after`; waits for one if there is none yet and the operation goes on."""
    here = call(request)
    operation, crowded = _awaited(here, _possible(operation_id), after=after, wait=wait)
    events = here.platform.service.events(operation.id, here.caller, after=after)
    last = events[-1].number if events else after
    ended = (bool(events) and events[-1].final) or (operation.status.final and last >= operation.event_count)
    return Response(
        status_code=HTTPStatus.OK.value,
        content_type=content_types.APPLICATION_JSON,
        body=EventList(events=[EventView.of(event) for event in events], next_after=last, ended=ended),
        headers={"Retry-After": "1"} if crowded and not events and not ended else {},
    )


def _awaited(here: Call, operation_id: str, *, after: int, wait: int) -> tuple[Operation, bool]:
    """Return the operation once it has something new, has ended or time is up; and whether too many wait already."""
    service, clock = here.platform.service, here.platform.clock
    until = clock.now() + timedelta(seconds=wait)
    with here.waits.turn() as granted:
        while True:
            operation = service.operation(operation_id, here.caller)
            news = operation.event_count > after or operation.status.final
            if news or not granted or here.gone.is_set() or clock.now() >= until:
                return operation, not granted
            here.pause(POLL)


def _possible(operation_id: str) -> str:
    if not _id_pattern.fullmatch(operation_id):
        raise NotFound("there is no operation with this id")
    return operation_id

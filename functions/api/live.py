"""/api/operations: what is under way, in the order in which it was asked for; and how long things take on a store."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from aws_lambda_powertools.event_handler import Request
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from functions.api.context import ApiRouter, call
from functions.api.schemas import OperationList, View
from functions.api.shown import shown
from functions.api.stores import Cursor, Limit, StoreIdInPath, possible
from functions.application.outlook import expected_of_all
from functions.application.queries import live_now, live_page
from functions.domain.errors import InvalidRequest
from functions.domain.kinds import all_kinds
from functions.domain.operation import Operation, OperationStatus
from functions.domain.store import SLUG_PATTERN

router = ApiRouter()


class Live(StrEnum):
    """Which of the operations under way are wanted."""

    LIVE = "live"
    QUEUED = "queued"
    RUNNING = "running"


class ExpectedView(View):
    """How long operations of a kind take, from their start to their end."""

    seconds: float | None = Field(description="half of those that succeeded took no longer, within a tenth; null: none did")
    of: int = Field(description="how many succeeded that this was seen of")


class ExpectedList(View):
    """How long each kind of operation takes on a store's engine, as all stores on it have shown."""

    expected: dict[str, ExpectedView] = Field(description="by kind")


@router.get("/operations", summary="List what is under way", operation_id="listAllOperations", tags=["operations"])
def list_all_operations(  # noqa: PLR0913 - what a listing is asked for, by name
    request: Request,
    *,
    status: Annotated[Live, Query(description="live: both those that wait and those that run")] = Live.LIVE,
    kind: Annotated[
        str | None, Query(min_length=1, max_length=40, pattern=SLUG_PATTERN, description="operations of this kind only")
    ] = None,
    store: Annotated[str | None, Query(min_length=1, max_length=64, description="operations on this store only")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> OperationList:
    """Return one page of the operations on the caller's stores that wait or run, oldest first; an admin sees everyone's."""
    here = call(request)
    if kind is not None and kind not in all_kinds():
        raise InvalidRequest(f"must be one of: {', '.join(all_kinds())}", field="kind")

    def fits(operation: Operation) -> bool:
        return (
            here.caller.may_see(operation.owner)
            and (status is Live.LIVE or operation.status is OperationStatus(status.value))
            and kind in {None, operation.kind}
            and store in {None, operation.store_id}
        )

    live = live_now(here.platform.repository)
    page = live_page(live, fits=fits, listing="live", limit=limit, cursor=cursor)
    return OperationList(items=shown(here, page.items, live), next_cursor=page.cursor)


@router.get("/stores/<store_id>/expected", summary="See how long things take", operation_id="getExpected", tags=["operations"])
def get_expected(request: Request, store_id: StoreIdInPath) -> ExpectedList:
    """Return how long each kind of operation took on stores of this one's engine, whoever's they were."""
    here = call(request)
    found = here.platform.service.get(possible(store_id), here.caller)
    times = expected_of_all(here.platform.repository, found.spec.engine)
    return ExpectedList(expected={name: ExpectedView(seconds=each.seconds, of=each.of) for name, each in times.items()})

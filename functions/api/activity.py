"""/api/activity, /api/stores/activity: who did what, newest first."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler import Request
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BeforeValidator, Field

from functions.api.context import ApiRouter, call
from functions.api.schemas import View
from functions.api.stores import Cursor, Limit
from functions.application.activity import Wanted, activity_page
from functions.domain.activity import Activity
from functions.domain.user import Role, User

router = ApiRouter()

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def _written_out(moment: object) -> object:
    """Refuse what pydantic takes for a time besides: numbers, times without seconds."""
    if isinstance(moment, str) and not _RFC3339.fullmatch(moment):
        raise ValueError("must be a time with its offset, like 2026-01-31T12:00:00Z")
    return moment


Store = Annotated[str | None, Query(min_length=1, max_length=64, description="only what is about this store")]
Actor = Annotated[str | None, Query(min_length=1, max_length=128, description="only what this user did")]
Action = Annotated[
    str | None, Query(min_length=1, max_length=64, description="only this action, like store.create or operation.ended")
]
Moment = Annotated[AwareDatetime | None, BeforeValidator(_written_out)]
Since = Annotated[Moment, Query(description="only from this time on; RFC 3339 with its offset")]
Until = Annotated[Moment, Query(description="only before this time")]


class ActivityView(View):
    """One line of the activity log."""

    id: str
    at: datetime
    actor: str = Field(description="the user who did it; empty: nobody who is known")
    action: str = Field(description="what was asked for, or operation.ended", examples=["store.create"])
    store_id: str | None
    operation_id: str | None
    outcome: str = Field(description="accepted, done, refused; of an operation that ended, its status")
    reason: str = Field(description="one CamelCase word, empty if all is well")
    source: str = Field(description="the door it came through")
    address: str | None = Field(description="where it came from; null in what somebody else did, unless an admin asks")
    request_id: str = Field(description="the X-Request-Id of the request's answer")
    detail: dict[str, str | int | float | bool | None]

    @classmethod
    def of(cls, line: Activity, user: User) -> ActivityView:
        """Return the public form of a line."""
        shown = user.role is Role.ADMIN or line.actor == user.id
        return cls(**line.model_dump(include=set(cls.model_fields) - {"address"}), address=line.address if shown else None)


class ActivityList(View):
    """One page of the activity log, newest first. It may hold less than was asked for and still have a next page."""

    items: list[ActivityView]
    next_cursor: str | None = Field(description="send it as cursor to get the next page; null on the last")


@router.get("/activity", summary="List activity", operation_id="listActivity", tags=["activity"])
def list_activity(  # noqa: PLR0913 - each is a parameter of the query
    request: Request,
    *,
    store: Store = None,
    actor: Actor = None,
    action: Action = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> ActivityList:
    """Return one page of what concerns the caller and their stores, newest first; an admin sees everything."""
    return _page(request, Wanted(store, actor, action, since, until), limit, cursor)


@router.get("/stores/activity", summary="List activity of stores", operation_id="listStoresActivity", tags=["activity"])
def list_stores_activity(  # noqa: PLR0913 - each is a parameter of the query
    request: Request,
    *,
    store: Store = None,
    actor: Actor = None,
    action: Action = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> ActivityList:
    """Return one page of what became of the caller's stores, newest first, also of those that are gone."""
    return _page(request, Wanted(store, actor, action, since, until, stores=True), limit, cursor)


def _page(request: Request, wanted: Wanted, limit: int, cursor: str | None) -> ActivityList:
    here = call(request)
    page = activity_page(here.platform.repository, here.caller, wanted, limit=limit, cursor=cursor)
    return ActivityList(items=[ActivityView.of(line, here.caller) for line in page.items], next_cursor=page.cursor)

"""/api/stores/{store_id}/credentials, logs, health, usage, history, upgrades, drift: a look into a store where it runs."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Final

from aws_lambda_powertools.event_handler import Request, Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api.context import ApiRouter, Call, call
from functions.api.drift_views import DriftView
from functions.api.insight_views import CredentialsView, HistoryView, LogView, RevisionView, StoreHealthView, UsageView
from functions.api.stores import StoreIdInPath, possible
from functions.api.upgrades_views import UpgradesView
from functions.application.paging import read_cursor, write_cursor
from functions.application.ports.insight import Log, LogQuery
from functions.domain.errors import InvalidRequest

router = ApiRouter()

POLL = 1.0
# Seconds, or a time with its zone. That there is such a day is looked at later.
SINCE: Final = (
    r"^([1-9][0-9]{0,7}|[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"(\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))$"
)
CURSOR_MAX = 4096
# `<pod>/<container>=<time of its last line>`, with commas between.
_POSITIONS = re.compile(r"([a-z0-9.-]{1,253}/[a-z0-9-]{1,63}=[0-9T:.-]{1,40}Z(,(?=[a-z0-9])|$)){0,40}")
_NAME = r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"

Component = Annotated[
    str | None, Query(min_length=1, max_length=63, pattern=_NAME, description="lines of this part of the store only, like web")
]
PodName = Annotated[str | None, Query(min_length=1, max_length=253, pattern=_NAME, description="lines of this pod only")]
Since = Annotated[
    str | None, Query(max_length=40, pattern=SINCE, description="lines since so many seconds, or since a time in RFC 3339")
]
Tail = Annotated[int, Query(ge=1, le=2000, description="how many lines at most: without a cursor the newest, else the next")]
Previous = Annotated[bool, Query(description="lines of the containers that ended and were started again")]
LogCursor = Annotated[
    str | None, Query(min_length=1, max_length=CURSOR_MAX, description="next_cursor of the answer before, to go on after it")
]
LogWait = Annotated[int, Query(ge=0, le=20, description="seconds to wait for a line before answering with none")]


@router.get("/stores/<store_id>/credentials", summary="Sign in to a shop", operation_id="getCredentials", tags=["insight"])
def get_credentials(request: Request, store_id: StoreIdInPath) -> CredentialsView:
    """Return the shop's administrator with the password, and the keys that its engine shows. Nothing may keep the answer."""
    here = call(request)
    return CredentialsView.of(here.platform.insight.credentials(possible(store_id), here.caller))


@router.get("/stores/<store_id>/logs", summary="Read a store's logs", operation_id="getLogs", tags=["insight"])
def get_logs(  # noqa: PLR0913 - what a log is asked for, by name
    request: Request,
    store_id: StoreIdInPath,
    *,
    component: Component = None,
    pod: PodName = None,
    since: Since = None,
    tail: Tail = 200,
    previous: Previous = False,
    cursor: LogCursor = None,
    wait: LogWait = 0,
) -> Response[LogView]:
    """Return lines of all containers of a store by time, without secrets; with `cursor` and `wait` a long poll for more."""
    here, name = call(request), possible(store_id)
    wanted = LogQuery(component, pod, _moment(here, since), tail, previous)
    log, crowded = _awaited(here, name, wanted, cursor, wait=0 if previous else wait)
    return Response(
        status_code=HTTPStatus.OK.value,
        content_type=content_types.APPLICATION_JSON,
        body=LogView.of(log, None if previous else _written(name, log)),
        headers={"Retry-After": "1"} if crowded and wait and not log.lines else {},
    )


@router.get("/stores/<store_id>/health", summary="See how a store is", operation_id="getStoreHealth", tags=["insight"])
def get_health(request: Request, store_id: StoreIdInPath) -> StoreHealthView:
    """Return how the store's pods are, what its address answers, and when a test order last went through."""
    here = call(request)
    return StoreHealthView.of(here.platform.insight.health(possible(store_id), here.caller))


@router.get("/stores/<store_id>/usage", summary="See what a store takes", operation_id="getUsage", tags=["insight"])
def get_usage(request: Request, store_id: StoreIdInPath) -> UsageView:
    """Return what the store takes of processor, memory and disk, against its plan. What is not known is null, never 0."""
    here = call(request)
    return UsageView.of(here.platform.insight.usage(possible(store_id), here.caller))


@router.get("/stores/<store_id>/history", summary="List a store's revisions", operation_id="getHistory", tags=["insight"])
def get_history(request: Request, store_id: StoreIdInPath) -> HistoryView:
    """Return the revisions of the store's release, newest first, with the operation that made each."""
    here = call(request)
    made, message = here.platform.insight.history(possible(store_id), here.caller)
    return HistoryView(items=[RevisionView.of(each) for each in made], message=message)


@router.get("/stores/<store_id>/upgrades", summary="See what can be upgraded", operation_id="getUpgrades", tags=["insight"])
def get_upgrades(request: Request, store_id: StoreIdInPath) -> UpgradesView:
    """Return the version that an upgrade would install, with each value of the chart that it would change."""
    here = call(request)
    return UpgradesView.of(here.platform.upgrades.of_store(possible(store_id), here.caller))


@router.get("/stores/<store_id>/drift", summary="See what was changed by hand", operation_id="getDrift", tags=["insight"])
def get_drift(request: Request, store_id: StoreIdInPath) -> DriftView:
    """Return how the store's objects in its cluster differ from what was installed. Every call looks; nothing is changed."""
    here = call(request)
    return DriftView.of(here.platform.drift.of_store(possible(store_id), here.caller))


def _awaited(here: Call, store_id: str, wanted: LogQuery, cursor: str | None, *, wait: int) -> tuple[Log, bool]:
    """Return the log once it has a line or time is up; and whether too many wait already."""
    here.platform.service.get(store_id, here.caller)  # a stranger is told the same whatever the cursor is
    wanted = _after(wanted, store_id, cursor)
    clock = here.platform.clock
    until = clock.now() + timedelta(seconds=wait)
    with here.waits.turn() as granted:
        while True:
            log = here.platform.insight.logs(store_id, here.caller, wanted)
            if log.lines or not granted or here.gone.is_set() or clock.now() >= until:
                return log, not granted
            here.pause(POLL)


def _moment(here: Call, since: str | None) -> datetime | None:
    """The time that `since` says. Raises InvalidRequest."""
    if since is None:
        return None
    if since.isdecimal():
        return here.platform.clock.now() - timedelta(seconds=int(since))
    try:
        return datetime.fromisoformat(since).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidRequest("must be a time that there is", field="since") from error


def _after(wanted: LogQuery, store_id: str, cursor: str | None) -> LogQuery:
    """The query that goes on after a cursor. Raises InvalidRequest(field="cursor")."""
    key = read_cursor(_listing(store_id), cursor, fits=_POSITIONS)
    if key is None:
        return wanted
    after = dict(each.split("=") for each in key.split(",") if each)
    return LogQuery(wanted.component, wanted.pod, wanted.since, wanted.tail, wanted.previous, after)


def _written(store_id: str, log: Log) -> str:
    return write_cursor(_listing(store_id), ",".join(f"{place}={key}" for place, key in sorted(log.positions.items())))


def _listing(store_id: str) -> str:
    return f"logs/{store_id}"

"""Trouble at the door: answers that are slow, and routes that fail, as the command line or a request's headers want it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from functions.api.auth import below_api
from functions.api.errors import RequestTooSlow
from functions.api.handler import Answer, Handler, refusal
from functions.api.requests import header
from functions.api.routing import build
from functions.domain.errors import (
    Conflict,
    Forbidden,
    InvalidRequest,
    NotFound,
    TooManyRequests,
    Unauthorized,
    Unavailable,
)

SLOW, FAIL = "x-stage-slow", "x-stage-fail"
ERRORS: Mapping[int, Callable[[], Exception]] = {
    401: lambda: Unauthorized("The stage does not know this token."),
    403: lambda: Forbidden("The stage does not let you."),
    404: lambda: NotFound("the stage has nothing there"),
    408: RequestTooSlow,
    409: lambda: Conflict("the stage says that the moment is wrong"),
    422: lambda: InvalidRequest("is not to the stage's liking", field="name"),
    429: lambda: TooManyRequests("There were too many requests: try again in 5 s.", retry_after=5),
    500: lambda: RuntimeError("the stage breaks"),
    503: lambda: Unavailable("the stage is not reachable"),
}


def with_trouble(handler: Handler, *, slow: float, failing: Mapping[str, int]) -> Handler:
    """Return the handler, slower by so many seconds and with routes that fail, by their operation id.

    A request may ask for more by the headers X-Stage-Slow (seconds) and X-Stage-Fail (a status). Only the API is meant.
    """
    routes = build()

    def handle(event: dict[str, Any], context: object) -> Answer:
        http = event["requestContext"]["http"]
        if not below_api(http["path"]):
            return handler(event, context)
        time.sleep(slow + _number(header(event, SLOW)))
        name = routes.look("GET" if http["method"] == "HEAD" else http["method"], http["path"]).name
        status = int(_number(header(event, FAIL))) or failing.get(name, 0)
        if status not in ERRORS:
            return handler(event, context)
        request_id = getattr(context, "aws_request_id", "stage")
        error = ERRORS[status]()
        return refusal(error, request_id=request_id, method=http["method"])

    return handle


def read_failing(wanted: str) -> tuple[str, int]:
    """Return the route that is to fail, and how, out of `<operation id>=<status>`. Raises ValueError with what is wrong."""
    name, _, status = wanted.partition("=")
    known = {route.operation_id for route in build().routes()}
    if name not in known or not status.isdecimal() or int(status) not in ERRORS:
        raise ValueError(f"{wanted}: say <operation id>=<status>, of {', '.join(map(str, ERRORS))}")
    return name, int(status)


def _number(said: str | None) -> float:
    try:
        return max(0.0, min(600.0, float(said or 0)))
    except ValueError:
        return 0.0

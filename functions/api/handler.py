"""The Lambda entry point of the API.

`handler(event, context)` takes API Gateway HTTP API events (payload 2.0); functions/api/asgi.py makes the same events of
HTTP requests, so there is one way through, wherever it runs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import ResponseBuilder
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.api import errors
from functions.api.access import check_access
from functions.api.answers import status_of
from functions.api.auth import authenticate, below_api
from functions.api.browser import browser_of
from functions.api.context import Call, LongPolls, Platform
from functions.api.pages import Pages
from functions.api.recorded import Answered, Recorder
from functions.api.requests import (
    Event,
    address_of,
    header,
    request_id_of,
    with_checked_query,
    with_json_type,
    with_method,
    with_text_body,
)
from functions.api.routing import Pool, Resolver, build, to_json
from functions.api.traffic import METHODS, TRAFFIC
from functions.api.wording import rules
from functions.application.ports.tracing import NO_SPAN, Attributes, Span
from functions.domain.errors import (
    ClusterUnavailable,
    InvalidParameters,
    InvalidRequest,
    OutcomeUnknown,
    ShopUnavailable,
    StoreyardError,
    TooManyRequests,
    Unavailable,
)
from functions.domain.origin import Origin
from functions.observability import logger

Answer = dict[str, Any]
Handler = Callable[[Event, object], Answer]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
RETRY_AFTER = "5"
UNAVAILABLE = "The platform cannot reach what it needs for this right now; nothing was changed. Try again in a moment."
UNKNOWN = (
    "The record did not answer: it is not known whether this request was accepted. Look whether it was before you repeat it, "
    "or repeat it with the Idempotency-Key that it had."
)


@cache
def _description() -> str:
    from functions.api.openapi import document  # noqa: PLC0415 - takes a tenth of a second, and a cold start needs none

    return document()


def problem(error: Exception, request_id: str) -> Response[str]:
    """Return the answer to an error: always the same shape (RFC 9457), and nothing that is not meant for callers."""
    if isinstance(error, RequestValidationError):
        error = errors.InvalidFields(rules(error.errors()))
    elif isinstance(error, InvalidParameters):
        error = errors.InvalidFields(rules(error.errors))
    status = status_of(error)
    if status is None or not isinstance(error, StoreyardError):
        logger.error("request failed", request_id=request_id, exc_info=error)
        detail = f"Something went wrong here, not in the request. Its id is {request_id}."
        return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, "InternalError", detail)
    if isinstance(error, Unavailable) and not isinstance(error, ClusterUnavailable):
        # What could not be reached has paths and addresses in its message: they are for the log.
        logger.warning("unavailable", request_id=request_id, cause=error.message)
        error = _told(error)
    detail = f"{error.field}: {error.message}" if isinstance(error, InvalidRequest) and error.field else error.message
    more = {"checks": error.checks} if isinstance(error, errors.NotReady) else {}
    response = _problem(status, error.reason, detail, _fields(error), more)
    response.headers.update(_headers(error, status))
    return response


def _told(error: Unavailable) -> Unavailable:
    """The error as callers may read it."""
    if isinstance(error, OutcomeUnknown):
        return OutcomeUnknown(error.told or UNKNOWN)
    return (
        ShopUnavailable(error.told)
        if isinstance(error, ShopUnavailable) and error.told
        else Unavailable(error.told or UNAVAILABLE)
    )


def _fields(error: StoreyardError) -> tuple[tuple[str, str], ...]:
    if isinstance(error, errors.InvalidFields | errors.NotReady):
        return error.fields
    return ((error.field, error.message),) if error.field else ()


def _headers(error: StoreyardError, status: HTTPStatus) -> dict[str, str]:
    if isinstance(error, errors.MethodNotAllowed):
        return {"Allow": error.allow}
    if isinstance(error, TooManyRequests):
        return {"Retry-After": str(error.retry_after)}
    if status is HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": 'Bearer realm="storeyard"'}
    return {"Retry-After": RETRY_AFTER} if status is HTTPStatus.SERVICE_UNAVAILABLE else {}


def _problem(
    status: HTTPStatus,
    reason: str,
    detail: str,
    fields: Sequence[tuple[str, str]] = (),
    more: Mapping[str, object] | None = None,
) -> Response[str]:
    body = {
        "type": f"urn:storeyard:problem:{reason}",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "reason": reason,
        "errors": [{"field": field, "rule": rule} for field, rule in fields],
        **(more or {}),
    }
    return Response(status_code=status.value, content_type="application/problem+json", body=to_json(body))


@dataclass
class _Line:
    """What the access log says of a request."""

    method: str
    request_id: str
    route: str = "-"
    user: str | None = None
    operation: str = ""
    path: dict[str, str] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)

    def write(self, status: int) -> None:
        seconds = time.monotonic() - self.started
        TRAFFIC.count(self.route, self.method, status, seconds)
        logger.info(
            "request",
            request_id=self.request_id,
            method=self.method,
            route=self.route,
            status=status,
            duration_ms=round(seconds * 1000, 1),
            user=self.user,
        )


def refusal(error: Exception, *, request_id: str, method: str) -> Answer:
    """Return the finished answer to a request that cannot become an event: too large, too slow, wrong host."""
    line = _Line(method, request_id)
    response = problem(error, request_id)
    answer: Answer = {"statusCode": response.status_code, "body": response.body, "isBase64Encoded": False, "cookies": []}
    return _finished({**answer, "headers": response.headers}, line)


def create_handler(platform: Callable[[], Platform], *, waits: LongPolls | None = None, pages: Pages | None = None) -> Handler:
    """Return a handler on the platform that `platform` gives, which is asked for with the first request.

    `pages` are the dashboard's, for a door that serves files.
    """
    call = partial(Call, waits=waits or LongPolls(), describe=_description)
    pool, recorder = Pool(build), Recorder()

    def handle(event: Event, context: object) -> Answer:
        proxy = APIGatewayProxyEventV2(event)
        line = _Line(proxy.http_method.upper(), request_id_of(event))
        here: Call | None = None
        span: Span = NO_SPAN
        reason = ""
        try:
            made, gone = platform(), getattr(context, "gone", None) or threading.Event()
            if below_api(proxy.path):
                span = made.tracing.start("request", parent=header(event, "traceparent") or "")
            origin = Origin(line.request_id, "api", address_of(event), span.traceparent)
            # Lambda's context says neither: API Gateway takes HTTPS alone, and no body in chunks.
            streams, secure = bool(getattr(context, "streams", False)), bool(getattr(context, "https", True))
            browser = browser_of(event, secure=secure)
            here = call(platform=made, address=origin.address, gone=gone, origin=origin, browser=browser, streams=streams)
            with pool.resolver() as resolver:
                answer = _answer(resolver, event, here, line, pages)
        except Exception as error:  # noqa: BLE001 - the last net: whatever it is, the caller gets the one shape
            response = problem(error, line.request_id)
            reason = getattr(error, "reason", "")
            answer = ResponseBuilder[APIGatewayProxyEventV2](response, to_json).build(proxy)
        if here is not None:
            recorder.record(here.platform.activity, here.platform.repository, _answered(line, here, answer, reason), here.noted)
            answer = {**answer, "cookies": [*answer.get("cookies", []), *here.browser.cookies]}
        _end(span, line, answer["statusCode"], reason)
        return _with_chunks(_finished(answer, line), here, line)

    return handle


def _with_chunks(answer: Answer, here: Call | None, line: _Line) -> Answer:
    """The answer with the chunks of its body, for a door that streams: Lambda's answers have none."""
    if here is None or here.sending.chunks is None:
        return answer
    if line.method == "HEAD" or answer["statusCode"] != HTTPStatus.OK:
        here.sending.close()
        return answer
    return {**answer, "chunks": here.sending.chunks}


def _answered(line: _Line, here: Call, answer: Answer, reason: str) -> Answered:
    """What the activity log needs to know of an answer."""
    return Answered(
        operation_id=line.operation,
        path=line.path,
        status=answer["statusCode"],
        origin=here.origin,
        minute=int(line.started / 60),
        user=line.user,
        reason=reason,
    )


def _end(span: Span, line: _Line, status: int, reason: str) -> None:
    attributes: Attributes = {
        "http.route": line.route,
        "http.response.status_code": status,
        "storeyard.request_id": line.request_id,
    }
    span.note(attributes, name=f"{line.method if line.method in METHODS else 'other'} {line.route}")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        span.fail(reason or "InternalError")
    span.end()


def _answer(resolver: Resolver, event: Event, here: Call, line: _Line, pages: Pages | None) -> Answer:
    """Check everything that can be checked before the route is called, then call it."""
    path = APIGatewayProxyEventV2(event).path
    event = with_text_body(event)
    method = "GET" if line.method == "HEAD" else line.method
    found = resolver.look(method, path)
    line.operation, line.path = found.name, found.path
    if below_api(path):
        here.platform.rates.address(here.address)
        here = replace(here, principal=authenticate(event, path, here.platform.accounts.authenticator))
    if here.principal is not None:
        line.user = here.caller.id
        here.platform.rates.token(here.principal.token_id)
    page = pages.page(path, header(event, "accept") or "") if pages and not found.methods else None
    if page is not None:
        line.route = page.route
        return page.answer(event, method)
    route = found.required()
    line.route = route.openapi_path
    check_access(here.principal, route)
    event = with_checked_query(event, [parameter.alias for parameter in route.dependant.query_params])
    if route.dependant.body_params:
        event = with_json_type(event)
    resolver.append_context(call=here)  # type: ignore[no-untyped-call]
    return resolver.resolve(with_method(event, route.method), LambdaContext())


def _finished(answer: Answer, line: _Line) -> Answer:
    """Return the answer with the headers that every answer has, and write the access line."""
    line.write(answer["statusCode"])
    headers = {**HEADERS, "X-Request-Id": line.request_id, **answer["headers"]}
    body = "" if line.method == "HEAD" else answer["body"] or ""
    return {**answer, "headers": headers, "body": body}


def _bootstrapped() -> Platform:
    from functions.bootstrap import api_platform  # noqa: PLC0415 - adapters are not needed to describe or test the API

    return api_platform()


handler = create_handler(_bootstrapped)

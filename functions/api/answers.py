"""Which errors a route can answer with, and as which HTTP status: the only map from one to the other.

The handler answers by it and the description is made from it, so the two cannot differ.
"""

from __future__ import annotations

from http import HTTPStatus

from aws_lambda_powertools.event_handler.api_gateway import Route

from functions.api import errors
from functions.api.access import may_be_forbidden
from functions.api.auth import below_api, looked_at, protected
from functions.domain.errors import (
    Conflict,
    Forbidden,
    InvalidRequest,
    NotFound,
    NothingToRetry,
    StoreyardError,
    TooManyRequests,
    Unauthorized,
    Unavailable,
    VersionConflict,
)

STATUS: dict[type[StoreyardError], HTTPStatus] = {
    errors.MalformedRequest: HTTPStatus.BAD_REQUEST,
    Unauthorized: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    errors.NoSuchRoute: HTTPStatus.NOT_FOUND,
    errors.MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    errors.RequestTooSlow: HTTPStatus.REQUEST_TIMEOUT,
    Conflict: HTTPStatus.CONFLICT,
    NothingToRetry: HTTPStatus.BAD_REQUEST,
    VersionConflict: HTTPStatus.CONFLICT,
    errors.BodyTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.UnsupportedMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.MisdirectedRequest: HTTPStatus.MISDIRECTED_REQUEST,
    InvalidRequest: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InvalidFields: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooManyRequests: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.NotReady: HTTPStatus.SERVICE_UNAVAILABLE,
}
# What every request can meet before its route is called.
DOOR: tuple[type[StoreyardError], ...] = (
    errors.MalformedRequest,
    errors.RequestTooSlow,
    errors.BodyTooLarge,
    errors.MisdirectedRequest,
    errors.InvalidFields,
)
# What these cannot do they say in words, with 200.
IN_WORDS = frozenset({"sayInWords"})
# What only looks, though it is a POST: a code does not belong into an address.
LOOKS = frozenset({"lookAtChatCode"})
# What some routes can answer with besides what their shape tells, by operation id.
FURTHER: dict[str, tuple[type[StoreyardError], ...]] = {
    "registerUser": (Forbidden,),
    "createStore": (NotFound,),  # the backup
    "logIn": (Unauthorized, Forbidden),
    "refreshSession": (Unauthorized, Forbidden),
    "useSignInCode": (Unauthorized, Forbidden),
    "createOperation": (NothingToRetry,),
    "listProducts": (Conflict,),  # StoreNotReady
    "listStoreExtensions": (Conflict,),  # that, or UpgradeNeeded
    "lookAtChatCode": (NotFound,),
    "refuseChatCode": (NotFound,),
    "linkChat": (NotFound,),
    "createOrder": (NotFound,),  # the store
    "listOrders": (NotFound, Conflict),
    "getOrder": (Conflict,),
}


def status_of(error: Exception) -> HTTPStatus | None:
    """Return the status that an error is answered with; None for one that is not meant for callers."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), None)


def errors_of(route: Route) -> tuple[type[StoreyardError], ...]:
    """Return the errors that a request to this route can be answered with."""
    found = list(DOOR)
    if below_api(route.path):
        found += [TooManyRequests, Unavailable]
    if looked_at(route.path):
        found.append(Unauthorized)
    if protected(route.path) and may_be_forbidden(route):
        found.append(Forbidden)
    if route.dependant.path_params:
        found.append(NotFound)
    if route.dependant.body_params:
        found.append(errors.UnsupportedMediaType)
    if route.method != "GET" and route.operation_id not in IN_WORDS | LOOKS:
        found.append(Conflict)
    if route.path == "/health/ready":
        found.append(errors.NotReady)
    return (*found, *FURTHER.get(route.operation_id or "", ()))


def statuses_of(route: Route) -> list[HTTPStatus]:
    """Return the statuses of 400 and above that a request to this route can be answered with."""
    return sorted({*(STATUS[error] for error in errors_of(route)), HTTPStatus.INTERNAL_SERVER_ERROR})

"""Powertools' resolver made safe for threads and strict about methods.

A resolver keeps the request it is working on in itself, so each one serves one request at a time; a pool lends them.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from typing import Any, NoReturn

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.api_gateway import Route, Router
from aws_lambda_powertools.utilities.data_classes.common import BaseProxyEvent

from functions.api import catalogue, docs, health, operations, orders, stores
from functions.api.errors import MethodNotAllowed, NoSuchRoute
from functions.api.requests import strict_json

ROUTERS: tuple[tuple[Router, str | None], ...] = (
    (health.router, None),
    (docs.router, None),
    (stores.router, "/api"),
    (operations.router, "/api"),
    (orders.router, "/api"),
    (catalogue.router, "/api"),
)
to_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
_building = threading.Lock()


class Resolver(APIGatewayHttpResolver):
    """One request at a time. The event is kept in the instance: Powertools keeps it in the class, which threads share."""

    def _to_proxy_event(self, event: dict[str, Any]) -> BaseProxyEvent:
        proxy = super()._to_proxy_event(event)
        self.__dict__["current_event"] = proxy
        return proxy

    def routes(self) -> list[Route]:
        """Return every route."""
        return self._static_routes + self._dynamic_routes

    def find(self, method: str, path: str) -> Route:
        """Return the route for a request. Raises NoSuchRoute, or MethodNotAllowed with the methods there are."""
        matching = {route.method: route for route in self.routes() if route.rule.match(path)}
        if not matching:
            raise NoSuchRoute
        if method not in matching:
            raise MethodNotAllowed(method, sorted({*matching, *(["HEAD"] if "GET" in matching else [])}))
        return matching[method]


def build() -> Resolver:
    """Return a resolver with all routes. Errors of a route are raised from `resolve`: the handler maps them."""
    resolver = Resolver(
        enable_validation=True,
        response_validation_error_http_code=HTTPStatus.INTERNAL_SERVER_ERROR,
        json_body_deserializer=strict_json,
        serializer=to_json,
        debug=False,
    )
    with _building:
        for router, prefix in ROUTERS:
            router.api_resolver = None  # else the new resolver starts with another request's context
            resolver.include_router(router, prefix=prefix)
    resolver.exception_handler(Exception)(_raise)
    return resolver


def _raise(error: Exception) -> NoReturn:
    raise error


class Pool:
    """Lends resolvers; there are as many as requests were ever under way at once."""

    def __init__(self, make: Callable[[], Resolver]) -> None:
        self._make = make
        self._idle: deque[Resolver] = deque()

    @contextmanager
    def resolver(self) -> Iterator[Resolver]:
        """Yield a resolver that nobody else has."""
        try:
            lent = self._idle.pop()
        except IndexError:
            lent = self._make()
        try:
            yield lent
        finally:
            lent.clear_context()  # type: ignore[no-untyped-call]
            self._idle.append(lent)

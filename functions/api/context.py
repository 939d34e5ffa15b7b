"""What a route gets of the world: the platform, the caller, and a way to wait. Travels in the resolver's context."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from aws_lambda_powertools.event_handler import Request
from aws_lambda_powertools.event_handler.api_gateway import Router

from functions.application.orders import OrderService
from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock
from functions.application.stores import StoreService
from functions.domain.user import User

WAITERS = 32
# Waits for the event or for as many seconds, whichever comes first.
Pause = Callable[[threading.Event, float], object]


class ApiRouter(Router):
    """Powertools' router, with a type that strict checking can follow."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]


class Check(Protocol):
    """What one probe of the platform found."""

    @property
    def ok(self) -> bool:
        """True if all is well."""

    @property
    def message(self) -> str:
        """One sentence if not."""

    @property
    def public(self) -> str:
        """What strangers may read of it; empty: nothing."""


class Health(Protocol):
    """Asks the platform's parts how they are."""

    def check(self) -> Mapping[str, Check]:
        """Return what was found, by part."""


class Platform(Protocol):
    """What the API needs of functions.bootstrap.Platform; tests bring their own."""

    @property
    def service(self) -> StoreService:
        """The use cases."""

    @property
    def orders(self) -> OrderService:
        """The use cases of orders and products."""

    @property
    def repository(self) -> Repository:
        """Where users are looked up."""

    @property
    def clock(self) -> Clock:
        """Where times come from."""

    @property
    def health(self) -> Health:
        """Readiness."""


class LongPolls:
    """How many requests may wait at once; the next one is answered as things are."""

    def __init__(self, *, limit: int = WAITERS, pause: Pause = threading.Event.wait) -> None:
        self.pause = pause
        self._turns = threading.BoundedSemaphore(limit)

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Yield whether the caller may wait."""
        granted = self._turns.acquire(blocking=False)
        try:
            yield granted
        finally:
            if granted:
                self._turns.release()


@dataclass(frozen=True)
class Call:
    """One request's surroundings. `gone` is set when nobody waits for the answer any more.

    `describe` gives the OpenAPI description: it is made from the routes, so no route can import it.
    """

    platform: Platform
    waits: LongPolls
    describe: Callable[[], str]
    user: User | None = None
    gone: threading.Event = field(default_factory=threading.Event)

    def pause(self, seconds: float) -> None:
        """Sleep, or less if the caller goes away."""
        self.waits.pause(self.gone, seconds)

    @property
    def caller(self) -> User:
        """The authenticated user of a request below /api."""
        if self.user is None:
            raise AssertionError("a route below /api was reached without a user")
        return self.user


def call(request: Request) -> Call:
    """Return the surroundings of a request."""
    found = request.context["call"]
    if not isinstance(found, Call):
        raise TypeError("the request has no call")
    return found

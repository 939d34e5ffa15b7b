"""What a route gets of the world: the platform, the caller, and a way to wait. Travels in the resolver's context."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from aws_lambda_powertools.event_handler import Request
from aws_lambda_powertools.event_handler.api_gateway import Router

from functions.api.browser import Browser
from functions.api.recorded import Noted
from functions.application.accounts import Accounts
from functions.application.activity import ActivityLog
from functions.application.backups import BackupService
from functions.application.chat.parts import Chat
from functions.application.cluster_service import ClusterService
from functions.application.domains import DomainService
from functions.application.draining import Drains
from functions.application.drift import DriftService
from functions.application.extensions import ExtensionService
from functions.application.insight import Insight
from functions.application.limits import Limits
from functions.application.mail import MailService
from functions.application.notice_parts import Notices
from functions.application.operations import Lifecycle
from functions.application.orders import OrderService
from functions.application.orphans import OrphanService
from functions.application.payments import PaymentService
from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock
from functions.application.ports.tracing import Tracing
from functions.application.rates import Rates
from functions.application.schedules import Schedules
from functions.application.stores import StoreService
from functions.application.upgrades import Upgrades
from functions.application.webhook_parts import Webhooks
from functions.domain.access import Principal
from functions.domain.origin import NOWHERE, Origin
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
    def insight(self) -> Insight:
        """Looks into stores where they run."""

    @property
    def upgrades(self) -> Upgrades:
        """What stores could be upgraded to."""

    @property
    def drift(self) -> DriftService:
        """What was changed of stores by hand."""

    @property
    def places(self) -> ClusterService:
        """Clusters, for admins."""

    @property
    def drains(self) -> Drains:
        """Clusters that are to be empty, for admins."""

    @property
    def orphans(self) -> OrphanService:
        """What no record names."""

    @property
    def orders(self) -> OrderService:
        """The use cases of orders and products."""

    @property
    def extensions(self) -> ExtensionService:
        """The use cases of extensions."""

    @property
    def mail(self) -> MailService:
        """The use cases of mail relays."""

    @property
    def payments(self) -> PaymentService:
        """The use cases of payments by card."""

    @property
    def domains(self) -> DomainService:
        """The use cases of domains."""

    @property
    def lifecycle(self) -> Lifecycle:
        """How operations come to their end."""

    @property
    def backups(self) -> BackupService:
        """The use cases of backups."""

    @property
    def schedules(self) -> Schedules:
        """How often stores are backed up."""

    @property
    def repository(self) -> Repository:
        """The store of record."""

    @property
    def clock(self) -> Clock:
        """Where times come from."""

    @property
    def activity(self) -> ActivityLog:
        """Where who did what is written."""

    @property
    def limits(self) -> Limits:
        """How much may run at once."""

    @property
    def tracing(self) -> Tracing:
        """Where spans go."""

    @property
    def metrics_token(self) -> str | None:
        """What /metrics asks for; None: it answers to this machine alone."""

    @property
    def health(self) -> Health:
        """Readiness."""

    @property
    def accounts(self) -> Accounts:
        """Users and access."""

    @property
    def rates(self) -> Rates:
        """Who asks too often."""

    @property
    def chat(self) -> Chat:
        """The use cases of chat programs."""

    @property
    def webhooks(self) -> Webhooks:
        """The use cases of webhooks, and of what was sent to them."""

    @property
    def notices(self) -> Notices:
        """The use cases of notices."""


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


@dataclass
class Sending:
    """What a route hands over besides its answer: the chunks of a body that is never in memory as a whole."""

    chunks: Iterator[bytes] | None = None

    def close(self) -> None:
        """Let go of what is not sent."""
        if self.chunks is not None:
            getattr(self.chunks, "close", lambda: None)()
            self.chunks = None


@dataclass(frozen=True)
class Call:
    """One request's surroundings: who calls, from which address. `gone` is set when nobody waits for the answer any more.

    `noted` takes what a route has to say for the activity log (functions/api/recorded.py), `origin` goes into what it asks for.
    `browser` has the cookie that came and takes those that go.
    `streams`: the door can send a body in chunks, which a route puts into `sending`. `describe` gives the OpenAPI description:
    it is made from the routes, so no route can import it.
    """

    platform: Platform
    waits: LongPolls
    describe: Callable[[], str]
    principal: Principal | None = None
    address: str = ""
    gone: threading.Event = field(default_factory=threading.Event)
    origin: Origin = NOWHERE
    noted: Noted = field(default_factory=Noted)
    browser: Browser = field(default_factory=Browser)
    streams: bool = False
    sending: Sending = field(default_factory=Sending)

    def pause(self, seconds: float) -> None:
        """Sleep, or less if the caller goes away."""
        self.waits.pause(self.gone, seconds)

    @property
    def known(self) -> Principal:
        """Whom the request's token stands for, where the route needs one."""
        if self.principal is None:
            raise AssertionError("a route that needs a token was reached without one")
        return self.principal

    @property
    def caller(self) -> User:
        """The user whose token it is."""
        return self.known.user


def call(request: Request) -> Call:
    """Return the surroundings of a request."""
    found = request.context["call"]
    if not isinstance(found, Call):
        raise TypeError("the request has no call")
    return found

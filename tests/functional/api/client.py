"""A small client of the handler, and of the same handler behind the ASGI adapter, on a platform made of fakes."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import httpx

from functions.api.asgi import App
from functions.api.context import LongPolls
from functions.api.handler import Handler, create_handler
from functions.application.activity import ActivityLog
from functions.application.backups import BackupService
from functions.application.chat.parts import Chat, ChatSecrets
from functions.application.chat.service import ChatService
from functions.application.cluster_service import ClusterService
from functions.application.counting import Counter
from functions.application.domains import DomainService
from functions.application.draining import Drains
from functions.application.drift import DriftService
from functions.application.extensions import ExtensionService
from functions.application.health import Health
from functions.application.insight import Insight
from functions.application.limits import Limits
from functions.application.mail import MailService
from functions.application.notice_parts import Notices
from functions.application.operations import Lifecycle
from functions.application.orders import OrderService
from functions.application.orphans import OrphanService
from functions.application.outbox import Dispatcher, Subscriber
from functions.application.payments import PaymentService
from functions.application.ports.catalogue import Catalogue
from functions.application.ports.chat import ChatSender
from functions.application.ports.repository import Insert
from functions.application.ports.tracing import NO_TRACING, Tracing
from functions.application.rates import Rates
from functions.application.reads import Reads
from functions.application.schedules import Schedules
from functions.application.stores import StoreService
from functions.application.upgrades import Upgrades
from functions.application.webhook_parts import Webhooks
from functions.domain.chat import Provider
from functions.domain.entities import STORES
from functions.domain.operation import OperationStatus, Outcome
from functions.domain.retention import Retention
from functions.settings import read
from tests.fakes import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeRepository, FakeWaker, admin, owner
from tests.fakes.backups import FakeTarget
from tests.fakes.credentials import FakeHasher, accounts
from tests.fakes.dns import FakeDns
from tests.fakes.inspector import FakeInspector
from tests.fakes.mail import FakePasswords
from tests.fakes.mattermost import BOT_TOKEN as MATTERMOST_BOT
from tests.fakes.mattermost import COMMAND_TOKEN, MattermostServer
from tests.fakes.mattermost import URL as MATTERMOST
from tests.fakes.nodes import FakeNodes
from tests.fakes.notices import PAGE, FakeMail
from tests.fakes.orphans import FakeFinder
from tests.fakes.samples import deployed
from tests.fakes.shops import FakeShops
from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET, SlackWorkspace
from tests.fakes.webhooks import FakeSender

OLGA, OTTO, ADA = "token-olga", "token-otto", "token-ada"
_BOTS = {"MATTERMOST_BOT_TOKEN": MATTERMOST_BOT, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}
STREAMS = SimpleNamespace(streams=True)  # the context of a door that sends a body in chunks


@dataclass
class FakePlatform:
    """What the API needs of a platform; Olga and Otto own stores, Ada is an admin."""

    clock: FakeClock = field(default_factory=FakeClock)
    catalogue: Catalogue = field(default_factory=FakeCatalogue)
    clusters: FakeClusters = field(default_factory=FakeClusters)
    waker: FakeWaker = field(default_factory=FakeWaker)
    stores_per_owner: int | None = None
    open_to_all: bool = False

    def __post_init__(self) -> None:
        self.repository = FakeRepository(self.clock)
        self.repository.commit(Insert(owner("olga")), Insert(owner("otto")), Insert(admin("ada")))
        self.lifecycle = Lifecycle(repository=self.repository, clock=self.clock, limits=Limits())
        self.tracing: Tracing = NO_TRACING
        self.metrics_token: str | None = None
        self.limits = self.lifecycle.limits
        self.counter = Counter(self.repository)
        self.activity = ActivityLog(repository=self.repository, clock=self.clock, ids=FakeIds(), days=400)
        self.sender = FakeSender()
        self.webhooks = Webhooks.over(self.repository, clock=self.clock, ids=FakeIds(), sender=self.sender, holder="test")
        self.post = FakeMail()
        self.notices = Notices.over(
            self.repository, clock=self.clock, ids=FakeIds(), sender=self.sender, mail=self.post, holder="test", page=PAGE
        )
        self.health = Health({"state": self.repository.ping})
        self.shops = FakeShops(self.clock)
        self.nodes = FakeNodes()
        self.places = ClusterService(
            repository=self.repository, catalogue=self.catalogue, clusters=self.clusters, clock=self.clock, reader=self.nodes
        )
        self.service = StoreService(
            repository=self.repository,
            catalogue=self.catalogue,
            clusters=self.clusters,
            clock=self.clock,
            ids=FakeIds(),
            waker=self.waker,
            stores_per_owner=self.stores_per_owner,
            placement=self.places.placement,
        )
        self.drains = Drains(repository=self.repository, cordons=self.places.cordons, stores=self.service)
        self.target = FakeTarget()
        self.backups = BackupService(
            repository=self.repository, clock=self.clock, target=lambda: self.target, retention=Retention()
        )
        every = {"backup": 24, "drill": 168}
        self.schedules = Schedules(stores=self.service, repository=self.repository, clock=self.clock, every=every)
        self.hasher = FakeHasher()
        self.accounts = accounts(self.repository, self.clock, hasher=self.hasher, open_to_all=self.open_to_all)
        self.rates = Rates(repository=self.repository, clock=self.clock)
        self.inspector = FakeInspector()
        self.dns = FakeDns()
        self.insight = Insight(
            service=self.service,
            repository=self.repository,
            inspector=self.inspector,
            clock=self.clock,
            reads=Reads(seconds=30),
            dns=self.dns,
        )
        self.upgrades = Upgrades(stores=self.service, catalogue=self.catalogue, clusters=self.clusters)
        self.drift = DriftService(
            stores=self.service,
            catalogue=self.catalogue,
            inspector=self.inspector,
            clock=self.clock,
            reads=Reads(seconds=30),
        )
        self.finder = FakeFinder()
        self.orphans = OrphanService(
            repository=self.repository, clusters=self.clusters, finder=self.finder, clock=self.clock, reads=Reads(seconds=30)
        )
        self.orders = OrderService(
            stores=self.service,
            shops=self.shops,
            repository=self.repository,
            clock=self.clock,
            ids=FakeIds(),
            pause=self.clock.advance,
        )
        self.extensions = ExtensionService(stores=self.service, shops=self.shops)
        self.domains = DomainService(
            stores=self.service, repository=self.repository, dns=self.dns, clock=self.clock, reserved=("yard.example.org",)
        )
        self.passwords = FakePasswords()
        self.mail = MailService(stores=self.service, shops=self.shops, passwords=self.passwords)
        self.secrets = FakePasswords()
        self.payments = PaymentService(stores=self.service, shops=self.shops, secrets=self.secrets)
        self.slack, self.mattermost = SlackWorkspace(self.clock), MattermostServer(self.clock)
        self.senders: dict[Provider, ChatSender] = {
            Provider.SLACK: self.slack.sender(),
            Provider.MATTERMOST: self.mattermost.sender(),
        }
        self.settings = read({"PAGE_URL": PAGE, "MATTERMOST_URL": MATTERMOST, "MATTERMOST_TOKEN": COMMAND_TOKEN, **_BOTS})
        self.chat = Chat.over(
            self.repository,
            clock=self.clock,
            service=ChatService(stores=self.service, insight=self.insight, orders=self.orders, repository=self.repository),
            rates=self.rates,
            activity=self.activity,
            senders=self.senders.get,
            secrets=ChatSecrets(slack=(SIGNING_SECRET,), mattermost=(COMMAND_TOKEN,)),
            page_url=PAGE,
        )
        subscribers: list[Subscriber] = [self.activity, self.webhooks.outbox, self.notices.outbox, self.chat.follower]
        self.dispatcher = Dispatcher(repository=self.repository, clock=self.clock, subscribers=subscribers, holder="test")


@dataclass(frozen=True)
class Reply:
    """An answer, however it came."""

    status: int
    headers: Mapping[str, str]
    text: str
    cookies: tuple[str, ...] = ()

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.text)


class FakePause:
    """Where a long poll sleeps: the fake clock moves on, and something may happen meanwhile."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.slept = 0.0
        self.meanwhile: dict[float, Any] = {}

    def __call__(self, gone: threading.Event, seconds: float) -> None:
        self._clock.advance(seconds)
        self.slept += seconds
        for at in sorted(moment for moment in self.meanwhile if moment <= self.slept):
            self.meanwhile.pop(at)()


class Api:
    """Sends requests to a handler."""

    def __init__(self, platform: FakePlatform | None = None, *, waiters: int = 32) -> None:
        self.platform = platform or FakePlatform()
        self.pause = FakePause(self.platform.clock)
        self.waits = LongPolls(limit=waiters, pause=self.pause)
        self.handler: Handler = create_handler(lambda: self.platform, waits=self.waits)

    def send(self, event: dict[str, Any], context: object = None) -> Reply:
        """Hand an event to the handler."""
        answer = self.handler(event, context)
        if "chunks" in answer:
            answer = {**answer, "body": b"".join(answer["chunks"]).decode()}
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        return Reply(answer["statusCode"], headers, answer["body"], tuple(answer["cookies"]))

    def call(self, method: str, path: str, *, token: str | None = OLGA, context: object = None, **parts: Any) -> Reply:
        """Make the event of a request, with a token unless told otherwise, and send it."""
        return self.send(event(method, path, token=token, **parts), context)

    def get(self, path: str, **parts: Any) -> Reply:
        """GET a path; what follows ? is the query."""
        return self.call("GET", path, **parts)

    def post(self, path: str, body: Any, **parts: Any) -> Reply:
        """POST a body as JSON."""
        return self.call("POST", path, body=json.dumps(body), **parts)

    def create(self, store_id: str = "demo", *, token: str = OLGA, **fields: Any) -> Reply:
        """Create a store."""
        return self.post("/api/stores", {"name": "Demo", "engine": "medusa", "id": store_id, **fields}, token=token)

    def finish(self, store_id: str, *, good: bool = True) -> None:
        """Let a worker end the operation of a store."""
        store = self.platform.repository.get(STORES, id=store_id)
        assert store is not None
        assert store.active_operation_id is not None
        claimed = self.platform.lifecycle.claim(store.active_operation_id, "w1")
        assert claimed is not None
        status = OperationStatus.SUCCEEDED if good else OperationStatus.FAILED
        result = {"deployed": deployed()} if good and claimed.target is not None else None
        outcome = Outcome(status, "" if good else "Broken", "It broke.", result=result)
        self.platform.lifecycle.finish(claimed.id, claimed.fence, outcome)


def event(
    method: str,
    path: str,
    *,
    token: str | None = OLGA,
    body: str | None = None,
    headers: Mapping[str, str] | None = None,
    base64: bool = False,
    cookies: Sequence[str] = (),
) -> dict[str, Any]:
    """Return an API Gateway HTTP API event (payload 2.0)."""
    path, _, query = path.partition("?")
    sent = {"host": "api.example.com"}
    if body is not None:
        sent["content-type"] = "application/json"
    if token is not None:
        sent["authorization"] = f"Bearer {token}"
    sent |= headers or {}
    made: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {name: value for name, value in sent.items() if value},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "a1b2c3",
            "domainName": "api.example.com",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "test"},
            "requestId": "request-1",
            "routeKey": "$default",
            "stage": "$default",
            "time": "01/Jan/2026:12:00:00 +0000",
            "timeEpoch": 1767268800000,
        },
        "isBase64Encoded": base64,
    }
    made |= {"cookies": list(cookies)} if cookies else {}
    return made if body is None else {**made, "body": body}


def over_http(app: App, method: str, path: str, *, content: Any = None, headers: Any = None) -> Reply:
    """Send a request through the ASGI application, without a socket. `path` is as it looks on the wire."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, content=content, headers=headers)

    response = asyncio.run(send())
    return Reply(response.status_code, dict(response.headers), response.text)


def on_the_wire(made: Mapping[str, Any]) -> str:
    """Return path and query of an event as a request line has them."""
    query = made["rawQueryString"]
    return quote(made["rawPath"]) + (f"?{query}" if query else "")

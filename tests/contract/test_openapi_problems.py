"""Each route, driven into each 4xx that there is: the description lists what can happen, all of it and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.api.answers import STATUS
from functions.api.asgi import App
from functions.application.ports.repository import Insert, Replace
from functions.application.ports.shops import TooOld
from functions.application.rates import Rates
from functions.application.users import NewUser
from functions.domain.access import Principal, Scope, Via
from functions.domain.chat import Person, Provider
from functions.domain.entities import STORES
from functions.domain.errors import VersionConflict
from functions.domain.orphan import digest_of
from functions.domain.store import StoreStatus
from functions.domain.user import Role, User
from functions.domain.webhook import Delivery, DeliveryStatus, WebhookQueue
from tests.fakes import FakeCatalogue, owner
from tests.fakes.backups import backup
from tests.fakes.platform import START
from tests.fakes.samples import chat_link, delivery, notice_target, webhook
from tests.fakes.shops import REQUEST, order
from tests.functional.api.client import ADA, OLGA, Api
from tests.functional.api.wire import chunk, messages, run, scope

DESCRIBED: dict[str, Any] = json.loads((Path(__file__).parents[2] / "docs/openapi.json").read_text())
OPERATIONS = [(method.upper(), path) for path, methods in DESCRIBED["paths"].items() for method in methods]
EMAIL, PASSWORD, DOMAIN = "anna@example.com", "long enough", "tea.example.com"
LINK = "12" * 8
KEYS = {"publishable_key": "pk_test_1", "secret_key": "sk_test_1", "webhook_secret": "whsec_1"}
BODIES: dict[str, dict[str, Any]] = {
    "createStore": {"name": "Demo", "engine": next(iter(FakeCatalogue().engines()))},
    "changeStore": {"name": "Tea"},
    "createOperation": {"kind": "verify"},
    "createOrder": REQUEST,
    "sayInWords": {"line": "list"},
    "changeMail": {"host": "smtp.example.com", "from": "shop@example.com"},
    "changePayments": KEYS,
    "claimDomain": {"name": "other.example.com"},
    "testMail": {"to": "ada@example.com"},
    "registerUser": {"email": "new@example.com", "password": "long enough", "name": "New"},
    "logIn": {"email": EMAIL, "password": PASSWORD},
    "refreshSession": {},
    "useSignInCode": {},
    "changePassword": {"current_password": PASSWORD, "new_password": "another one"},
    "addUser": {"email": "new@example.com", "password": "long enough", "name": "New"},
    "changeUser": {"store_limit": 5},
    "resetPassword": {"password": "another one"},
    "createToken": {"name": "report"},
    "changeBackup": {"pinned": True},
    "changeSchedule": {"hours": 12},
    "createWebhook": {"url": "https://hooks.example.com/"},
    "changeWebhook": {"enabled": True},
    "cordonCluster": {"why": "it gets new nodes"},
    "drainCluster": {"why": "it is shut down"},
    "redeliverDead": {},
    "createNoticeTarget": {"kind": "discord", "address": "https://hooks.example.com/"},
    "changeNoticeTarget": {"enabled": True},
    "confirmNoticeTarget": {"code": "1"},
}
OLGAS = ("stores", "operations", "orders", "backups", "webhooks", "notice-targets")
MAILBOX: dict[str, object] = {"kind": "email", "address": "team@example.com", "confirmed": False}
QUERIES = {"checkAddress": "id=tea", "removeOrphans": f"digest={digest_of(())}"}
# What somebody else changed meanwhile.
STALE = {"removeOrphans": "digest=0123456789abcdef"}
# What is refused with 401 although it needs no token.
WRONG: dict[str, dict[str, str]] = {
    "logIn": {"email": EMAIL, "password": "not that one"},
    "refreshSession": {"refresh_token": "syr_x_y"},
    "useSignInCode": {"code": "syc_x_y"},
}
# What is refused with 403 although it needs no token: a page of another origin that wants a cookie, or has one sent.
FOREIGN: dict[str, dict[str, Any]] = {
    "logIn": {**BODIES["logIn"], "cookie": True},
    "refreshSession": {},
    "useSignInCode": {"code": "syc_x_y", "cookie": True},
}


class Side:
    """One operation of the API over the ASGI door, with a store `demo` that is ready and its operation OP000001.

    Anna is logged in; she is an admin where the operation wants one. Olga's is the store.
    """

    def __init__(self, method: str, path: str) -> None:
        self.api = Api()
        self.api.create("demo")
        self.api.finish("demo")
        self._method = method
        self.api.platform.shops.of("demo").made.append(order("100"))
        self.api.platform.dns.set(DOMAIN, address="127.0.0.1")
        self.api.platform.domains.claim("demo", owner("olga"), DOMAIN)
        described = DESCRIBED["paths"][path][method.lower()]
        self._operation: str = described["operationId"]
        self._takes_store = any(one["name"] == "store" for one in described.get("parameters", ()))
        users, sessions, tokens = (getattr(self.api.platform.accounts, name) for name in ("users", "sessions", "tokens"))
        anna = users.add(NewUser(email=EMAIL, name="Anna", password=PASSWORD, role=Role.ADMIN))
        opened = sessions.login(EMAIL, PASSWORD, address="192.0.2.9")
        olga = Principal(owner("olga"), Scope.OPERATE, "setup-olga", Via.SETUP_TOKEN)
        mine = Principal(anna, Scope.ADMIN, "x", Via.SESSION)
        sent = self._kept()
        by_olga = path.startswith(tuple(f"/api/{each}" for each in OLGAS))
        _, self._reader = tokens.create(olga, name="reader", scope=Scope.READ, lifetime=timedelta(days=1))
        token, _ = tokens.create(mine, name="other", scope=Scope.READ, lifetime=timedelta(days=1))
        self._token = OLGA if by_olga else opened.access_token
        if self._operation == "cancelOperation":  # one that has not ended
            asked = self.api.post("/api/stores/demo/operations", {"kind": "verify"})
            path = path.replace("{operation_id}", asked.json["operation"]["id"])
        if self._operation in {"makePrimaryDomain", "removeDomain"}:  # one that is verified, and not served yet
            self.api.platform.domains.check("demo", owner("olga"), DOMAIN)
            self.api.finish("demo", good=False)
        if self._operation == "checkPayments":  # one that has keys
            self.api.call("PUT", "/api/stores/demo/payments", body=json.dumps(KEYS))
            self.api.finish("demo")
        path = self._cluster(path, anna).replace("{name}", DOMAIN)
        self._path = path.replace("{store_id}", "demo").replace("{operation_id}", "OP000001").replace("{order_id}", "100")
        self._path = self._path.replace("{user_id}", anna.id).replace("{token_id}", token.id)
        self._path = self._path.replace("{backup_id}", "OP000001").replace("{part}", "database")
        self._path = self._path.replace("{webhook_id}", "wh-1").replace("{delivery_id}", sent.id).replace("{link_id}", LINK)
        self._path = self._path.replace("{target_id}", "nt-1")
        self._ids = {
            "demo": "none",
            "/clusters/local": "/clusters/nowhere",
            "wh-1": "wh-2",
            LINK: "34" * 8,
            "nt-1": "nt-2",
            "OP000001": "OP999999",
            "OP000002": "OP999999",
            anna.id: "nobody",
            token.id: "abcdef",
        }
        body = BODIES.get(self._operation)
        if self._operation == "refreshSession":
            body = {"refresh_token": opened.refresh_token}
        if self._operation == "useSignInCode":
            body = {"code": self.api.platform.accounts.codes.create(mine)[1]}
        if path.startswith(("/api/chat/codes", "/api/chat/links")):
            body = self._chat_code(anna.id)
        self._body = b"" if body is None else json.dumps(body).encode()
        if self._operation == "registerUser":
            self._token = ADA

    def _cluster(self, path: str, admin: User) -> str:
        """Return the path with a cluster named, where it has one: one that is cordoned where it shall be no more."""
        if self._operation == "uncordonCluster":
            self.api.platform.places.cordons.cordon("local", "it gets new nodes", admin)
        return path.replace("/clusters/{name}", "/clusters/local")

    def _kept(self) -> Delivery:
        """Put a backup there, a webhook and a target of notices; return what the webhook was sent."""
        kept = backup("OP000001")
        self.api.platform.target.keep(kept)
        sent = delivery().settled(DeliveryStatus.DEAD, START)
        queue = WebhookQueue(webhook_id="wh-1", owner="olga", store_id="demo", done=1, last=1, due_at=START)
        target = notice_target(**MAILBOX if self._operation == "sendNoticeCode" else {})
        self.api.platform.repository.commit(*map(Insert, (kept, webhook(), queue, sent, target)))
        return sent

    def _chat_code(self, user: str) -> dict[str, Any] | None:
        """Let somebody in a chat be linked with Anna, and another one ask for it; return the body with that one's code."""
        self.api.platform.repository.commit(Insert(chat_link(id=LINK, user=user)))
        who = Person(Provider.SLACK, "T0001", "U0002")
        code = self.api.platform.chat.accounts.invitation(who).partition("=")[2]
        return {"code": code} if self._method == "POST" else None

    def ask(
        self,
        *,
        query: str = "",
        host: str = "localhost",
        kind: str = "application/json",
        token: str | None = "",
        body: bytes | None = None,
        path: Callable[[str], str] = lambda path: path,
        more: Sequence[tuple[str, str]] = (),
        ends: bool = True,
    ) -> int:
        """Send the operation's request, well but for what is given; return the status."""
        headers = [("host", host), ("content-type", kind)] + (
            [] if token is None else [("authorization", f"Bearer {token or self._token}")]
        )
        headers += more
        asked = query or QUERIES.get(self._operation, "")
        request = {**scope(self._method, path(self._path), headers), "query_string": asked.encode()}
        sent = messages(chunk(self._body if body is None else body, more=not ends))
        status: int = run(App(self.api.handler, body_seconds=5 if ends else 0.01), request, sent)[0]["status"]
        return status

    def unknown(self) -> int:
        """Send the request with a token that nobody has, and with what nobody has in its place."""
        wrong = WRONG.get(self._operation)
        return self.ask(token="nobody", body=None if wrong is None else json.dumps(wrong).encode())

    def too_often(self) -> int:
        """Send the request for the second time in a minute where one is allowed."""
        platform = self.api.platform
        platform.rates = Rates(repository=platform.repository, clock=platform.clock, per_address=1)
        self.ask()
        return self.ask()

    def missing(self) -> int:
        """Ask for something that is not there, wherever the request names it."""

        def elsewhere(path: str) -> str:
            for there, gone in self._ids.items():
                path = path.replace(there, gone)
            return path

        body = self._body.replace(b'"demo"', b'"none"').replace(b"sychat_", b"sychat_0")
        if self._operation == "createStore":
            body = b'{"backup": "none"}'
        return self.ask(path=elsewhere, query="store=none" if self._takes_store else "", body=body)

    def reading(self) -> int:
        """Send the request with an owner's token that is good for reading, or for a page of another origin."""
        if self._operation in FOREIGN:
            return self.ask(body=json.dumps(FOREIGN[self._operation]).encode(), more=[("sec-fetch-site", "cross-site")])
        return self.ask(token=self._reader)

    def conflicting(self) -> int:
        """Send the request while others always write first, for a store that is not ready and on an old version."""
        repository = self.api.platform.repository
        store = repository.get(STORES, id="demo")
        assert store is not None
        repository.commit(Replace(store.model_copy(update={"status": StoreStatus.FAILED})))

        def rival() -> None:
            raise VersionConflict("somebody wrote first")

        def too_old(_: str) -> None:
            raise TooOld("it has no such list")

        repository.before_commit = rival
        self.api.platform.shops.of("demo").on = too_old
        return self.ask(query="store=demo" if self._takes_store else STALE.get(self._operation, ""))


TROUBLE: dict[int, Callable[[Side], int]] = {
    400: lambda side: side.ask(query="limit=%ff"),
    401: lambda side: side.unknown(),
    403: lambda side: side.reading(),
    404: lambda side: side.missing(),
    408: lambda side: side.ask(ends=False),
    409: lambda side: side.conflicting(),
    413: lambda side: side.ask(body=b"x" * 70_000),
    415: lambda side: side.ask(kind="text/plain"),
    421: lambda side: side.ask(host="evil.example"),
    422: lambda side: side.ask(query="surprise=1"),
    429: lambda side: side.too_often(),
}


def test_there_is_a_way_into_each_4xx_that_an_operation_can_give() -> None:
    not_an_operations = {405}  # a method without an operation

    assert set(TROUBLE) == {status.value for status in STATUS.values() if status < 500} - not_an_operations


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{method} {path}" for method, path in OPERATIONS])
def test_an_operation_gives_the_4xx_that_are_described_and_no_others(method: str, path: str) -> None:
    described = {int(code) for code in DESCRIBED["paths"][path][method.lower()]["responses"] if code.startswith("4")}

    met = {drive(Side(method, path)) for drive in TROUBLE.values()}

    assert {status for status in met if 400 <= status < 500} == described
    assert {status for status in met if status >= 500} == set()


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{method} {path}" for method, path in OPERATIONS])
def test_the_request_itself_is_well(method: str, path: str) -> None:
    assert str(Side(method, path).ask()) in {
        code for code in DESCRIBED["paths"][path][method.lower()]["responses"] if code < "3"
    }

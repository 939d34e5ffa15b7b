"""Every route, asked by nobody, by a stranger, by the owner and by an admin. A stranger learns nothing of others' stores."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from functions.api.routing import build
from functions.application.paging import write_cursor
from functions.application.ports.repository import Insert
from functions.domain.access import AccessToken, Scope
from functions.domain.user import hash_token
from functions.domain.webhook import DeliveryStatus, WebhookQueue
from tests.fakes.backups import backup
from tests.fakes.platform import START
from tests.fakes.samples import chat_link, notice_target, webhook
from tests.fakes.samples import delivery as sample_delivery
from tests.fakes.shops import REQUEST, order
from tests.functional.api.client import ADA, OLGA, OTTO, STREAMS, Api, Reply

DEMO, OPERATION, ORDER_ID = "demo", "OP000001", "100"
DOMAIN = "tea.example.com"
NONE, NO_OPERATION = "none", "OP999999"
WEBHOOK, NO_WEBHOOK = "wh-1", "wh-2"  # Olga's
TARGET, NO_TARGET = "nt-1", "nt-2"  # Olga's
TOKEN, NO_TOKEN = "ab" * 8, "cd" * 8  # Olga's
LINK, NO_LINK = "12" * 8, "34" * 8  # of Olga's chat account
WHO = '{"email": "new@example.com", "password": "long enough", "name": "New"}'
ORDER = json.dumps(REQUEST)


@dataclass(frozen=True)
class Row:
    """What a route answers: Olga owns the store `demo`, Otto is the stranger, Ada the admin. `body` is of its request."""

    nobody: int
    wrong_token: int
    stranger: int
    owner: int
    admin: int
    body: str | None = None


OPEN = Row(200, 200, 200, 200, 200)
LISTED = Row(401, 401, 200, 200, 200)
ACCOUNT = '{"publishable_key": "pk_test_1", "secret_key": "sk_test_1", "webhook_secret": "whsec_1"}'
OWNED = Row(401, 401, 404, 200, 200)
CHAT_CODE = '{"code": "sychat_1_2"}'
ADMINS = Row(401, 401, 403, 403, 200)
TABLE = {
    "GET /health": OPEN,
    "GET /health/ready": OPEN,
    "GET /openapi.json": OPEN,
    "GET /metrics": Row(404, 404, 404, 404, 404),
    "GET /docs": OPEN,
    "GET /docs/start.js": OPEN,
    "GET /docs/swagger-ui.js": OPEN,
    "GET /docs/swagger-ui.css": OPEN,
    "GET /docs/runbooks": OPEN,
    "GET /docs/runbooks/<reason>": OPEN,
    "GET /api/engines": LISTED,
    "GET /api/plans": LISTED,
    "GET /api/clusters": LISTED,
    "POST /api/clusters/<name>/cordon": Row(401, 401, 403, 403, 404, '{"why": "new nodes"}'),  # of no cluster
    "POST /api/clusters/<name>/drain": Row(401, 401, 403, 403, 404, '{"why": "new nodes"}'),
    "POST /api/clusters/<name>/uncordon": Row(401, 401, 403, 403, 404),
    "GET /api/kinds": LISTED,
    "GET /api/address": Row(401, 401, 422, 422, 422),  # of nothing
    "GET /api/operations": LISTED,
    "POST /api/chat": Row(401, 401, 200, 200, 200, '{"line": "show demo"}'),  # what it may not see it says in words
    "POST /api/chat/codes": Row(401, 401, 404, 404, 404, CHAT_CODE),
    "POST /api/chat/codes/refuse": Row(401, 401, 404, 404, 404, CHAT_CODE),
    "GET /api/chat/links": LISTED,
    "POST /api/chat/links": Row(401, 401, 404, 404, 404, CHAT_CODE),
    "DELETE /api/chat/links/<link_id>": Row(401, 401, 404, 204, 404),
    "GET /api/activity": LISTED,
    "GET /api/stores": LISTED,
    "GET /api/stores/activity": LISTED,
    "GET /api/stores/metrics": LISTED,
    "POST /api/stores": Row(401, 401, 409, 409, 409, '{"name": "Demo", "engine": "medusa", "id": "demo"}'),
    "GET /api/stores/<store_id>": OWNED,
    "PATCH /api/stores/<store_id>": Row(401, 401, 404, 202, 202, '{"name": "Tea"}'),
    "DELETE /api/stores/<store_id>": Row(401, 401, 404, 202, 202),
    "POST /api/stores/<store_id>/operations": Row(401, 401, 404, 202, 202, '{"kind": "verify"}'),
    "GET /api/stores/<store_id>/operations": OWNED,
    "GET /api/stores/<store_id>/credentials": OWNED,
    "GET /api/stores/<store_id>/logs": OWNED,
    "GET /api/stores/<store_id>/health": OWNED,
    "GET /api/stores/<store_id>/usage": OWNED,
    "GET /api/stores/<store_id>/history": OWNED,
    "GET /api/stores/<store_id>/upgrades": OWNED,
    "GET /api/stores/<store_id>/drift": OWNED,
    "GET /api/orphans": ADMINS,
    "DELETE /api/orphans": Row(401, 401, 403, 403, 422),  # of no digest
    "GET /api/stores/<store_id>/expected": OWNED,
    "GET /api/stores/<store_id>/backups": OWNED,
    "GET /api/stores/<store_id>/schedule": OWNED,
    "PUT /api/stores/<store_id>/schedule": Row(401, 401, 404, 200, 200, '{"hours": 12}'),
    "GET /api/backups": LISTED,
    "GET /api/backups/<backup_id>": OWNED,
    "PATCH /api/backups/<backup_id>": Row(401, 401, 404, 200, 200, '{"pinned": true}'),
    "DELETE /api/backups/<backup_id>": Row(401, 401, 404, 204, 204),
    "GET /api/backups/<backup_id>/download/<part>": OWNED,
    "GET /api/orders": LISTED,
    "POST /api/orders": Row(401, 401, 404, 201, 201, ORDER),
    "GET /api/orders/<store_id>/<order_id>": OWNED,
    "GET /api/stores/<store_id>/products": OWNED,
    "GET /api/stores/<store_id>/extensions": OWNED,
    "GET /api/extensions": LISTED,
    "GET /api/stores/<store_id>/mail": OWNED,
    "PUT /api/stores/<store_id>/mail": Row(401, 401, 404, 202, 202, '{"host": "smtp.example.com", "from": "a@example.com"}'),
    "DELETE /api/stores/<store_id>/mail": Row(401, 401, 404, 202, 202),
    "POST /api/stores/<store_id>/mail/test": Row(401, 401, 404, 200, 200, '{"to": "a@example.com"}'),
    "GET /api/stores/<store_id>/payments": OWNED,
    "PUT /api/stores/<store_id>/payments": Row(401, 401, 404, 202, 202, ACCOUNT),
    "DELETE /api/stores/<store_id>/payments": Row(401, 401, 404, 202, 202),
    "POST /api/stores/<store_id>/payments/check": Row(401, 401, 404, 409, 409),
    "GET /api/stores/<store_id>/domains": OWNED,
    "POST /api/stores/<store_id>/domains": Row(401, 401, 404, 201, 201, '{"name": "new.example.com"}'),
    "GET /api/stores/<store_id>/domains/<name>": OWNED,
    "POST /api/stores/<store_id>/domains/<name>/check": Row(401, 401, 404, 200, 200),
    "PUT /api/stores/<store_id>/domains/<name>/primary": Row(401, 401, 404, 409, 409),  # it is not verified
    "DELETE /api/stores/<store_id>/domains/<name>": Row(401, 401, 404, 200, 200),
    "GET /api/operations/<operation_id>": OWNED,
    "GET /api/operations/<operation_id>/events": OWNED,
    "POST /api/operations/<operation_id>/cancel": Row(401, 401, 404, 409, 409),  # it has ended
    "POST /api/auth/register": Row(403, 401, 403, 403, 201, WHO),
    "POST /api/auth/login": Row(401, 401, 401, 401, 401, '{"email": "new@example.com", "password": "long enough"}'),
    "POST /api/auth/refresh": Row(401, 401, 401, 401, 401, '{"refresh_token": "syr_x_y"}'),
    "POST /api/auth/codes": Row(401, 401, 201, 201, 201),
    "POST /api/auth/code": Row(401, 401, 401, 401, 401, '{"code": "syc_x_y"}'),
    "POST /api/auth/logout": Row(401, 401, 403, 403, 403),  # none of these tokens is of a session
    "POST /api/auth/password": Row(401, 401, 403, 403, 403, '{"current_password": "x", "new_password": "long enough"}'),
    "GET /api/me": LISTED,
    "GET /api/users": ADMINS,
    "POST /api/users": Row(401, 401, 403, 403, 201, WHO),
    "GET /api/users/<user_id>": ADMINS,
    "PATCH /api/users/<user_id>": Row(401, 401, 403, 403, 200, '{"store_limit": 5}'),
    "POST /api/users/<user_id>/password": Row(401, 401, 403, 403, 422, '{"password": "long enough"}'),
    "GET /api/webhooks": LISTED,
    "POST /api/webhooks": Row(401, 401, 201, 201, 201, '{"url": "https://hooks.example.com/"}'),
    "GET /api/webhooks/<webhook_id>": OWNED,
    "PATCH /api/webhooks/<webhook_id>": Row(401, 401, 404, 200, 200, '{"enabled": true}'),
    "DELETE /api/webhooks/<webhook_id>": Row(401, 401, 404, 204, 204),
    "POST /api/webhooks/<webhook_id>/secret": OWNED,
    "POST /api/webhooks/<webhook_id>/test": Row(401, 401, 404, 202, 202),
    "POST /api/webhooks/<webhook_id>/redeliver": Row(401, 401, 404, 202, 202, "{}"),
    "GET /api/webhooks/<webhook_id>/deliveries": OWNED,
    "GET /api/webhooks/<webhook_id>/deliveries/<delivery_id>": OWNED,
    "POST /api/webhooks/<webhook_id>/deliveries/<delivery_id>/redeliver": Row(401, 401, 404, 202, 202),
    "GET /api/notice-targets": LISTED,
    "POST /api/notice-targets": Row(401, 401, 201, 201, 201, '{"kind": "teams", "address": "https://hooks.example.com/"}'),
    "GET /api/notice-targets/<target_id>": OWNED,
    "PATCH /api/notice-targets/<target_id>": Row(401, 401, 404, 200, 200, '{"enabled": true}'),
    "DELETE /api/notice-targets/<target_id>": Row(401, 401, 404, 204, 204),
    "POST /api/notice-targets/<target_id>/test": Row(401, 401, 404, 202, 202),
    "POST /api/notice-targets/<target_id>/code": OWNED,
    "POST /api/notice-targets/<target_id>/confirm": Row(401, 401, 404, 200, 200, '{"code": "1"}'),
    "GET /api/notice-targets/<target_id>/notices": OWNED,
    "GET /api/tokens": LISTED,
    "POST /api/tokens": Row(401, 401, 201, 201, 201, '{"name": "report"}'),
    "DELETE /api/tokens/<token_id>": Row(401, 401, 404, 204, 404),
}
PRIVATE = [name for name, expected in TABLE.items() if expected.stranger == 404]


def ask(api: Api, route: str, token: str | None, *, there: bool = True) -> Reply:
    """Send a route's request for the store and the operation that are there, or for ones that never were."""
    method, _, path = route.partition(" ")
    path = path.replace("<store_id>", DEMO if there else NONE).replace("<user_id>", "olga").replace("<order_id>", ORDER_ID)
    path = path.replace("<token_id>", TOKEN if there else NO_TOKEN).replace("<part>", "database")
    path = path.replace("<backup_id>", OPERATION if there else NO_OPERATION)
    path = path.replace("<name>", DOMAIN).replace("<reason>", "TimedOut")
    path = path.replace("<webhook_id>", WEBHOOK if there else NO_WEBHOOK).replace("<delivery_id>", sample_delivery().id)
    path = path.replace("<link_id>", LINK if there else NO_LINK)
    path = path.replace("<target_id>", TARGET if there else NO_TARGET)
    body = TABLE[route].body
    if body == ORDER and not there:
        body = ORDER.replace(DEMO, NONE)
    path = path.replace("<operation_id>", OPERATION if there else NO_OPERATION)
    return api.call(method, path, token=token, body=body, context=STREAMS)


def settled(api: Api) -> Api:
    """Give Olga the store `demo`, which is ready and has an order and a backup, and a token."""
    api.create(DEMO)
    api.finish(DEMO)
    api.platform.shops.of(DEMO).made.append(order(ORDER_ID))
    token = AccessToken(
        id=TOKEN,
        user="olga",
        name="report",
        scope=Scope.READ,
        token_hash=hash_token("secret"),
        created_at=START,
        expires_at=START + timedelta(days=1),
    )
    kept = backup(OPERATION)
    api.platform.target.keep(kept)
    api.platform.repository.commit(Insert(token), Insert(kept))
    due = WebhookQueue(webhook_id=WEBHOOK, owner="olga", store_id=DEMO, done=1, last=1, due_at=START)
    sent = sample_delivery().settled(DeliveryStatus.DELIVERED, START)
    api.platform.repository.commit(
        Insert(webhook()), Insert(due), Insert(sent), Insert(chat_link(id=LINK)), Insert(notice_target())
    )
    api.post(f"/api/stores/{DEMO}/domains", {"name": DOMAIN})
    return api


@pytest.fixture
def yard(api: Api) -> Api:
    """An API with Olga's store `demo`, which is ready, and her token."""
    return settled(api)


def counted(api: Api, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the calls of the store of record from here on, by method and by what is asked for."""
    calls: Counter[str] = Counter()
    repository = api.platform.repository

    def count(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **names: Any) -> Any:
            calls[f"{name} {getattr(arguments[0], 'name', arguments[0]) if arguments else ''}"] += 1
            return method(*arguments, **names)

        return call

    for name in ("get", "find", "rows", "commit"):
        monkeypatch.setattr(repository, name, count(name, getattr(repository, name)))
    return calls


def test_every_route_is_in_the_table() -> None:
    assert set(TABLE) == {f"{route.method} {route.path}" for route in build().routes()}


@pytest.mark.parametrize("route", TABLE)
def test_each_caller_gets_what_the_table_says(yard: Api, route: str) -> None:
    for token, status in (
        (None, TABLE[route].nobody),
        ("token-nobody", TABLE[route].wrong_token),
        (OTTO, TABLE[route].stranger),
    ):
        assert ask(yard, route, token).status == status
    for token, status in ((OLGA, TABLE[route].owner), (ADA, TABLE[route].admin)):
        assert ask(settled(Api()), route, token).status == status


@pytest.mark.parametrize("route", PRIVATE)
def test_what_is_somebody_elses_is_answered_like_what_never_was_after_the_same_work(
    yard: Api, monkeypatch: pytest.MonkeyPatch, route: str
) -> None:
    calls = counted(yard, monkeypatch)
    foreign, foreign_work = ask(yard, route, OTTO), calls.copy()
    calls.clear()
    missing = ask(yard, route, OTTO, there=False)

    assert foreign.status == missing.status == 404
    assert foreign.text.replace(DEMO, NONE).replace(OPERATION, NO_OPERATION).replace(TOKEN, NO_TOKEN) == missing.text
    assert foreign.headers == missing.headers
    assert foreign_work == calls


def gone(api: Api) -> None:
    """Remove Olga's store, so that only its history is left."""
    api.call("DELETE", f"/api/stores/{DEMO}")
    api.finish(DEMO)


def long_history(api: Api) -> None:
    """Give Olga's store more operations than a page has."""
    for _ in range(6):
        api.post(f"/api/stores/{DEMO}/operations", {"kind": "verify"})
        api.finish(DEMO)


def written(store_id: str) -> str:
    """A cursor as the platform would write it for a store's operations."""
    return write_cursor(f"operations/{store_id}", "OP000004")


QUERIES: dict[str, Callable[[str], str]] = {
    "none": lambda _: "",
    "a small page": lambda _: "?limit=1",
    "a page": lambda _: "?limit=3",
    "a large page": lambda _: "?limit=100",
    "a cursor of its own": lambda store_id: f"?limit=2&cursor={written(store_id)}",
    "another store's cursor": lambda _: f"?cursor={written('another')}",
    "a cursor that is none": lambda _: "?cursor=junk",
    "a limit that is none": lambda _: "?limit=0",
}


@pytest.mark.parametrize("state", [lambda _: None, gone, long_history], ids=["there", "gone", "long history"])
@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_history_that_is_somebody_elses_is_answered_like_one_that_never_was(
    yard: Api, monkeypatch: pytest.MonkeyPatch, query: Callable[[str], str], state: Callable[[Api], None]
) -> None:
    state(yard)
    calls = counted(yard, monkeypatch)

    def page(store_id: str) -> tuple[int, str, Counter[str]]:
        calls.clear()
        reply = yard.get(f"/api/stores/{store_id}/operations{query(store_id)}", token=OTTO)
        return reply.status, reply.text.replace(store_id, "…"), calls.copy()

    assert page(DEMO) == page(NONE)


def test_a_store_of_ones_own_says_nothing_of_those_who_had_its_id_before(yard: Api) -> None:
    long_history(yard)
    gone(yard)
    yard.create(DEMO, token=OTTO)

    mine = yard.get(f"/api/stores/{DEMO}/operations?limit=1", token=OTTO).json

    assert [one["requested_by"] for one in mine["items"]] == ["otto"]
    assert mine["next_cursor"] is None
    theirs = yard.get(f"/api/stores/{DEMO}/operations?limit=100").json
    assert {one["requested_by"] for one in theirs["items"]} == {"olga"}


def test_another_owners_cursor_leads_to_ones_own_stores_only(api: Api) -> None:
    for store_id in ("a-olga", "c-olga", "e-olga"):
        api.create(store_id)
    for store_id in ("b-otto", "d-otto"):
        api.create(store_id, token=OTTO)
    cursor = api.get("/api/stores?limit=1").json["next_cursor"]

    page = api.get(f"/api/stores?cursor={cursor}", token=OTTO)

    assert [store["id"] for store in page.json["items"]] == ["b-otto", "d-otto"]
    assert "olga" not in page.text


def test_an_id_that_is_taken_is_said_to_be_taken_and_nothing_else(yard: Api) -> None:
    taken = {yard.create(DEMO, token=token).text for token in (OLGA, OTTO, ADA)}
    gone_busy = Api()
    gone_busy.create(DEMO)
    gone_busy.call("DELETE", f"/api/stores/{DEMO}")

    assert taken == {gone_busy.create(DEMO, token=OTTO).text}
    assert "olga" not in taken.pop()


def test_a_request_of_an_admin_is_the_admins_and_the_owner_follows_it(yard: Api) -> None:
    accepted = yard.post(f"/api/stores/{DEMO}/operations", {"kind": "verify"}, token=ADA)

    followed = yard.get(accepted.headers["location"])

    assert followed.json["requested_by"] == "ada"
    assert yard.get(f"{accepted.headers['location']}/events?wait=0").status == 200
    assert yard.get(accepted.headers["location"], token=OTTO).status == 404

"""Mail relays over HTTP: what is shown, how a password travels, and what a shop says of a test mail."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.application.ports.repository import Replace
from functions.application.ports.shops import Refused, TooOld
from functions.application.variables import playbook_variables
from functions.domain.cluster import Cluster
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import Unavailable
from functions.domain.operation import Operation
from tests.fakes import FakeClusters
from tests.fakes.platform import local_cluster
from tests.functional.api.client import Api, FakePlatform, Reply

PATH = "/api/stores/demo/mail"
PASSWORD = "hunter2 & more"
RELAY = {"host": "smtp.example.com", "user": "shop", "password": PASSWORD, "from": "shop@example.com"}
NOTHING = dict.fromkeys(("host", "port", "security", "user", "from", "reply_to"))


@pytest.fixture
def demo(api: Api) -> Api:
    """Olga's store `demo`, which sells."""
    api.create()
    api.finish("demo")
    return api


def put(api: Api, **fields: Any) -> Reply:
    """Give the store a relay; None leaves a field out."""
    body = {name: value for name, value in {**RELAY, **fields}.items() if value is not None}
    return api.call("PUT", PATH, body=json.dumps(body))


def asked(reply: Reply, api: Api) -> Operation:
    """The operation that was accepted."""
    found = api.platform.repository.get(OPERATIONS, id=reply.json["operation"]["id"])
    assert found is not None
    return found


def test_without_a_relay_there_is_none(demo: Api) -> None:
    assert demo.get(PATH).json == {"source": "none", **NOTHING, "has_password": False}


def test_the_platforms_relay_is_shown_without_its_user() -> None:
    mail = {"mail_host": "relay.internal", "mail_user": "all-shops", "mail_from": "shops@example.com"}
    cluster = Cluster.model_validate({**local_cluster().model_dump(), **mail, "mail_password_file": "/etc/mail"})
    api = Api(FakePlatform(clusters=FakeClusters(cluster)))
    api.create()
    api.finish("demo")

    reply = api.get(PATH)

    shown = {"host": "relay.internal", "port": 587, "security": "starttls", "from": "shops@example.com"}
    assert reply.json == {**NOTHING, **shown, "source": "platform", "has_password": True}
    assert "all-shops" not in reply.text


def test_a_store_gets_a_relay_of_its_own_whose_password_is_in_its_cluster_alone(demo: Api) -> None:
    reply = put(demo, reply_to="ada@example.com")
    demo.finish("demo")

    operation = asked(reply, demo)
    ((place, kept),) = demo.platform.passwords.kept.items()
    store = demo.platform.repository.get(STORES, id="demo")
    assert reply.status == 202
    assert reply.headers["location"] == f"/api/operations/{operation.id}"
    assert kept == PASSWORD
    assert store is not None
    assert store.spec.mail is not None
    assert place == f"demo/{store.spec.mail.key}"
    assert playbook_variables(operation)["store_mail_key"] == store.spec.mail.key
    shown = {"host": "smtp.example.com", "port": 587, "security": "starttls", "user": "shop", "from": "shop@example.com"}
    assert demo.get(PATH).json == {**shown, "source": "store", "reply_to": "ada@example.com", "has_password": True}


def test_a_password_is_in_no_record_event_variable_or_answer(demo: Api) -> None:
    reply = put(demo)
    operation = asked(reply, demo)
    demo.finish("demo")

    everything = [
        reply.text,
        demo.get(PATH).text,
        demo.get("/api/stores/demo").text,
        demo.get("/api/activity").text,
        demo.get(f"/api/operations/{operation.id}/events").text,
        repr(demo.platform.repository.__dict__),
        str(playbook_variables(operation)),
    ]

    assert not [text for text in everything if "hunter2" in text]


def test_a_password_stays_for_the_same_relay_and_no_other(demo: Api) -> None:
    put(demo)
    demo.finish("demo")

    same = put(demo, password=None, **{"from": "other@example.com"})
    demo.finish("demo")
    other = put(demo, password=None, host="evil.example.com")

    assert same.status == 202
    assert demo.get(PATH).json["from"] == "other@example.com"
    assert len(demo.platform.passwords.kept) == 1
    assert (other.status, [error["field"] for error in other.json["errors"]]) == (422, ["password"])


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "private": ({"host": "10.0.0.1"}, "host"),
    "in the cluster": ({"host": "db.store-otto.svc"}, "host"),
    "no sender": ({"from": None}, "from"),
    "security": ({"security": "ssl"}, "security"),
    "port": ({"port": 70000}, "port"),
    "servers' port": ({"port": 25}, "port"),
    "password in clear": ({"security": "none"}, "security"),
    "nobody's password": ({"user": None}, "user"),
    "two lines": ({"password": "a\nb"}, "password"),
    "key": ({"key": "platform"}, "key"),
}


@pytest.mark.parametrize(("fields", "field"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_by_its_field_and_nothing_is_kept(demo: Api, fields: dict[str, Any], field: str) -> None:
    reply = put(demo, **fields)

    assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, [field])
    assert "hunter2" not in reply.text
    assert demo.platform.passwords.kept == {}


def test_where_something_is_under_way_no_password_is_kept(demo: Api) -> None:
    demo.post("/api/stores/demo/operations", {"kind": "verify"})

    assert put(demo).json["reason"] == "OperationInProgress"
    assert demo.platform.passwords.kept == {}


def test_a_cluster_that_does_not_take_the_password_is_told(demo: Api) -> None:
    demo.platform.passwords.error = Unavailable("no")

    assert put(demo).status == 503
    assert demo.get("/api/stores/demo").json["status"] == "ready"


def test_back_to_the_platforms_relay(demo: Api) -> None:
    put(demo)
    demo.finish("demo")

    reply = demo.call("DELETE", PATH)
    demo.finish("demo")

    assert (reply.status, asked(reply, demo).parameters["host"]) == (202, None)
    assert demo.get(PATH).json["source"] == "none"


def test_a_copy_gets_none(demo: Api) -> None:
    store = demo.platform.repository.get(STORES, id="demo")
    assert store is not None
    copy = store.model_copy(update={"spec": store.spec.model_copy(update={"is_copy": True})})
    demo.platform.repository.commit(Replace(copy))

    reply = put(demo)

    assert (reply.status, reply.json["reason"]) == (409, "OperationNotAllowed")
    assert "which reaches nobody" in reply.json["detail"]
    assert "mail" not in demo.get("/api/stores/demo").json["allowed_operations"]
    assert demo.platform.passwords.kept == {}


def fails(error: Exception) -> Callable[[str], None]:
    """What a shop does that sends no mail."""

    def fail(_: str) -> None:
        raise error

    return fail


def test_the_shop_sends_a_test_mail(demo: Api) -> None:
    reply = demo.post(f"{PATH}/test", {"to": "ada@example.com"})

    assert (reply.status, reply.json) == (200, {"sent": True})
    assert demo.platform.shops.of("demo").mailed == ["ada@example.com"]


@pytest.mark.parametrize(
    ("error", "status", "reason", "words"),
    [
        (Refused("x", status=409, said="no relay is set"), 409, "MailNotSent", "sent no mail: no relay is set"),
        (Refused("x", status=502, said="535 bad user"), 409, "MailNotSent", "sent no mail: 535 bad user"),
        (Refused("x", status=502), 503, "ShopUnavailable", "cannot answer"),
        (Refused("x", status=400, said="no address", about="to"), 422, "InvalidRequest", "no address"),
        (TooOld("x"), 409, "UpgradeNeeded", "upgrade the store first"),
    ],
)
def test_why_no_mail_was_sent_is_told(demo: Api, error: Exception, status: int, reason: str, words: str) -> None:
    demo.platform.shops.of("demo").on = fails(error)

    reply = demo.post(f"{PATH}/test", {"to": "ada@example.com"})

    assert (reply.status, reply.json["reason"]) == (status, reason)
    assert words in reply.json["detail"]


def test_a_shop_that_is_not_there_sends_none(api: Api) -> None:
    api.create()

    assert api.post(f"{PATH}/test", {"to": "ada@example.com"}).json["reason"] == "StoreNotReady"

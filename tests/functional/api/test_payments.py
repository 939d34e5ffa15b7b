"""Payments over HTTP: what is shown, how secrets travel, and what is said where a shop cannot take any."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.application.ports.repository import Replace
from functions.application.ports.shops import Refused, TooOld
from functions.application.variables import playbook_variables
from functions.domain.cluster import Cluster
from functions.domain.engine import EnginePayments
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import Unavailable
from functions.domain.extension import Extension
from functions.domain.operation import Operation
from tests.fakes import FakeClusters
from tests.fakes.platform import FakeCatalogue, engine, local_cluster
from tests.functional.api.client import Api, FakePlatform, Reply

PATH = "/api/stores/demo/payments"
SECRET, SIGNS = "sk_test_51hunter2", "whsec_hunter2signs"
ACCOUNT = {"publishable_key": "pk_test_51Demo", "secret_key": SECRET, "webhook_secret": SIGNS}
URL = "http://demo.localhost/hooks/payment"
NOTHING = {
    "provider": None,
    "mode": None,
    "publishable_key": None,
    "has_secret": False,
    "has_webhook_secret": False,
    "webhook_url": URL,
    "extension": None,
}


@pytest.fixture
def demo(api: Api) -> Api:
    """Olga's store `demo`, which sells."""
    return sells(api)


def sells(api: Api) -> Api:
    """Make the store `demo`."""
    api.create()
    api.finish("demo")
    return api


def put(api: Api, **fields: Any) -> Reply:
    """Give the store keys; None leaves a field out."""
    body = {name: value for name, value in {**ACCOUNT, **fields}.items() if value is not None}
    return api.call("PUT", PATH, body=json.dumps(body))


def asked(reply: Reply, api: Api) -> Operation:
    """The operation that was accepted."""
    found = api.platform.repository.get(OPERATIONS, id=reply.json["operation"]["id"])
    assert found is not None
    return found


def test_a_store_without_keys_takes_none_and_says_where_it_would_be_called(demo: Api) -> None:
    assert demo.get(PATH).json == NOTHING


def test_a_store_takes_payments_with_secrets_that_are_in_its_cluster_alone(demo: Api) -> None:
    reply = put(demo)
    demo.finish("demo")

    operation = asked(reply, demo)
    store = demo.platform.repository.get(STORES, id="demo")
    assert (reply.status, reply.headers["location"]) == (202, f"/api/operations/{operation.id}")
    assert store is not None
    assert store.spec.payments is not None
    names = store.spec.payments.secret, store.spec.payments.webhook
    assert demo.platform.secrets.kept == {f"demo/{names[0]}": SECRET, f"demo/{names[1]}": SIGNS}
    variables = playbook_variables(operation)
    assert (variables["store_payments_secret"], variables["store_payments_webhook"]) == names
    assert demo.get(PATH).json == {
        **NOTHING,
        "provider": "stripe",
        "mode": "test",
        "publishable_key": "pk_test_51Demo",
        "has_secret": True,
        "has_webhook_secret": True,
    }


def test_a_secret_is_in_no_record_event_variable_or_answer(demo: Api) -> None:
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


def test_a_secret_stays_for_the_same_account_and_for_no_other(demo: Api) -> None:
    put(demo)
    demo.finish("demo")
    before = dict(demo.platform.secrets.kept)

    same = put(demo, secret_key=None, webhook_secret="whsec_new")
    demo.finish("demo")
    other = put(demo, publishable_key="pk_live_51Demo", secret_key=None, webhook_secret=None)

    store = demo.platform.repository.get(STORES, id="demo")
    assert same.status == 202
    assert store is not None
    assert store.spec.payments is not None
    assert before[f"demo/{store.spec.payments.secret}"] == SECRET
    assert demo.platform.secrets.kept[f"demo/{store.spec.payments.webhook}"] == "whsec_new"
    assert (other.status, [error["field"] for error in other.json["errors"]]) == (422, ["secret_key"])


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "test and live": ({"secret_key": "sk_live_hunter2"}, "secret_key", "must be of test mode"),
    "live and test": ({"publishable_key": "pk_live_1", "secret_key": "rk_test_hunter2"}, "secret_key", "must be of live mode"),
    "the secret key where all see it": ({"publishable_key": "sk_test_hunter2"}, "publishable_key", "pk_test_ or pk_live_"),
    "the publishable key twice": (
        {"secret_key": "pk_test_hunter2"},
        "secret_key",
        "must begin with sk_test_, rk_test_, sk_live_",
    ),
    "no signing secret": ({"webhook_secret": None}, "webhook_secret", "is needed: none is kept"),
    "no secret key": ({"secret_key": None}, "secret_key", "is needed: none is kept"),
    "signing secret": ({"webhook_secret": "hunter2"}, "webhook_secret", "must begin with whsec_"),
    "two lines": ({"secret_key": "sk_test_hunter2\n"}, "secret_key", "letters and digits after it"),
    "too long": ({"secret_key": f"sk_test_hunter2{'x' * 255}"}, "secret_key", "255 characters at most"),
    "live at http": (
        {"publishable_key": "pk_live_1", "secret_key": "sk_live_hunter2"},
        "publishable_key",
        "live mode needs https",
    ),
    "provider": ({"provider": "paypal"}, "provider", "stripe"),
    "name of a secret": ({"secret": "ca.pem"}, "secret", "is not known here"),
}


@pytest.mark.parametrize(("fields", "field", "rule"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_by_its_field_and_nothing_is_kept(
    demo: Api, fields: dict[str, Any], field: str, rule: str
) -> None:
    reply = put(demo, **fields)

    assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, [field])
    assert rule in reply.json["errors"][0]["rule"]
    assert "hunter2" not in reply.text
    assert demo.platform.secrets.kept == {}


def test_a_shop_at_https_takes_live_payments() -> None:
    place = Cluster.model_validate({**local_cluster().model_dump(), "scheme": "https", "ingress_port": 443})
    api = sells(Api(FakePlatform(clusters=FakeClusters(place))))

    assert put(api, publishable_key="pk_live_1", secret_key="rk_live_hunter2").status == 202
    api.finish("demo")
    assert api.get(PATH).json["mode"] == "live"
    assert api.get(PATH).json["webhook_url"] == "https://demo.localhost/hooks/payment"


def test_where_something_is_under_way_no_secret_is_kept(demo: Api) -> None:
    demo.post("/api/stores/demo/operations", {"kind": "verify"})

    assert put(demo).json["reason"] == "OperationInProgress"
    assert demo.platform.secrets.kept == {}


def test_a_cluster_that_does_not_take_the_secrets_is_told(demo: Api) -> None:
    demo.platform.secrets.error = Unavailable("no")

    assert put(demo).status == 503
    assert demo.get("/api/stores/demo").json["status"] == "ready"


def test_a_store_stops_taking_payments(demo: Api) -> None:
    put(demo)
    demo.finish("demo")

    reply = demo.call("DELETE", PATH)
    demo.finish("demo")

    assert (reply.status, asked(reply, demo).parameters["provider"]) == (202, None)
    assert demo.get(PATH).json == NOTHING


def test_a_copy_takes_none_ever(demo: Api) -> None:
    put(demo)
    demo.finish("demo")
    store = demo.platform.repository.get(STORES, id="demo")
    assert store is not None
    copy = store.model_copy(update={"spec": store.spec.model_copy(update={"is_copy": True})})
    demo.platform.repository.commit(Replace(copy))
    demo.platform.secrets.kept.clear()

    reply = put(demo)

    assert (reply.status, reply.json["reason"]) == (409, "OperationNotAllowed")
    assert "payments" not in demo.get("/api/stores/demo").json["allowed_operations"]
    assert demo.platform.secrets.kept == {}
    assert demo.get(PATH).json == {**NOTHING, "webhook_url": None}
    assert demo.post(f"{PATH}/check", {}).json["reason"] == "PaymentsNotReady"


def test_an_engine_that_takes_none_by_card_says_so() -> None:
    api = sells(Api(FakePlatform(catalogue=FakeCatalogue(engine(settings=("name",), payments=None)))))

    assert api.get(PATH).json == {**NOTHING, "webhook_url": None}
    assert "takes no payments by card" in put(api).json["detail"]
    assert api.platform.secrets.kept == {}


def with_extension(*installed: Extension) -> Api:
    """A store whose engine takes payments by an extension."""
    how = EnginePayments(webhook="/?call=stripe", extension="stripe-gateway")
    api = sells(Api(FakePlatform(catalogue=FakeCatalogue(engine(payments=how)))))
    api.platform.shops.of("demo").installed = installed
    return api


def extension(*, active: bool) -> Extension:
    said = {"kind": "plugin", "slug": "stripe-gateway", "name": "Stripe", "version": "1.0", "origin": "owner", "update": None}
    return Extension.model_validate({**said, "active": active})


def test_an_extension_that_takes_the_payments_has_to_be_there_and_what_to_do_is_said() -> None:
    missing, idle, there = with_extension(), with_extension(extension(active=False)), with_extension(extension(active=True))

    assert missing.get(PATH).json["extension"] == "stripe-gateway"
    assert missing.get(PATH).json["webhook_url"] == "http://demo.localhost/?call=stripe"
    assert (put(missing).status, put(missing).json["reason"]) == (409, "PaymentsNotReady")
    assert "is not installed in the shop of demo" in put(missing).json["detail"]
    assert "install and activate it in the shop's admin" in put(missing).json["detail"]
    assert "is installed but not active" in put(idle).json["detail"]
    assert missing.platform.secrets.kept == idle.platform.secrets.kept == {}
    assert put(there).status == 202


def test_the_shop_asks_the_provider_whether_it_knows_the_key(demo: Api) -> None:
    assert demo.post(f"{PATH}/check", {}).json["detail"].endswith("it has no keys")
    put(demo)
    demo.finish("demo")

    reply = demo.post(f"{PATH}/check", {})

    assert (reply.status, reply.json) == (200, {"works": True})


@pytest.mark.parametrize(
    ("error", "status", "reason", "words"),
    [
        (
            Refused("x", status=502, said="Invalid API Key provided"),
            409,
            "PaymentsNotReady",
            "cannot take payments: Invalid API",
        ),
        (Refused("x", status=409, said="it has no keys"), 409, "PaymentsNotReady", "it has no keys"),
        (Refused("x", status=502), 503, "ShopUnavailable", "cannot answer"),
        (TooOld("x"), 409, "UpgradeNeeded", "upgrade the store first"),
    ],
)
def test_why_a_shop_cannot_take_payments_is_told(demo: Api, error: Exception, status: int, reason: str, words: str) -> None:
    put(demo)
    demo.finish("demo")

    def fail(_: str) -> None:
        raise error

    demo.platform.shops.of("demo").on = fail

    reply = demo.post(f"{PATH}/check", {})

    assert (reply.status, reply.json["reason"]) == (status, reason)
    assert words in reply.json["detail"]


def test_a_shop_that_is_not_there_takes_none(api: Api) -> None:
    api.create()

    assert api.post(f"{PATH}/check", {}).json["reason"] == "StoreNotReady"

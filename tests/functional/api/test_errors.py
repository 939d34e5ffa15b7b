"""One shape for every error of every route, with the headers that belong to it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from functions.api.answers import STATUS
from functions.api.errors import RequestTooSlow
from functions.api.handler import create_handler, refusal
from functions.api.routing import build
from functions.application.health import Degraded, Health, WorkerLiveness
from functions.domain import errors as domain
from functions.domain import told_errors
from tests.functional.api.client import OLGA, Api

SHAPE = {"type": str, "title": str, "status": int, "detail": str, "reason": str, "errors": list}
ROUTES = [(route.method, route.path) for route in build().routes()]
NAMES = [f"{method} {path}" for method, path in ROUTES]


@pytest.fixture
def log() -> Iterator[list[logging.LogRecord]]:
    """Every record of the platform's logger."""
    records: list[logging.LogRecord] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    target, keeper = logging.getLogger("storeyard"), Keep()
    target.addHandler(keeper)
    yield records
    target.removeHandler(keeper)


def assert_shape(reply: Any) -> None:
    body = reply.json
    assert {name: type(body[name]) for name in SHAPE} == SHAPE
    assert set(body) - set(SHAPE) <= {"checks"}
    assert body["status"] == reply.status >= 400
    assert body["type"] == f"urn:storeyard:problem:{body['reason']}"
    assert all(set(error) == {"field", "rule"} and error["rule"] for error in body["errors"])
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["x-request-id"] == "request-1"


def failing(kind: type[Exception]) -> Api:
    """An API whose platform raises at the first touch."""
    api = Api()

    def broken() -> Any:
        raise kind("secret-internal-detail")

    api.platform.repository.ping = broken  # type: ignore[method-assign]
    return api


WITHOUT_BODY = {"/api/auth/codes"}


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=NAMES)
def test_every_route_answers_errors_in_one_shape(method: str, path: str) -> None:
    api = Api()
    path = path.replace("<store_id>", "demo").replace("<operation_id>", "OP000001")
    body = '{"kind": "verify"}' if method == "POST" else None

    replies = [
        api.call(method, f"{path}?surprise=1", body=body),
        api.call("PATCH", path),
        api.call(method, f"{path}/nothing/here", body=body),
        api.call(method, path, body="x" * 70_000),
    ]
    if path.startswith("/api"):
        replies += [api.call(method, path, body=body, token=None), api.call(method, path, body=body, token="token-nobody")]
    if method == "POST":
        replies += [api.call(method, path, body=text) for text in ("{", '{"a": 1}', "[]")]
    replies += [failing(RuntimeError).call(method, path, body=body)] if path.startswith("/api") else []

    if path in WITHOUT_BODY:  # what is sent as one is not looked at
        replies = [reply for reply in replies if reply.status >= 400]
    for reply in replies:
        assert_shape(reply)
    assert len({reply.status for reply in replies}) >= 3


@pytest.mark.parametrize("kind", [RuntimeError, KeyError, ZeroDivisionError, domain.LeaseLost, RecursionError, MemoryError])
def test_the_unexpected_is_500_with_an_id_and_nothing_of_the_inside(kind: type[Exception]) -> None:
    reply = failing(kind).get("/api/stores")

    assert_shape(reply)
    assert (reply.status, reply.json["reason"]) == (500, "InternalError")
    assert "request-1" in reply.json["detail"]
    assert "secret-internal-detail" not in reply.text


def test_state_that_cannot_be_reached_is_503_with_retry_after() -> None:
    reply = failing(domain.Unavailable).get("/api/stores")

    assert_shape(reply)
    assert (reply.status, reply.headers["retry-after"]) == (503, "5")
    assert "secret-internal-detail" not in reply.text


def test_a_missing_token_asks_for_one(api: Api) -> None:
    reply = api.get("/api/stores", token=None)

    assert (reply.status, reply.headers["www-authenticate"]) == (401, 'Bearer realm="storeyard"')


def test_a_wrong_method_lists_the_right_ones(api: Api) -> None:
    assert api.call("PUT", "/api/stores/demo").headers["allow"] == "DELETE, GET, HEAD, PATCH"
    assert api.call("OPTIONS", "/health").headers["allow"] == "GET, HEAD"


def test_a_platform_that_cannot_be_built_is_500(api: Api) -> None:
    broken = Api()

    def no_platform() -> Any:
        raise RuntimeError("secret-internal-detail")

    broken.handler = create_handler(no_platform)

    reply = broken.get("/health")

    assert_shape(reply)
    assert "secret-internal-detail" not in reply.text


def test_not_ready_is_503_and_names_what_is_not(api: Api, log: list[logging.LogRecord]) -> None:
    def broken() -> None:
        raise domain.Unavailable("cannot read /secret/kubeconfig")

    api.platform.health = Health({"state": api.platform.repository.ping, "cluster": broken, "else": broken})

    reply = api.get("/health/ready", token=None)

    assert_shape(reply)
    assert (reply.status, reply.json["reason"]) == (503, "NotReady")
    assert reply.json["errors"] == [
        {"field": "cluster", "rule": "No cluster can be reached."},
        {"field": "else", "rule": "This part is not well."},
    ]
    assert reply.json["checks"]["state"] == {"status": "ok", "message": ""}
    assert reply.json["checks"]["cluster"] == {"status": "failed", "message": "No cluster can be reached."}
    assert "secret" not in reply.text
    assert vars(log[0])["cause"] == "cannot read /secret/kubeconfig"


def test_a_worker_that_cannot_start_runs_is_not_ready_and_strangers_read_no_cause(
    api: Api, log: list[logging.LogRecord]
) -> None:
    liveness = WorkerLiveness()
    liveness.beat()
    liveness.run_not_started("The run cannot be started: /secret/python is not there.")
    api.platform.health = Health({"worker": liveness.probe})

    reply = api.get("/health/ready", token=None)

    assert (reply.status, reply.json["checks"]["worker"]["message"]) == (503, "The worker cannot start runs.")
    assert "secret" not in reply.text
    assert "/secret/python is not there" in vars(log[0])["cause"]


def test_a_part_that_works_and_has_to_be_looked_at_is_degraded_and_the_platform_ready(api: Api) -> None:
    def odd() -> None:
        raise Degraded("Some records are left out.", cause="Their keys: STORE#secret.")

    api.platform.health = Health({"records": odd})

    reply = api.get("/health/ready", token=None)

    assert (reply.status, reply.json["status"]) == (200, "ready")
    assert reply.json["checks"] == {"records": {"status": "degraded", "message": "Some records are left out."}}


def test_ready_says_so_of_every_part(api: Api) -> None:
    assert api.get("/health/ready", token=None).json == {
        "status": "ready",
        "checks": {"state": {"status": "ok", "message": ""}},
    }


def test_every_error_that_callers_may_see_has_a_status() -> None:
    hidden = {domain.LeaseLost, domain.StoreyardError}
    named = [*vars(domain).values(), *vars(told_errors).values()]
    seen = [kind for kind in named if isinstance(kind, type) and issubclass(kind, domain.StoreyardError)]

    assert [kind for kind in seen if kind not in hidden and not set(kind.__mro__) & set(STATUS)] == []


def test_a_refusal_before_the_handler_has_the_same_shape() -> None:
    answer = refusal(RequestTooSlow(), request_id="request-1", method="POST")

    assert answer["statusCode"] == 408
    assert answer["headers"]["Content-Type"] == "application/problem+json"


def test_one_access_line_a_request_without_token_body_or_query(api: Api, log: list[logging.LogRecord]) -> None:
    api.create("demo", name="very-private-name")
    api.get("/api/stores?cursor=very-private-cursor")
    api.get("/nope/very-private-path", token=None)

    assert [record.getMessage() for record in log] == ["request"] * 3
    lines = [vars(record) for record in log]
    assert [(line["method"], line["route"], line["status"], line["user"]) for line in lines] == [
        ("POST", "/api/stores", 202, "olga"),
        ("GET", "/api/stores", 422, "olga"),
        ("GET", "-", 404, None),
    ]
    assert all(line["request_id"] == "request-1" and line["duration_ms"] >= 0 for line in lines)
    assert "very-private" not in str(lines)
    assert OLGA not in str(lines)


def test_a_fault_is_logged_with_its_cause_and_the_same_id(log: list[logging.LogRecord]) -> None:
    failing(RuntimeError).get("/api/stores")

    fault = next(record for record in log if record.getMessage() == "request failed")
    assert vars(fault)["request_id"] == "request-1"
    assert fault.exc_info is not None

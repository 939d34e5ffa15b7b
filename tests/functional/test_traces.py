"""One trace: from the request over the operation to each role of its playbook."""

from __future__ import annotations

import json

import pytest

from functions.application.ports.runs import RunMessage
from functions.worker.executor import Executor, ExecutorPorts
from tests.fakes.running import PROVISION, FakeObserver, FakeRun, FakeRunner
from tests.fakes.tracing import FakeTracing
from tests.functional.api.client import Api

ROLES = ["role store_namespace", "role store_release", "role store_verify"]


@pytest.fixture
def tracing() -> FakeTracing:
    return FakeTracing()


@pytest.fixture
def api(tracing: FakeTracing) -> Api:
    made = Api()
    made.platform.tracing = tracing
    return made


def work(api: Api, tracing: FakeTracing, *runs: FakeRun) -> None:
    """Let a worker run what is queued."""
    platform = api.platform
    Executor(
        ExecutorPorts(
            repository=platform.repository,
            lifecycle=platform.lifecycle,
            clock=platform.clock,
            catalogue=platform.catalogue,
            runner=FakeRunner(*runs),
            observer=FakeObserver(),
            worker="here/1",
            tracing=tracing,
        )
    ).run_next()


def test_request_operation_playbook_and_roles_are_one_trace(api: Api, tracing: FakeTracing) -> None:
    accepted = api.call(
        "POST",
        "/api/stores",
        body=json.dumps({"name": "Demo", "engine": "medusa", "id": "demo"}),
        headers={"traceparent": "of-the-caller", "x-request-id": "request-7"},
    )
    work(api, tracing)

    assert tracing.tree() == [
        (0, "POST /api/stores", ""),
        (1, "operation provision", ""),
        (2, "playbook provision", ""),
        *((3, role, "") for role in ROLES),
    ]
    request, operation = tracing.spans[:2]
    assert request.parent == "of-the-caller"
    assert request.attributes == {
        "http.route": "/api/stores",
        "http.response.status_code": 202,
        "storeyard.request_id": "request-7",
    }
    assert operation.attributes == {
        "storeyard.operation_id": accepted.json["operation"]["id"],
        "storeyard.store_id": "demo",
        "storeyard.engine": "medusa",
        "storeyard.attempt": 1,
        "storeyard.request_id": "request-7",
        "storeyard.status": "succeeded",
    }


def test_a_failure_marks_the_role_the_playbook_and_the_operation_and_tells_no_message(api: Api, tracing: FakeTracing) -> None:
    api.create("demo")
    failed = RunMessage(kind="failed", role="store_release", task="Install", result={"msg": "password hunter2"})
    end = RunMessage(kind="end", result={"status": "failed", "msg": ""})
    work(api, tracing, FakeRun((*PROVISION[:3], failed, end)))

    assert [(name, why) for _, name, why in tracing.tree()[1:]] == [
        ("operation provision", "AnsibleError"),
        ("playbook provision", "failed"),
        ("role store_namespace", ""),
        ("role store_release", "Failed"),
    ]
    assert "hunter2" not in repr(tracing.spans)


def test_a_run_that_broke_off_goes_on_in_the_same_trace(api: Api, tracing: FakeTracing) -> None:
    api.create("demo")
    work(api, tracing, FakeRun(PROVISION[:3]))
    work(api, tracing)

    assert [(depth, name, why) for depth, name, why in tracing.tree() if depth == 1] == [
        (1, "operation provision", "Requeued"),
        (1, "operation provision", ""),
    ]
    assert [span.attributes["storeyard.attempt"] for span in tracing.spans if span.name == "operation provision"] == [1, 2]


def test_only_what_is_below_api_is_traced_and_nothing_of_it_is_what_a_caller_wrote(api: Api, tracing: FakeTracing) -> None:
    api.get("/health")
    api.get("/docs")
    api.get("/api/stores/secret-words")
    api.call("FOO", "/api/secret-words")
    api.call("DELETE", "/api/stores/demo", token=None)

    assert tracing.tree() == [(0, "GET /api/stores/{store_id}", ""), (0, "other -", ""), (0, "DELETE -", "")]
    assert "secret-words" not in repr(tracing.spans)


def test_an_error_of_ours_marks_the_request(api: Api, tracing: FakeTracing) -> None:
    api.platform.repository.down = True

    assert api.get("/api/stores").status == 503

    assert tracing.tree() == [(0, "GET -", "Unavailable")]

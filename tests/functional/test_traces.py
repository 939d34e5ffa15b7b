"""One trace: from the request over the operation to each role of its playbook."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from functions.application.ports.runs import RunMessage
from functions.domain.operation import OperationStatus, Outcome
from functions.worker.executor import Executor, ExecutorPorts
from functions.worker.traced import RunSpans, span_of, tell
from tests.fakes.running import PROVISION, FakeObserver, FakeRun, FakeRunner
from tests.fakes.samples import operation
from tests.fakes.tracing import FakeTracing
from tests.functional.api.client import Api

ROLES = ["role store_namespace", "role store_release", "role store_verify"]


TASK = RunMessage(kind="task", role="store_release", task="Install")


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
    request, attempt, playbook, *roles = tracing.spans
    assert playbook.attributes == {"storeyard.playbook": "provision"}
    assert [role.attributes for role in roles] == [{"storeyard.role": name.removeprefix("role ")} for name in ROLES]
    assert request.parent == "of-the-caller"
    assert request.attributes == {
        "http.route": "/api/stores",
        "http.response.status_code": 202,
        "storeyard.request_id": "request-7",
    }
    assert attempt.attributes == {
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


@pytest.mark.parametrize("kind", ["failed", "unreachable"])
@pytest.mark.parametrize(("result", "why"), [({"reason": "NotReady"}, "NotReady"), ({}, "Failed")])
def test_the_role_whose_task_failed_says_why(tracing: FakeTracing, kind: str, result: dict[str, str], why: str) -> None:
    spans = RunSpans(tracing, parent="", playbook="provision")

    spans.follow(TASK)
    spans.follow(RunMessage(kind="ok", task="Install"))
    spans.follow(RunMessage(kind=kind, task="Install", result=result))
    spans.end("failed")

    assert tracing.tree() == [(0, "playbook provision", "failed"), (1, "role store_release", why)]


def test_what_is_done_between_roles_is_of_none(tracing: FakeTracing) -> None:
    spans = RunSpans(tracing, parent="", playbook="provision")

    for message in (RunMessage(kind="task", task="First"), TASK, RunMessage(kind="task", task="Between"), TASK):
        spans.follow(message)
    spans.end("successful")

    assert [name for _, name, _ in tracing.tree()] == ["playbook provision", "role store_release", "role store_release"]


@pytest.mark.parametrize(
    ("ended", "why"),
    [
        (None, "Requeued"),
        (Outcome(OperationStatus.SUCCEEDED), ""),
        (Outcome(OperationStatus.FAILED, "NotReady"), "NotReady"),
        (Outcome(OperationStatus.CANCELED), "Failed"),
    ],
)
def test_an_attempt_says_how_it_ended(tracing: FakeTracing, ended: Outcome | None, why: str) -> None:
    span = span_of(operation(spec={}), tracing)

    tell(span, ended)

    (found,) = tracing.spans
    assert (found.failed, found.attributes["storeyard.engine"]) == (why, "")


def test_an_attempt_whose_lease_was_lost_says_so(api: Api, tracing: FakeTracing) -> None:
    class Stolen(FakeRun):
        def messages(self) -> Iterator[RunMessage]:
            api.platform.clock.advance(60)
            api.platform.lifecycle.reap()
            yield from super().messages()

    api.create("demo")
    work(api, tracing, Stolen())

    assert [(name, why) for _, name, why in tracing.tree()][1:3] == [
        ("operation provision", "LeaseLost"),
        ("playbook provision", "BrokeOff"),
    ]


def test_a_run_that_broke_off_goes_on_in_the_same_trace(api: Api, tracing: FakeTracing) -> None:
    api.create("demo")
    work(api, tracing, FakeRun(PROVISION[:3]))
    work(api, tracing)

    assert [(name, why) for depth, name, why in tracing.tree() if depth in {1, 2}] == [
        ("operation provision", "Requeued"),
        ("playbook provision", "BrokeOff"),
        ("operation provision", ""),
        ("playbook provision", ""),
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

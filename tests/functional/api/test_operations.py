"""Following an operation: events, long polls, and their end."""

from __future__ import annotations

import pytest

from functions.domain.operation import EventStatus, OperationStatus, Outcome
from functions.domain.origin import SCHEDULE, Origin
from tests.fakes import admin
from tests.functional.api.client import ADA, OTTO, Api


@pytest.fixture
def running(api: Api) -> Api:
    """An API with one store whose operation OP000001 a worker has claimed: two events so far."""
    api.create("demo")
    assert api.platform.lifecycle.claim("OP000001", "w1") is not None
    return api


def note(api: Api, message: str) -> None:
    api.platform.lifecycle.record("OP000001", 1, step="database", status=EventStatus.STARTED, message=message)


def test_events_are_numbered_and_answered_at_once(running: Api) -> None:
    body = running.get("/api/operations/OP000001/events").json

    assert [event["number"] for event in body["events"]] == [1, 2]
    assert body["events"][1] == {
        "number": 2,
        "at": "2026-01-01T12:00:00Z",
        "step": "start",
        "status": "started",
        "message": "A worker has started",
        "final": False,
    }
    assert (body["next_after"], body["ended"]) == (2, False)
    assert running.pause.slept == 0


def test_a_poll_without_news_waits_as_long_as_it_was_told(running: Api) -> None:
    body = running.get("/api/operations/OP000001/events?after=2&wait=7").json

    assert body == {"events": [], "next_after": 2, "ended": False}
    assert 7 <= running.pause.slept < 7.5


def test_a_poll_waits_twenty_seconds_by_default(running: Api) -> None:
    running.get("/api/operations/OP000001/events?after=2")

    assert 20 <= running.pause.slept < 20.5


def test_a_poll_that_shall_not_wait_does_not(running: Api) -> None:
    assert running.get("/api/operations/OP000001/events?after=2&wait=0").json["events"] == []
    assert running.pause.slept == 0


def test_a_poll_ends_with_the_first_news(running: Api) -> None:
    running.pause.meanwhile = {3.0: lambda: note(running, "Database is starting")}

    body = running.get("/api/operations/OP000001/events?after=2&wait=20").json

    assert [event["message"] for event in body["events"]] == ["Database is starting"]
    assert (body["next_after"], body["ended"]) == (3, False)
    assert running.pause.slept < 4


def test_a_poll_ends_with_the_operation(running: Api) -> None:
    running.pause.meanwhile = {1.0: lambda: running.call("DELETE", "/api/stores/demo"), 2.0: lambda: end(running)}

    body = running.get("/api/operations/OP000001/events?after=2&wait=20").json

    assert body["ended"] is True
    assert body["events"][-1]["final"] is True


def end(api: Api) -> None:
    """The worker notices the cancellation."""
    api.platform.lifecycle.finish("OP000001", 1, Outcome(OperationStatus.FAILED))


def test_after_the_end_a_poll_is_answered_at_once(running: Api) -> None:
    end(running)

    for after, events in ((2, 1), (3, 0), (99, 0)):
        body = running.get(f"/api/operations/OP000001/events?after={after}").json
        assert (len(body["events"]), body["ended"]) == (events, True)
    assert running.pause.slept == 0


def test_more_events_than_fit_are_not_the_end(running: Api) -> None:
    for number in range(205):
        note(running, f"Line {number}")
    end(running)

    first = running.get("/api/operations/OP000001/events").json
    rest = running.get(f"/api/operations/OP000001/events?after={first['next_after']}").json

    assert (len(first["events"]), first["ended"]) == (200, False)
    assert rest["ended"] is True
    assert [event["number"] for event in first["events"] + rest["events"]] == list(range(1, 209))


def test_beyond_the_limit_of_waiters_a_poll_is_answered_as_things_are() -> None:
    api = Api(waiters=1)
    api.create("demo")

    with api.waits.turn():
        reply = api.get("/api/operations/OP000001/events?after=1")

    assert (reply.status, reply.json["events"], reply.headers["retry-after"]) == (200, [], "1")
    assert api.pause.slept == 0
    assert api.get("/api/operations/OP000001/events?after=1&wait=1").headers.get("retry-after") is None


def test_a_poll_of_a_vanished_store_of_state_is_503(running: Api) -> None:
    running.pause.meanwhile = {1.0: lambda: setattr(running.platform.repository, "down", True)}

    reply = running.get("/api/operations/OP000001/events?after=2")

    assert (reply.status, reply.json["reason"]) == (503, "Unavailable")
    with running.waits.turn() as granted:
        assert granted


def test_a_cancel_ends_what_waits_at_once_and_the_store_says_what_to_do(api: Api) -> None:
    api.create("demo")

    reply = api.call("POST", "/api/operations/OP000001/cancel")

    assert (reply.status, reply.headers["location"]) == (202, "/api/operations/OP000001")
    assert (reply.json["status"], reply.json["reason"]) == ("canceled", "Canceled")
    assert reply.json["message"] == "It was canceled on request."
    store = api.get("/api/stores/demo").json
    assert (store["status"], store["reason"], store["operation_id"]) == ("failed", "Canceled", None)
    assert "ask for provision (a retry)" in store["message"]
    assert api.post("/api/stores/demo/operations", {"kind": "provision"}).status == 202


def test_a_cancel_of_what_runs_is_asked_for_once_and_ends_when_its_worker_says_so(running: Api) -> None:
    first, second = (running.call("POST", "/api/operations/OP000001/cancel") for _ in range(2))

    assert (first.status, first.json["status"], first.json["cancel_requested"]) == (202, "running", True)
    assert second.text == first.text
    end(running)
    assert running.get("/api/operations/OP000001").json["status"] == "canceled"
    assert running.get("/api/stores/demo").json["status"] == "failed"


def test_what_has_ended_is_not_canceled(running: Api) -> None:
    end(running)
    before = running.get("/api/operations/OP000001").text

    reply = running.call("POST", "/api/operations/OP000001/cancel")

    assert (reply.status, reply.json["reason"]) == (409, "OperationEnded")
    assert reply.json["detail"] == "OP000001 has ended already: failed"
    assert running.get("/api/operations/OP000001").text == before


def test_a_stranger_cancels_nothing(running: Api) -> None:
    assert running.call("POST", "/api/operations/OP000001/cancel", token=OTTO).status == 404
    assert running.get("/api/operations/OP000001").json["cancel_requested"] is False


def test_who_canceled_is_a_line_of_the_activity(running: Api) -> None:
    running.call("POST", "/api/operations/OP000001/cancel", token=ADA)

    (line,) = running.get("/api/activity?action=operation.cancel").json["items"]
    assert (line["actor"], line["store_id"], line["outcome"]) == ("ada", "demo", "done")
    assert line["detail"] == {"operation": "OP000001", "kind": "provision"}


def test_an_operation_tells_how_it_ended(running: Api) -> None:
    end(running)

    operation = running.get("/api/operations/OP000001").json

    assert (operation["status"], operation["attempt"], operation["event_count"]) == ("failed", 1, 3)
    assert operation["finished_at"] == "2026-01-01T12:00:00Z"
    assert operation["links"]["store"] == "/api/stores/demo"


def test_what_the_schedule_asked_for_gives_way_and_nothing_else_does(api: Api) -> None:
    api.create("demo")
    api.finish("demo")
    platform, path = api.platform, "/api/stores/demo/operations"
    scheduled = platform.service.request("demo", "backup", admin(), origin=Origin(source=SCHEDULE)).operation
    assert platform.lifecycle.claim(scheduled.id, "w1") is not None

    taken = api.post(path, {"kind": "verify"})
    second = api.post(path, {"kind": "verify"})

    assert (taken.status, taken.json["operation"]["status"], taken.json["store"]["status"]) == (202, "queued", "ready")
    assert (second.status, second.json["reason"]) == (409, "OperationInProgress")
    platform.lifecycle.finish(scheduled.id, 1, Outcome(OperationStatus.CANCELED))
    gone = api.get(f"/api/operations/{scheduled.id}").json
    assert (gone["status"], gone["reason"]) == ("canceled", "GaveWay")
    assert api.get("/api/stores/demo/backups").json["items"] == []
    api.finish("demo")
    assert api.get("/api/stores/demo").json["status"] == "ready"


def test_a_failure_has_its_next_step_and_its_runbook(running: Api) -> None:
    outcome = Outcome(OperationStatus.FAILED, "QuotaExceeded", "It is too small.", retryable=False)
    running.platform.lifecycle.finish("OP000001", 1, outcome)

    body = running.get("/api/operations/OP000001").json

    assert body["next_step"].startswith("Choose a larger plan with `storeyard store plan demo`")
    assert body["runbook"] == "/docs/runbooks/QuotaExceeded"
    assert running.get(body["runbook"], token=None).status == 200


@pytest.mark.parametrize("reason", ["", "OfTomorrow"])
def test_what_has_no_known_reason_has_neither(running: Api, reason: str) -> None:
    running.platform.lifecycle.finish("OP000001", 1, Outcome(OperationStatus.FAILED, reason, "Something.", retryable=True))

    body = running.get("/api/operations/OP000001").json

    assert (body["next_step"], body["runbook"]) == (None, None)

"""Lines of the activity log that a route says more of: who signed in, whose account it was."""

from __future__ import annotations

import pytest

from functions.api import recorded
from functions.api.recorded import Answered, Noted, Recorded, Recorder
from functions.application.activity import ActivityLog, Wanted, activity_page
from functions.domain.activity import Activity
from functions.domain.origin import Origin
from tests.fakes import FakeClock, FakeIds, FakeRepository, admin


class Door:
    """A recorder over an empty state, with a route that signs people in."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.repository = FakeRepository(self.clock)
        self.log = ActivityLog(repository=self.repository, clock=self.clock, ids=FakeIds(), days=400)
        self.recorder = Recorder()

    def answered(self, status: int, noted: Noted, *, minute: int = 0, path: dict[str, str] | None = None) -> list[Activity]:
        """Record an answer of that route; return all lines, newest first."""
        self.clock.advance(1)
        origin = Origin("request-1", "api", "192.0.2.1")
        answered = Answered("login", path or {}, status, origin, minute, reason="" if status < 400 else "Unauthorized")
        self.recorder.record(self.log, self.repository, answered, noted)
        return list(activity_page(self.repository, admin(), Wanted(), limit=1000).items)


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setitem(recorded.TABLE, "login", Recorded("login"))
    return Door()


def test_a_route_says_who_it_was(door: Door) -> None:
    (line,) = door.answered(200, Noted(actor="olga", detail={"token": "laptop"}))

    assert (line.action, line.outcome, line.actor, line.owner) == ("login", "done", "olga", "olga")
    assert (line.detail, line.address, line.request_id) == ({"token": "laptop"}, "192.0.2.1", "request-1")


def test_whose_account_somebody_tried_may_see_that(door: Door) -> None:
    (line,) = door.answered(401, Noted(owner="olga"))

    assert (line.outcome, line.reason, line.actor, line.owner) == ("refused", "Unauthorized", "", "olga")


@pytest.mark.parametrize("status", [400, 404, 405, 413, 415, 422, 429, 500, 503])
def test_an_answer_that_is_neither_done_nor_refused_is_no_line(door: Door, status: int) -> None:
    assert door.answered(status, Noted(actor="olga")) == []


@pytest.mark.parametrize("status", [401, 403, 409])
def test_a_refusal_is_a_line(door: Door, status: int) -> None:
    assert [line.outcome for line in door.answered(status, Noted(actor="olga"))] == ["refused"]


def test_strangers_have_their_share_of_each_minute_and_users_are_not_held_up_by_them(door: Door) -> None:
    for _ in range(100):
        found = door.answered(401, Noted())
    assert len(found) == recorded.STRANGERS_A_MINUTE

    assert len(door.answered(409, Noted(actor="olga"))) == len(found) + 1
    assert len(door.answered(401, Noted(), minute=1)) == len(found) + 2


@pytest.mark.parametrize("store_id", ["none", "Not An Id", "x" * 500])
def test_a_store_that_is_not_there_is_not_named(door: Door, store_id: str) -> None:
    (line,) = door.answered(409, Noted(actor="olga"), path={"store_id": store_id})

    assert (line.store_id, line.owner) == (None, "olga")

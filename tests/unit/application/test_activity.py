"""The activity log over fakes: what a line says, that it is written once, and what a page of lines looks at."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.application import activity
from functions.application.activity import ActivityLog, Deed, Wanted, activity_page
from functions.application.ports.repository import Insert
from functions.domain.activity import Activity, moment_of
from functions.domain.entities import ALL_ACTIVITY
from functions.domain.errors import InvalidRequest, Unreadable
from functions.domain.operation import Operation, OperationStatus
from functions.domain.origin import Origin
from functions.domain.outbox import OutboxEntry, entry_of
from functions.domain.store import StoreStatus
from functions.domain.user import User
from tests.fakes import FakeClock, FakeIds, FakeRepository, admin, owner
from tests.fakes.platform import START
from tests.fakes.samples import event, line, operation, store

OLGA, ADA = owner("olga"), admin("ada")
ORIGIN = Origin(request_id="R1", source="api", address="192.0.2.1")


@pytest.fixture
def log(repository: FakeRepository, clock: FakeClock) -> ActivityLog:
    return ActivityLog(repository=repository, clock=clock, ids=FakeIds(), days=30)


def asked(**fields: Any) -> Operation:
    given = {"request_id": "R1", "source": "api", "address": "192.0.2.1", "requested_by": "ada", "owner": "olga"}
    return operation(**{**given, **fields})


def told(of: Operation, number: int, *, final: bool = False, at: datetime = START) -> OutboxEntry:
    return entry_of(of, event(of.id, number).model_copy(update={"final": final, "at": at}))


def lines(repository: FakeRepository) -> list[Activity]:
    return list(repository.find(ALL_ACTIVITY))


def test_a_deed_is_a_line_with_all_that_is_known_of_it(log: ActivityLog, repository: FakeRepository) -> None:
    deed = Deed("token.create", "done", "ada", "olga", store_id="demo", reason="NoReason", detail={"scope": "read"})

    log.record(deed, ORIGIN)

    (found,) = lines(repository)
    assert found.model_dump(exclude={"id"}) == {
        "at": START,
        "actor": "ada",
        "action": "token.create",
        "store_id": "demo",
        "operation_id": None,
        "owner": "olga",
        "outcome": "done",
        "reason": "NoReason",
        "source": "api",
        "address": "192.0.2.1",
        "request_id": "R1",
        "detail": {"scope": "read"},
        "expires_at": START + timedelta(days=30),
    }


def test_two_deeds_of_one_request_at_one_moment_are_two_lines(log: ActivityLog, repository: FakeRepository) -> None:
    for _ in range(2):
        log.record(Deed("token.create", "done", "ada", "ada"), ORIGIN)

    assert [each.detail for each in lines(repository)] == [{}, {}]


def test_an_operation_is_a_line_when_it_is_accepted_and_one_when_it_has_ended(
    log: ActivityLog, repository: FakeRepository
) -> None:
    ended = asked(
        kind="provision",
        status=OperationStatus.FAILED,
        status_before=StoreStatus.FAILED,
        reason="VerifyFailed",
        started_at=START,
        finished_at=START + timedelta(seconds=61.26),
    )
    repository.commit(Insert(ended))
    accepted, progress, over = told(ended, 1), told(ended, 2), told(ended, 3, final=True)

    for entry in (accepted, progress, over, accepted, over):
        log.handle(entry)

    known = {
        "at": START,
        "actor": "ada",
        "store_id": "demo",
        "operation_id": "OP000001",
        "owner": "olga",
        "source": "api",
        "address": "192.0.2.1",
        "request_id": "R1",
        "expires_at": START + timedelta(days=30),
    }
    first, last = sorted(lines(repository), key=lambda each: each.outcome)
    assert first.model_dump(exclude={"id"}) == {
        **known,
        "action": "operation.provision",
        "outcome": "accepted",
        "reason": "",
        "detail": {"kind": "provision"},
    }
    assert last.model_dump(exclude={"id"}) == {
        **known,
        "action": "operation.ended",
        "outcome": "failed",
        "reason": "VerifyFailed",
        "detail": {"kind": "provision", "engine": "medusa", "seconds": 61.3, "retry": True},
    }


def test_operations_that_are_accepted_at_one_moment_are_a_line_each(log: ActivityLog, repository: FakeRepository) -> None:
    for number in (1, 2):
        log.handle(told(asked(operation_id=f"OP{number:06d}"), 1))

    assert len(lines(repository)) == 2


@pytest.mark.parametrize(
    ("kind", "fields", "action"),
    [
        ("provision", {"status_before": StoreStatus.PROVISIONING}, "store.create"),
        ("provision", {"status_before": StoreStatus.FAILED}, "operation.provision"),
        ("delete", {"status_before": StoreStatus.READY}, "store.delete"),
        ("verify", {"status_before": StoreStatus.READY}, "operation.verify"),
        ("of-a-newer-version", {}, "operation.of-a-newer-version"),
    ],
)
def test_what_was_asked_for_has_a_word(
    log: ActivityLog, repository: FakeRepository, kind: str, fields: dict[str, Any], action: str
) -> None:
    repository.commit(Insert(asked(kind=kind, **fields)))

    log.handle(told(asked(kind=kind, **fields), 1))

    assert [each.action for each in lines(repository)] == [action]


def test_of_an_operation_that_cannot_be_read_a_line_says_less(log: ActivityLog, repository: FakeRepository) -> None:
    def newer() -> None:
        raise Unreadable("a newer version wrote it")

    repository.before_get = newer
    log.handle(told(asked(kind="verify"), 1))
    log.handle(told(asked(kind="verify"), 2, final=True))

    ended, accepted = sorted(lines(repository), key=lambda each: each.outcome, reverse=True)
    assert (accepted.action, accepted.outcome) == ("operation.verify", "accepted")
    assert (ended.action, ended.outcome) == ("operation.ended", "ended")
    for each in (accepted, ended):
        assert (each.actor, each.source, each.address, each.request_id, each.reason) == ("", "", "", "", "")
        assert (each.owner, each.store_id, each.operation_id) == ("olga", "demo", "OP000001")
        assert each.detail == {"kind": "verify"}


def test_an_operation_that_never_ran_has_no_duration_and_one_without_an_engine_none(
    log: ActivityLog, repository: FakeRepository
) -> None:
    canceled = asked(kind="verify", status=OperationStatus.CANCELED, spec={})
    repository.commit(Insert(canceled))

    log.handle(told(canceled, 2, final=True))

    assert [each.detail for each in lines(repository)] == [{"kind": "verify", "engine": ""}]


def test_an_event_that_is_older_than_lines_are_kept_is_no_line(
    log: ActivityLog, repository: FakeRepository, clock: FakeClock
) -> None:
    clock.advance(timedelta(days=31))

    log.handle(told(asked(), 1))

    assert repository._rows == {}


def paged(repository: FakeRepository, wanted: Wanted, limit: int, user: User = OLGA) -> list[list[str]]:
    """The ids of all lines that somebody finds, page by page."""
    pages: list[list[str]] = []
    cursor = None
    while not pages or cursor:
        page = activity_page(repository, user, wanted, limit=limit, cursor=cursor)
        pages.append([each.id for each in page.items])
        cursor = page.cursor
    return pages


@pytest.fixture
def many(repository: FakeRepository) -> list[str]:
    """The ids of 250 lines of Olga's `demo`, a second each, newest first. Between them are some of Otto's, of `demo` too."""
    made = [line(number, at=START + timedelta(seconds=number)) for number in range(250)]
    others = [line(1000 + number, at=START + timedelta(seconds=number), owner="otto", actor="otto") for number in range(5)]
    for each in (*made, *others):
        repository.commit(Insert(each))
    return [each.id for each in reversed(made)]


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(store_id="demo"), Wanted(action="store.create")])
@pytest.mark.parametrize("limit", [1, 7, 100, 1000])
def test_pages_have_every_line_of_ones_own_once_newest_first(
    repository: FakeRepository, many: list[str], wanted: Wanted, limit: int
) -> None:
    pages = paged(repository, wanted, limit)

    assert [each for page in pages for each in page] == many
    assert {len(page) for page in pages[:-1]} <= {limit}


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(store_id="demo")])
def test_an_admin_sees_everybodys(repository: FakeRepository, many: list[str], wanted: Wanted) -> None:
    found = activity_page(repository, ADA, wanted, limit=1000).items

    assert len(found) == 255
    assert paged(repository, wanted, 200, ADA) == [[each.id for each in part] for part in (found[:200], found[200:])]
    assert [each.at for each in found] == sorted((each.at for each in found), reverse=True)


@pytest.mark.parametrize("user", [OLGA, ADA])
@pytest.mark.parametrize("store_id", [None, "demo"])
def test_as_many_lines_as_are_read_at_once_are_not_taken_for_all(
    repository: FakeRepository, user: User, store_id: str | None
) -> None:
    for number in range(activity.AT_ONCE + 1):
        repository.commit(Insert(line(number, at=START + timedelta(seconds=number))))

    assert len(activity_page(repository, user, Wanted(store_id=store_id), limit=1000).items) == activity.AT_ONCE + 1


def test_a_page_looks_at_so_many_lines_and_says_where_to_go_on(
    repository: FakeRepository, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity, "LOOKED_AT", 100)
    oldest = line(2000, at=START - timedelta(seconds=1), action="store.delete")
    repository.commit(Insert(oldest))
    wanted = Wanted(action="store.delete")

    assert paged(repository, wanted, 10) == [[], [], [oldest.id]]


def test_since_and_until_take_in_the_first_moment_and_leave_out_the_last(repository: FakeRepository, many: list[str]) -> None:
    wanted = Wanted(since=START + timedelta(seconds=10), until=START + timedelta(seconds=12))

    found = activity_page(repository, OLGA, wanted, limit=10)

    assert [each.at.second for each in found.items] == [11, 10]
    assert found.cursor is None


def test_a_cursor_is_good_for_the_lines_it_is_of(repository: FakeRepository, many: list[str]) -> None:
    repository.commit(Insert(store()))
    all_of_them, of_one = (activity_page(repository, OLGA, Wanted(store_id=each), limit=3).cursor for each in (None, "demo"))

    for store_id, cursor in (("demo", all_of_them), ("tea", of_one), (None, of_one)):
        with pytest.raises(InvalidRequest):
            activity_page(repository, OLGA, Wanted(store_id=store_id), limit=3, cursor=cursor)


def test_what_is_before_all_time_is_in_order() -> None:
    assert moment_of(datetime(1, 1, 1, tzinfo=START.tzinfo)) == "0" * 10

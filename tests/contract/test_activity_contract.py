"""The activity log on every store of record: what the outbox tells, who sees it, pages, and what expires."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.application.activity import LOOKED_AT, ActivityLog, Deed, Wanted, activity_page
from functions.application.operations import Lifecycle
from functions.application.outbox import Dispatcher
from functions.application.ports.repository import Insert, Repository
from functions.application.stores import StoreService
from functions.domain.activity import Activity
from functions.domain.entities import UNDELIVERED
from functions.domain.errors import InvalidRequest
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.origin import Origin
from functions.domain.outbox import OutboxEntry
from functions.domain.store import StoreRequest
from functions.domain.user import User
from tests.fakes import FakeCatalogue, FakeClock, FakeIds, FakeRepository, admin, owner
from tests.fakes.platform import START
from tests.fakes.samples import line

ENGINE = next(iter(FakeCatalogue().engines()))
OLGA, OTTO, ADA = owner("olga"), owner("otto"), admin("ada")
ORIGIN = Origin(request_id="request-9", source="api", address="192.0.2.9")


@pytest.fixture
def log(repository: Repository, clock: FakeClock) -> ActivityLog:
    return ActivityLog(repository=repository, clock=clock, ids=FakeIds(), days=400)


@pytest.fixture
def dispatcher(repository: Repository, clock: FakeClock, log: ActivityLog) -> Dispatcher:
    return Dispatcher(repository=repository, clock=clock, subscribers=[log], holder="one")


def create(service: StoreService, shop: str, user: User = OLGA) -> Operation:
    request = StoreRequest(name=shop, id=shop, engine=ENGINE)
    return service.create(request, user, origin=ORIGIN).operation


def end(lifecycle: Lifecycle, clock: FakeClock, operation: Operation, outcome: Outcome) -> None:
    claimed = lifecycle.claim(operation.id, "worker")
    assert claimed is not None
    clock.advance(90)
    lifecycle.finish(operation.id, claimed.fence, outcome)


def seen(repository: Repository, user: User, **wanted: object) -> list[Activity]:
    return list(activity_page(repository, user, Wanted(**wanted), limit=100).items)  # type: ignore[arg-type]


def test_what_is_accepted_and_how_it_ends_are_lines_with_who_asked_and_from_where(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock, dispatcher: Dispatcher
) -> None:
    made = create(service, "demo")
    end(lifecycle, clock, made, Outcome(OperationStatus.FAILED, "ProvisionFailed", "No order went through."))
    clock.advance(1)
    again = service.request("demo", "provision", ADA).operation
    end(lifecycle, clock, again, Outcome(OperationStatus.SUCCEEDED))
    clock.advance(1)
    service.request("demo", "delete", OLGA)

    dispatcher.dispatch()

    lines = seen(repository, OLGA)[::-1]
    assert [(each.action, each.outcome, each.actor, each.reason) for each in lines] == [
        ("store.create", "accepted", "olga", ""),
        ("operation.ended", "failed", "olga", "ProvisionFailed"),
        ("operation.provision", "accepted", "ada", ""),
        ("operation.ended", "succeeded", "ada", ""),
        ("store.delete", "accepted", "olga", ""),
    ]
    assert {(each.store_id, each.owner) for each in lines} == {("demo", "olga")}
    assert [each.operation_id for each in lines[:2]] == [made.id, made.id]
    assert (lines[0].request_id, lines[0].address, lines[0].source) == ("request-9", "192.0.2.9", "api")
    assert (lines[1].request_id, lines[1].at - lines[0].at) == ("request-9", timedelta(seconds=90))
    assert lines[1].detail == {"kind": "provision", "engine": ENGINE, "seconds": 90.0}
    assert lines[3].detail["retry"] is True


def test_an_event_that_comes_twice_is_one_line(
    repository: Repository, service: StoreService, log: ActivityLog, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    end(lifecycle, clock, create(service, "demo"), Outcome(OperationStatus.SUCCEEDED))
    entries: list[OutboxEntry] = list(repository.find(UNDELIVERED))

    for entry in (*entries, *entries, entries[-1]):
        log.handle(entry)

    assert [each.action for each in seen(repository, OLGA)] == ["operation.ended", "store.create"]


def test_the_history_of_a_store_stays_when_it_is_gone_and_is_its_owners_then(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock, dispatcher: Dispatcher
) -> None:
    end(lifecycle, clock, create(service, "demo", OTTO), Outcome(OperationStatus.SUCCEEDED))
    end(lifecycle, clock, service.request("demo", "delete", OTTO).operation, Outcome(OperationStatus.SUCCEEDED))
    clock.advance(1)
    create(service, "demo", OLGA)
    dispatcher.dispatch()

    assert [each.actor for each in seen(repository, OTTO, store_id="demo")] == ["otto"] * 4
    assert [each.actor for each in seen(repository, OLGA, store_id="demo")] == ["olga"]
    assert [each.actor for each in seen(repository, ADA, store_id="demo")] == ["olga", *["otto"] * 4]
    assert seen(repository, OTTO, store_id="none") == []


def test_an_owner_sees_own_lines_and_an_admin_all_of_them(repository: Repository, log: ActivityLog, clock: FakeClock) -> None:
    for deed in (
        Deed("login", "done", "olga", "olga"),
        Deed("login", "refused", "", ""),
        Deed("user.limit", "done", "ada", "otto"),
        Deed("credentials.read", "done", "ada", "olga", "demo"),
    ):
        clock.advance(1)
        log.record(deed, ORIGIN)

    assert [each.action for each in seen(repository, OLGA)] == ["credentials.read", "login"]
    assert [each.action for each in seen(repository, OLGA, stores=True)] == ["credentials.read"]
    assert [each.action for each in seen(repository, OTTO)] == ["user.limit"]
    assert [each.outcome for each in seen(repository, ADA)] == ["done", "done", "refused", "done"]
    assert [each.action for each in seen(repository, ADA, stores=True)] == ["credentials.read"]


def fill(repository: Repository, number: int, **fields: object) -> None:
    lines = [line(each, at=START + timedelta(seconds=each), **fields) for each in range(number)]
    for first in range(0, number, 25):
        repository.commit(*(Insert(each) for each in lines[first : first + 25]))


@pytest.mark.parametrize("user", [OLGA, ADA], ids=["owner", "admin"])
@pytest.mark.parametrize("store_id", [None, "demo"])
def test_pages_hold_each_line_once_newest_first(repository: Repository, user: User, store_id: str | None) -> None:
    fill(repository, 57)
    found: list[Activity] = []
    cursor, pages = None, 0
    while pages == 0 or cursor:
        page = activity_page(repository, user, Wanted(store_id=store_id), limit=10, cursor=cursor)
        found, cursor, pages = [*found, *page.items], page.cursor, pages + 1

    assert pages == 6
    assert [each.at for each in found] == [START + timedelta(seconds=each) for each in reversed(range(57))]


def test_since_and_until_bound_what_is_read_and_not_only_what_is_shown(repository: Repository) -> None:
    fill(repository, 60)

    found = activity_page(
        repository, OLGA, Wanted(since=START + timedelta(seconds=10), until=START + timedelta(seconds=20)), limit=100
    )

    assert [each.at for each in found.items] == [START + timedelta(seconds=each) for each in reversed(range(10, 20))]
    assert found.cursor is None


def test_a_filter_that_fits_nothing_costs_one_pages_worth_and_goes_on_with_a_cursor(clock: FakeClock) -> None:
    repository = FakeRepository(clock)
    fill(repository, LOOKED_AT + 30)

    first = activity_page(repository, OLGA, Wanted(action="login"), limit=10)
    assert list(first.items) == []
    assert first.cursor is not None

    second = activity_page(repository, OLGA, Wanted(action="login"), limit=10, cursor=first.cursor)
    assert (list(second.items), second.cursor) == ([], None)


def test_a_cursor_of_another_listing_is_refused(repository: Repository) -> None:
    fill(repository, 3)
    cursor = activity_page(repository, OLGA, Wanted(), limit=1).cursor

    with pytest.raises(InvalidRequest) as refused:
        activity_page(repository, OLGA, Wanted(store_id="demo"), limit=1, cursor=cursor)

    assert refused.value.field == "cursor"


def test_lines_expire(repository: Repository, log: ActivityLog, clock: FakeClock) -> None:
    log.record(Deed("login", "done", "olga", "olga"), ORIGIN)
    clock.advance(timedelta(days=399))
    assert len(seen(repository, OLGA)) == 1

    clock.advance(timedelta(days=1))

    assert seen(repository, OLGA) == seen(repository, ADA) == []


def test_an_event_that_waited_longer_than_lines_are_kept_is_none(
    repository: Repository, service: StoreService, dispatcher: Dispatcher, clock: FakeClock
) -> None:
    create(service, "demo")
    clock.advance(timedelta(days=401))

    dispatcher.dispatch()

    assert seen(repository, ADA) == []

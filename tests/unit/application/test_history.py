"""Pages of operations and events: what is on each, and how much is read for it."""

from __future__ import annotations

import pytest

from functions.application.paging import MAX_PAGE, read_cursor
from functions.application.ports.repository import Insert
from functions.application.queries import history_page, live_operations, operations_page, stores_page
from functions.application.stores import StoreService
from functions.domain.operation import OperationStatus
from tests.fakes import FakeRepository, admin, owner
from tests.fakes.repository import NotingRepository
from tests.fakes.samples import operation, store


def fill(repository: FakeRepository, *owners: str) -> None:
    """Record an operation of each owner, oldest first: OP000000, OP000001 …"""
    for number, name in enumerate(owners):
        repository.commit(Insert(operation(f"OP{number:06d}", owner=name, status=OperationStatus.FAILED)))


@pytest.mark.parametrize("limit", [1, 0])
def test_a_page_of_one_is_a_page_of_one(limit: int) -> None:
    repository = NotingRepository()
    fill(repository, *["olga"] * 5)

    page = history_page(repository, "demo", owner="olga", limit=limit, cursor=None, owns=True)

    assert [one.id for one in page.items] == ["OP000004"]
    assert read_cursor("operations/demo", page.cursor) == "OP000004"
    assert repository.looks == [("", 2)], "no more is read than the page and what says that there is another"


def test_the_owner_of_a_store_reads_on_where_the_last_read_ended() -> None:
    repository = NotingRepository()
    fill(repository, "otto", "olga", "olga", "otto", "otto", "otto")

    page = history_page(repository, "demo", owner="olga", limit=2, cursor=None, owns=True)

    assert ([one.id for one in page.items], page.cursor) == (["OP000002", "OP000001"], None)
    assert repository.looks == [("", 3), ("OP000003", 3), ("OP000000", 3)]


@pytest.mark.parametrize("owners", [("otto", "olga", "otto"), ()], ids=["some of it was theirs", "nothing was"])
def test_who_does_not_own_the_store_costs_one_read_whatever_there_is(owners: tuple[str, ...]) -> None:
    repository = NotingRepository()
    fill(repository, *owners)

    history_page(repository, "demo", owner="olga", limit=1, cursor=None, owns=False)

    assert repository.looks == [("", MAX_PAGE)]


def test_an_admin_pages_through_the_operations_of_all(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store()))
    fill(repository, "otto", "olga", "ada")

    first = service.operations("demo", admin(), limit=2, cursor=None)
    rest = service.operations("demo", admin(), limit=2, cursor=first.cursor)

    assert [[one.id for one in page.items] for page in (first, rest)] == [["OP000002", "OP000001"], ["OP000000"]]
    assert rest.cursor is None


def test_a_page_of_stores_goes_on_where_the_last_one_ended(service: StoreService, repository: FakeRepository) -> None:
    for name in ("a", "b", "c"):
        repository.commit(Insert(store(name)))

    for user in (admin(), owner()):
        first = service.list_stores(user, limit=2, cursor=None)
        rest = service.list_stores(user, limit=2, cursor=first.cursor)

        assert [[one.id for one in page.items] for page in (first, rest)] == [["a", "b"], ["c"]]
        assert read_cursor("stores", first.cursor) == "b"


def test_a_page_reads_one_more_than_it_shows_to_know_whether_it_is_the_last() -> None:
    repository = NotingRepository()
    fill(repository, "olga", "olga", "olga")

    full = operations_page(repository, "demo", limit=3)
    first = operations_page(repository, "demo", limit=2)
    rest = operations_page(repository, "demo", limit=2, cursor=first.cursor)

    assert [(len(page.items), page.cursor is None) for page in (full, first, rest)] == [(3, True), (2, False), (1, True)]
    assert repository.looks == [("", 4), ("", 3), ("OP000001", 3)]


def test_a_page_has_fifty_and_a_look_at_what_is_live_a_hundred_unless_told_otherwise() -> None:
    repository = NotingRepository()

    stores_page(repository)
    operations_page(repository, "demo")
    live_operations(repository)

    assert repository.looks == [("", 51), ("", 51), ("", 100)]

"""Stores of a version that did not count are counted once, a page at a time."""

from __future__ import annotations

from typing import TypeVar

import pytest

from functions.application.counting import STORES_AT_ONCE, Counter
from functions.application.ports.repository import Insert, Replace
from functions.domain.entities import ALL_STORES, CENSUS, RECOUNTS, STORES, EntityType
from functions.domain.errors import Unreadable
from functions.domain.record import Record
from functions.domain.store import StoreStatus
from functions.domain.tally import Census
from tests.fakes import FakeRepository
from tests.fakes.samples import store

E = TypeVar("E", bound=Record)


def counted(repository: FakeRepository) -> dict[str, int]:
    """How many stores the census has, by status."""
    found: dict[str, int] = {}
    for row in repository.rows(CENSUS):
        for status, number in row.stores.items():
            found[status] = found.get(status, 0) + number
    return found


def earlier(repository: FakeRepository, number: int) -> None:
    for each in range(number):
        repository.commit(Insert(store(f"shop-{each:03d}", status=StoreStatus.FAILED if each % 3 else StoreStatus.READY)))


def test_stores_are_counted_page_by_page_each_once(repository: FakeRepository) -> None:
    earlier(repository, 2 * STORES_AT_ONCE + 5)
    repository.commit(
        Insert(store("zz-busy", active_operation_id="OP000001")),
        Insert(store("zz-counted", counted=StoreStatus.READY)),
        Insert(Census(shard=0, stores={"deleting": 1})),
    )
    counter, places = Counter(repository), []

    while not counter.go_on(steps=1):
        mark = repository.get(RECOUNTS)
        assert mark is not None
        places.append((mark.after, mark.done, sum(counted(repository).values())))

    assert places == [("shop-015", False, 17), ("shop-031", False, 33)]
    assert counted(repository) == {"ready": 13, "failed": 24, "deleting": 1}
    assert {each.id: each.counted for each in repository.find(ALL_STORES) if each.counted is not each.status} == {
        "zz-busy": None
    }
    mark = repository.get(RECOUNTS)
    assert mark is not None
    assert mark.done


def test_a_full_page_need_not_be_the_last(repository: FakeRepository) -> None:
    earlier(repository, STORES_AT_ONCE)

    assert [Counter(repository).go_on(steps=1) for _ in range(2)] == [False, True]
    assert counted(repository) == {"ready": 6, "failed": 10}


def test_where_all_is_counted_nothing_is_written_any_more(repository: FakeRepository) -> None:
    assert Counter(repository).go_on() is True
    earlier(repository, 1)
    rows = dict(repository._rows)

    assert Counter(repository).go_on() is True
    assert repository._rows == rows


def test_a_store_that_went_since_the_page_was_read_or_cannot_be_read_is_left_out() -> None:
    class Odd(FakeRepository):
        def get(self, entity: EntityType[E], **key: object) -> E | None:
            if key == {"id": "shop-001"}:
                raise Unreadable("a newer version wrote it")
            return None if key == {"id": "shop-002"} else super().get(entity, **key)

    repository = Odd()
    earlier(repository, 3)

    assert Counter(repository).go_on() is True

    assert counted(repository) == {"ready": 1}


def test_a_store_that_changes_meanwhile_is_counted_as_what_it_is_then(repository: FakeRepository) -> None:
    earlier(repository, 1)

    def rival() -> None:
        repository.before_commit = None
        found = repository.get(STORES, id="shop-000")
        assert found is not None
        repository.commit(Replace(found.model_copy(update={"status": StoreStatus.FAILED})))

    repository.before_commit = rival

    assert Counter(repository).go_on(steps=2) is True
    assert counted(repository) == {"failed": 1}


@pytest.mark.parametrize("steps", [0, 1])
def test_it_does_as_many_pages_as_it_is_told(repository: FakeRepository, steps: int) -> None:
    earlier(repository, STORES_AT_ONCE + 1)

    assert Counter(repository).go_on(steps=steps) is False
    assert sum(counted(repository).values()) == steps * STORES_AT_ONCE

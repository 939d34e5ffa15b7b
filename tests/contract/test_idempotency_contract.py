"""One request with one key, sent by many at once, is done once; on every store of record."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.application.acceptance import Once
from functions.application.planning import Accepted
from functions.application.ports.repository import Repository
from functions.application.queries import events_of, live_operations, stores_page
from functions.application.stores import StoreService
from functions.domain.errors import InvalidRequest
from functions.domain.operation import Operation
from functions.domain.store import StoreRequest
from tests.fakes import FakeCatalogue, FakeIds, owner

CALLERS = 8


class Ids(FakeIds):
    """Ids for many threads at once."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()

    def operation_id(self) -> str:
        with self._lock:
            return super().operation_id()

    def suffix(self) -> str:
        with self._lock:
            return super().suffix()


@pytest.fixture
def ids() -> FakeIds:
    """Ids for many threads at once, for the service of conftest.py."""
    return Ids()


def wanted(name: str = "Demo", store_id: str | None = None) -> StoreRequest:
    return StoreRequest(name=name, engine=next(iter(FakeCatalogue().engines())), id=store_id)


def once(asked: str = "a shop") -> Once:
    return Once.of("olga", key="key", asked=asked)


@pytest.mark.parametrize("store_id", [None, "demo"], ids=["an id of the platform's", "an id of the caller's"])
def test_many_at_once_with_one_key_make_one_store_and_get_one_answer(
    repository: Repository, service: StoreService, store_id: str | None
) -> None:
    start = threading.Barrier(CALLERS)

    def ask(_: int) -> Accepted:
        start.wait()
        return service.create(wanted(store_id=store_id), owner(), once())

    with ThreadPoolExecutor(CALLERS) as pool:
        answers = list(pool.map(ask, range(CALLERS)))

    assert [answer for answer in answers if answer != answers[0]] == []
    assert [store.id for store in stores_page(repository).items] == [answers[0].store.id]
    assert [operation.id for operation in live_operations(repository)] == [answers[0].operation.id]
    assert len(events_of(repository, answers[0].operation.id)) == 1


def test_many_at_once_with_one_key_ask_for_one_operation(repository: Repository, service: StoreService) -> None:
    service.create(wanted(store_id="demo"), owner())
    start = threading.Barrier(CALLERS)

    def ask(_: int) -> Operation:
        start.wait()
        return service.request("demo", "delete", owner(), once=once()).operation

    with ThreadPoolExecutor(CALLERS) as pool:
        answers = {operation.id for operation in pool.map(ask, range(CALLERS))}

    assert answers == {operation.id for operation in live_operations(repository)}


def test_of_many_at_once_that_ask_different_things_with_one_key_one_is_done(
    repository: Repository, service: StoreService
) -> None:
    start = threading.Barrier(CALLERS)

    def ask(number: int) -> bool:
        start.wait()
        try:
            service.create(wanted(name=f"Shop {number}"), owner(), once(f"shop {number}"))
        except InvalidRequest as error:
            return error.field != "Idempotency-Key"
        return True

    with ThreadPoolExecutor(CALLERS) as pool:
        assert sum(pool.map(ask, range(CALLERS))) == 1

    assert len(stores_page(repository).items) == 1

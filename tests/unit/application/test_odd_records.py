"""Records and results that are not as they shall be: one never keeps the others, or its own operation, from going on."""

from __future__ import annotations

import pytest

from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert
from functions.application.stores import StoreService
from functions.domain.entities import OPERATIONS, STORES, EntityType, Place
from functions.domain.errors import Unavailable
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.record import Record
from functions.domain.store import StoreRequest
from tests.fakes import FakeClock, FakeRepository, owner
from tests.fakes.samples import operation

DONE = Outcome(OperationStatus.SUCCEEDED)


class OddStore(Record):
    """What a version to come might write of a store."""

    id: str
    owner: str = "olga"
    status: str = "hibernated"
    version: int = 0


class OddOperation(Record):
    """What a version to come might write of an operation."""

    id: str
    store_id: str = "demo"
    status: str = "paused"
    version: int = 0


ODD_STORES = EntityType("store", OddStore, key=Place("STORE#{id}", "STORE"), by={"listed": Place("STORES", "{id}")})
ODD_OPERATIONS = EntityType(
    "operation", OddOperation, key=Place("OPERATION#{id}", "OPERATION"), by={"listed": Place("LIVE", "{id}")}
)


def create(service: StoreService, name: str) -> Operation:
    return service.create(StoreRequest(name=name, id=name, engine="medusa"), owner()).operation


def test_an_operation_ends_although_its_stores_record_cannot_be_read(
    lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    repository.commit(
        Insert(OddStore(id="demo")), Insert(operation("OP000001")), Insert(operation("OP000002", store_id="other"))
    )
    for number in (1, 2):
        assert lifecycle.claim(f"OP00000{number}", "worker") is not None

    assert lifecycle.finish("OP000001", 1, DONE).status is OperationStatus.SUCCEEDED

    clock.advance(31)
    assert lifecycle.reap() == ["OP000002"]
    assert len(repository.unreadable()) == 1


def test_an_operation_does_not_wait_for_one_whose_record_cannot_be_read(
    lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    repository.commit(Insert(OddOperation(id="OP000001")), Insert(operation("OP000002", after="OP000001")))

    assert lifecycle.claim("OP000002", "worker") is not None


@pytest.mark.parametrize("deployed", [{}, {"revision": "many"}, "medusa 2", None, 7])
def test_an_operation_ends_whatever_its_run_says_of_what_it_installed(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, deployed: object
) -> None:
    made = create(service, "demo")
    assert lifecycle.claim(made.id, "worker") is not None

    lifecycle.finish(made.id, 1, Outcome(OperationStatus.SUCCEEDED, result={"deployed": deployed}))

    store = repository.get(STORES, id="demo")
    assert store is not None
    assert (store.deployed, store.active_operation_id) == (None, None)


def test_work_is_named_although_history_cannot_be_swept(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise Unavailable("The disk is full.")

    made = create(service, "demo")
    monkeypatch.setattr(repository, "sweep", refuse)

    assert lifecycle.reap() == [made.id]
    assert repository.get(OPERATIONS, id=made.id) is not None

"""What a request records to the last field, and what pages and races promise: found by changing the code, as in boundaries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.application.operations import Lifecycle
from functions.application.planning import Asked, new_store
from functions.application.ports.repository import Insert, Replace
from functions.application.stores import StoreService
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import InvalidRequest, StoreExists
from functions.domain.kinds import provision, verify
from functions.domain.operation import Operation, OperationStatus
from functions.domain.store import StoreRequest, StoreStatus
from tests.fakes import FakeClock, FakeRepository, FakeWaker, admin, local_cluster, owner
from tests.fakes.samples import operation, spec, store


def ask(**fields: str) -> StoreRequest:
    return StoreRequest.model_validate({"name": "Demo Shop", "engine": "medusa", **fields})


def test_what_is_not_asked_for_is_the_default(service: StoreService) -> None:
    made = service.create(ask(), owner()).store.spec

    assert (made.plan, made.country, made.currency, made.color) == ("small", "DE", "EUR", "#1f5f54")
    assert made.sample_products is True


def test_an_operation_says_who_asked_for_what_and_of_whose_store(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store(status=StoreStatus.FAILED)))

    made = service.request("demo", "provision", admin()).operation

    assert (made.kind, made.requested_by, made.owner, made.status_before) == ("provision", "ada", "olga", StoreStatus.FAILED)
    assert made.spec == store().spec.model_dump(mode="json")
    assert made.target is not None, "what it will install is resolved when it is accepted"
    assert service.create(ask(), owner()).operation.target is not None


def test_a_kind_that_installs_nothing_has_no_target(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store()))

    assert service.request("demo", "verify", owner()).operation.target is None


def test_a_request_changes_the_store_now_and_clears_what_it_said_before(
    service: StoreService, repository: FakeRepository, clock: FakeClock
) -> None:
    repository.commit(Insert(store(reason="VerifyFailed", message="No order went through.")))
    clock.advance(5)

    service.request("demo", "delete", owner())

    found = repository.get(STORES, id="demo")
    assert found is not None
    assert (found.reason, found.message, found.updated_at) == ("", "", clock.now())
    assert found.created_at < found.updated_at


def test_a_request_that_loses_one_race_is_taken_all_the_same(
    service: StoreService, repository: FakeRepository, waker: FakeWaker
) -> None:
    repository.commit(Insert(store()))

    def rival() -> None:
        repository.before_commit = None
        found = repository.get(STORES, id="demo")
        assert found is not None
        repository.commit(Replace(found))

    repository.before_commit = rival

    accepted = service.request("demo", "verify", owner()).operation

    assert repository.get(OPERATIONS, id=accepted.id) == accepted
    assert waker.woken == [accepted.id]


def test_an_operation_that_ended_already_is_not_touched_by_the_next(service: StoreService, repository: FakeRepository) -> None:
    ended = operation("OP000077", status=OperationStatus.FAILED, attempt=1)
    repository.commit(Insert(store(status=StoreStatus.FAILED, active_operation_id=ended.id)), Insert(ended))

    deletion = service.request("demo", "delete", owner()).operation

    assert deletion.after is None
    assert repository.get(OPERATIONS, id=ended.id) == ended


def test_an_engine_that_is_no_longer_offered_does_not_keep_a_store_from_another_try_nor_from_its_end(
    service: StoreService, repository: FakeRepository
) -> None:
    gone = store().model_copy(update={"spec": spec(engine="prestashop"), "status": StoreStatus.FAILED})
    repository.commit(Insert(gone))

    assert service.request("demo", "provision", owner()).operation.target is None, "the run says what is wrong"
    assert service.request("demo", "delete", owner()).operation.kind == "delete"


def test_pages_are_as_long_as_asked_for(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store()))
    for number in range(1, 4):
        repository.commit(Insert(store(f"shop-{number}")))
        repository.commit(Insert(operation(f"OP00000{number}", owner="olga", status=OperationStatus.FAILED)))

    for user in (owner(), admin()):
        assert [one.id for one in service.list_stores(user, limit=2, cursor=None).items] == ["demo", "shop-1"]
        page = service.operations("demo", user, limit=2, cursor=None)
        assert [one.id for one in page.items] == ["OP000003", "OP000002"]


def test_events_are_as_many_as_asked_for(service: StoreService, lifecycle: Lifecycle) -> None:
    made = service.create(ask(), owner()).operation
    assert lifecycle.claim(made.id, "worker") is not None

    assert [event.number for event in service.events(made.id, owner(), after=0, limit=1)] == [1]
    assert [event.number for event in service.events(made.id, owner(), after=1, limit=1)] == [2]


def test_an_id_of_ones_own_that_is_taken_is_not_made_unique(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store("demo")))

    with pytest.raises(StoreExists) as caught:
        service.create(ask(id="demo"), owner())

    assert (caught.value.field, "demo" in caught.value.message) == ("id", True)


def test_an_unknown_kind_is_refused_with_those_that_are_known(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store()))

    with pytest.raises(
        InvalidRequest,
        match="one of: provision, backup, clone, configure, domains, drill, install_extensions, mail, move, payments, plan, ",
    ) as caught:
        service.request("demo", "repaint", owner())

    assert caught.value.field == "kind"


def test_a_kind_that_makes_no_stores_is_not_asked_to(clock: FakeClock) -> None:
    asked = Asked("OP000001", verify.KIND, owner(), clock.now(), {})

    with pytest.raises(ValueError, match="verify does not make stores"):
        new_store(spec(), local_cluster(), asked, owner="olga")
    accepted, _ = new_store(spec(), local_cluster(), replace(asked, kind=provision.KIND), owner="olga")
    assert isinstance(accepted.operation, Operation)

"""How many stores an owner may have: counted once, then kept in step by every commit that makes or removes one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.application.acceptance import Once
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert
from functions.application.stores import StoreService
from functions.domain.allowance import Allowance
from functions.domain.entities import ALLOWANCES
from functions.domain.errors import StoreExists, StoreLimitReached, VersionConflict
from functions.domain.operation import OperationStatus, Outcome
from functions.domain.store import StoreRequest
from functions.domain.user import User
from tests.fakes import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeRepository, FakeWaker, admin, owner
from tests.fakes.samples import store

OLGA = owner("olga")
DONE = Outcome(OperationStatus.SUCCEEDED)


@pytest.fixture
def service(repository: FakeRepository, clock: FakeClock) -> StoreService:
    """The use cases with three stores an owner, and Olga among the users."""
    repository.commit(Insert(OLGA))
    return StoreService(
        repository=repository,
        catalogue=FakeCatalogue(),
        clusters=FakeClusters(),
        clock=clock,
        ids=FakeIds(),
        waker=FakeWaker(),
        stores_per_owner=3,
    )


def asked(store_id: str | None = None, name: str = "Demo") -> StoreRequest:
    return StoreRequest(name=name, engine=next(iter(FakeCatalogue().engines())), id=store_id)


def create(service: StoreService, *store_ids: str, user: User = OLGA) -> None:
    for store_id in store_ids:
        service.create(asked(store_id), user)


def remove(service: StoreService, lifecycle: Lifecycle, store_id: str) -> None:
    operation = service.request(store_id, "delete", OLGA).operation
    claimed = lifecycle.claim(operation.id, "worker")
    assert claimed is not None
    lifecycle.finish(claimed.id, claimed.fence, DONE)


def number(repository: FakeRepository, of: str = "olga") -> int | None:
    row = repository.get(ALLOWANCES, owner=of)
    return row.stores if row else None


def test_the_fourth_store_is_refused_with_the_numbers(service: StoreService, repository: FakeRepository) -> None:
    create(service, "one", "two", "three")

    with pytest.raises(StoreLimitReached, match="You have 3 of 3 stores"):
        create(service, "four")
    assert number(repository) == 3


@pytest.mark.parametrize(
    ("user", "many"),
    [(OLGA.model_copy(update={"store_limit": 5}), 5), (OLGA.model_copy(update={"store_limit": 0}), 0), (owner("otto"), 3)],
)
def test_a_users_own_limit_comes_first(service: StoreService, user: User, many: int) -> None:
    create(service, *(f"shop-{letter}" for letter in "abcdefg"[:many]), user=user)

    with pytest.raises(StoreLimitReached, match=f"You have {many} of {many} stores"):
        create(service, "one-more", user=user)


def test_an_admin_has_no_limit_and_is_not_counted(service: StoreService, repository: FakeRepository) -> None:
    create(service, *(f"shop-{letter}" for letter in "abcdefg"), user=admin())

    assert repository.get(ALLOWANCES, owner="ada") is None


def test_a_store_that_is_gone_makes_room(service: StoreService, lifecycle: Lifecycle, repository: FakeRepository) -> None:
    create(service, "one", "two", "three")

    remove(service, lifecycle, "two")

    assert number(repository) == 2
    create(service, "four")
    assert number(repository) == 3


def test_a_store_that_only_fails_makes_none(service: StoreService, lifecycle: Lifecycle, repository: FakeRepository) -> None:
    create(service, "one")
    claimed = lifecycle.claim(service.get("one", OLGA).active_operation_id or "", "worker")
    assert claimed is not None

    lifecycle.finish(claimed.id, claimed.fence, Outcome(OperationStatus.FAILED))

    assert number(repository) == 1


def test_stores_from_before_are_counted_once(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store("old-a")), Insert(store("old-b")), Insert(store("elses", owner="otto")))

    create(service, "new")

    assert number(repository) == 3
    with pytest.raises(StoreLimitReached):
        create(service, "too-much")


def test_stores_from_before_may_be_more_than_the_limit(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(*(Insert(store(f"old-{letter}")) for letter in "abcde"))

    with pytest.raises(StoreLimitReached, match="You have 5 of 3"):
        create(service, "new")


def test_a_store_from_before_that_goes_before_any_was_counted(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    repository.commit(Insert(store("old-a")), Insert(store("old-b")))

    remove(service, lifecycle, "old-a")

    assert number(repository) == 1


def test_whoever_counts_while_one_goes_away_counts_again(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    """Both count the same stores, one to add and one to take away: the second commit is refused and counts anew."""
    repository.commit(Insert(store("old-a")), Insert(store("old-b")))
    operation = service.request("old-a", "delete", OLGA).operation
    claimed = lifecycle.claim(operation.id, "worker")
    assert claimed is not None

    def meanwhile() -> None:
        repository.before_commit = None
        lifecycle.finish(claimed.id, claimed.fence, DONE)

    repository.before_commit = meanwhile
    create(service, "new")

    assert number(repository) == 2


def test_an_admins_store_that_goes_is_not_counted(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    repository.commit(Insert(admin("ada")), Insert(store("hers", owner="ada")), Insert(store("nobodys", owner="gone")))

    for store_id in ("hers", "nobodys"):
        operation = service.request(store_id, "delete", admin("ada")).operation
        claimed = lifecycle.claim(operation.id, "worker")
        assert claimed is not None
        lifecycle.finish(claimed.id, claimed.fence, DONE)

    assert (number(repository, "ada"), number(repository, "gone")) == (None, None)


def test_a_number_that_is_not_known_is_counted_anew(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store("old-a")), Insert(Allowance(owner="olga", stores=None)))

    create(service, "new")

    assert number(repository) == 2


def test_a_row_that_cannot_be_read_keeps_no_store_from_going(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    create(service, "one")
    key = ALLOWANCES.key_of(owner="olga")
    repository._rows[key] = replace(repository._rows[key], document='{"owner": "olga", "stores": "many"}')

    remove(service, lifecycle, "one")

    assert service.list_stores(OLGA, limit=10, cursor=None).items == []


def test_an_id_that_is_taken_is_said_to_be_and_takes_no_place(service: StoreService, repository: FakeRepository) -> None:
    create(service, "one", user=owner("otto"))

    with pytest.raises(StoreExists):
        create(service, "one")
    assert number(repository) is None


def test_a_name_whose_id_is_taken_meanwhile_gets_another(service: StoreService, repository: FakeRepository) -> None:
    def faster() -> None:
        repository.before_commit = None
        create(service, "demo", user=owner("otto"))

    repository.before_commit = faster

    assert service.create(asked(), OLGA).store.id == "demo-a001"


def test_a_place_that_is_taken_meanwhile_does_not_cost_the_name(service: StoreService, repository: FakeRepository) -> None:
    def faster() -> None:
        repository.before_commit = None
        create(service, "other")

    repository.before_commit = faster

    assert service.create(asked(), OLGA).store.id == "demo"
    assert number(repository) == 2


def test_a_request_that_won_with_the_last_place_is_answered_to_its_twin_too(
    service: StoreService, repository: FakeRepository
) -> None:
    create(service, "one", "two")
    once = Once.of("olga", key="key", asked="a shop")
    won: list[object] = []

    def faster() -> None:
        repository.before_commit = None
        won.append(service.create(asked("three"), OLGA, once))

    repository.before_commit = faster

    assert service.create(asked("three"), OLGA, once) == won[0]


@pytest.mark.parametrize("store_id", [None, "demo"])
def test_who_always_loses_the_race_is_told(service: StoreService, repository: FakeRepository, store_id: str | None) -> None:
    def rival() -> None:
        raise VersionConflict("somebody wrote first")

    repository.before_commit = rival
    with pytest.raises(VersionConflict, match="coming or going"):
        service.create(asked(store_id), OLGA)

"""What must hold when many ask at once, on every store of record: the last place, the first user, one address, one refresh."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.application.accounts import Accounts
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert, Repository
from functions.application.queries import stores_page
from functions.application.rates import Rates
from functions.application.stores import StoreService
from functions.application.users import NewUser
from functions.domain.entities import ALLOWANCES, USERS
from functions.domain.errors import StoreyardError, VersionConflict
from functions.domain.operation import OperationStatus, Outcome
from functions.domain.store import StoreRequest
from functions.domain.user import Role
from tests.contract.test_idempotency_contract import Ids
from tests.fakes import FakeCatalogue, FakeClock, FakeClusters, FakeWaker, owner
from tests.fakes.credentials import accounts

HERE = "192.0.2.1"
PARALLEL = 200
ENGINE = next(iter(FakeCatalogue().engines()))


@pytest.fixture
def service(repository: Repository, clock: FakeClock) -> StoreService:
    """The use cases with three stores an owner, and Olga among the users."""
    repository.commit(Insert(owner()))
    return StoreService(
        repository=repository,
        catalogue=FakeCatalogue(),
        clusters=FakeClusters(),
        clock=clock,
        ids=Ids(),
        waker=FakeWaker(),
        stores_per_owner=3,
    )


def at_once(many: int, ask: Callable[[int], object]) -> Counter[str]:
    """Let many ask in the same moment; return how often each answer came: an error's reason, or `done`."""
    start = threading.Barrier(many)

    def one(number: int) -> str:
        start.wait()
        try:
            ask(number)
        except StoreyardError as error:
            return error.reason
        return "done"

    with ThreadPoolExecutor(many) as pool:
        return Counter(pool.map(one, range(many)))


@pytest.mark.parametrize("named", [True, False], ids=["ids of the caller's", "ids of the platform's"])
def test_of_200_who_want_an_owners_last_place_one_gets_it(repository: Repository, service: StoreService, named: bool) -> None:
    for store_id in ("one", "two"):
        service.create(StoreRequest(name="Demo", engine=ENGINE, id=store_id), owner())

    answers = at_once(
        PARALLEL,
        lambda number: service.create(
            StoreRequest(name="Demo", engine=ENGINE, id=f"shop-{number}" if named else None), owner()
        ),
    )

    assert answers == {"done": 1, "StoreLimitReached": PARALLEL - 1}
    assert len(stores_page(repository, owner="olga").items) == 3
    row = repository.get(ALLOWANCES, owner="olga")
    assert row is not None
    assert row.stores == 3


def test_where_nothing_was_counted_yet_it_holds_too(repository: Repository, service: StoreService) -> None:
    answers = at_once(24, lambda number: service.create(StoreRequest(name="Demo", engine=ENGINE, id=f"s-{number}"), owner()))

    assert answers == {"done": 3, "StoreLimitReached": 21}


def test_places_that_come_back_at_once_are_all_counted(
    repository: Repository, service: StoreService, lifecycle: Lifecycle
) -> None:
    claimed = []
    for store_id in ("one", "two"):
        service.create(StoreRequest(name="Demo", engine=ENGINE, id=store_id), owner())
        operation = service.request(store_id, "delete", owner()).operation
        taken = lifecycle.claim(operation.id, f"worker-{store_id}")
        assert taken is not None
        claimed.append(taken)

    done = Outcome(OperationStatus.SUCCEEDED)
    answers = at_once(2, lambda number: lifecycle.finish(claimed[number].id, claimed[number].fence, done))

    assert answers == {"done": 2}
    row = repository.get(ALLOWANCES, owner="olga")
    assert row is not None
    assert row.stores == 0


def test_of_many_who_register_first_one_is_an_admin(repository: Repository, clock: FakeClock) -> None:
    yard = accounts(repository, clock, open_to_all=True)
    yard.users._ids = Ids()

    answers = at_once(
        8,
        lambda number: yard.users.register(
            NewUser(email=f"u{number}@example.com", name="Anna", password="correct horse"), None, address=f"192.0.2.{number}"
        ),
    )

    roles = Counter(user.role for user in yard.users.page(limit=100, cursor=None).items)
    assert answers == {"done": 8}
    assert roles == {Role.ADMIN: 1, Role.OWNER: 7}


def test_of_many_who_register_with_one_address_one_has_it(repository: Repository, clock: FakeClock) -> None:
    repository.commit(Insert(owner("owner")))
    yard = accounts(repository, clock)
    yard.users._ids = Ids()

    answers = at_once(8, lambda _: yard.users.add(NewUser(email="anna@example.com", name="A", password="correct horse")))

    assert answers == {"done": 1, "EmailTaken": 7}
    assert [user.email for user in yard.users.page(limit=100, cursor=None).items] == [None, "anna@example.com"]


@pytest.fixture
def yard(repository: Repository, clock: FakeClock) -> Accounts:
    """Users and access, with Anna."""
    made = accounts(repository, clock)
    made.users.add(NewUser(email="anna@example.com", name="Anna", password="correct horse"))
    return made


def test_a_refresh_token_that_many_use_at_once_is_good_once_at_most_and_ends_the_session(
    repository: Repository, yard: Accounts
) -> None:
    opened = yard.sessions.login("anna@example.com", "correct horse", address=HERE)

    answers = at_once(8, lambda _: yard.sessions.refresh(opened.refresh_token))

    assert answers == {"done": 1, "Unauthorized": 7}
    assert yard.authenticator.principal_of(opened.access_token) is None


def test_of_many_guesses_at_once_so_many_are_looked_at_as_are_free(yard: Accounts) -> None:
    def guess(number: int) -> None:
        yard.sessions.login("anna@example.com", "wrong password", address=f"192.0.2.{number}")

    answers = at_once(24, guess)

    assert answers["Unauthorized"] <= 5
    assert answers["Unauthorized"] >= 1
    assert set(answers) <= {"Unauthorized", "TooManyRequests", VersionConflict.reason}


def test_processes_that_count_at_once_let_no_more_than_the_limit_through(repository: Repository, clock: FakeClock) -> None:
    processes = [Rates(repository=repository, clock=clock, per_token=40) for _ in range(4)]

    def flood(number: int) -> None:
        for _ in range(30):
            processes[number % 4].token("t")
            counted.append(number)

    counted: list[int] = []
    at_once(8, flood)

    assert 30 <= len(counted) <= 40


def test_users_and_their_tokens_are_found_again(repository: Repository, yard: Accounts) -> None:
    opened = yard.sessions.login("anna@example.com", "correct horse", address=HERE)
    principal = yard.authenticator.principal_of(opened.access_token)

    assert principal is not None
    assert repository.get(USERS, id=principal.user.id) == principal.user
    assert [user.id for user in yard.users.page(limit=10, cursor=None).items] == [principal.user.id]

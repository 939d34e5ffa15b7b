"""One order per key, over each repository: at once, and when whoever placed it died in the middle."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from functions.application.acceptance import Once
from functions.application.orders import OrderService, StoresOrder
from functions.application.placing import LOST_AFTER, WAIT
from functions.application.ports.repository import Insert, Remove, Repository
from functions.application.ports.shops import NoAnswer, Unsure
from functions.application.stores import StoreService
from functions.domain.entities import ORDER_INTENTS
from functions.domain.errors import InvalidRequest, OutcomeUnknown, OutOfStock, StoreyardError, Unavailable
from functions.domain.ordering import OrderRequest
from tests.fakes import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeRepository, FakeWaker, owner
from tests.fakes.samples import store
from tests.fakes.shops import REQUEST, FakeShop, FakeShops

ONCE = Once.of("olga", key="k", asked="an order")
WANTED = OrderRequest.model_validate(REQUEST)
OLGA = owner("olga")


class Killed(BaseException):
    """What a process that is killed does not live to see."""


class Orders:
    """The use cases over a repository, with one store, on a clock that pausing moves unless told otherwise."""

    def __init__(self, repository: Repository, service: StoreService, clock: FakeClock) -> None:
        repository.commit(Insert(store()))
        self.repository, self.clock = repository, clock
        self.shops = FakeShops(clock)
        self.shop: FakeShop = self.shops.of("demo")
        self._service, self._ids = service, FakeIds()
        self.pause: Callable[[float], object] = clock.advance

    def place(self, once: Once | None = ONCE) -> StoresOrder:
        """Place the order, as a process of its own would."""
        orders = OrderService(
            stores=self._service,
            shops=self.shops,
            repository=self.repository,
            clock=self.clock,
            ids=self._ids,
            pause=self.pause,
        )
        return orders.place(WANTED, OLGA, once)

    def killed(self, when: str) -> None:
        """Place the order in a process that is killed before the shop is asked, or after it took the order."""

        def kill(*_: Any) -> None:
            raise Killed

        if when == "before":
            self.shop.on = lambda what: kill() if what == "place" else None
        else:
            self.shop.after_order = kill
        with pytest.raises(Killed):
            self.place()
        self.shop.on, self.shop.after_order = lambda _: None, lambda: None

    def intent(self) -> Any:
        """What is recorded of the key."""
        return self.repository.get(ORDER_INTENTS, user=ONCE.user, key=ONCE.key)


@pytest.fixture
def orders(repository: Repository, service: StoreService, clock: FakeClock) -> Orders:
    """Orders of Olga's store `demo`."""
    return Orders(repository, service, clock)


def test_twenty_at_once_with_one_key_are_one_order(orders: Orders) -> None:
    together = threading.Barrier(20)
    orders.pause = lambda _: time.sleep(0.01)
    orders.shop.on = lambda what: time.sleep(0.3) if what == "place" else None

    def place(_: int) -> StoresOrder:
        together.wait(10)
        return orders.place()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(place, range(20)))

    assert len(orders.shop.made) == 1
    assert {answer.order.id for answer in answers} == {"100"}
    assert all(answer == answers[0] for answer in answers)


def test_twenty_at_once_that_the_shop_refuses_are_all_refused(orders: Orders) -> None:
    orders.pause = lambda _: time.sleep(0.01)
    orders.shop.stock = 1

    def place(_: int) -> type[StoreyardError] | None:
        try:
            orders.place()
        except StoreyardError as error:
            return type(error)
        return None

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(place, range(20)))

    assert answers == {OutOfStock}
    assert (orders.shop.made, orders.intent()) == ([], None)


def test_an_order_whose_process_was_killed_after_the_shop_took_it_is_found_and_not_placed_again(orders: Orders) -> None:
    orders.killed("after")
    started = orders.clock.now()

    again = orders.place()

    assert again.order.id == "100"
    assert len(orders.shop.made) == 1
    assert orders.clock.now() - started <= WAIT + timedelta(seconds=1)
    assert orders.place() == again


def test_an_order_whose_process_was_killed_before_is_placed_once_nobody_can_be_at_it_any_more(orders: Orders) -> None:
    orders.killed("before")

    with pytest.raises(OutcomeUnknown):
        orders.place()
    assert orders.shop.made == []
    orders.clock.advance(LOST_AFTER)

    assert orders.place().order.id == "100"
    assert len(orders.shop.made) == 1


def test_an_intent_is_taken_over_by_one_of_many(orders: Orders) -> None:
    orders.killed("before")
    orders.clock.advance(LOST_AFTER)
    orders.pause = lambda _: time.sleep(0.01)
    together = threading.Barrier(8)

    def find(what: str) -> None:
        if what == "find":
            together.wait(10)
            orders.shop.on = lambda asked: time.sleep(0.1) if asked == "place" else None

    orders.shop.on = find

    def place(_: int) -> StoresOrder | None:
        try:
            return orders.place()
        except OutcomeUnknown:
            return None

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(place, range(8)))

    assert len(orders.shop.made) == 1
    assert [answer.order.id for answer in answers if answer] == ["100"]


def test_an_answer_that_was_lost_on_the_way_is_found_in_the_shop(orders: Orders) -> None:
    def lose() -> None:
        raise Unsure("lost", step="POST /checkout")

    orders.shop.after_order = lose

    assert orders.place().order.id == "100"
    assert len(orders.shop.made) == 1


def test_an_answer_that_was_lost_and_cannot_be_found_stays_unknown_until_it_can(orders: Orders) -> None:
    def lose() -> None:
        orders.shop.on = lambda what: gone() if what == "find" else None
        raise Unsure("lost", step="POST /checkout")

    def gone() -> None:
        raise NoAnswer("gone")

    orders.shop.after_order = lose
    for _ in range(2):
        with pytest.raises(OutcomeUnknown) as caught:
            orders.place()
        assert "same Idempotency-Key" in caught.value.told
    orders.shop.on = lambda _: None

    assert orders.place().order.id == "100"
    assert len(orders.shop.made) == 1


def test_an_order_of_somebody_elses_key_or_of_an_earlier_one_is_not_taken_for_this(orders: Orders) -> None:
    orders.place()
    orders.place(Once.of("otto", key="k", asked="an order"))
    assert len(orders.shop.made) == 2
    orders.clock.advance(timedelta(hours=24))

    assert orders.place().order.id == "102"
    assert len(set(orders.shop.tags.values())) == 3


def test_without_a_key_each_request_is_an_order(orders: Orders) -> None:
    assert {orders.place(None).order.id for _ in range(3)} == {"100", "101", "102"}
    assert set(orders.shop.tags.values()) == {""}
    assert orders.intent() is None


def test_a_key_of_another_request_is_refused_also_while_that_one_is_under_way(orders: Orders) -> None:
    orders.killed("before")

    with pytest.raises(InvalidRequest, match="another request"):
        orders.place(Once.of("olga", key="k", asked="another order"))


@pytest.fixture
def remembered(clock: FakeClock) -> Orders:
    """Over the fake repository, whose answers can be lost."""
    repository = FakeRepository(clock)
    service = StoreService(
        repository=repository,
        catalogue=FakeCatalogue(),
        clusters=FakeClusters(),
        clock=clock,
        ids=FakeIds(),
        waker=FakeWaker(),
    )
    return Orders(repository, service, clock)


def test_an_intent_that_was_written_although_its_answer_was_lost_counts(remembered: Orders) -> None:
    repository = remembered.repository
    assert isinstance(repository, FakeRepository)

    def lose() -> None:
        repository.after_commit = None
        raise OutcomeUnknown("lost")

    repository.after_commit = lose

    assert remembered.place().order.id == "100"
    assert remembered.intent().order_id == "100"


def test_an_intent_that_was_not_written_means_that_no_shop_was_asked(remembered: Orders) -> None:
    repository = remembered.repository
    assert isinstance(repository, FakeRepository)

    def lose() -> None:
        repository.before_commit = None
        raise OutcomeUnknown("lost")

    repository.before_commit = lose

    with pytest.raises(Unavailable) as caught:
        remembered.place()
    assert not isinstance(caught.value, OutcomeUnknown)
    assert remembered.shop.made == []


def test_an_order_whose_answer_cannot_be_recorded_is_answered_and_found_again(remembered: Orders) -> None:
    repository = remembered.repository
    assert isinstance(repository, FakeRepository)

    def fail() -> None:
        raise Unavailable("down")

    remembered.shop.after_order = lambda: setattr(repository, "before_commit", fail)
    first = remembered.place()
    repository.before_commit = None

    assert remembered.place() == first
    assert len(remembered.shop.made) == 1


def test_a_key_whose_refusal_cannot_be_recorded_can_be_used_later(remembered: Orders) -> None:
    repository = remembered.repository
    assert isinstance(repository, FakeRepository)

    def fail() -> None:
        raise Unavailable("down")

    remembered.shop.stock = 1
    remembered.shop.on = lambda _: setattr(repository, "before_commit", fail)
    with pytest.raises(OutOfStock):
        remembered.place()
    repository.before_commit, remembered.shop.on, remembered.shop.stock = None, lambda _: None, 9
    remembered.clock.advance(LOST_AFTER)

    assert remembered.place().order.id == "100"


def test_an_intent_that_goes_away_while_one_waits_is_written_anew(orders: Orders) -> None:
    orders.killed("before")
    orders.pause = lambda _: orders.repository.commit(Remove(orders.intent()))

    assert orders.place().order.id == "100"

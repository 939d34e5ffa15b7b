"""Orders under a key, in a shop that is a fake. At once and over each repository: tests/contract/test_orders_contract.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from functions.application.acceptance import Once
from functions.application.placing import LOST_AFTER, POLL, WAIT, Placement, Placing
from functions.application.ports.shops import NoAnswer, Unsure
from functions.domain.entities import ORDER_INTENTS
from functions.domain.errors import OutcomeUnknown, ShopUnavailable, VersionConflict
from functions.domain.order import TrackedOrder
from functions.domain.ordering import Basket, OrderRequest
from tests.fakes import FakeClock, FakeIds, FakeRepository
from tests.fakes.shops import REQUEST, FakeShop

ONCE = Once.of("olga", key="k", asked="an order")
ASKED = OrderRequest.model_validate(REQUEST)
BASKET = Basket(lines=(("mug", 2),), customer=ASKED.customer, address=ASKED.address)


class Killed(BaseException):
    """What a process that is killed does not live to see."""


class Yard:
    """A shop, and what places orders in it. Pausing moves the clock."""

    def __init__(self, repository: FakeRepository, clock: FakeClock) -> None:
        self.repository, self.clock, self.shop = repository, clock, FakeShop(clock)
        self.paused: list[float] = []
        self._placing = Placing(repository=repository, clock=clock, ids=FakeIds(), pause=self._pause)

    def place(self, once: Once | None = ONCE) -> TrackedOrder:
        wanted = Placement(
            store_id="demo", open=lambda _: self.shop, basket=lambda _: BASKET, email=ASKED.customer.email, once=once
        )
        return self._placing.place(wanted)

    def intent(self) -> Any:
        return self.repository.get(ORDER_INTENTS, user=ONCE.user, key=ONCE.key)

    def fail(self, what: str, error: BaseException) -> None:
        """Let the shop fail at one thing, until it is told otherwise."""

        def on(asked: str) -> None:
            if asked == what:
                raise error

        self.shop.on = on

    def _pause(self, seconds: float) -> None:
        self.paused.append(seconds)
        self.clock.advance(seconds)


@pytest.fixture
def yard(repository: FakeRepository, clock: FakeClock) -> Yard:
    return Yard(repository, clock)


def test_an_order_has_the_mark_by_which_it_is_found_again_and_an_answer(yard: Yard) -> None:
    placed = yard.place()

    intent = yard.intent()
    assert yard.shop.tags == {"100": intent.id}
    assert (intent.order_id, intent.answer, intent.until) == ("100", placed, yard.clock.now() + LOST_AFTER)
    assert yard.place(None).id == "101"
    assert yard.shop.tags["101"] == ""


def test_an_order_that_cannot_be_shown_is_recorded_and_shown_to_the_next_who_asks_without_a_search(yard: Yard) -> None:
    yard.fail("order", NoAnswer("gone"))
    with pytest.raises(ShopUnavailable):
        yard.place()
    assert (yard.intent().order_id, yard.intent().answer) == ("100", None)
    yard.fail("find", AssertionError("nobody has to look for it"))

    assert yard.place().id == "100"
    assert yard.intent().answer is not None


def test_who_finds_an_order_under_way_waits_for_it_and_does_not_place_it_again(yard: Yard) -> None:
    yard.fail("place", Killed())
    with pytest.raises(Killed):
        yard.place()
    yard.shop.on = lambda _: None

    with pytest.raises(OutcomeUnknown, match="another request is placing this order") as caught:
        yard.place()
    assert "with the same Idempotency-Key" in caught.value.told

    assert yard.shop.made == []
    assert set(yard.paused) == {POLL}
    assert sum(yard.paused) == pytest.approx(WAIT.total_seconds())


@pytest.mark.parametrize(
    ("once", "advice"),
    [
        (ONCE, "Repeat the request with the same Idempotency-Key: there will be one order."),
        (None, "Look among the store's orders before you ask again; with an Idempotency-Key asking again is safe."),
    ],
)
def test_who_gets_no_clear_answer_is_told_what_to_do(yard: Yard, once: Once | None, advice: str) -> None:
    yard.fail("place", Unsure("lost", step="POST /checkout"))

    with pytest.raises(OutcomeUnknown) as caught:
        yard.place(once)

    assert caught.value.message == "no clear answer to POST /checkout"
    assert caught.value.told == f"It is not known whether the shop of demo took the order. {advice}"


@pytest.mark.parametrize("moment", ["placed", "found"])
def test_a_lost_answer_is_found_in_the_shop(yard: Yard, moment: str) -> None:
    def lose() -> None:
        raise Unsure("lost") if moment == "placed" else Killed

    yard.shop.after_order = lose
    first: Callable[[], object] = yard.place
    if moment == "found":
        with pytest.raises(Killed):
            first()

    assert yard.place().id == "100"
    assert (len(yard.shop.made), yard.intent().order_id) == (1, "100")


def test_an_order_of_which_nobody_is_heard_is_placed_from_the_moment_on_that_it_is_lost(yard: Yard) -> None:
    yard.fail("place", Killed())
    with pytest.raises(Killed):
        yard.place()
    yard.shop.on = lambda _: None
    yard.clock.advance(LOST_AFTER)

    assert (yard.place().id, yard.paused) == ("100", [])


def test_who_is_not_the_first_to_take_an_order_over_is_told_to_ask_again(yard: Yard) -> None:
    yard.fail("place", Killed())
    with pytest.raises(Killed):
        yard.place()
    yard.shop.on = lambda _: None
    yard.clock.advance(LOST_AFTER)

    def rival() -> None:
        raise VersionConflict("somebody wrote first")

    yard.repository.before_commit = rival
    with pytest.raises(OutcomeUnknown) as caught:
        yard.place()

    assert "with the same Idempotency-Key" in caught.value.told
    assert yard.shop.made == []

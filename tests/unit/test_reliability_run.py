"""The run that writes docs/reliability.md finds what it looks for."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from functions.application.ports.shops import NoAnswer, Refused, Unsure, VerifyFailed
from functions.domain.order import Order
from functions.domain.ordering import Basket
from tests.reliability.run.accounts import Account, Books, account
from tests.reliability.run.buyers import Buy, Buyers
from tests.reliability.run.page import HEAD, title, with_part

AT_FIRST = {"mug": 10, "hat": 10}
WHOLE = Books(buyers=("a", "b"), sold={"mug": 3}, stock={"mug": 7, "hat": 10})


@pytest.mark.parametrize(
    ("books", "expected"),
    [
        (WHOLE, Account(0, 0, 0, 0)),
        (Books(("a",), {"mug": 3}, {"mug": 7, "hat": 10}), Account(1, 0, 0, 0)),
        (Books(("a", "b", "b"), {"mug": 3}, {"mug": 7, "hat": 10}), Account(0, 1, 0, 0)),
        (Books(("a", "b", "x"), {"mug": 3}, {"mug": 7, "hat": 10}), Account(0, 0, 1, 0)),
        (Books(("a", "b", "u"), {"mug": 3}, {"mug": 7, "hat": 10}), Account(0, 0, 0, 0)),
        (Books(("a", "b"), {"mug": 3}, {"mug": 9, "hat": 9}), Account(0, 0, 0, 3)),
        (Books(("a", "b"), {"mug": 3}, {"mug": 7}), Account(0, 0, 0, 10)),
    ],
    ids=["all is well", "lost", "doubled", "unknown", "unsure and there", "stock off", "a product is gone"],
)
def test_the_account_tells_what_is_wrong(books: Books, expected: Account) -> None:
    found = account(books, accepted=["a", "b"], unsure=["u", "v"], stock_at_first=AT_FIRST)

    assert found == expected
    assert found.clean is (expected == Account(0, 0, 0, 0))


def shop(error: Exception | None, seen: list[Basket]) -> Buy:
    """A shop that answers all alike."""

    def buy(basket: Basket) -> Order:
        seen.append(basket)
        if error is not None:
            raise error
        return Order(id="1", number="#1", total=Decimal(1), currency="EUR")

    return buy


@pytest.mark.parametrize(
    ("error", "counts"),
    [
        (None, (3, 0, 0, 0)),
        (Unsure("?"), (0, 3, 0, 0)),
        (NoAnswer("no"), (0, 0, 3, 0)),
        (Refused("closed", status=503), (0, 0, 3, 0)),
        (Refused("no such thing", status=400), (0, 0, 0, 3)),
        (VerifyFailed("nonsense"), (0, 0, 0, 3)),
    ],
    ids=["accepted", "unsure", "no answer", "closed", "refused", "nonsense"],
)
def test_buyers_remember_what_they_were_told(error: Exception | None, counts: tuple[int, int, int, int]) -> None:
    seen: list[Basket] = []
    buyers = Buyers(lambda: shop(error, seen), ["mug", "hat"])

    buyers.crowd(3, at_once=2)

    told = buyers.told
    assert (len(told.accepted), len(told.unsure), told.refused, len(told.wrong)) == counts
    assert len({basket.customer.email for basket in seen}) == len(seen)
    assert {basket.lines[0][0] for basket in seen} == {"mug", "hat"}


def test_a_shop_is_filled_with_orders_whoever_got_none() -> None:
    seen: list[Basket] = []
    sells, closed = shop(None, seen), shop(NoAnswer("no"), seen)

    def buy(basket: Basket) -> Order:
        return (closed if len(seen) in {1, 3} else sells)(basket)

    buyers = Buyers(lambda: buy, ["mug"])

    buyers.fill(5, at_once=1)

    assert (len(buyers.told.accepted), buyers.told.refused) == (5, 2)


def test_a_shop_that_never_sells_is_not_filled() -> None:
    buyers = Buyers(lambda: shop(Refused("sold out", status=400), []), ["mug"])

    with pytest.raises(AssertionError, match=r"the shop refuses its buyers: .*sold out"):
        buyers.fill(2, at_once=1)


def test_buyers_come_until_the_end_and_stay_out_while_the_books_are_looked_at() -> None:
    seen: list[Basket] = []
    buyers = Buyers(lambda: shop(None, seen), ["mug"])

    def looked() -> tuple[int, int]:
        there = len(seen)
        time.sleep(0.05)  # in which some would have come
        return there, len(seen)

    with buyers.trickle(each=0.001):
        end = time.monotonic() + 10
        while len(seen) < 5 and time.monotonic() < end:
            time.sleep(0.001)
        before, after = buyers.paused(looked)
        while len(seen) == after and time.monotonic() < end:
            time.sleep(0.001)

    assert before == after >= 5
    assert len(buyers.told.accepted) == len(seen) > after


def test_a_run_replaces_the_part_of_its_engine_and_leaves_the_others() -> None:
    other, old, new = (f"{title(name)}\n\n{said}\n" for name, said in (("other", "a"), ("one", "b"), ("one", "c")))
    head = "\n".join([*HEAD, "", ""])

    page = with_part(with_part("", other), old)

    assert page == f"{head}{old}\n{other}"
    assert with_part(page, new) == f"{head}{new}\n{other}"

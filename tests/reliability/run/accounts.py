"""What buyers were promised against what a shop has in its books: lost, doubled, stock that is off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Books:
    """What a shop's database says: an e-mail address for each order, pieces sold and pieces in stock by variant."""

    buyers: tuple[str, ...]
    sold: Mapping[str, int]
    stock: Mapping[str, int]


@dataclass(frozen=True)
class Account:
    """How a shop's books differ from what buyers were told: all of it has to be 0."""

    lost: int
    doubled: int
    unknown: int
    stock_off: int

    @property
    def clean(self) -> bool:
        """True if there is nothing wrong."""
        return not (self.lost or self.doubled or self.unknown or self.stock_off)


def account(books: Books, *, accepted: Iterable[str], unsure: Iterable[str], stock_at_first: Mapping[str, int]) -> Account:
    """Compare. Each buyer ordered once at most; `unsure` are those who got no clear answer, who may have an order or not.

    `stock_off` is in pieces, summed over variants: what there was at first, less what orders hold, less what is left.
    """
    orders, promised = Counter(books.buyers), set(accepted)
    off = (abs(first - books.sold.get(variant, 0) - books.stock.get(variant, 0)) for variant, first in stock_at_first.items())
    return Account(
        lost=len(promised - set(orders)),
        doubled=sum(times - 1 for times in orders.values()),
        unknown=len(set(orders) - promised - set(unsure)),
        stock_off=sum(off),
    )

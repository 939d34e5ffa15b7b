"""Lists of stores that are narrowed or sorted, on every store of record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.application.ports.repository import Insert, Repository
from functions.application.store_list import Sort, Wanted, wanted_stores
from functions.domain.store import StoreStatus
from tests.fakes.platform import START
from tests.fakes.samples import store

ORDERS: dict[Sort, list[int]] = {
    "id": [0, 1, 2, 3, 4],
    "-id": [4, 3, 2, 1, 0],
    "created_at": [4, 3, 2, 1, 0],
    "-created_at": [0, 1, 2, 3, 4],
    "name": [1, 3, 0, 2, 4],
    "-name": [4, 2, 0, 3, 1],
}


@pytest.mark.parametrize("owner", ["olga", None], ids=["an owner", "an admin"])
@pytest.mark.parametrize("sort", ORDERS)
def test_pages_follow_each_other_in_every_order(repository: Repository, sort: Sort, owner: str | None) -> None:
    """Odd ones have failed, and their names come first."""
    for number in range(5):
        odd = number % 2
        made = store(
            f"shop-{number}",
            name=f"{'A' if odd else 'b'} {number}",
            status=StoreStatus.FAILED if odd else StoreStatus.READY,
            created_at=START - timedelta(hours=number),
        )
        repository.commit(Insert(made))
    if owner:
        repository.commit(Insert(store("shop-2-otto", owner="otto", name="a 2")))

    for status, parity in ((None, {0, 1}), (StoreStatus.READY, {0}), (StoreStatus.FAILED, {1})):
        found, cursor = list[str](), None
        while True:
            page = wanted_stores(repository, owner=owner, wanted=Wanted(status=status, sort=sort), limit=2, cursor=cursor)
            found += [one.id for one in page.items]
            cursor = page.cursor
            if cursor is None:
                break
        assert found == [f"shop-{number}" for number in ORDERS[sort] if number % 2 in parity]

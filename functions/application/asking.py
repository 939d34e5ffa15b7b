"""Asking the shops of stores something: of one store, or of many at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from functions.application.parallel import ask, ask_all
from functions.application.ports.shops import OrderDesk, Shops
from functions.application.shopping import told
from functions.domain.errors import ShopUnavailable, StoreyardError, Unavailable
from functions.domain.store import Store

# How long a cluster has to say how its shop is met, and a shop to show what it has.
OPEN_SECONDS: Final = 3.0
READ_SECONDS: Final = 8.0
# How many stores are asked at once.
STORES_MAX: Final = 50
T = TypeVar("T")


@dataclass(frozen=True)
class Missing:
    """A store of which nothing is in a listing, and why."""

    store: str
    reason: str


class Asking:
    """Opens shops with a deadline."""

    def __init__(self, shops: Shops) -> None:
        self._shops = shops

    def desk(self, store: Store) -> OrderDesk:
        """Return the desk of a store's shop, to be shown something. Raises ShopUnavailable."""
        return self.open(store, READ_SECONDS)

    def open(self, store: Store, seconds: float) -> OrderDesk:
        """Return the desk of a store's shop, which has so many seconds. Raises ShopUnavailable."""
        with told(store.id):
            return ask(lambda: self._shops.open(store, seconds=seconds), seconds=OPEN_SECONDS)

    def each(self, stores: Sequence[Store], question: Callable[[Store], T]) -> tuple[Mapping[str, T], Sequence[Missing]]:
        """Return the answers that came in time by the stores' ids, in the order of `stores`, and which have none, by id."""
        found: dict[str, T] = {}
        missing: list[Missing] = []
        questions = {store.id: partial(question, store) for store in stores}
        for name, answer in ask_all(questions, seconds=OPEN_SECONDS + READ_SECONDS).items():
            if isinstance(answer, StoreyardError):
                missing.append(Missing(name, ShopUnavailable.reason if isinstance(answer, Unavailable) else answer.reason))
            else:
                found[name] = answer
        return found, sorted(missing, key=lambda one: one.store)

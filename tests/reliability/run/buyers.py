"""Buyers who check out as guests through a shop's public address, and remember what they were told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from functions.application.ports.shops import NoAnswer, Refused, Unsure, VerifyFailed
from functions.domain.order import Order
from functions.domain.ordering import Basket, WantedAddress, WantedCustomer

BERLIN = WantedAddress(line1="Unter den Linden 1", city="Berlin", postal_code="10117", country="DE")
CROWDS = 4  # that come to fill a shop, each as large as what the one before left missing
AT_ONCE = 8  # buyers on their way; while all are, nobody else comes
AWAY = range(502, 505)  # what an ingress says for a shop that is behind the gate or starts
Buy = Callable[[Basket], Order]
T = TypeVar("T")


@dataclass
class Told:
    """What buyers were told, by their e-mail addresses; `refused` counts those who were told that the shop is closed."""

    accepted: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


class Buyers:
    """All buyers of one shop. `opened` gives a buyer's way through the shop; a thread uses one of its own."""

    def __init__(self, opened: Callable[[], Buy], variants: Sequence[str]) -> None:
        self.told = Told()
        self._opened = opened
        self._variants = variants
        self._own = threading.local()
        self._lock = threading.Lock()
        self._came = 0
        self._inside = 0
        self._all_out = threading.Condition(self._lock)
        self._waits = False

    def paused(self, look: Callable[[], T]) -> T:
        """Look at the shop while no buyer is on the way: each who came has an answer."""
        with self._all_out:
            self._waits = True
            self._all_out.wait_for(lambda: not self._inside)
        try:
            return look()
        finally:
            with self._lock:
                self._waits = False

    def fill(self, orders: int, *, at_once: int) -> None:
        """Have buyers come until as many were told that they have their order. Raises AssertionError if few ever are."""
        for _ in range(CROWDS):
            missing = orders - len(self.told.accepted)
            if not missing:
                return
            self.crowd(missing, at_once=at_once)
        assert len(self.told.accepted) == orders, f"the shop refuses its buyers: {self.told.wrong[-3:]}"

    def crowd(self, number: int, *, at_once: int) -> None:
        """Have a number of buyers buy, as fast as the shop can."""
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(lambda _: self._one(), range(number)))

    @contextmanager
    def trickle(self, *, each: float) -> Iterator[None]:
        """Have a buyer come every `each` seconds, without waiting for the one before, until the block ends."""
        over, ways = threading.Event(), threading.Semaphore(AT_ONCE)

        def visit() -> None:
            try:
                self._one()
            finally:
                ways.release()

        def come(pool: ThreadPoolExecutor) -> None:
            following = time.monotonic()
            while not over.wait(max(0.0, following - time.monotonic())):
                following = max(following + each, time.monotonic() - each)
                if ways.acquire(blocking=False):
                    pool.submit(visit)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            coming = threading.Thread(target=come, args=(pool,))
            coming.start()
            try:
                yield
            finally:
                over.set()
                coming.join()

    def _one(self) -> None:
        with self._lock:
            if self._waits:
                return
            number, self._came = self._came, self._came + 1
            self._inside += 1
        email = f"buyer-{number:05d}@shop-test.example"
        customer = WantedCustomer(first_name="Ada", last_name="Example", email=email, phone="+49 30 123456")
        variant = self._variants[number % len(self._variants)]
        basket = Basket(lines=((variant, 1 + number % 3),), customer=customer, address=BERLIN)
        noted: Callable[[str], None] = self.told.unsure.append  # what breaks in another way
        try:
            noted = self._buy(basket)
        finally:
            with self._all_out:
                noted(email)
                self._inside -= 1
                self._all_out.notify_all()

    def _buy(self, basket: Basket) -> Callable[[str], None]:
        """Buy; return what notes the outcome under the buyer's address."""
        buy: Buy = getattr(self._own, "buy", None) or self._opened()
        self._own.buy = buy
        try:
            buy(basket)
        except Unsure:
            return self.told.unsure.append
        except NoAnswer:
            return self._was_refused
        except Refused as refused:
            if refused.status in AWAY:
                return self._was_refused
            said = refused.message
            return lambda email: self.told.wrong.append(f"{email}: {said}")
        except VerifyFailed as failed:
            said = failed.message
            return lambda email: self.told.wrong.append(f"{email}: {said}")
        return self.told.accepted.append

    def _was_refused(self, _: str) -> None:
        self.told.refused += 1

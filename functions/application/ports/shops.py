"""Shops, as a buyer and as their owner meets them."""

from __future__ import annotations

from typing import Protocol

from functions.domain.errors import StoreyardError
from functions.domain.order import Order, Product


class VerifyFailed(StoreyardError):
    """The shop did not sell. `step` is the request that went wrong, the message one sentence."""

    reason = "VerifyFailed"

    def __init__(self, message: str, *, step: str = "") -> None:
        super().__init__(message)
        self.step = step


class WaitDeadline(Protocol):
    """A wait that ends."""

    @property
    def seconds(self) -> float:
        """How long it lasts."""

    @property
    def elapsed(self) -> float:
        """Seconds since its start."""

    def pause(self, seconds: float) -> bool:
        """Sleep, but not past the end; False, without sleeping, once the time is up."""


class EngineAdapter(Protocol):
    """A buyer's and an owner's way through a shop of one engine. Every method raises VerifyFailed."""

    def wait_ready(self, deadline: WaitDeadline) -> None:
        """Return once the shop answers through its public address."""

    def list_products(self) -> list[Product]:
        """Return products that a buyer can order now, without signing in; never one that a check lent the shop."""

    def lend_product(self) -> Product:
        """Add a product for the test order, as the owner; what an interrupted check left there goes first."""

    def take_back(self) -> None:
        """Delete for good what checks lent the shop: this one, and earlier ones that were interrupted."""

    def place_order(self, product: Product) -> Order:
        """Order one piece, paid on delivery, as a guest."""

    def read_order(self, order: Order) -> Order:
        """Return the order as the owner's admin shows it."""

    def remove_order(self, order: Order) -> str:
        """Take test orders away, stock put back; return in one sentence what became of them."""

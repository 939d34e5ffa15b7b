"""Shops, as a buyer and as their owner meets them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from functions.domain.errors import StoreyardError
from functions.domain.extension import Extension
from functions.domain.order import Offered, Order, OrderStatus, Product, TrackedOrder, Variant
from functions.domain.ordering import Basket
from functions.domain.store import Store


class VerifyFailed(StoreyardError):
    """The shop did not sell. `step` is the request that went wrong, the message one sentence."""

    reason = "VerifyFailed"

    def __init__(self, message: str, *, step: str = "") -> None:
        super().__init__(message)
        self.step = step


class NoAnswer(VerifyFailed):
    """The shop gave no answer, or none in time. Whether it did what it was asked for is not known."""


class IngressUnreachable(VerifyFailed):
    """Nothing takes connections where the cluster's ingress should be: this says nothing of the shop."""

    reason = "IngressUnreachable"


class Refused(VerifyFailed):
    """The shop answered that it will not: `status` is HTTP's, `code` the engine's own, `said` its words.

    `about` is what it is about, if the adapter knows: `stock`, or a field of an order's request.
    """

    def __init__(  # noqa: PLR0913 - what an answer has, by name
        self, message: str, *, step: str = "", status: int = 0, code: str = "", said: str = "", about: str = ""
    ) -> None:
        super().__init__(message, step=step)
        self.status = status
        self.code = code
        self.said = said
        self.about = about


class Unsure(VerifyFailed):
    """The one request that makes an order got no clear answer: there may be an order, or not."""


class TooOld(VerifyFailed):
    """The shop's image is from before it could be asked this."""


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


class OrderDesk(Protocol):
    """A shop as those meet it who order there for others, and look into it as its owner. Methods raise VerifyFailed.

    It is done with after some seconds, whatever it is asked for; each method may be asked once or often.
    """

    def products(self, *, offset: int, limit: int) -> tuple[Sequence[Offered], bool]:
        """Return what a buyer finds, in an order of the shop's own that lasts, and whether there is more after it."""

    def variants(self, *, skus: Sequence[str], ids: Sequence[str]) -> Sequence[Variant]:
        """Return those of these variants that a buyer finds."""

    def place(self, basket: Basket, *, tag: str = "") -> Order:
        """Order as a guest through the public address, paid on delivery; `tag` marks the order where no buyer sees it.

        Raises Unsure if there may be an order all the same; after any other failure there is none.
        """

    def find(self, tag: str, *, email: str, since: datetime) -> str | None:
        """Return the id of the order with this tag, which this buyer placed since then, or None."""

    def orders(self, *, status: OrderStatus | None = None, until: datetime | None = None) -> Iterator[TrackedOrder]:
        """Yield orders, newest first: of one status or all, made until then or all. Asks for more as they are taken."""

    def order(self, order_id: str) -> TrackedOrder | None:
        """Return one order, or None."""

    def extensions(self) -> Sequence[Extension]:
        """Return the plugins, themes and modules that the shop has, in use or not. Raises TooOld."""

    def send_test_mail(self, to: str) -> None:
        """Have the shop send a mail there, through its relay. Raises TooOld, Refused with the relay's words."""

    def check_payments(self) -> None:
        """Have the shop ask its payment provider something with its key. Raises TooOld, Refused with the reason."""


class Shops(Protocol):
    """Opens the shops of stores."""

    def open(self, store: Store, *, seconds: float) -> OrderDesk:
        """Return the desk of a store's shop, which has so many seconds. Raises Unavailable without its credentials."""


class Credentials(Protocol):
    """What is needed to meet a shop as its owner."""

    def of(self, cluster: str, store_id: str) -> Mapping[str, str]:
        """Return the data of a store's Secret. Raises Unavailable. Not for logs, nor for messages."""

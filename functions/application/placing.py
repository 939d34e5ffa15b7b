"""An order is placed in a shop, which no commit reaches: so what is about to be done is recorded before, and found again after.

A request with an Idempotency-Key writes an intent, which only one can, and asks the shop then. Who finds an intent waits for
its end. If whoever placed the order died meanwhile, the order is looked for in the shop, by the mark that the intent has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from functions.application.acceptance import HEADER, KEPT, Once
from functions.application.ports.repository import Insert, Remove, Replace, Repository
from functions.application.ports.shops import OrderDesk, Unsure
from functions.application.ports.system import Clock, Ids
from functions.application.shopping import told, unavailable, unknown, unsure_of
from functions.domain.entities import ORDER_INTENTS
from functions.domain.errors import InvalidRequest, OutcomeUnknown, StoreyardError, Unavailable, VersionConflict
from functions.domain.order import TrackedOrder
from functions.domain.ordering import Basket, OrderIntent

# How long the shop has to take an order and to say whether it did, and how long whoever asks for the same waits.
PLACE_SECONDS: Final = 20.0
LOOK_SECONDS: Final = 5.0
WAIT: Final = timedelta(seconds=20)
POLL: Final = 0.2
# From then on nobody is at it any more: neither who asked, nor the shop, however slow.
LOST_AFTER: Final = timedelta(seconds=120)
# How much a shop's clock may differ.
SKEW: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class Placement:
    """One request for an order: the shop, what it is asked for, and the caller's key if there is one.

    `open` gives the shop so many seconds, if it takes orders at all; `basket` finds out what it is asked for.
    """

    store_id: str
    open: Callable[[float], OrderDesk]
    basket: Callable[[OrderDesk], Basket]
    email: str
    once: Once | None


class Placing:
    """Places orders. Raises InvalidRequest, OutOfStock, ShopUnavailable, and OutcomeUnknown if there may be an order."""

    def __init__(self, *, repository: Repository, clock: Clock, ids: Ids, pause: Callable[[float], object]) -> None:
        self._repository = repository
        self._clock = clock
        self._ids = ids
        self._pause = pause

    def place(self, wanted: Placement) -> TrackedOrder:
        """Place an order; with a key only the first time that this is asked."""
        if wanted.once is None:
            return self._place(wanted)
        until = self._clock.now() + WAIT
        while True:
            intent = self._repository.get(ORDER_INTENTS, user=wanted.once.user, key=wanted.once.key)
            if intent is None:
                mine = self._begun(wanted, wanted.once)
                if mine is not None:
                    return self._carry_out(wanted, mine)
                continue
            if intent.request != wanted.once.request:
                raise InvalidRequest("was used for another request: use a new key for a new request", field=HEADER)
            if intent.order_id is not None:
                return intent.answer or self._answered(wanted.open(LOOK_SECONDS), wanted.store_id, intent, intent.order_id)
            if self._clock.now() >= min(until, intent.until):
                return self._resolve(wanted, intent)
            self._pause(POLL)

    def _place(self, wanted: Placement) -> TrackedOrder:
        """Place it without a key: nothing is recorded, and a lost answer is told as such."""
        desk = wanted.open(PLACE_SECONDS)
        try:
            with told(wanted.store_id):
                placed = desk.place(wanted.basket(desk))
        except Unsure as unsure:
            raise unsure_of(wanted.store_id, unsure, has_key=False) from unsure
        return self._read(desk, wanted.store_id, placed.id)

    def _begun(self, wanted: Placement, once: Once) -> OrderIntent | None:
        """Record that this order is about to be placed, or return None if somebody else was faster."""
        now = self._clock.now()
        intent = OrderIntent(
            user=once.user,
            key=once.key,
            request=once.request,
            id=self._ids.operation_id(),
            store=wanted.store_id,
            until=now + LOST_AFTER,
            created_at=now,
            expires_at=now + KEPT,
        )
        try:
            self._repository.commit(Insert(intent))
        except VersionConflict:
            return None
        except OutcomeUnknown as lost:
            found = self._repository.get(ORDER_INTENTS, user=once.user, key=once.key)
            if found is None:  # it was not written, and no shop was asked
                raise Unavailable(lost.message) from lost
            return found if found.id == intent.id else None
        return intent

    def _carry_out(self, wanted: Placement, intent: OrderIntent) -> TrackedOrder:
        """Ask the shop. What certainly was not placed leaves no intent, so that the same key can be used again."""
        try:
            desk = wanted.open(PLACE_SECONDS)
            with told(wanted.store_id):
                placed = desk.place(wanted.basket(desk), tag=intent.id)
        except Unsure as unsure:
            desk, found = self._look(wanted, intent)
            if found is None:
                raise unsure_of(wanted.store_id, unsure, has_key=True) from unsure
            return self._answered(desk, wanted.store_id, intent, found)
        except StoreyardError:
            self._forget(intent)
            raise
        return self._answered(desk, wanted.store_id, intent, placed.id)

    def _resolve(self, wanted: Placement, intent: OrderIntent) -> TrackedOrder:
        """Find out what became of an intent whose owner is not heard of; if nothing did, and nobody is at it, place it now."""
        desk, found = self._look(wanted, intent)
        if found is not None:
            return self._answered(desk, wanted.store_id, intent, found)
        now = self._clock.now()
        if now < intent.until:
            raise unknown(wanted.store_id, "another request is placing this order", has_key=True)
        taken = intent.model_copy(update={"until": now + LOST_AFTER, "expires_at": now + KEPT})
        try:
            self._repository.commit(Replace(taken))
        except VersionConflict as conflict:
            raise unknown(wanted.store_id, "another request is placing this order", has_key=True) from conflict
        return self._carry_out(wanted, taken.model_copy(update={"version": taken.version + 1}))

    def _look(self, wanted: Placement, intent: OrderIntent) -> tuple[OrderDesk, str | None]:
        """Return the id of the order that the shop has for an intent, or None. Raises OutcomeUnknown if it cannot be asked."""
        try:
            desk = wanted.open(LOOK_SECONDS)
            with told(wanted.store_id):
                return desk, desk.find(intent.id, email=wanted.email, since=intent.created_at - SKEW)
        except StoreyardError as error:
            raise unknown(wanted.store_id, error.message, has_key=True) from error

    def _answered(self, desk: OrderDesk, store_id: str, intent: OrderIntent, order_id: str) -> TrackedOrder:
        """Record that the shop took the order, with the answer; that it could not be read back is recorded as well."""
        try:
            answer = self._read(desk, store_id, order_id)
        except StoreyardError:
            self._record(intent.model_copy(update={"order_id": order_id}))
            raise
        self._record(intent.model_copy(update={"order_id": order_id, "answer": answer}))
        return answer

    def _record(self, intent: OrderIntent) -> None:
        """Write it if that can be: the order is there all the same, and the next who asks finds it in the shop."""
        try:
            self._repository.commit(Replace(intent))
        except (VersionConflict, Unavailable):
            return

    def _forget(self, intent: OrderIntent) -> None:
        try:
            self._repository.commit(Remove(intent))
        except (VersionConflict, Unavailable):
            return

    def _read(self, desk: OrderDesk, store_id: str, order_id: str) -> TrackedOrder:
        """Return an order that the shop took, as its owner sees it."""
        try:
            with told(store_id):
                found = desk.order(order_id)
        except StoreyardError as error:
            raise _taken(store_id, order_id, error.message) from error
        if found is None:
            raise _taken(store_id, order_id, f"the order {order_id} is not in the shop's admin")
        return found


def _taken(store_id: str, order_id: str, cause: str) -> StoreyardError:
    """The order is there, only it cannot be shown."""
    error = unavailable(store_id, cause)
    error.told = f"The shop of {store_id} took the order {order_id}, but cannot show it right now. Do not order again."
    return error

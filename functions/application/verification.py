"""The proof that a shop sells: an order placed as a buyer through its public address, and seen as its owner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from functions.application.ports.shops import EngineAdapter, VerifyFailed, WaitDeadline
from functions.domain.order import Order, Product

Found = TypeVar("Found")
TAKE_BACK_TRIES, TAKE_BACK_SECONDS = 3, 1.0
LENT = "nothing is on offer: a product was lent to the shop for the order, and taken back"


def verify(adapter: EngineAdapter, *, url: str, currency: str, deadline: WaitDeadline) -> dict[str, Any]:
    """Wait for the shop, order one piece, read the order back, remove it. Raises VerifyFailed.

    A shop that offers nothing is lent a product for as long as that takes.
    """
    checks: list[str] = []
    adapter.wait_ready(deadline)
    checks.append(f"the shop answers at {url}")
    products = adapter.list_products()
    if products:
        checks.append(f"{len(products)} {'product is' if len(products) == 1 else 'products are'} on offer")
    sold = _undone(lambda: _sell(adapter, products, currency, checks), lambda: _taken_back(adapter, deadline))
    product, placed = sold
    if not products:
        checks.append(LENT)
    return {
        "order": placed.number,
        "total": str(placed.total),
        "currency": placed.currency,
        "product": product.name,
        "seconds": round(deadline.elapsed, 2),
        "checks": checks,
    }


def _sell(adapter: EngineAdapter, products: Sequence[Product], currency: str, checks: list[str]) -> tuple[Product, Order]:
    product = min(products, key=lambda product: product.price) if products else adapter.lend_product()
    placed = adapter.place_order(product)
    checks.append(f"order {placed.number} was placed, to be paid on delivery")
    removed: list[str] = []
    _undone(
        lambda: _same(placed, adapter.read_order(placed), currency, checks),
        lambda: removed.append(adapter.remove_order(placed)),
    )
    checks.extend(removed)
    return product, placed


def _taken_back(adapter: EngineAdapter, deadline: WaitDeadline) -> None:
    """Take back what was lent, also of a shop that was too busy at first: asking again does no harm. Raises VerifyFailed."""
    for left in reversed(range(TAKE_BACK_TRIES)):
        try:
            return adapter.take_back()
        except VerifyFailed:
            if not left or not deadline.pause(TAKE_BACK_SECONDS):
                raise
    return None


def _same(placed: Order, seen: Order, currency: str, checks: list[str]) -> None:
    if (placed.total, placed.currency) != (seen.total, seen.currency) or placed.currency != currency:
        amounts = f"{placed.total} {placed.currency} to the buyer and {seen.total} {seen.currency} to the owner"
        raise VerifyFailed(f"the order {placed.number} is shown with {amounts}, in a shop that sells in {currency}")
    checks.append(f"the shop's admin shows it with {seen.total} {seen.currency}")


def _undone(check: Callable[[], Found], undo: Callable[[], None]) -> Found:
    """Run the check, then undo what it did, whatever came of it; the check's failure is the one that is told."""
    try:
        found = check()
    except Exception as failure:
        try:
            undo()
        except VerifyFailed as another:
            raise failure from another
        raise
    undo()
    return found

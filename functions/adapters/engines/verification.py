"""The proof that a shop sells: an order placed as a buyer through its public address, and seen as its owner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from functions.adapters.engines.base import EngineAdapter, Order, VerifyFailed
from functions.adapters.kube.deadline import Deadline


def verify(adapter: EngineAdapter, *, url: str, currency: str, deadline: Deadline) -> dict[str, Any]:
    """Wait for the shop, order one piece, read the order back, remove it. Raises VerifyFailed."""
    checks: list[str] = []
    adapter.wait_ready(deadline)
    checks.append(f"the shop answers at {url}")
    products = adapter.list_products()
    if not products:
        raise VerifyFailed(f"the shop at {url} offers no product that can be ordered in {currency}")
    checks.append(f"{len(products)} {'product is' if len(products) == 1 else 'products are'} on offer")
    cheapest = min(products, key=lambda product: product.price)
    placed = adapter.place_order(cheapest)
    checks.append(f"order {placed.number} was placed, to be paid on delivery")
    _and_remove(adapter, placed, checks, lambda: _same(placed, adapter.read_order(placed), currency, checks))
    return {
        "order": placed.number,
        "total": str(placed.total),
        "currency": placed.currency,
        "product": cheapest.name,
        "seconds": round(deadline.elapsed, 2),
        "checks": checks,
    }


def _same(placed: Order, seen: Order, currency: str, checks: list[str]) -> None:
    if (placed.total, placed.currency) != (seen.total, seen.currency) or placed.currency != currency:
        amounts = f"{placed.total} {placed.currency} to the buyer and {seen.total} {seen.currency} to the owner"
        raise VerifyFailed(f"the order {placed.number} is shown with {amounts}, in a shop that sells in {currency}")
    checks.append(f"the shop's admin shows it with {seen.total} {seen.currency}")


def _and_remove(adapter: EngineAdapter, order: Order, checks: list[str], check: Callable[[], None]) -> None:
    """Run the check, then remove the order, whatever came of the check; the check's failure is the one that is told."""
    try:
        check()
    except VerifyFailed as failure:
        try:
            adapter.remove_order(order)
        except VerifyFailed as another:
            raise failure from another
        raise
    checks.append(adapter.remove_order(order))

"""Orders and what is ordered, whatever the engine."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Product:
    """Something on offer; `price` in the shop's currency, `reference` is what the engine orders it by."""

    name: str
    price: Decimal
    reference: str


@dataclass(frozen=True)
class Order:
    """An order as one side sees it."""

    id: str
    number: str
    total: Decimal
    currency: str

"""One module per engine's adapter: how a buyer orders there, and how the shop's owner sees the order."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from functions.adapters.shops.base import Shop
from functions.application.ports.shops import EngineAdapter
from functions.domain.errors import InvalidRequest


def open_shop(adapter: str, shop: Shop) -> EngineAdapter:
    """Return the adapter of that name for a shop. Raises InvalidRequest for one that does not exist."""
    name = f"{__name__}.{adapter}"
    if not adapter.isidentifier() or adapter == "base" or find_spec(name) is None:
        raise InvalidRequest(f"has an adapter that does not exist: {adapter}", field="engine")
    made: EngineAdapter = import_module(name).Adapter(shop)
    return made

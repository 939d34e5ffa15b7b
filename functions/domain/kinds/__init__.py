"""The kinds of operations: each module of this package with a `KIND` is one. There is no other list."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module

from functions.domain.kinds.base import Kind
from functions.domain.store import StoreStatus

_kinds: dict[str, Kind] = {}


def all_kinds() -> Mapping[str, Kind]:
    """Return every kind by name, those that make a store first, those that end one last."""
    if not _kinds:
        modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
        found = [module.KIND for module in modules if hasattr(module, "KIND")]
        _kinds.update({kind.name: kind for kind in sorted(found, key=_order)})
    return _kinds


def kind_of(name: str) -> Kind:
    """Return the kind of that name. Raises KeyError for one that only a newer version knows."""
    return all_kinds()[name]


def allowed_operations(status: StoreStatus) -> tuple[str, ...]:
    """Return the names of the kinds that a store in this status may be asked for."""
    return tuple(name for name, kind in all_kinds().items() if status in kind.allowed_from)


@contextmanager
def added(kind: Kind) -> Iterator[None]:
    """Know one more kind for a while: for tests that make one."""
    all_kinds()
    _kinds[kind.name] = kind
    try:
        yield
    finally:
        del _kinds[kind.name]


def _order(kind: Kind) -> tuple[bool, bool, str]:
    return not kind.creates or kind.copies, kind.interrupts, kind.name

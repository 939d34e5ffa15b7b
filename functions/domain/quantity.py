"""Kubernetes' quantities: `500m`, `1Gi`, `2`."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_SUFFIXES = {
    **{suffix: Decimal(1024) ** power for power, suffix in enumerate(("Ki", "Mi", "Gi", "Ti", "Pi", "Ei"), start=1)},
    **{suffix: Decimal(1000) ** power for power, suffix in enumerate(("k", "M", "G", "T", "P", "E"), start=1)},
    **{suffix: Decimal(1000) ** -power for power, suffix in enumerate(("m", "u", "n"), start=1)},
}


def quantity(text: str | None) -> Decimal | None:
    """Return the number that a quantity says; None for none, and for what is no quantity."""
    if text is None:
        return None
    suffix = next((each for each in _SUFFIXES if text.endswith(each)), "")
    try:
        number = Decimal(text.removesuffix(suffix))
    except InvalidOperation:
        return None
    return number * _SUFFIXES.get(suffix, Decimal(1)) if number.is_finite() else None


def whole(text: str | None, *, times: int = 1) -> int | None:
    """Return a quantity, `times` as much, as a whole number; None where there is none."""
    number = quantity(text)
    return None if number is None else int(number * times)

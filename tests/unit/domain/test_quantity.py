"""Quantities as Kubernetes writes them."""

from __future__ import annotations

import pytest

from functions.domain.quantity import quantity, whole


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("1Gi", 1 << 30), ("1536Mi", 1536 << 20), ("5G", 5_000_000_000), ("1e3", 1000), ("0", 0), ("10k", 10_000)],
)
def test_a_quantity_is_a_number(text: str, number: int) -> None:
    assert whole(text) == number


@pytest.mark.parametrize(("text", "millicores"), [("8", 8000), ("500m", 500), ("0.1", 100), ("250000u", 250), ("100n", 0)])
def test_processors_are_told_in_thousandths(text: str, millicores: int) -> None:
    assert whole(text, times=1000) == millicores


@pytest.mark.parametrize("text", [None, "", "much", "Gi", "NaN", "Infinity"])
def test_what_is_no_quantity_is_none(text: str | None) -> None:
    assert quantity(text) is None
    assert whole(text) is None

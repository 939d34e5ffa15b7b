"""Amounts in words, and what a caller may order."""

from __future__ import annotations

from decimal import Decimal

import pytest

from functions.domain.iso import CURRENCIES
from functions.domain.order import _DIGITS, decimal_text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("17.5", "EUR", "17.50"),
        ("17", "EUR", "17.00"),
        ("0", "EUR", "0.00"),
        ("-3.2", "EUR", "-3.20"),
        ("17.125", "EUR", "17.125"),
        ("1200", "JPY", "1200"),
        ("1200.5", "JPY", "1200.5"),
        ("1.5", "KWD", "1.500"),
        ("1E+3", "EUR", "1000.00"),
        ("1E+3", "JPY", "1000"),
    ],
)
def test_an_amount_has_the_digits_of_its_currency_and_is_never_rounded(amount: str, currency: str, text: str) -> None:
    assert decimal_text(Decimal(amount), currency) == text


def test_every_currency_with_other_digits_is_one() -> None:
    assert set(_DIGITS) <= CURRENCIES

"""The tax that a shop starts with."""

from __future__ import annotations

import pytest

from functions.domain.iso import COUNTRIES
from functions.domain.taxes import STANDARD_RATES, tax_rate

MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"


def test_every_member_state_and_its_neighbours_have_a_rate_and_nobody_else() -> None:
    assert set(STANDARD_RATES) == {*MEMBERS.split(), "GB", "CH", "LI", "NO"}
    assert set(STANDARD_RATES) <= COUNTRIES


@pytest.mark.parametrize(
    ("country", "rate"), [("DE", 19), ("CH", 8.1), ("FI", 25.5), ("HU", 27), ("EE", 24), ("RO", 21), ("US", 0), ("??", 0)]
)
def test_a_country_has_its_standard_rate_or_none(country: str, rate: float) -> None:
    assert tax_rate(country) == rate


def test_a_rate_within_the_union_is_what_its_law_allows() -> None:
    assert all(15 <= STANDARD_RATES[country] <= 27 for country in MEMBERS.split())

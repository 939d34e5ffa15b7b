"""What a shop starts with as its country's tax on sales. Its owner may change it in the shop's admin, and answers for it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

# Standard rates of value added tax in per cent as of 1 January 2026. Sources: European Commission, "Taxes in Europe Database"
# (the 27 member states); HM Revenue & Customs, "VAT rates" (GB); Swiss Federal Tax Administration, "VAT rates" (CH, and LI,
# which is in the same tax territory); the Norwegian Tax Administration, "Value added tax" (NO).
STANDARD_RATES: Final = {
    country: Decimal(rate)
    for rate, countries in {
        "8.1": "CH LI",
        "17": "LU",
        "18": "MT",
        "19": "CY DE",
        "20": "AT BG FR GB",
        "21": "BE CZ ES LT LV NL RO",
        "22": "IT SI",
        "23": "IE PL PT SK",
        "24": "EE GR",
        "25": "DK HR NO SE",
        "25.5": "FI",
        "27": "HU",
    }.items()
    for country in countries.split()
}


def tax_rate(country: str) -> float:
    """Return the standard rate, in per cent, that prices of a country's shops have in them; 0: none is set up."""
    return float(STANDARD_RATES.get(country, Decimal(0)))

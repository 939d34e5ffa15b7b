"""What the shops' own scripts and the platform must agree upon."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions.adapters.catalogue import FileCatalogue
from functions.adapters.shops.base import BUYER_EMAIL

PROJECT = Path(__file__).resolve().parents[2]
ENGINES = FileCatalogue(PROJECT / "charts").engines()
CARRYING = [name for name, engine in ENGINES.items() if engine.data is not None and engine.data.orders]


@pytest.mark.parametrize("engine", CARRYING)
def test_a_script_knows_the_address_of_the_platforms_own_checks(engine: str) -> None:
    scripts = (PROJECT / "images" / engine / "runtime/orders").iterdir()

    assert any(f"'{BUYER_EMAIL}'" in text or f'"{BUYER_EMAIL}"' in text for text in (each.read_text() for each in scripts))


@pytest.mark.parametrize("engine", CARRYING)
def test_an_image_has_the_program_that_a_restore_calls(engine: str) -> None:
    assert "/usr/local/bin/storeyard-orders" in (PROJECT / "images" / engine / "Containerfile").read_text()

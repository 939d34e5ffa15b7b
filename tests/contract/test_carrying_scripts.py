"""What the shops' own scripts and the platform must agree upon."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions.adapters.catalogue import FileCatalogue
from functions.adapters.shops.base import BUYER_EMAIL

PROJECT = Path(__file__).resolve().parents[2]
ENGINES = FileCatalogue(PROJECT / "charts").engines()
CARRYING = [name for name, engine in ENGINES.items() if engine.data is not None and engine.data.orders]
UPDATING = [name for name, engine in ENGINES.items() if engine.data is not None and engine.data.extensions]


@pytest.mark.parametrize("engine", CARRYING)
def test_a_script_knows_the_address_of_the_platforms_own_checks(engine: str) -> None:
    scripts = (each for each in (PROJECT / "images" / engine / "runtime").rglob("*") if each.is_file())

    assert any(f"'{BUYER_EMAIL}'" in text or f'"{BUYER_EMAIL}"' in text for text in (each.read_text() for each in scripts))


@pytest.mark.parametrize("engine", CARRYING)
def test_an_image_has_the_program_that_a_restore_calls(engine: str) -> None:
    assert "/usr/local/bin/storeyard-orders" in (PROJECT / "images" / engine / "Containerfile").read_text()


@pytest.mark.parametrize("engine", UPDATING)
def test_an_image_has_the_program_that_updates_extensions(engine: str) -> None:
    assert "/usr/local/bin/storeyard-extensions" in (PROJECT / "images" / engine / "Containerfile").read_text()

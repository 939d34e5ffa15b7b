"""The engine under test, and two stores on it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from functions.adapters.catalogue import FileCatalogue
from functions.domain.engine import Engine
from tests.cluster.installation import PROJECT
from tests.cluster.walk import Steps, read_pages
from tests.conformance.stores import LiveStore, living


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine that was named."""
    engines, name = FileCatalogue(PROJECT / "charts").engines(), os.environ.get("ENGINE", "")
    if name not in engines:
        pytest.exit(
            f"Name the engine: make conformance ENGINE=<name>, one of {', '.join(engines)}; not {name!r}.", returncode=2
        )
    return engines[name]


@pytest.fixture(scope="session")
def pages(engine: Engine) -> dict[str, Steps]:
    """How people walk through its pages."""
    return read_pages(PROJECT / "charts" / engine.name / "browser.yml")


@pytest.fixture(scope="session")
def store(engine: Engine) -> Iterator[LiveStore]:
    """A store. The last test deletes it."""
    with living("kit", engine) as made:
        yield made


@pytest.fixture(scope="session")
def neighbour(engine: Engine) -> Iterator[LiveStore]:
    """Another store of the same engine."""
    with living("next", engine) as made:
        yield made


@pytest.fixture
def bare(engine: Engine) -> Iterator[LiveStore]:
    """A store without sample products, for one test."""
    with living("bare", engine, store_sample_products="false") as made:
        yield made

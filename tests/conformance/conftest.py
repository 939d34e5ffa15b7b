"""The engine under test, and two stores on it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from functions.adapters.catalogue import FileCatalogue
from functions.domain.engine import Engine
from tests.cluster.installation import PROJECT, kubectl
from tests.cluster.platform import unique
from tests.cluster.walk import Steps, read_pages
from tests.conformance.stores import LiveStore, provision, remove


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
    """A store; the last test deletes it, and if that did not come to it, it is deleted here."""
    made = LiveStore(unique("kit"), engine)
    try:
        made.recap = provision(made)
        yield made
    finally:
        if kubectl("get", "namespace", f"store-{made.id}", "--ignore-not-found"):
            remove(made)


@pytest.fixture(scope="session")
def neighbour(engine: Engine) -> Iterator[LiveStore]:
    """Another store of the same engine."""
    made = LiveStore(unique("next"), engine)
    try:
        made.recap = provision(made)
        yield made
    finally:
        remove(made)


@pytest.fixture
def bare(engine: Engine) -> Iterator[LiveStore]:
    """A store without sample products, for one test."""
    made = LiveStore(unique("bare"), engine, {"store_sample_products": "false"})
    try:
        made.recap = provision(made)
        yield made
    finally:
        remove(made)

"""Fixtures of the tests on a real cluster, and what a failing one shows."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import pytest

from tests.cluster.installation import OUT, kubectl
from tests.cluster.platform import JSON, Platform, unique
from tests.cluster.room import Room
from tests.e2e import ENGINE


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them all."""
    for item in items:
        item.add_marker(pytest.mark.e2e)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Add the events of the test's operations to its report, if it failed."""
    report = yield
    platform = getattr(item, "funcargs", {}).get("platform")
    if report.failed and isinstance(platform, Platform) and platform.operations:
        report.sections.append(("operations", platform.story()))
    return report


@pytest.fixture
def platform() -> Iterator[Platform]:
    """The platform, with an owner's token."""
    OUT.mkdir(exist_ok=True)
    made = Platform()
    yield made
    made.http.close()


@pytest.fixture
def room() -> Iterator[Room]:
    """A store's namespace without a store, gone at the end."""
    made = Room(unique("why"))
    yield made
    kubectl("delete", "namespace", made.namespace, "--wait=false")


@pytest.fixture(scope="session")
def shop() -> Iterator[JSON]:
    """A store of its own for the tests that only look at or buy from one; gone at the end."""
    made = Platform()
    store_id = unique("shop")
    operation = made.create(store_id, ENGINE, name="Tea & Cake")
    try:
        made.finish(operation)
    except AssertionError as error:
        raise AssertionError(f"{error}\n{made.story()}") from error
    yield made.store(store_id)
    made.finish(made.delete(store_id))
    made.http.close()

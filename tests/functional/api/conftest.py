"""Fixtures of the API's tests: a handler on fakes, and nothing of the network."""

from __future__ import annotations

import pytest
from pytest_socket import disable_socket

from tests.functional.api.client import Api


@pytest.fixture(autouse=True)
def no_network() -> None:
    """Forbid sockets; an event loop's own pair of pipes is a unix socket and stays allowed."""
    disable_socket(allow_unix_socket=True)


@pytest.fixture
def api() -> Api:
    """A client of a handler on a fresh platform."""
    return Api()

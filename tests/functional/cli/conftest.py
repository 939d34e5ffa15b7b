"""Fixtures of the command line's tests: a shell on the real handler, and nothing of the network."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from pytest_socket import disable_socket

from tests.functional.api.client import Api
from tests.functional.cli.shell import Shell, handler_wire


@pytest.fixture(autouse=True)
def no_network() -> None:
    """Forbid sockets."""
    disable_socket()


@pytest.fixture(autouse=True)
def servers_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the handler's log apart from what commands write: where pytest runs again in one process, its stream is closed."""
    for handler in logging.getLogger("storeyard").handlers:
        monkeypatch.setattr(handler, "stream", io.StringIO())


@pytest.fixture
def api() -> Api:
    """The handler on a fresh platform."""
    return Api()


@pytest.fixture
def shell(api: Api, tmp_path: Path) -> Shell:
    """A shell whose commands reach that handler, as Olga."""
    return Shell(tmp_path, handler_wire(api), clock=api.platform.clock)

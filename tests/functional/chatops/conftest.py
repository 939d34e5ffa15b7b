"""Fixtures of the chat door's tests."""

from __future__ import annotations

import pytest
from pytest_socket import disable_socket

from tests.functional.chatops.chats import Chats


@pytest.fixture(autouse=True)
def no_network() -> None:
    """Forbid sockets."""
    disable_socket(allow_unix_socket=True)


@pytest.fixture
def chats() -> Chats:
    """Nobody is linked, and there is no store."""
    return Chats()


@pytest.fixture
def linked(chats: Chats) -> Chats:
    """Olga is linked in Slack, and has a store that sells."""
    assert chats.link(chats.says("link")).status == 201
    chats.api.create("demo")
    chats.api.finish("demo")
    chats.send()
    return chats

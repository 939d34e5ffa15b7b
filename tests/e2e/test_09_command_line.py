"""The command line as a person types it in a fresh shell: a store is made, sells and is gone, and each answer is JSON alone."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cluster.installation import CACHE
from tests.cluster.platform import unique
from tests.e2e import ENGINE

BUYER = ("--first-name", "Ada", "--last-name", "Example", "--email", "ada@example.com")
ADDRESS = ("--line1", "Unter den Linden 1", "--city", "Berlin", "--postal-code", "10117", "--country", "DE")


def storeyard(*words: str) -> subprocess.CompletedProcess[str]:
    """Type a command: with nothing of `make` in the environment, and no login."""
    environment = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ} | {"PATH": "/usr/bin:/bin"}
    command = [str(CACHE / "bin/storeyard"), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)


def answer(*words: str) -> Any:
    """Type a command that goes well; return its JSON."""
    done = storeyard(*words, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """A store that was made by a command, and is removed by one."""
    name = unique("cli")
    made = answer("store", "create", "Tea & Cake", "--engine", ENGINE, "--id", name, "--wait")
    yield made["store"]["id"]
    gone = answer("store", "delete", name, "--yes", "--wait")
    assert (gone["store"], gone["operation"]["status"]) == (None, "succeeded")


def test_it_sells(store: str) -> None:
    variant = answer("product", "list", store)["items"][0]["variants"][0]["id"]

    order = answer("order", "place", store, "--variant", variant, *BUYER, *ADDRESS)["order"]

    assert answer("order", "show", store, order["id"])["number"] == order["number"]
    assert order["id"] in {one["id"] for one in answer("order", "list", "--store", store)["items"]}


@pytest.mark.parametrize("verb", ["show", "health", "usage", "history", "credentials"])
def test_what_it_is_like(store: str, verb: str) -> None:
    assert answer("store", verb, store)


def test_the_exit_code_is_the_outcome(store: str) -> None:
    assert storeyard("store", "verify", store, "--wait").returncode == 0
    assert storeyard("store", "create", "Twice", "--engine", ENGINE, "--id", store).returncode == 5
    assert storeyard("store", "show", "no-such-store").returncode == 6

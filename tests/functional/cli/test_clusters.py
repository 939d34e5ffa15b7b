"""`storeyard cluster`: what is asked, and what becomes of the answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.functional.cli.shell import Shell, answers

AMOUNTS = {"cpu_millicores": 2000, "memory_bytes": 4 * 1024**3, "volumes": None}
CORDON = {"cluster": "east", "by": "ada", "why": "new \x1b[2Jnodes", "at": "2026-01-01T12:00:00Z"}
DETAIL: dict[str, Any] = {
    "reachable": True,
    "message": "",
    "cordon": None,
    "allocatable": AMOUNTS,
    "asked": {"cpu_millicores": 2500, "memory_bytes": 1024**3, "volumes": 4},
    "free": {"cpu_millicores": -500, "memory_bytes": 3 * 1024**3, "volumes": None},
    "overcommit": None,
    "stores": {"ready": 2, "failed": 1},
}
AWAY = {**DETAIL, "reachable": False, "message": "It does not answer.", "allocatable": None, "free": None, "cordon": CORDON}
EAST = {
    "name": "east",
    "provider": "kind",
    "domain": "localhost",
    "default": True,
    "labels": {"region": "eu"},
    "detail": DETAIL,
}
LIST = {"items": [EAST, {**EAST, "name": "west", "default": False, "detail": AWAY}]}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell whose API knows two clusters."""
    return Shell(tmp_path, answers((200, LIST), (200, LIST)))


def test_an_admin_sees_how_full_each_is(shell: Shell) -> None:
    shown = shell.type("cluster", "list")

    head, east, west = shown.out.splitlines()
    assert "CPU FREE" in head
    for part in ("region eu", "3", "yes", "-0.5 of 2", "3 of 4 GiB"):
        assert part in east
    assert "no" in west.split()
    assert "west: It does not answer." in shown.err
    assert shell.type("cluster", "list", "--json").json == LIST


def test_an_owner_sees_no_column_of_what_is_not_told(shell: Shell) -> None:
    shell.wire = answers((200, {"items": [{**EAST, "detail": None}]}))

    assert "CPU FREE" not in shell.type("cluster", "list").out


def test_one_is_shown_by_its_name(shell: Shell) -> None:
    shown = shell.type("cluster", "show", "west")

    assert "ada" in shown.out
    assert "\x1b[2J" not in shown.out
    missing = shell.type("cluster", "show", "mars")
    assert missing.code != 0
    assert "there are: east, west" in missing.err


def test_a_cordon_says_why_and_goes_again(shell: Shell) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(204) if request.url.path.endswith("uncordon") else httpx.Response(200, json=CORDON)

    shell.wire = answer

    assert shell.type("cluster", "cordon", "east", "--why", "new nodes").code == 0
    assert shell.type("cluster", "uncordon", "east").code == 0

    first, second = shell.requests
    assert (first.url.path, json.loads(first.content)) == ("/api/clusters/east/cordon", {"why": "new nodes"})
    assert (second.method, second.url.path) == ("POST", "/api/clusters/east/uncordon")
    assert shell.type("cluster", "cordon", "east").code != 0, "without a reason"


def test_labels_are_said_by_name_and_value(shell: Shell) -> None:
    refused = shell.type("store", "create", "Demo", "-e", "medusa", "--label", "region", "--no-wait")
    assert "NAME=VALUE" in refused.err
    assert shell.requests == []

    operation = {"id": "OP1", "store_id": "demo", "kind": "provision", "status": "queued", "reason": "", "message": ""}
    shell.wire = answers((202, {"store": {"id": "demo"}, "operation": operation}))
    shell.type("store", "create", "Demo", "-e", "medusa", "--label", "region=eu", "--label", "tier=", "--no-wait")

    assert json.loads(shell.requests[0].content)["labels"] == {"region": "eu", "tier": ""}

"""What was changed by hand, and what no record names: what is asked, and what becomes of the answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.functional.cli.shell import Shell, answers

DRIFT = {
    "in_sync": False,
    "revision": 3,
    "differences": [
        {"object": "Deployment/web", "path": "/spec/replicas", "installed": 1, "live": 5},
        {"object": "Namespace/store-demo", "path": "/metadata/labels/team", "installed": None, "live": "x\x1b[2J"},
    ],
    "missing": ["NetworkPolicy/web"],
    "extra": ["ConfigMap/notes"],
    "changed_from_outside": {"revision": 3, "recorded_revision": 1},
    "message": "An operation is under way.",
}
IN_SYNC = {"in_sync": True, "differences": [], "missing": [], "extra": [], "changed_from_outside": None, "message": ""}
ORPHANS = {
    "items": [
        {"kind": "Namespace", "name": "store-gone", "namespace": "", "cluster": "local", "why": "no record", "removable": True}
    ],
    "digest": "0123456789abcdef",
    "unreachable": [{"cluster": "far", "message": "It does not answer."}],
}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell."""
    return Shell(tmp_path, answers())


def test_what_differs_is_a_table_with_what_puts_it_right(shell: Shell) -> None:
    shell.wire = answers((200, DRIFT), (200, DRIFT))

    shown = shell.type("store", "drift", "demo")

    assert shown.code == 0
    for word in ("Deployment/web", "/spec/replicas", "NetworkPolicy/web", "missing", "ConfigMap/notes", "extra", "team"):
        assert word in shown.out
    assert "\x1b[2J" not in shown.out
    assert "revision 3" in shown.err
    assert "An operation is under way." in shown.err
    assert "storeyard store repair demo" in shown.err
    assert shell.type("store", "drift", "demo", "--json").json == DRIFT


def test_a_store_in_sync_is_one_line_and_nothing_to_do(shell: Shell) -> None:
    shell.wire = answers((200, IN_SYNC))

    shown = shell.type("store", "drift", "demo")

    assert "Nothing is different" in shown.out + shown.err
    assert "repair" not in shown.err


@pytest.mark.parametrize(("options", "removes"), [((), False), (("--remove-extra",), True)])
def test_a_repair_asks_for_what_was_said(shell: Shell, options: tuple[str, ...], removes: bool) -> None:
    operation = {"id": "OP1", "store_id": "demo", "kind": "repair", "status": "queued", "reason": "", "message": ""}
    shell.wire = answers((202, {"store": {"id": "demo"}, "operation": operation}))

    shell.type("store", "repair", "demo", *options, "--no-wait")

    assert json.loads(shell.requests[0].content) == {"kind": "repair", "parameters": {"remove_extra": removes}}


def test_orphans_are_shown_with_what_removes_them_and_who_was_not_asked(shell: Shell) -> None:
    shell.wire = answers((200, ORPHANS), (200, ORPHANS))

    shown = shell.type("orphans")

    assert "store-gone" in shown.out
    assert "storeyard orphans --remove 0123456789abcdef" in shown.err
    assert "far" in shown.err
    assert shell.type("orphans", "--json").json == ORPHANS


def test_none_is_removed_unless_the_list_is_named(shell: Shell) -> None:
    shell.wire = answers((200, {"removed": ORPHANS["items"], "left": []}))

    shown = shell.type("orphans", "--remove", "0123456789abcdef")

    assert "store-gone" in shown.out
    (asked,) = shell.requests
    assert (asked.method, dict(asked.url.params)) == ("DELETE", {"digest": "0123456789abcdef"})


def test_where_there_is_nothing_nothing_is_offered(shell: Shell) -> None:
    shell.wire = answers((200, {**ORPHANS, "items": [], "unreachable": []}))

    shown = shell.type("orphans")

    assert "There are no orphans." in shown.out + shown.err
    assert "--remove" not in shown.err

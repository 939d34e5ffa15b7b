"""Orders, products, logs and what a shop is like, on canned answers: what is asked, and what becomes of the answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.functional.cli.shell import Shell, answers

BUYER = ("--first-name", "Ada", "--last-name", "Byron", "--email", "ada@example.com")
ADDRESS = ("--line1", "Main St 1", "--city", "Bonn", "--postal-code", "53111", "--country", "DE")
ORDER = {"id": "7", "store": "demo", "number": "1007", "status": "open", "total": "29.90", "currency": "EUR"}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell."""
    return Shell(tmp_path, answers())


def sent(shell: Shell, number: int = 0) -> Any:
    """What a request's body says."""
    return json.loads(shell.requests[number].content)


def test_an_order_is_placed(shell: Shell) -> None:
    shell.wire = answers((201, {"order": ORDER}))

    typed = shell.type("order", "place", "demo", "--item", "MUG=2", "--item", "A=B=3", "--variant", "v1", *BUYER, *ADDRESS)

    assert typed.code == 0
    assert "29.90" in typed.out
    assert sent(shell) == {
        "store": "demo",
        "items": [{"sku": "MUG", "quantity": 2}, {"sku": "A=B", "quantity": 3}, {"id": "v1", "quantity": 1}],
        "customer": {"first_name": "Ada", "last_name": "Byron", "email": "ada@example.com"},
        "address": {"line1": "Main St 1", "city": "Bonn", "postal_code": "53111", "country": "DE"},
    }
    assert shell.requests[0].headers["idempotency-key"]


def test_what_is_missing_of_an_order_is_named_at_once(shell: Shell) -> None:
    typed = shell.type("order", "place", "demo", "--city", "Bonn")

    assert (typed.code, shell.requests) == (2, [])
    assert "--item, --first-name, --last-name, --email, --line1, --postal-code, --country" in typed.err
    assert "--city" not in typed.err


@pytest.mark.parametrize("item", ["=2", "MUG=0", "MUG=x", "MUG=-1", "MUG="])
def test_what_is_no_item_is_refused(shell: Shell, item: str) -> None:
    typed = shell.type("order", "place", "demo", "--item", item, *BUYER, *ADDRESS)

    assert (typed.code, shell.requests) == (2, [])


@pytest.mark.parametrize("from_stdin", [True, False])
def test_parts_of_an_order_may_come_from_a_file(shell: Shell, from_stdin: bool) -> None:
    text = json.dumps(
        {"items": [{"sku": "MUG", "quantity": 1}], "customer": {"first_name": "Ada", "last_name": "B", "email": "e"}}
    )
    file = shell.folder / "order.json"
    file.write_text(text)
    shell.wire = answers((201, {"order": ORDER}))

    name, stdin = ("-", text) if from_stdin else (str(file), "")
    typed = shell.type("order", "place", "demo", "--from-file", name, "--last-name", "Byron", *ADDRESS, "--json", stdin=stdin)

    assert typed.json == {"order": ORDER}
    assert sent(shell)["customer"] == {"first_name": "Ada", "last_name": "Byron", "email": "e"}
    assert sent(shell)["items"] == [{"sku": "MUG", "quantity": 1}]


@pytest.mark.parametrize("text", ["", "[]", "{", "3"])
def test_a_file_that_holds_no_order_is_refused(shell: Shell, text: str) -> None:
    assert shell.type("order", "place", "demo", "--from-file", "-", *BUYER, *ADDRESS, stdin=text).code == 2
    assert shell.type("order", "place", "demo", "--from-file", "/nowhere/order.json").code == 2


def test_orders_are_listed_and_shown(shell: Shell) -> None:
    page = {"items": [ORDER], "missing": [{"store": "away", "reason": "ShopUnavailable"}], "next_cursor": None}
    shell.wire = answers((200, page), (200, ORDER), (200, page))

    listed = shell.type("order", "list", "--store", "demo", "--status", "open")
    shown = shell.type("order", "show", "demo", "7")

    assert listed.out.splitlines()[1].split()[:4] == ["demo", "7", "1007", "open"]
    assert dict(shell.requests[0].url.params) == {"limit": "50", "store": "demo", "status": "open"}
    assert shell.requests[1].url.path == "/api/orders/demo/7"
    assert "29.90" in shown.out
    assert "Not in this list: away (ShopUnavailable)" in listed.err
    assert shell.type("order", "list", "--json").json == page


def test_products_are_a_line_a_variant(shell: Shell) -> None:
    variants = [{"id": "v1", "sku": "MUG", "price": "9.90", "currency": "EUR", "stock": 3}, {"id": "v2", "sku": None}]
    shell.wire = answers((200, {"items": [{"id": "p1", "title": "Mug", "variants": variants}]}))

    lines = shell.type("product", "list", "demo").out.splitlines()

    assert [line.split() for line in lines[1:]] == [
        ["p1", "Mug", "v1", "MUG", "9.90", "EUR", "3"],
        ["p1", "Mug", "v2", "-", "-", "-", "-"],
    ]


def said(text: str) -> dict[str, str]:
    """A line of a log, as the API has it."""
    return {"at": "2026-01-01T12:00:00Z", "pod": "web-1", "component": "web", "container": "web", "text": text}


def test_a_log_is_lines_without_what_moves_the_cursor(shell: Shell) -> None:
    page = {"lines": [said("\x1b[31mred"), said("two")], "next_cursor": "c1", "pods": ["web-1"], "message": ""}
    shell.wire = answers((200, page), (200, page))

    typed = shell.type("store", "logs", "demo", "-c", "web", "--tail", "5", "--previous", "--since", "15m")
    as_json = shell.type("store", "logs", "demo", "--json", "--since", "2026-01-01T12:00:00Z")

    assert typed.out == "2026-01-01T12:00:00Z web-1 red\n2026-01-01T12:00:00Z web-1 two\n"
    assert dict(shell.requests[0].url.params) == {"component": "web", "tail": "5", "previous": "true", "since": "900"}
    assert as_json.lines == page["lines"]
    assert shell.requests[1].url.params["since"] == "2026-01-01T12:00:00Z"


def test_a_log_that_cannot_be_shown_says_why_beside_the_answer(shell: Shell) -> None:
    shell.wire = answers((200, {"lines": [], "next_cursor": None, "message": "Its Secret cannot be read."}))

    typed = shell.type("store", "logs", "demo")

    assert (typed.out, typed.err) == ("", "Its Secret cannot be read.\n")


def test_a_log_is_followed_from_where_it_was(shell: Shell) -> None:
    pages = [([said("one")], "c1"), ([], "c1"), ([said("two")], None)]
    shell.wire = answers(*((200, {"lines": lines, "next_cursor": cursor, "message": ""}) for lines, cursor in pages))

    typed = shell.type("store", "logs", "demo", "--follow", "--tail", "5", "--pod", "web-1")

    assert typed.code == 0
    assert [line.split()[-1] for line in typed.out.splitlines()] == ["one", "two"]
    asked = [dict(request.url.params) for request in shell.requests]
    assert asked[0] == {"tail": "5", "pod": "web-1"}
    assert asked[1:] == [{"cursor": "c1", "wait": "5", "pod": "web-1"}] * 2


HEALTH = {
    "ok": False,
    "message": "The shop does not answer.",
    "pods": [{"name": "web-1", "component": "web", "ready": False, "phase": "Running", "restarts": 3, "reason": "OOMKilled"}],
    "ingress": {"status": 503, "milliseconds": 12, "message": ""},
    "later": {"unknown": ["to", "this", "version"]},
}
USAGE = {
    "cpu": {"used_millicores": 120, "limit_millicores": 2000},
    "memory": {"used_bytes": 300 * 2**20, "limit_bytes": 2**30},
    "disk": {"volumes": [{"name": "data-db-0", "used_bytes": None, "claimed_bytes": 2**31}], "limit_bytes": 5 * 2**30},
    "messages": ["The kubelet says nothing of data-db-0."],
}
HISTORY = {
    "items": [{"revision": 2, "status": "deployed", "engine_version": "2.21.2", "chart_version": "0.1.0", "kind": "provision"}],
    "message": "",
}
UPGRADES = {
    "installed": None,
    "items": [
        {
            "engine_version": "2.21.3",
            "chart_version": "0.2.0",
            "changes": [
                {"path": "image.web", "before": "shop:1", "after": "shop:2"},
                {"path": "web.workers", "before": None, "after": 8},
            ],
        }
    ],
    "message": "",
}
CREDENTIALS = {"admin_url": "http://demo.localhost/app", "admin_email": "a@b.example", "admin_password": "s3cret", "keys": {}}


@pytest.mark.parametrize(
    ("verb", "found", "words"),
    [
        ("health", HEALTH, ["The shop does not answer.", "web-1", "OOMKilled", "503", "to, this, version"]),
        ("usage", USAGE, ["0.12 cores", "2.00 cores", "300.0 MiB", "1.0 GiB", "unknown", "2.0 GiB", "5.0 GiB", "data-db-0"]),
        ("history", HISTORY, ["2.21.2", "deployed", "provision"]),
        ("upgrades", UPGRADES, ["2.21.3 (chart 0.2.0)", "- image.web: shop:1", "+ image.web: shop:2", "+ web.workers: 8"]),
        ("credentials", CREDENTIALS, ["http://demo.localhost/app", "a@b.example", "s3cret"]),
    ],
)
def test_what_a_shop_is_like(shell: Shell, verb: str, found: dict[str, Any], words: list[str]) -> None:
    shell.wire = answers((200, found), (200, found))

    assert shell.type("store", verb, "demo", "--json").json == found
    shown = shell.type("store", verb, "demo")
    assert [word for word in words if word not in shown.out] == []
    assert shell.requests[0].url.path == f"/api/stores/demo/{verb}"
    assert ("The kubelet" in shown.err) is (verb == "usage")


def test_who_did_what(shell: Shell) -> None:
    shell.wire = answers((200, {"items": [{"at": "12:00", "actor": "anna", "action": "store.create"}], "next_cursor": None}))

    typed = shell.type("activity", "--store", "demo")

    assert "anna" in typed.out
    assert dict(shell.requests[0].url.params) == {"limit": "50", "store": "demo"}


def test_the_last_lines_of_a_log_follow_a_failure_where_they_can_be_had(shell: Shell) -> None:
    failed = {
        "id": "OP1",
        "store_id": "demo",
        "kind": "provision",
        "status": "failed",
        "reason": "ImagePull",
        "message": "No image.",
        "evidence": ["web-1: ErrImagePull"],
        "retryable": False,
        "next_step": "Run `make images`.",
        "runbook": "/docs/runbooks/ImagePull",
    }
    page = {"events": [], "next_after": 0, "ended": True}
    logs = {"lines": [said(f"line {number}") for number in range(30)], "next_cursor": None}
    shell.wire = answers((200, failed), (200, page), (200, failed), (200, logs), (404, {"detail": "gone"}))

    typed = shell.type("operation", "watch", "OP1")

    assert (typed.code, typed.out) == (1, "")
    assert (
        "storeyard: No image. (ImagePull)\n  seen: web-1: ErrImagePull\n  log: 2026-01-01T12:00:00Z web-1 line 10\n"
        in typed.err
    )
    assert typed.err.endswith(
        " line 29\n  what to do: Run `make images`.\n  more of it: http://127.0.0.1:8000/docs/runbooks/ImagePull\n"
        "Try next: storeyard store show demo\n"
    )


def test_the_exit_code_is_the_records_and_not_the_streams(shell: Shell) -> None:
    good = {"id": "OP1", "store_id": "demo", "kind": "verify", "status": "succeeded", "message": "A test order went through."}
    shell.wire = answers((200, good), (500, {"detail": "the stream is broken"}), (200, good), (404, {"detail": "gone"}))

    assert shell.type("operation", "watch", "OP1").code == 0


def test_a_platform_that_is_away_is_one_sentence(shell: Shell) -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("Connection refused")

    shell.wire = away
    typed = shell.type("store", "list")

    assert (typed.code, typed.out) == (1, "")
    assert typed.err.startswith("storeyard: The platform does not answer on http://127.0.0.1:8000")
    assert "Try next: make up" in typed.err


def test_another_machines_platform_that_is_away_is_looked_for_in_the_context(shell: Shell) -> None:
    shell.environ["STOREYARD_URL"] = "https://shops.example.com"
    shell.wire = answers(*[httpx.ConnectError("no route")] * 99)

    assert "Try next: storeyard context show" in shell.type("store", "list").err


@pytest.mark.parametrize(
    ("status", "reason", "advice"),
    [
        (403, "StoreLimit", "storeyard whoami"),
        (404, "NotFound", "storeyard store list"),
        (400, "NothingToRetry", "storeyard store show demo"),
        (409, "NothingToUpgrade", "storeyard store history demo"),
        (409, "NoBackup", "storeyard backup create demo"),
        (409, "NoBackupOfRevision", "storeyard backup list demo"),
        (409, "OperationNotAllowed", "storeyard store show demo"),
        (409, "VersionConflict", "the same command in a moment"),
        (422, "InvalidRequest", "storeyard store verify --help"),
        (500, "InternalError", "the same command in a moment"),
    ],
)
def test_after_each_no_there_is_something_to_try(shell: Shell, status: int, reason: str, advice: str) -> None:
    shell.wire = answers((status, {"detail": "No.", "reason": reason}))

    assert shell.type("store", "verify", "demo").err == f"storeyard: No.\nTry next: {advice}\n"

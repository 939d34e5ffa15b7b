"""The command line against the description of the API: what it asks for is there, with the parameters that it sends."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from functions.settings import PROJECT
from tests.functional.cli.shell import Shell, Typed, command_line

BUYER = "--first-name Ada --last-name Byron --email ada@example.com --phone 1"
ADDRESS = "--line1 a --line2 b --city Bonn --postal-code 53111 --state NW --country DE"
# Every command with every option that reaches the API.
LINES = (
    "login --email a@b.example",
    "login --with-token",
    "logout",
    "whoami",
    "open",
    "chat show demo",
    "activity --store demo --actor a --action store.create --since 2026-01-31T09:00:00Z --until 2026-02-01T09:00:00Z --limit 3",
    "store create Demo --engine an-engine --id demo --plan small --cluster local --label region=eu --country DE --currency EUR "
    "--color '#112233' --admin-email a@b.example --sample-products --file-mods locked --wait",
    "store create --backup B1",
    "store clone demo --backup B1 --id trial --name Trial --wait",
    "store drill demo --backup B1 --wait",
    "store list --status ready --engine an-engine --cluster local --search x --sort name --limit 3",
    "store show demo",
    "store open demo",
    "store credentials demo",
    "store health demo",
    "store usage demo",
    "store history demo",
    "store verify demo --wait",
    "store rotate demo --which admin --wait",
    "store drift demo",
    "store repair demo --remove-extra --wait",
    "store restore demo --backup OP000001 --without-newer-orders",
    "store upgrades demo",
    "store upgrade demo --without-rehearsal --wait",
    "store rollback demo --revision 1 --backup OP000001 --without-newer-orders --wait",
    "store plan demo medium --wait",
    "store set demo --name Tea --color '#112233' --admin-email a@b.example --file-mods locked --wait",
    "store move demo --cluster paris --wait",
    "store safe-mode demo --wait",
    "store safe-mode demo --off",
    "store mail demo",
    "store mail demo --host smtp.example.com --port 465 --security tls --user u --from a@b.example --reply-to c@d.example "
    "--password-file - --wait",
    "store mail demo --platform --wait",
    "store mail demo --test a@b.example",
    "store payments demo",
    "store payments demo --key pk_test_51Demo --secrets-file - --wait",
    "store payments demo --stop --wait",
    "store payments demo --check",
    "domain list demo --limit 3",
    "domain add demo tea.example.com",
    "domain show demo tea.example.com",
    "domain check demo tea.example.com --anyway --wait",
    "domain primary demo tea.example.com --wait",
    "domain remove demo tea.example.com --yes --wait",
    "store retry demo --wait",
    "store delete demo --yes --wait",
    "store logs demo --component web --pod web-1 --since 5m --tail 3 --previous",
    "store logs demo --follow",
    f"order place demo --item MUG=2 {BUYER} {ADDRESS}",
    f"order place demo --variant v1=2 {BUYER} {ADDRESS}",
    "order list --store demo --status open --limit 3",
    "order show demo 7",
    "product list demo --limit 3",
    "extension list --slug akismet --below 2.1",
    "extension list demo --slug akismet --below 2.1",
    "extension update demo akismet",
    "extension install demo akismet@5.3 theme:astra --off",
    "operation list demo --limit 3",
    "operation show OP1",
    "operation watch OP1",
    "operation cancel OP1",
    "backup list demo --limit 3",
    "backup create demo --wait",
    "backup show b1",
    "backup download b1",
    "backup pin b1",
    "backup unpin b1",
    "backup delete b1 --yes",
    "store schedule demo",
    "store schedule demo --hours 6",
    "store schedule demo --default",
    "store schedule demo --drill-hours 336",
    "store schedule demo --hours 6 --drill-default",
    "webhook list --limit 3",
    "webhook add https://hooks.example.com/ -e '*.failed' --description pager --platform --disabled",
    "webhook show w1",
    "webhook set w1 --url https://hooks.example.com/ -e '*' --description pager --disable",
    "webhook remove w1 --yes",
    "webhook rotate w1",
    "webhook test w1",
    "webhook deliveries w1 --status dead --limit 3",
    "webhook deliveries w1 d1",
    "webhook redeliver w1 d1",
    "webhook redeliver w1 --since 2026-01-31T09:00:00Z --until 2026-02-01T09:00:00Z",
    "chat-account list --limit 3",
    "chat-account link sychat_1_2 --yes",
    "chat-account unlink l1",
    "notice list --limit 3",
    "notice add email a@b.example -e backup.failed --description me --platform --disabled",
    "notice add slack -",
    "notice show n1",
    "notice set n1 -e store.ready --description me --enable",
    "notice remove n1 --yes",
    "notice test n1",
    "notice confirm n1",
    "notice confirm n1 04718233",
    "notice log n1 --limit 3",
    "orphans",
    "orphans --remove 0123456789abcdef",
    "engine list",
    "plan list",
    "cluster list",
    "cluster show x",
    "cluster cordon local --why 'new nodes'",
    "cluster uncordon local",
    "cluster drain local --why 'it is shut down'",
    "token create ci --scope read --expires 3",
    "token list --limit 3",
    "token revoke t1",
    "user list --limit 3",
    "user add a@b.example --name A --role owner --stores 3 --password-stdin",
    "user limit u1 3",
    "user reset-password u1 --password-stdin",
    "context list",
    "context show",
    "context add prod http://127.0.0.1:8000",
    "context use prod",
    "context remove prod",
)
# What the command line knows and this version of the API does not: a line goes as soon as what it names is there.
API: dict[str, Any] = json.loads((PROJECT / "docs/openapi.json").read_text(encoding="utf-8"))
IDS = re.compile(r"/(demo|local|tea\.example\.com|OP1|t1|u1|b1|w1|d1|l1|n1|manifest|7)(?=/|$)")
OPERATION = {"id": "OP1", "store_id": "demo", "kind": "verify", "status": "failed", "reason": "", "message": "", "evidence": []}
ANYTHING: dict[str, Any] = {
    **OPERATION,
    "items": [
        {
            "message": "line",
            **dict.fromkeys(("id", "name", "title", "store", "reason"), "x"),
            "quotas": {"x": {}},
            "replicas": {"x": 1},
        }
    ],
    "next_cursor": None,
    "lines": [dict.fromkeys(("at", "pod", "text"), "x")],
    "events": [{"number": 1, "step": "end", "status": "info", "message": "line"}],
    "count": 0,
    "more": False,
    "secret": "s",
    "next_after": 0,
    "ended": True,
    "retryable": True,
    "url": "",
    "order": {},
    "admin_url": "",
    "token": "t",
    "code": "c",
    "expires_at": "2026-01-31T12:00:00Z",
    "user": {},
    "access_token": "a",
    "refresh_token": "r",
    "operation": OPERATION,
    "proof": {},
    "leads_here": [],
    "store": {},
    "text": "x",
    "next": [],
    "confirm": "",
    "name": "x",
    "provider": "x",
    "workspace": "x",
}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command downloads is put into a folder of its test."""
    monkeypatch.chdir(tmp_path)


def endpoint(request: httpx.Request) -> str:
    """Method and path of a request, ids as stars."""
    return f"{request.method} {IDS.sub('/*', request.url.path)}"


def described() -> dict[str, Any]:
    """Every operation of the API's description, by method and path, parameters as stars."""
    return {
        f"{method.upper()} {re.sub(r'{[^}]+}', '*', path)}": operation
        for path, methods in API["paths"].items()
        for method, operation in methods.items()
    }


def schema_of(node: dict[str, Any]) -> dict[str, Any]:
    """A schema, with a reference followed."""
    return schema_of(API["components"]["schemas"][node["$ref"].rpartition("/")[2]]) if "$ref" in node else node


def typed(folder: Path, line: str, *more: str) -> tuple[Shell, Typed]:
    """Type a command on a platform that answers anything to everything, where the access token has just ended."""
    refused = set()

    def answer(request: httpx.Request) -> httpx.Response:
        first = endpoint(request) not in refused and "Bearer a" in request.headers.get("authorization", "")
        refused.add(endpoint(request))
        goes_on = request.url.path.endswith("/logs") and "cursor" not in request.url.params
        return httpx.Response(401 if first else 200, json=ANYTHING | ({"next_cursor": "c1"} if goes_on else {}))

    terminal = frozenset({"stdin", "stdout", "stderr"})
    shell = Shell(folder, answer)
    del shell.environ["STOREYARD_TOKEN"]
    if line in {"context remove prod", "context use prod"}:
        shell.type("context", "add", "prod", "http://127.0.0.1:8000")
    if not line.startswith(("login", "context")):
        assert shell.type("login", "--email", "a", stdin="b\n", tty=terminal).code == 0
        shell.requests.clear()
    with_stdin = line.endswith(("--password-stdin", "--with-token"))
    done = shell.type(*shlex.split(line), *more, stdin="secret\nsecret\n", tty=frozenset() if with_stdin else terminal)
    assert done.code in {0, 1}, done.err
    return shell, done


def differences(folder: Path) -> Iterator[str]:
    """What the command line asks for and the description does not have."""
    known = described()
    for line in LINES:
        for request in typed(folder, line)[0].requests:
            name = endpoint(request)
            if name not in known:
                yield name
                continue
            parameters = {one["name"] for one in known[name].get("parameters", ()) if one["in"] == "query"}
            yield from (f"{name} ?{query}" for query in request.url.params if query not in parameters)
            yield from (f"{name} {wrong}" for wrong in wrong_fields(known[name], request))
            headers = {one["name"] for one in known[name].get("parameters", ()) if one["in"] == "header"}
            if ("Idempotency-Key" in headers) is not ("idempotency-key" in request.headers):
                yield f"{name} Idempotency-Key"


def wrong_fields(operation: dict[str, Any], request: httpx.Request) -> Iterator[str]:
    """Fields of a body that the API does not know, and those that it wants and does not get."""
    if "requestBody" not in operation:
        yield from ["sends a body"] if request.content else []
        return
    schema = schema_of(operation["requestBody"]["content"]["application/json"]["schema"])
    fields = set(json.loads(request.content))
    yield from (f"sends {field}" for field in sorted(fields - set(schema["properties"])))
    yield from (f"lacks {field}" for field in sorted(set(schema.get("required", ())) - fields))


def test_what_the_command_line_asks_for_is_in_the_api_or_named_as_not_there_yet(tmp_path: Path) -> None:
    assert set(differences(tmp_path)) == set()


PROGRAM = command_line()


@pytest.mark.parametrize("line", LINES)
def test_json_is_alone_on_standard_output(line: str, tmp_path: Path) -> None:
    _, done = typed(tmp_path, line, "--json")

    documents = done.out.splitlines() if line.startswith(("store logs", "operation watch")) else [done.out]
    assert documents
    assert all(isinstance(json.loads(document), dict) for document in documents)


def test_every_command_is_compared() -> None:
    compared = {" ".join(line.split()[:2]) for line in LINES} | {line.split()[0] for line in LINES}

    assert set(PROGRAM) <= compared


@pytest.mark.parametrize("name", PROGRAM)
def test_every_command_explains_itself_with_an_example_that_works(name: str, tmp_path: Path) -> None:
    command = PROGRAM[name]
    example = command.epilog.removeprefix("Example:  ").split(" | ")[0]

    assert command.help.endswith(".")
    assert example.startswith(f"storeyard {name}")
    shown = Shell(tmp_path, lambda _: httpx.Response(200, json=ANYTHING)).type(*name.split(), "--help")
    assert shown.code == 0
    assert "Example:" in shown.out
    with command.make_context(name, shlex.split(example)[len(name.split()) + 1 :]):
        pass  # it can be parsed


@pytest.mark.parametrize(
    "noun",
    ["store", "order", "product", "extension", "operation", "backup", "engine", "plan", "cluster", "token", "user", "context"],
)
def test_a_noun_may_be_given_in_the_plural_which_no_help_shows(noun: str, tmp_path: Path) -> None:
    shell = Shell(tmp_path, lambda _: httpx.Response(200, json=ANYTHING))

    assert shell.type(f"{noun}s", "list", "--help").code == 0
    assert re.search(rf"^  {noun} ", shell.type("--help").out, re.MULTILINE)
    assert not re.search(rf"^  {noun}s ", shell.type("--help").out, re.MULTILINE)

"""The functions of serverless.yml under Lambda's runtime interface, from a deploy's package, before moto, with their roles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from functions.adapters.catalogue import FileCatalogue
from functions.adapters.state.dynamodb.repository import DynamoRepository
from functions.adapters.system import SystemClock
from functions.application.ports.repository import Insert
from functions.domain.backup import Leftover
from functions.settings import PROJECT
from tests.aws import runtime, yard
from tests.aws.faults import Throttling
from tests.aws.policies import unused
from tests.aws.yard import Yard
from tests.fakes.backups import backup
from tests.fakes.slack import SIGNING_SECRET, SlackWorkspace, form_of, signed

CLUSTER = {"cluster_provider": "existing", "cluster_kubeconfig": "", "cluster_domain": "shops.example"}
ACCOUNT = {"name": "Olga", "email": "olga@example.com", "password": "a password of ten"}
STORE = {"id": "tea", "name": "Tea & Cake", "engine": min(FileCatalogue(PROJECT / "charts").engines())}
# What a function's role is given and the life below does not ask for: why it has it. One that queries may query the table and
# both of its indexes, whichever of them it asks today.
LOGS = {
    (role, f"logs:{action}") for role in yard.FUNCTION_ROLES for action in ("CreateLogStream", "PutLogEvents")
}  # Lambda does
POLLER = {(f"{name}Role", "dynamodb:ListStreams") for name in ("Dispatcher", "Courier", "ChatCourier")}  # so does this
ARGUED = (
    LOGS
    | POLLER
    | {
        ("ChatopsRole", "dynamodb:Query"),  # an account that is linked asks for its stores
        ("ChatopsRole", "sqs:SendMessage"),  # an account that is linked asks for a store
        ("CourierRole", "dynamodb:DeleteItem"),  # a delivery that arrived
        *(
            ("ChatCourierRole", f"dynamodb:{action}Item") for action in ("Get", "Put", "Delete")
        ),  # a message that waits for a chat
    }
)


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Yard]:
    """The stack, but for the worker."""
    program = runtime.emulator()
    if not isinstance(program, Path):
        pytest.skip(f"NOT TESTED: the functions under Lambda's runtime interface: {program}")
    made = runtime.made(tmp_path, json.dumps({"main": CLUSTER}).encode())
    with yard.up(tmp_path, made, {"slackSigningSecret": SIGNING_SECRET}, "a kubeconfig") as running:
        yield running


@pytest.fixture
def caller(up: Yard) -> Iterator[Caller]:
    """Somebody."""
    with httpx.Client(base_url=up.api, trust_env=False, timeout=60) as http:
        yield Caller(http)


@dataclass
class Caller:
    """Somebody who calls the API by its address."""

    http: httpx.Client

    def ask(self, method: str, path: str, expect: int, **request: Any) -> Any:
        """Return what is in an answer of that status."""
        answer = self.http.request(method, path, **request)
        assert answer.status_code == expect, f"{method} {path} -> {answer.status_code}\n{answer.text[:2000]}"
        return answer.json() if "json" in answer.headers.get("content-type", "") else answer.headers


@pytest.mark.timeout(300)
def test_the_functions_do_their_work_throttled_and_with_no_rights_but_their_own(up: Yard, caller: Caller) -> None:
    table = up.stack.properties("StateTable")["TableName"]
    started: list[Mapping[str, str]] = []
    pipe = up.pipe(started.append)
    up.cloud.fault = throttling = Throttling()

    account = caller.ask("POST", "/api/auth/register", 201, json=ACCOUNT)
    caller.http.headers["Authorization"] = f"Bearer {account['access_token']}"
    accepted = caller.ask("POST", "/api/stores", 202, json=STORE, headers={"Idempotency-Key": "once"})
    again = caller.ask("POST", "/api/stores", 202, json=STORE, headers={"Idempotency-Key": "once"})
    code = caller.ask("POST", "/api/auth/codes", 201)["code"]
    caller.ask("POST", "/api/auth/code", 200, json={"code": code})
    caller.ask("POST", "/api/webhooks", 201, json={"url": "https://hooks.example.com/shop"})
    admin = DynamoRepository(table=table, client=up.cloud.client("dynamodb"))
    now = SystemClock().now()
    admin.commit(Insert(backup(owner=account["user"]["id"])), Insert(Leftover(id="OP000009", store_id="demo", not_before=now)))
    s3, bucket = up.cloud.client("s3"), up.stack.properties("Backups")["BucketName"]
    for name in ("OP000001/database.dump", "OP000009/database.dump"):
        s3.put_object(Bucket=bucket, Key=f"demo/{name}", Body=b"it")
    s3.create_multipart_upload(Bucket=bucket, Key="demo/OP000009/files.tar.zst")
    signed_address = caller.ask("GET", "/api/backups/OP000001/download/database", 303)["location"]
    body = form_of(SlackWorkspace(SystemClock()).slash("list"))
    headers = {**signed(body, datetime.now(UTC)), "content-type": "application/x-www-form-urlencoded"}
    linked = caller.ask("POST", "/chatops/slack", 200, content=body, headers=headers)
    pipe.next_comes_twice = True
    pipe.all()
    up.invoke("dispatcher", {"Records": []})
    with up.clock(2) as failed:
        up.settle()
        deleted = caller.ask("DELETE", "/api/stores/tea", 202)["operation"]
        up.settle()
    pipe.all()

    assert accepted["operation"]["id"] == again["operation"]["id"], "asked for twice, accepted once"
    woken = [each["OPERATION_ID"] for each in started]
    assert woken[:2] == [accepted["operation"]["id"]] * 2, "one message came twice"
    assert deleted["id"] in woken
    assert caller.ask("GET", "/api/stores/tea", 200)["status"] == "deleting"
    assert "/chat/link?code=" in json.dumps(linked)
    assert httpx.get(signed_address, trust_env=False).content == b"it"
    assert [item["Key"] for item in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["demo/OP000001/database.dump"]
    assert failed == []
    assert sum(throttling.refused.values()) > 10, throttling.refused
    assert [call for call in up.cloud.calls if call.refused] == []
    assert up.cloud.unknown == []
    left = set()
    for role in yard.FUNCTION_ROLES:
        asked = [one for call in up.cloud.of_role(role) for one in call.asked]
        queried = any(one.action == "dynamodb:Query" for one in asked)
        never = {action for action, _ in unused(up.stack.statements(role), asked)}
        left |= {(role, action) for action in never if not (queried and action == "dynamodb:Query")}
    assert left == ARGUED, sorted(left ^ ARGUED)

"""serverless.yml as far as one machine shows it: functions, table, queue, pipe, task, and a store on the cluster under test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.aws.faults import Throttling
from tests.aws.laptop import on_the_cluster
from tests.aws.measured import operation, units
from tests.aws.pipe import Tasks
from tests.aws.policies import unused
from tests.aws.yard import Yard
from tests.cluster.installation import OUT, kubectl, traces, until
from tests.cluster.platform import JSON, unique
from tests.e2e import ENGINE

PASSWORD = "a password of ten"
# What the roles beside the functions are given and nothing above asks for: why they have it.
ARGUED = {
    # a backup that fails is removed, and an upload that was cut short is aborted; a restore reads, a carried order is queried
    "WorkerRole": {"s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "dynamodb:Query", "sqs:SendMessage"},
    # what ECS does to pull the image and to keep the log
    "WorkerStartRole": {
        *("ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
        *("logs:CreateLogStream", "logs:PutLogEvents"),
    },
    "PipeRole": set[str](),
}


@dataclass
class Caller:
    """Somebody who calls the API by its address."""

    http: httpx.Client
    requests: int = 0

    def register(self, name: str) -> None:
        """Make an account; what follows is asked for with its token."""
        body = {"name": name, "email": f"{name}@example.com", "password": PASSWORD}
        token = self.ask("POST", "/api/auth/register", expect=201, json=body).json()["access_token"]
        self.http.headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, *, expect: int, **request: Any) -> httpx.Response:
        """Return an answer of that status."""
        self.requests += 1
        answer = self.http.request(method, path, **request)
        assert answer.status_code == expect, f"{method} {path} -> {answer.status_code}\n{answer.text[:2000]}"
        return answer

    def finish(self, operation: JSON, seconds: float = 400) -> JSON:
        """Wait for an operation's end, by long polls; it must be a good one."""
        path, after = f"/api/operations/{operation['id']}", 0

        def ended() -> JSON | None:
            nonlocal after
            events = self.ask("GET", f"{path}/events", expect=200, params={"after": after, "wait": 5}).json()["events"]
            after = events[-1]["number"] if events else after
            found: JSON = self.ask("GET", path, expect=200).json()
            return found if found["finished_at"] else None

        found: JSON = until(ended, f"{operation['kind']} ends", seconds=seconds)
        assert found["status"] == "succeeded", json.dumps(found, indent=1)
        return found


@pytest.fixture
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Yard, Tasks]]:
    """The stack with its worker."""
    with on_the_cluster(tmp_path_factory.mktemp("aws")) as (up, tasks):
        yield up, tasks


@pytest.fixture
def caller(laptop: tuple[Yard, Tasks]) -> Iterator[Caller]:
    """Somebody with an account."""
    up, _ = laptop
    with httpx.Client(base_url=up.api, trust_env=False, timeout=90) as http:
        made = Caller(http)
        made.register("olga")
        yield made


def logs(folder: Path) -> str:
    """What the tasks logged last."""
    return "\n".join(f"{file.name}: {file.read_text()[-1500:]}" for file in sorted(folder.glob("task-*.log")))


def write(up: Yard, caller: Caller, operations: JSON) -> None:
    """Write what was measured, for docs/aws-costs.json. An idle minute is one in which nothing is left to do."""
    up.tick()  # what is left to hand out
    before = len(up.cloud.calls)
    up.tick()
    idle = units(up.cloud.calls[before:])
    api = units([call for call in up.cloud.calls if call.role == "ApiRole"], caller.requests)
    found = {"operations": operations, "api_request": api, "idle_minute": idle}
    OUT.mkdir(exist_ok=True)
    (OUT / "aws-measured.json").write_text(json.dumps(found, indent=1))


@pytest.mark.long
def test_a_store_from_a_request_to_api_gateway_to_its_end(laptop: tuple[Yard, Tasks], caller: Caller) -> None:
    up, tasks = laptop
    store, took, mark = unique("aws"), {}, 0

    def done(answer: httpx.Response) -> JSON:
        nonlocal mark
        ended = caller.finish(answer.json()["operation"])
        took[ended["kind"]] = operation(up.cloud.calls[mark:], ended)
        mark = len(up.cloud.calls)
        return ended

    up.cloud.fault = throttling = Throttling()
    pipe = up.pipe(tasks.start)
    pipe.next_comes_twice = True
    with pipe, up.clock(10) as failed:
        body = {"id": store, "name": "Tea", "engine": ENGINE, "locale": "en"}
        try:
            ready = done(caller.ask("POST", "/api/stores", expect=202, json=body))
            assert ready["attempt"] == 1, "the message that came twice started nothing a second time"
            found = caller.ask("GET", f"/api/stores/{store}", expect=200).json()
            assert (found["status"], found["deployed"] is not None) == ("ready", True)
            assert kubectl("get", "namespace", f"store-{store}", "--output=name")
            asked = {"kind": "backup"}
            backup = done(caller.ask("POST", f"/api/stores/{store}/operations", expect=202, json=asked))
            signed = caller.ask("GET", f"/api/backups/{backup['id']}/download/database", expect=303).headers["location"]
            assert httpx.get(signed, trust_env=False).status_code == httpx.codes.OK, "an address may what the API's role may"
        finally:
            ended = done(caller.ask("DELETE", f"/api/stores/{store}", expect=202))
    up.cloud.fault = lambda _: None

    assert ended["result"]["removal"]["leftovers"] == [], ended
    assert traces(store) == []
    assert caller.http.get(f"/api/stores/{store}").status_code == httpx.codes.NOT_FOUND
    assert (pipe.doubled, failed) == (1, [])
    assert set(tasks.codes()) == {0}, logs(tasks.folder)
    assert min(throttling.refused[name] for name in ("GetItem", "Query", "TransactWriteItems")) > 3, throttling.refused
    assert [call for call in up.cloud.calls if call.refused] == []
    assert up.cloud.unknown == []
    for role in ("WorkerRole", "WorkerStartRole", "PipeRole"):
        asked_for = [one for call in up.cloud.of_role(role) for one in call.asked]
        left = {action for action, _ in unused(up.stack.statements(role), asked_for)}
        assert left <= ARGUED[role], role
    write(up, caller, took)

"""serverless.yml and its parts against the code: names, keys, limits, rights. AWS's rules: scripts/serverless-check."""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
import shutil
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from functions import bootstrap
from functions.adapters.charts import chart_digest
from functions.adapters.sqs import SqsWaker
from functions.adapters.state.dynamodb.items import create_table
from functions.api.handler import create_handler
from functions.application.ports.repository import Insert
from functions.domain.entities import CODES, CORDONS, DOMAIN_CLAIMS, ORDER_INTENTS, EntityType
from functions.domain.operation import Slot
from functions.domain.user import Role, User, hash_token
from functions.reaper.handler import reap
from functions.settings import read
from scripts import lambda_package
from tests.contract.serverless_file import FILES, PROJECT, SETTINGS, listed, of_type, resources, service, statements, worker

LONG_POLL = 20  # seconds, GET /api/operations/{id}/events
API_GATEWAY = 30  # seconds it waits for a function


@pytest.mark.parametrize("name", ["api", "chatcourier", "chatops", "courier", "dispatcher", "reaper"])
def test_a_function_has_a_handler_a_role_of_its_own_and_documented_settings(name: str) -> None:
    function = service()["functions"][name]
    module, _, attribute = function["handler"].rpartition(".")

    assert callable(getattr(importlib.import_module(module), attribute))
    assert function["role"] in of_type("AWS::IAM::Role")
    roles = [other["role"] for other in service()["functions"].values()]
    assert roles.count(function["role"]) == 1
    assert {*service()["provider"]["environment"], *function.get("environment", {})} <= set(SETTINGS)


def test_the_functions_run_what_the_packager_packs() -> None:
    assert service()["provider"]["runtime"] == f"python{lambda_package.RUNTIME}"
    assert service()["provider"]["architecture"] == "x86_64"
    assert service()["package"]["artifact"] == "out/lambda.zip"
    packed = {str(path.relative_to(PROJECT)) for path in lambda_package.code()}
    assert {"functions/api/handler.py", "functions/reaper/handler.py", "functions/settings.py"} <= packed
    assert not [path for path in packed if not path.startswith(("functions/", "charts/", "docs/runbooks/"))]
    assert "docs/runbooks/TimedOut.md" in packed
    assert "charts/store-common/Chart.yaml" in packed
    assert {function["handler"].rpartition(".")[0] for function in service()["functions"].values()} == set(
        lambda_package.HANDLERS
    )


def test_the_api_promises_the_charts_that_the_workers_image_has(tmp_path: Path) -> None:
    """A target names a chart by a digest of its files: the package must have all that the image has, and nothing else."""
    ignored = (PROJECT / "images/platform/Containerfile.dockerignore").read_text(encoding="utf-8").split()
    left_out = {line.removeprefix("**/") for line in ignored if line.startswith("**/")}
    shutil.copytree(PROJECT / "charts", tmp_path / "image", symlinks=True, ignore=lambda _, names: left_out & {*names})
    for path in lambda_package.code():
        if (name := path.relative_to(PROJECT)).parts[0] == "charts":
            (tmp_path / "package" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, tmp_path / "package" / name)

    engines = [file.parent.name for file in (PROJECT / "charts").glob("*/engine.yml")]
    assert engines
    for engine in engines:
        in_package = chart_digest(tmp_path / "package/charts" / engine)
        assert in_package == chart_digest(tmp_path / "image" / engine), engine
    assert left_out == lambda_package.LEFT_OUT


def test_the_package_has_bytecode_that_is_the_same_wherever_it_is_made(tmp_path: Path) -> None:
    sources = [(name, PROJECT / name) for name in ("functions/__init__.py", "functions/api/pages.py")]

    made = [dict(lambda_package.bytecode(lambda_package.HERE, sources, tmp_path / folder)) for folder in ("one", "two")]

    tag = f"cpython-{lambda_package.HERE.replace('.', '')}"
    assert made[0].keys() == {f"functions/__pycache__/__init__.{tag}.pyc", f"functions/api/__pycache__/pages.{tag}.pyc"}
    for name, path in made[0].items():
        content = path.read_bytes()
        assert content == made[1][name].read_bytes()
        assert str(PROJECT).encode() not in content
        assert content[4:8] == b"\x01\0\0\0", "it is taken without a look at the source, whose time a zip does not keep"
    assert lambda_package.bytecode("9.9", sources, tmp_path / "none") == [], "of a Python that is not here none is made"


def test_the_functions_dependencies_are_the_versions_that_are_tested() -> None:
    def pins(path: Path) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE))

    packed = pins(PROJECT / "serverless/requirements.txt")
    tested = pins(PROJECT / "requirements.txt")
    assert packed
    assert packed == {name: tested[name] for name in packed}


def test_the_api_outlasts_a_long_poll_and_is_outlasted_by_api_gateway() -> None:
    assert LONG_POLL < service()["functions"]["api"]["timeout"] < API_GATEWAY
    assert service()["functions"]["api"]["events"] == [{"httpApi": "*"}]


def test_the_reaper_runs_every_minute_and_ends_before_the_next() -> None:
    reaper = service()["functions"]["reaper"]

    assert reaper["events"] == [{"schedule": {"rate": "rate(1 minute)"}}]
    assert reaper["timeout"] < 60


class Recorder:
    """Takes the calls of create_table instead of DynamoDB."""

    def __init__(self) -> None:
        self.calls: dict[str, dict[str, Any]] = {}

    def create_table(self, **given: Any) -> None:
        self.calls["table"] = given

    def update_time_to_live(self, **given: Any) -> None:
        self.calls["ttl"] = given

    def get_waiter(self, name: str) -> Recorder:
        return self

    def wait(self, **given: Any) -> None:
        return


def test_the_table_is_the_one_the_adapter_writes_to() -> None:
    (declared,) = of_type("AWS::DynamoDB::Table").values()
    recorder = Recorder()
    create_table(recorder, "any")  # type: ignore[arg-type] # what it calls of a client

    def by_name(items: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
        return sorted(items, key=lambda item: str(item[key]))

    made = recorder.calls["table"]
    assert declared["KeySchema"] == made["KeySchema"]
    assert declared["BillingMode"] == made["BillingMode"]
    for part, key in (("AttributeDefinitions", "AttributeName"), ("GlobalSecondaryIndexes", "IndexName")):
        assert by_name(declared[part], key) == by_name(made[part], key)
    assert declared["TimeToLiveSpecification"] == recorder.calls["ttl"]["TimeToLiveSpecification"]


# Where rows are removed, and which ones the API's function removes there: its role may remove no others.
REMOVED_BY_API: dict[str, EntityType[Any]] = {
    "sign_in_codes.py": CODES,
    "placing.py": ORDER_INTENTS,
    "domains.py": DOMAIN_CLAIMS,
    "domain_rights.py": DOMAIN_CLAIMS,
    "cordons.py": CORDONS,
}
OTHERS = ("backup_care", "courier", "notice_courier", "outbox", "rooms", "store_after", "webhook_courier")


def test_the_api_may_remove_the_rows_that_it_removes_and_no_others() -> None:
    (given,) = [one for role, one in statements() if role == "ApiRole" and "dynamodb:DeleteItem" in listed(one["Action"])]
    removing = {path.name for path in (PROJECT / "functions/application").rglob("*.py") if "Remove(" in path.read_text("utf-8")}

    assert removing == REMOVED_BY_API.keys() | {f"{name}.py" for name in OTHERS}
    assert sorted(given["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]) == sorted(
        {re.sub(r"\{.*", "*", entity.key.partition) for entity in REMOVED_BY_API.values()}
    )


def test_the_table_outlives_mistakes() -> None:
    (name,) = of_type("AWS::DynamoDB::Table")
    table = resources()[name]

    assert table["DeletionPolicy"] == table["UpdateReplacePolicy"] == "Retain"
    assert table["Properties"]["DeletionProtectionEnabled"] is True
    assert table["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["Properties"]["SSESpecification"] == {"SSEEnabled": True}


def test_a_wake_up_that_starts_nothing_ends_in_the_dead_letter_queue() -> None:
    queue = resources()["WakeUps"]["Properties"]

    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": ["DeadLetters", "Arn"]}
    assert queue["VisibilityTimeout"] >= SETTINGS["OPERATION_TIMEOUT"].default + 60
    assert resources()["DeadLetters"]["Properties"]["MessageRetentionPeriod"] > queue["MessageRetentionPeriod"]


class Queue:
    """Takes what is sent to SQS."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []

    def send_message(self, **given: Any) -> None:
        self.bodies.append(json.loads(given["MessageBody"]))


def test_a_queue_that_cannot_be_reached_does_not_undo_what_was_accepted(caplog: pytest.LogCaptureFixture) -> None:
    class Gone(Queue):
        def send_message(self, **given: Any) -> None:
            raise EndpointConnectionError(endpoint_url="https://queue.example")

    SqsWaker("https://queue.example/1", Gone()).wake("op-1")  # type: ignore[arg-type] # what it calls of a client

    assert [vars(record)["operation_id"] for record in caplog.records] == ["op-1"], "the reaper wakes again"


def test_the_pipe_hands_the_operation_of_the_message_to_one_worker_task() -> None:
    queue = Queue()
    SqsWaker("https://queue.example/1", queue).wake("op-1")  # type: ignore[arg-type] # what it calls of a client
    pipe = resources()["WorkerPipe"]["Properties"]
    task = pipe["TargetParameters"]["EcsTaskParameters"]
    (override,) = task["Overrides"]["ContainerOverrides"]
    (variable,) = override["Environment"]

    assert pipe["Source"] == {"Fn::GetAtt": ["WakeUps", "Arn"]}
    assert pipe["SourceParameters"]["SqsQueueParameters"]["BatchSize"] == task["TaskCount"] == 1
    assert variable["Name"] in SETTINGS
    assert queue.bodies == [{variable["Value"].removeprefix("$.body."): "op-1"}]
    assert override["Name"] == worker()["Name"]


def test_a_store_asked_for_at_the_api_is_queued_and_wakes_a_worker(
    moto_client: Any, table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """API and reaper as serverless.yml sets them up, on moto's DynamoDB and SQS."""
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName=f"queue-{uuid.uuid4()}")["QueueUrl"]
    cluster = {"cluster_provider": "existing", "cluster_kubeconfig": "", "cluster_domain": "shops.example"}
    (tmp_path / "clusters.json").write_text(json.dumps({"main": cluster}), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    given = {"STATE_TABLE": table, "QUEUE_URL": url, "STOREYARD_SLOTS": "2"}
    environment = {name: given.get(name, value) for name, value in service()["provider"]["environment"].items()}
    platform = bootstrap.build(read(environment))
    user = User(id="olga", name="Olga", role=Role.OWNER, token_hash=hash_token("secret"), created_at=platform.clock.now())
    platform.repository.commit(Insert(user))
    request = json.loads((PROJECT / "tests/functional/api/events/store_create.json").read_text(encoding="utf-8"))
    request["headers"]["authorization"] = "Bearer secret"

    answer = create_handler(lambda: platform)(request, None)
    woken = sqs.receive_message(QueueUrl=url).get("Messages", [])
    reap(platform.lifecycle, platform.waker)
    woken_again = sqs.receive_message(QueueUrl=url).get("Messages", [])
    held = [Slot(number=number, lease_until=platform.clock.now() + timedelta(seconds=30)) for number in (0, 1)]
    platform.repository.commit(*map(Insert, held))
    request["body"] = request["body"].replace('"tea"', '"coffee"')
    without_slot = create_handler(lambda: platform)(request, None)
    reap(platform.lifecycle, platform.waker)

    accepted = json.loads(answer["body"])
    assert answer["statusCode"] == 202, accepted
    assert accepted["store"]["url"].endswith(".shops.example")
    assert [json.loads(message["Body"]) for message in woken] == [{"operation_id": accepted["operation"]["id"]}]
    assert [message["Body"] for message in woken_again] == [message["Body"] for message in woken]
    assert without_slot["statusCode"] == 202, without_slot
    assert "Messages" not in sqs.receive_message(QueueUrl=url), "a task that would find no slot is not started"


def test_the_worker_is_fenced_in_and_runs_the_queue_entry() -> None:
    container = worker()

    assert container["Command"][:2] == ["python", "-m"]
    assert importlib.util.find_spec(container["Command"][2]) is not None
    assert container["ReadonlyRootFilesystem"] is True
    assert container["LinuxParameters"]["Capabilities"] == {"Drop": ["ALL"]}
    assert not container["User"].startswith(("0", "root"))
    containerfile = (PROJECT / "images/platform/Containerfile").read_text(encoding="utf-8")
    assert f"USER {container['User']}" in containerfile
    for mount in container["MountPoints"]:
        assert re.search(rf"VOLUME .*\"{mount['ContainerPath']}\"", containerfile)


def test_the_workers_image_has_the_programs_that_its_runs_call() -> None:
    named = {
        program
        for path in (PROJECT / "roles").glob("store_*/**/*.yml")
        for program in re.findall(r"storeyard_cache \}\}/bin/([a-z]+)", path.read_text(encoding="utf-8"))
    }
    containerfile = (PROJECT / "images/platform/Containerfile").read_text(encoding="utf-8")
    (copied,) = re.findall(
        r"^COPY --from=build ((?:/opt/storeyard/bin/\w+ )+)/opt/storeyard/bin/$", containerfile, re.MULTILINE
    )

    assert named == {Path(program).name for program in copied.split()}


def test_the_workers_environment_is_read_by_somebody() -> None:
    entry = (PROJECT / "images/platform/entrypoint").read_text(encoding="utf-8")
    names = [variable["Name"] for variable in [*worker()["Environment"], *worker()["Secrets"]]]

    unread = [name for name in names if name not in SETTINGS and name not in entry and name != "AWS_DEFAULT_REGION"]
    assert unread == []
    for secret in worker()["Secrets"]:
        assert f"unset {secret['Name']}" in entry


def test_no_role_may_do_more_than_it_is_named_for() -> None:
    for role, statement in statements():
        for action in listed(statement["Action"]):
            assert "*" not in action, (role, action)
        for resource in listed(statement["Resource"]):
            text = resource if isinstance(resource, str) else json.dumps(resource)
            if "*" in text and listed(statement["Action"]) != ["ecr:GetAuthorizationToken"]:
                # A log group's streams have no other name, nor has a table's, nor have a bucket's objects.
                assert re.search(r":log-group:/[^*]+:\*\"|StateTable\.Arn}/stream/\*\"|Backups\.Arn}/\*\"", text), (role, text)
        assert statement["Effect"] == "Allow"


def test_the_door_of_chats_writes_and_sends_nothing_and_its_courier_takes_no_request() -> None:
    functions = service()["functions"]
    door, courier = (set(functions[name]["environment"]) for name in ("chatops", "chatcourier"))

    assert {name for name in door if "BOT" in name} == set()
    assert {name for name in courier if "SIGNING" in name or name.startswith("MATTERMOST_TOKEN")} == set()
    assert functions["chatops"]["events"] == [{"httpApi": {"method": "POST", "path": "/chatops/{proxy+}"}}]
    assert not {"SLACK_APP_TOKEN"} & (door | courier)  # a socket needs a process that stays


@pytest.mark.parametrize("role", ["ApiRole", "ChatopsRole", "ReaperRole", "WorkerRole"])
def test_only_who_ends_operations_may_remove_any_item(role: str) -> None:
    unconditional = [statement for name, statement in statements() if name == role and "Condition" not in statement]
    allowed = {action for statement in unconditional for action in listed(statement["Action"])}

    assert {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "sqs:SendMessage"} <= allowed
    assert ("dynamodb:DeleteItem" in allowed) is (role not in {"ApiRole", "ChatopsRole"})


def test_every_role_can_be_taken_by_one_service_only() -> None:
    for name, role in of_type("AWS::IAM::Role").items():
        (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
        assert isinstance(statement["Principal"]["Service"], str), name


def test_what_must_not_stay_unseen_has_an_alarm_that_tells_somebody() -> None:
    alarms = of_type("AWS::CloudWatch::Alarm")
    watched = {(alarm["Namespace"], alarm["MetricName"]) for alarm in alarms.values()}

    assert watched >= {
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible"),
        ("AWS/SQS", "ApproximateAgeOfOldestMessage"),
        ("AWS/ApiGateway", "5xx"),
        ("AWS/Lambda", "Errors"),
        ("AWS/Lambda", "Invocations"),
    }
    assert all(alarm["AlarmActions"] == ["${param:alarmTopicArn}"] for alarm in alarms.values())
    assert all(alarm["AlarmDescription"] for alarm in alarms.values())


def test_logs_do_not_pile_up() -> None:
    assert service()["provider"]["logRetentionInDays"] == "${param:logDays}"
    assert all(group["RetentionInDays"] == "${param:logDays}" for group in of_type("AWS::Logs::LogGroup").values())


def test_every_parameter_is_documented_and_none_names_an_account() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    head = (PROJECT / "serverless.yml").read_text(encoding="utf-8").partition("\nprovider:")[0]
    page = (PROJECT / "docs/aws.md").read_text(encoding="utf-8")
    used = set(re.findall(r"\$\{param:(\w+)\}", text))

    for name in used:
        assert re.search(rf"^    (# )?{name}[ :]", head, re.MULTILINE), name
        assert f"`{name}`" in page, name
    assert re.findall(r"\b\d{12}\b|arn:aws:", text) == []


def test_the_lock_file_names_no_host() -> None:
    lock = (PROJECT / "serverless/pnpm-lock.yaml").read_text(encoding="utf-8")
    (tool,) = json.loads((PROJECT / "serverless/package.json").read_text(encoding="utf-8"))["dependencies"].items()

    assert "://" not in lock
    assert "tarball:" not in lock
    assert f"{tool[0]}@{tool[1]}" in lock

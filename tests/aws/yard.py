"""The stack of serverless.yml, up on this machine: what CloudFormation would make of it, as far as it is made here."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.aws.cloud import Cloud, running
from tests.aws.emulator import Deployed, FunctionFailed, Runtime
from tests.aws.gateway import serving
from tests.aws.pipe import Pipe, Start
from tests.aws.stream import Stream
from tests.aws.template import ACCOUNT, PARTITION, REGION, Stack
from tests.contract.serverless_file import of_type, resources, service

STAGE = "test"
ROLES = tuple(of_type("AWS::IAM::Role"))
FUNCTION_ROLES = tuple(function["role"] for function in service()["functions"].values())
TABLE = ("TableName", "BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")


@dataclass
class Yard:
    """What is up. `api` is the address of the HTTP API."""

    cloud: Cloud
    stack: Stack
    functions: Mapping[str, Deployed]
    api: str
    folder: Path

    def invoke(self, name: str, event: Mapping[str, Any]) -> Any:
        """Have a function handle an event. Raises FunctionFailed."""
        return self.functions[name].invoke(event)

    def scheduled(self) -> Sequence[str]:
        """The functions that a schedule starts."""
        return [name for name, one in self.stack.functions.items() if any("schedule" in event for event in one.events)]

    def tick(self) -> None:
        """A minute is over: what the schedules do."""
        for name in self.scheduled():
            self.invoke(name, {"source": "aws.events", "detail-type": "Scheduled Event"})

    def settle(self, seconds: float = 60) -> None:
        """Wait until no event waits for a subscriber any more, and a minute more has passed."""
        table, admin = self.stack.properties("StateTable")["TableName"], self.cloud.client("dynamodb")
        end = time.monotonic() + seconds

        def waiting() -> list[str]:
            rows = admin.scan(TableName=table, ProjectionExpression="pk")["Items"]
            return sorted({row["pk"]["S"] for row in rows if row["pk"]["S"].startswith("OUTBOX#")})

        while found := waiting():
            assert time.monotonic() < end, found
            time.sleep(0.2)
        self.tick()

    def pipe(self, start: Start) -> Pipe:
        """The pipe, which starts tasks by `start`."""
        return Pipe(self.cloud, self.stack, start)

    @contextmanager
    def clock(self, seconds: float) -> Iterator[list[str]]:
        """Schedules every so many seconds, and the stream, until this is over. Yields what failed: Lambda goes on after it."""
        failed: list[str] = []
        over = threading.Event()

        def run() -> None:
            while not over.wait(seconds):
                try:
                    self.tick()
                except FunctionFailed as error:
                    failed.append(str(error))

        thread = threading.Thread(target=run, daemon=True)
        with Stream(self.cloud, self.stack, self.invoke, failed):
            thread.start()
            try:
                yield failed
            finally:
                over.set()
                thread.join(60)


@contextmanager
def up(folder: Path, runtime: Runtime, parameters: Mapping[str, str], kubeconfig: str, page: str = "") -> Iterator[Yard]:
    """Everything of the stack but the worker, until this is over."""
    arns = {name: f"arn:{PARTITION}:secretsmanager:{REGION}:{ACCOUNT}:secret:{name}-AbCdEf" for name in ("kubeconfig", "jwt")}
    texts = {"kubeconfig": kubeconfig, "jwt": secrets.token_urlsafe(48)}
    given = {
        "imageTag": "1",
        "alarmTopicArn": f"arn:{PARTITION}:sns:{REGION}:{ACCOUNT}:alarms",
        "subnets": "subnet-1",
        "securityGroups": "sg-1",
        "pageUrl": page,
        **parameters,
    }
    with ExitStack() as stack:
        cloud = stack.enter_context(running(folder / "cloud"))
        admin = cloud.client("secretsmanager")
        for name, text in texts.items():
            arns[name] = admin.create_secret(Name=name, SecretString=text)["ARN"]
        given |= {"kubeconfigSecretArn": arns["kubeconfig"], "jwtSecretArn": arns["jwt"]}
        made = Stack(STAGE, given, secrets={arns["jwt"]: texts["jwt"]})
        _create(cloud, made)
        cloud.rights = {name: [*made.statements(name)] for name in ROLES}
        functions = {
            name: Deployed(runtime, one, {**one.environment, **_beside(cloud, one.role, folder)}, _folder(folder / "functions"))
            for name, one in made.functions.items()
        }
        for one in functions.values():
            stack.callback(one.stop)
        api = stack.enter_context(serving(made.functions, lambda name, event: functions[name].invoke(event)))
        yield Yard(cloud, made, functions, api, folder)


def _beside(cloud: Cloud, role: str, folder: Path) -> dict[str, str]:
    """What differs from Lambda: the keys of the role are given, AWS is elsewhere, and /tmp is not the function's alone."""
    return {**cloud.keys(role), "AWS_ENDPOINT_URL": cloud.url, "STOREYARD_HOME": str(folder / "tmp")}


def _folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _create(cloud: Cloud, stack: Stack) -> None:
    """Make table, queues and buckets as the template declares them; note what only they can say of themselves."""
    dynamodb, sqs, s3 = (cloud.client(name) for name in ("dynamodb", "sqs", "s3"))
    table = stack.properties("StateTable")
    stream = {"StreamEnabled": True, **table["StreamSpecification"]}
    made = dynamodb.create_table(**{name: table[name] for name in TABLE}, StreamSpecification=stream)["TableDescription"]
    dynamodb.update_time_to_live(TableName=table["TableName"], TimeToLiveSpecification=table["TimeToLiveSpecification"])
    stack.known["StateTable", "StreamArn"] = made["LatestStreamArn"]
    for name in ("DeadLetters", "WakeUps"):
        queue = stack.properties(name)
        attributes = {
            each: json.dumps(value)
            if isinstance(value, dict)
            else str(value).lower()
            if isinstance(value, bool)
            else str(value)
            for each, value in queue.items()
            if each in {"VisibilityTimeout", "MessageRetentionPeriod", "RedrivePolicy"}
        }
        stack.known[name, "Ref"] = sqs.create_queue(QueueName=queue["QueueName"], Attributes=attributes)["QueueUrl"]
    for name, resource in resources().items():
        if resource["Type"] == "AWS::S3::Bucket":
            bucket = stack.properties(name)["BucketName"]
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})

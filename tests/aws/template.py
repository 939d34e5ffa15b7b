"""serverless.yml with its parameters and references filled in, as a deploy would make it of the stack that it describes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.contract.serverless_file import resources, service

REGION, ACCOUNT, PARTITION = "eu-central-1", "123456789012", "aws"  # the account is moto's
REFERENCE = re.compile(r"\$\{([^}]+)\}")
# How the ARN of a resource is made of its own name, by type; and which property has that name.
NAMED = {
    "AWS::DynamoDB::Table": ("TableName", f"dynamodb:{REGION}:{ACCOUNT}:table/{{}}"),
    "AWS::SQS::Queue": ("QueueName", f"sqs:{REGION}:{ACCOUNT}:{{}}"),
    "AWS::S3::Bucket": ("BucketName", "s3:::{}"),
    "AWS::ECR::Repository": ("RepositoryName", f"ecr:{REGION}:{ACCOUNT}:repository/{{}}"),
    "AWS::ECS::Cluster": ("ClusterName", f"ecs:{REGION}:{ACCOUNT}:cluster/{{}}"),
    "AWS::ECS::TaskDefinition": ("Family", f"ecs:{REGION}:{ACCOUNT}:task-definition/{{}}:1"),
    "AWS::Logs::LogGroup": ("LogGroupName", f"logs:{REGION}:{ACCOUNT}:log-group:{{}}:*"),
    "AWS::Pipes::Pipe": ("Name", f"pipes:{REGION}:{ACCOUNT}:pipe/{{}}"),
}
BY_ARN = {"AWS::ECS::TaskDefinition"}  # whose `Ref` is the ARN and not the name


@dataclass(frozen=True)
class Function:
    """One Lambda function. `memory` in MB, `timeout` in seconds."""

    name: str
    handler: str
    role: str
    memory: int
    timeout: int
    environment: Mapping[str, str]
    events: tuple[Mapping[str, Any], ...]


@dataclass
class Stack:
    """The stack of a stage. `parameters` are those of a deploy; `known` is what only the running services can say of a
    resource: (logical id, attribute) or (logical id, "Ref")."""

    stage: str
    parameters: Mapping[str, str]
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)  # by ARN, for {{resolve:secretsmanager:…}}

    def properties(self, name: str) -> dict[str, Any]:
        """The properties of a resource, filled in."""
        found: dict[str, Any] = self.filled(resources()[name]["Properties"])
        return found

    def arn(self, name: str) -> str:
        """The ARN of a resource that has a name of its own."""
        kind = resources()[name]["Type"]
        if kind == "AWS::IAM::Role":
            return f"arn:{PARTITION}:iam::{ACCOUNT}:role/storeyard-{self.stage}-{name}"
        named, pattern = NAMED[kind]
        return f"arn:{PARTITION}:{pattern.format(self.filled(resources()[name]['Properties'][named]))}"

    def statements(self, role: str) -> list[dict[str, Any]]:
        """What a role may do: the statements of all its policies."""
        return [one for policy in self.properties(role)["Policies"] for one in policy["PolicyDocument"]["Statement"]]

    @cached_property
    def functions(self) -> dict[str, Function]:
        """The Lambda functions by name."""
        provider = service()["provider"]
        return {
            name: Function(
                name=name,
                handler=given["handler"],
                role=given["role"],
                memory=given.get("memorySize", provider["memorySize"]),
                timeout=given["timeout"],
                environment=self.environment(name),
                events=tuple(given["events"]),
            )
            for name, given in service()["functions"].items()
        }

    def environment(self, function: str) -> dict[str, str]:
        """The environment of a function, as Lambda gives it: all text."""
        given = service()["provider"]["environment"] | service()["functions"][function].get("environment", {})
        return {name: str(self.filled(value)) for name, value in given.items()}

    @cached_property
    def container(self) -> dict[str, Any]:
        """The worker's container."""
        (found,) = self.properties("WorkerTask")["ContainerDefinitions"]
        assert isinstance(found, dict)
        return found

    def filled(self, value: Any) -> Any:
        """A value of the template with everything filled in. Raises KeyError for what this does not know."""
        if isinstance(value, str):
            return self._resolved(REFERENCE.sub(self._variable, value))
        if isinstance(value, list):
            return [self.filled(one) for one in value]
        if not isinstance(value, dict):
            return value
        calls: dict[str, Callable[[Any], Any]] = {
            "Ref": self._reference,
            "Fn::GetAtt": self._got,
            "Fn::Sub": self._text,
            "Fn::Split": self._split,
        }
        name, content = next(iter(value.items()), ("", None))
        if name in calls and len(value) == 1:
            return calls[name](content)
        return {name: self.filled(content) for name, content in value.items()}

    def _got(self, content: list[str]) -> str:
        return self._attribute(content[0], ".".join(content[1:]))

    def _text(self, content: str) -> str:
        return self._resolved(REFERENCE.sub(lambda found: self._substituted(found[1]), content))

    def _split(self, content: list[Any]) -> list[str]:
        return str(self.filled(content[1])).split(content[0])

    def _variable(self, found: re.Match[str]) -> str:
        """A variable of Serverless; what CloudFormation fills in stays for it."""
        kind, _, name = found[1].partition(":")
        if kind == "param":
            return self.parameters[name] if name in self.parameters else str(service()["params"]["default"][name])
        return self.stage if found[1] == "sls:stage" else found[0]

    def _substituted(self, name: str) -> str:
        if name.startswith(("param:", "sls:")):
            return REFERENCE.sub(self._variable, f"${{{name}}}")
        logical, _, attribute = name.partition(".")
        return self._attribute(logical, attribute) if attribute else self._reference(name)

    def _reference(self, name: str) -> str:
        pseudo = {
            "AWS::Region": REGION,
            "AWS::AccountId": ACCOUNT,
            "AWS::Partition": PARTITION,
            "AWS::URLSuffix": "amazonaws.com",
        }
        if name in pseudo:
            return pseudo[name]
        if (name, "Ref") in self.known:
            return self.known[name, "Ref"]
        if name not in resources():  # what osls makes by itself: the API, the functions
            return name
        kind = resources()[name]["Type"]
        if kind in BY_ARN or kind not in NAMED:
            return self.arn(name) if kind in BY_ARN else name
        return str(self.filled(resources()[name]["Properties"][NAMED[kind][0]]))

    def _attribute(self, name: str, attribute: str) -> str:
        if (name, attribute) in self.known:
            return self.known[name, attribute]
        made = {
            "Arn": lambda: self.arn(name),
            "StreamArn": lambda: f"{self.arn(name)}/stream/2026-01-01T00:00:00.000",
            "QueueName": lambda: self._reference(name),
            "DomainName": lambda: f"{name.lower()}.example.net",
            "RepositoryUri": lambda: f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{self._reference(name)}",
        }
        return made[attribute]() if attribute in made else f"{name}.{attribute}"

    def _resolved(self, text: str) -> str:
        """A dynamic reference to a secret, as CloudFormation reads it when it deploys."""
        found = re.fullmatch(r"\{\{resolve:secretsmanager:(.+)\}\}", text)
        return self.secrets[found[1]] if found else text

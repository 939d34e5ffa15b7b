"""serverless.yml and its parts, as a test asks for them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from functions.settings import Settings

PROJECT = Path(__file__).resolve().parents[2]
FILES = [PROJECT / "serverless.yml", *sorted((PROJECT / "serverless").glob("*.yml"))]
SETTINGS = {field.alias: field for field in Settings.model_fields.values() if field.alias}


class Loader(yaml.SafeLoader):
    """Reads CloudFormation's short forms: !Ref X as {"Ref": X}, !GetAtt A.B as {"Fn::GetAtt": ["A", "B"]}."""


def _short_form(loader: Loader, tag: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        raise TypeError(tag)
    if tag == "GetAtt":
        value = value.split(".")
    return {"Ref" if tag == "Ref" else f"Fn::{tag}": value}


Loader.add_multi_constructor("!", _short_form)


def load(path: Path) -> Any:
    """Return a YAML file's content."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)


@cache
def service() -> dict[str, Any]:
    """serverless.yml."""
    content: dict[str, Any] = load(PROJECT / "serverless.yml")
    return content


@cache
def resources() -> dict[str, dict[str, Any]]:
    """All resources of serverless/*.yml, by logical id."""
    found: dict[str, dict[str, Any]] = {}
    for part in service()["resources"]:
        if isinstance(part, str):
            found |= load(PROJECT / part.removeprefix("${file(").removesuffix(")}"))["Resources"]
    return found


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """The properties of the resources of a type, by logical id."""
    return {name: resource["Properties"] for name, resource in resources().items() if resource["Type"] == kind}


def statements() -> list[tuple[str, dict[str, Any]]]:
    """Every statement of every role's policies, with the role's name."""
    return [
        (name, statement)
        for name, role in of_type("AWS::IAM::Role").items()
        for policy in role["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def listed(value: Any) -> list[Any]:
    """A value as a list."""
    return value if isinstance(value, list) else [value]


def worker() -> dict[str, Any]:
    """The worker's container."""
    (container,) = resources()["WorkerTask"]["Properties"]["ContainerDefinitions"]
    assert isinstance(container, dict)
    return container

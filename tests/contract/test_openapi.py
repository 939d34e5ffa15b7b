"""docs/openapi.json is what the code says, is valid, and holds everything."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from functions.api.health import VERSION
from functions.api.openapi import document
from functions.api.routing import build
from tests.functional.api.client import Api

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs/openapi.json"
DESCRIBED: dict[str, Any] = json.loads(FILE.read_text())
OPERATIONS = [(method, path) for path, methods in DESCRIBED["paths"].items() for method in methods]
SECURITY: dict[str, Any] = {
    "/api/auth/register": [{}, {"token": []}],  # an admin's token opens it where it is closed
    "/api/auth/code": None,
    "/api/auth/login": None,
    "/api/auth/refresh": None,
}
INNER = {"version", "fence", "token_hash", "kubeconfig", "expires_at", "worker", "lease_until"}


def test_the_committed_description_is_what_the_code_says() -> None:
    assert FILE.read_text() == document(), "run: python -m functions.api.openapi > docs/openapi.json"


def test_it_is_valid() -> None:
    validate(DESCRIBED, cls=OpenAPIV31SpecValidator)


def test_it_is_the_same_each_time() -> None:
    assert document() == document()


def test_its_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert DESCRIBED["info"]["version"] == VERSION == project["version"]


def test_every_route_is_in_it() -> None:
    routes = {(route.method.lower(), route.openapi_path) for route in build().routes() if route.include_in_schema}

    assert routes == set(OPERATIONS)
    assert len(routes) == 104


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{method} {path}" for method, path in OPERATIONS])
def test_every_operation_is_complete(method: str, path: str) -> None:
    operation = DESCRIBED["paths"][path][method]

    assert operation["summary"]
    assert operation["description"]
    assert re.fullmatch(r"[a-z]+[A-Z][A-Za-z]+", operation["operationId"])
    assert operation.get("security") == SECURITY.get(path, [{"token": []}] if path.startswith("/api/") else None)
    for code, answer in operation["responses"].items():
        if code in {"204", "303"}:
            assert "content" not in answer
            continue
        for kind, content in answer["content"].items():
            if kind == "application/octet-stream":
                assert content["schema"] == {"type": "string", "format": "binary"}
                continue
            assert kind == ("application/json" if code < "400" else "application/problem+json")
            assert content["schema"]["$ref"].startswith("#/components/schemas/")
    assert all(parameter["description"] for parameter in operation.get("parameters", []))


def test_no_schema_shows_the_records_inner_life() -> None:
    shown = {
        name
        for schema_name, schema in DESCRIBED["components"]["schemas"].items()
        for name in schema.get("properties", {})
        if (schema_name, name)
        not in {(what, "expires_at") for what in ("ChatCode", "Code", "Token", "NewToken")}  # their owner's
    }

    assert shown & INNER == {"version"}
    with_version = [
        name for name, schema in DESCRIBED["components"]["schemas"].items() if "version" in schema.get("properties", {})
    ]
    assert sorted(with_version) == ["Engine", "Extension", "Health", "WantedExtension"]


def test_every_schema_is_used() -> None:
    text = FILE.read_text()

    assert [name for name in DESCRIBED["components"]["schemas"] if f'"#/components/schemas/{name}"' not in text] == []


def test_a_problem_is_as_described() -> None:
    problem = DESCRIBED["components"]["schemas"]["Problem"]

    assert set(Api().get("/nope").json) == set(problem["properties"]) == set(problem["required"])


def test_an_accepted_store_is_as_described() -> None:
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415

    api = Api()
    schema = {**DESCRIBED, "$ref": "#/components/schemas/Accepted"}

    Draft202012Validator(schema, format_checker=FormatChecker()).validate(api.create("demo").json)

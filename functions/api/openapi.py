"""The API's description: `python -m functions.api.openapi > docs/openapi.json`. A test fails while the two differ."""

from __future__ import annotations

import inspect
import json
import sys
from typing import Any

from aws_lambda_powertools.event_handler.api_gateway import Route
from aws_lambda_powertools.event_handler.openapi.models import HTTPBearer
from pydantic.json_schema import models_json_schema

from functions.api.answers import errors_of, statuses_of
from functions.api.auth import looked_at, protected
from functions.api.errors import NotReady
from functions.api.health import VERSION
from functions.api.problems import NotReadyView, ProblemView
from functions.api.routing import build

Json = dict[str, Any]
ABOUT = (
    "Provisions online stores. What takes time is answered with 202 and an operation: follow its events until it has ended. "
    "Every error has the shape of Problem, in application/problem+json."
)
NAMES = {
    "400": "The request cannot be read; or, of a retry, the store has not failed",
    "401": "No token, or one that nobody has; or a wrong password",
    "403": "The caller may not do this",
    "404": "There is no such thing, or it is not yours",
    "408": "The body did not arrive in time",
    "409": "Not possible right now",
    "413": "The body is larger than 64 kB",
    "415": "The body is not application/json",
    "421": "The Host header is not one of this server's",
    "422": "A field or parameter breaks a rule; errors names both",
    "429": "Too many requests, or too many logins that failed; the header Retry-After says when to ask again",
    "500": "Something went wrong here",
    "503": "The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed",
}


def describe() -> Json:
    """Return the OpenAPI 3.1 description as plain data."""
    resolver = build()
    schema = resolver.get_openapi_schema(
        title="Storeyard",
        version=VERSION,
        description=ABOUT,
        security_schemes={
            "token": HTTPBearer(
                description="an access token of a login, a personal access token, or the token that `make status` prints"
            )
        },
    )
    routes = {route.operation_id: route for route in resolver.routes()}
    found: Json = json.loads(schema.model_dump_json(by_alias=True, exclude_none=True))
    _, problems = models_json_schema(
        [(ProblemView, "serialization"), (NotReadyView, "serialization")], ref_template="#/components/schemas/{model}"
    )
    schemas: Json = {**found["components"]["schemas"], **problems["$defs"]}
    # The last one is said in place by each field of its type.
    for unused in ("HTTPValidationError", "ValidationError", "ResponseValidationError", "FileMods"):
        schemas.pop(unused, None)
    found["components"]["schemas"] = schemas
    for methods in found["paths"].values():
        for operation in methods.values():
            _complete(operation, routes[operation["operationId"]])
    return _tidy(found)


def _tidy(found: Json) -> Json:
    """Give schemas their public names, and leave answers open: a later version may add fields to them."""
    text = json.dumps(found)
    for name in found["components"]["schemas"]:
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/{_public(name)}"')
    tidied: Json = json.loads(text)
    schemas = tidied["components"]["schemas"] = {
        _public(name): {**schema, "title": _public(name)} for name, schema in tidied["components"]["schemas"].items()
    }
    for name, schema in schemas.items():
        if not name.startswith(("Create", "Change", "Wanted")):
            schema.pop("additionalProperties", None)
        for field in schema.get("properties", {}).values():
            field.pop("title", None)
    return tidied


def document() -> str:
    """Return the description as text in a stable order."""
    return json.dumps(describe(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _public(name: str) -> str:
    return name.removesuffix("View") or name


def _complete(operation: Json, route: Route) -> None:
    """Add what an operation does, the problems that it can answer with, and that it needs a token."""
    operation["description"] = inspect.getdoc(route.func)
    if looked_at(route.path):
        operation["security"] = [{"token": []}] if protected(route.path) else [{}, {"token": []}]
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "header":
            parameter["name"] = parameter["name"].title()  # Powertools has it in lower case
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    responses = {code: answer for code, answer in operation["responses"].items() if code < "4"}
    for code in (str(status.value) for status in statuses_of(route)):
        name = "NotReadyView" if NotReady in errors_of(route) and code == "503" else "ProblemView"
        content = {"application/problem+json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        responses[code] = {"description": NAMES[code], "content": content}
    for code in ("204", "303"):
        responses.get(code, {}).pop("content", None)
    if "429" in responses:
        wait = {"description": "seconds until it can be tried again", "required": True, "schema": {"type": "integer"}}
        responses["429"]["headers"] = {"Retry-After": wait}
    _say_where(operation["operationId"], responses)
    operation["responses"] = responses


def _say_where(operation_id: str, responses: Json) -> None:
    """Describe the header Location of those answers that have one."""
    where = {"202": "where the operation is", "303": "where the file is"}
    if operation_id == "createOrder":
        where = {"201": "where the order is"}
    for code in where.keys() & responses.keys():
        header = {"description": where[code], "required": True, "schema": {"type": "string"}}
        responses[code]["headers"] = {"Location": header}


if __name__ == "__main__":
    sys.stdout.write(document())

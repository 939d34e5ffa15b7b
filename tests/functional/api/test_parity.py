"""The same requests, as recorded API Gateway events and over HTTP, get the same answers."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from functions.api.asgi import App
from tests.functional.api.client import Api, Reply, on_the_wire, over_http

FOLDER = Path(__file__).parent / "events"
STATUS = {
    "basic_auth": 401,
    "clusters": 200,
    "docs": 200,
    "engines_with_cookies_and_repeated_headers": 200,
    "health": 200,
    "health_head": 200,
    "health_ready": 200,
    "no_route": 404,
    "no_token": 401,
    "openapi": 200,
    "operation_create_busy": 409,
    "operation_create_unknown": 422,
    "operation_events": 200,
    "operation_events_none_new": 200,
    "operation_get": 200,
    "operation_list": 200,
    "plans": 200,
    "store_create": 202,
    "store_create_bad_fields": 422,
    "store_create_bad_json": 400,
    "store_create_base64": 202,
    "store_create_binary": 400,
    "store_create_form": 415,
    "store_create_taken": 409,
    "store_create_too_large": 413,
    "store_create_unicode_name": 202,
    "store_delete": 202,
    "store_get": 200,
    "store_get_binary_path": 404,
    "store_get_missing": 404,
    "store_get_spaced_path": 404,
    "store_get_utf8_path": 404,
    "store_head": 200,
    "store_list": 200,
    "store_list_comma_cursor": 422,
    "store_list_limit_zero": 422,
    "store_list_page": 200,
    "store_list_repeated": 422,
    "store_list_unknown_parameter": 422,
    "store_options": 401,
    "store_put": 405,
    "two_authorizations": 401,
    "wrong_token": 401,
}
# What belongs to the connection or is new each time.
NOT_COMPARED = {"x-request-id", "content-length", "connection"}


def recorded(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return loaded


def http(app: App, made: dict[str, Any]) -> Reply:
    """Send an event's request over HTTP: repeated headers and cookies apart again, bytes as they were."""
    body = made.get("body")
    content = base64.b64decode(body or "") if made["isBase64Encoded"] else (body or "").encode()
    headers = [(name, value) for name, value in made["headers"].items() if name not in {"host", "accept"}]
    headers += [("accept", value) for value in made["headers"]["accept"].split(",")]
    headers += [("cookie", "; ".join(made["cookies"]))] if "cookies" in made else []
    return over_http(app, made["requestContext"]["http"]["method"], on_the_wire(made), content=content, headers=headers)


def comparable(reply: Reply) -> tuple[int, dict[str, str], str]:
    return reply.status, {name: value for name, value in reply.headers.items() if name not in NOT_COMPARED}, reply.text


def test_every_recorded_event_is_in_the_table() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(STATUS)


@pytest.mark.parametrize(("name", "status"), STATUS.items(), ids=STATUS)
def test_event_and_http_request_get_the_same_answer(name: str, status: int) -> None:
    made = recorded(name)
    made["headers"]["x-request-id"] = "request-7"  # it is in the answer, as the operation's
    lambda_side, http_side = Api(), Api()
    for side in (lambda_side, http_side):
        side.create("demo")

    by_event = lambda_side.send(made)
    by_http = http(App(http_side.handler), made)

    assert by_event.status == status
    assert comparable(by_event) == comparable(by_http)
    assert lambda_side.platform.waker.woken == http_side.platform.waker.woken

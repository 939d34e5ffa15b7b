"""Bad input over HTTP: 4xx with field and rule, and nothing done."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.cluster.installation import API, kube
from tests.cluster.platform import Platform
from tests.e2e import ENGINE

GOOD = {"name": "Tea", "engine": ENGINE, "id": "e2e-never"}
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a type that is wrong": ({"name": 5}, "name"),
    "an unknown field": ({"colour": "red"}, "colour"),
    "a reserved id": ({"id": "metrics"}, "id"),
    "a reserved prefix": ({"id": "kube-shop"}, "id"),
    "an id that is too long": ({"id": "a" * 41}, "id"),
    "an id with capitals": ({"id": "Shop"}, "id"),
    "an id with a dot": ({"id": "a.b"}, "id"),
    "an id with a template": ({"id": "{{ 7*7 }}"}, "id"),
    "an id with a path": ({"id": "../etc"}, "id"),
    "an id with a shell's words": ({"id": "a;reboot"}, "id"),
    "an id with a line break": ({"id": "a\n"}, "id"),
    "an unknown engine": ({"engine": "magento"}, "engine"),
    "an unknown plan": ({"plan": "huge"}, "plan"),
    "an unknown cluster": ({"cluster": "moon"}, "cluster"),
    "an unknown country": ({"country": "XX"}, "country"),
    "an unknown currency": ({"currency": "EURO"}, "currency"),
    "an address that is none": ({"admin_email": "nobody"}, "admin_email"),
    "sample products that are a word": ({"sample_products": "no"}, "sample_products"),
    "a name with NUL": ({"name": "a\0b"}, "name"),
    "a name with a line break": ({"name": "a\nb"}, "name"),
    "a name that is empty": ({"name": " "}, "name"),
    "a name that is too long": ({"name": "x" * 101}, "name"),
}


@pytest.mark.parametrize(("change", "field"), BAD.values(), ids=BAD.keys())
def test_it_is_refused_with_field_and_rule(platform: Platform, change: dict[str, Any], field: str) -> None:
    answer = platform.http.post("/api/stores", json={**GOOD, **change})

    assert answer.is_client_error, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert field in {error["field"] for error in answer.json()["errors"]}
    assert platform.gone("e2e-never")


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"", b'{"name": ' + b"[" * 10_000],
    ids=["cut off", "a list", "null", "a text", "no UTF-8", "empty", "deep"],
)
def test_a_body_that_is_no_json_object_is_refused(platform: Platform, body: bytes) -> None:
    answer = platform.http.post("/api/stores", content=body, headers={"Content-Type": "application/json"})

    assert answer.is_client_error, answer.text


def test_a_body_of_a_megabyte_is_refused(platform: Platform) -> None:
    answer = platform.http.post("/api/stores", json={**GOOD, "name": "x" * 1_000_000})

    assert answer.is_client_error, answer.text


@pytest.mark.parametrize(
    "header", [None, "Bearer no", "Basic b3duZXI6eA==", "Bearer"], ids=["none", "wrong", "another scheme", "empty"]
)
def test_nobody_gets_in_without_a_token(header: str | None) -> None:
    headers = {"Authorization": header} if header else {}

    answer = httpx.get(f"{API}/api/stores", headers=headers, trust_env=False)

    assert answer.status_code == httpx.codes.UNAUTHORIZED


@pytest.mark.parametrize("path", ["/api/stores/no-such-store", "/api/operations/no-such-operation", "/api/nothing"])
def test_what_is_not_there_is_not_found(platform: Platform, path: str) -> None:
    assert platform.http.get(path).status_code == httpx.codes.NOT_FOUND


def test_nothing_of_it_reached_the_cluster() -> None:
    names = {item["metadata"]["name"] for item in kube("get", "namespaces")["items"]}

    assert "store-e2e-never" not in names

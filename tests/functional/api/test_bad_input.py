"""Nasty requests: refused with field and rule in plain words, or taken literally."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fakes.samples import NASTY_TEXTS
from tests.functional.api.client import Api

ID_RULE = "must be lower-case letters, digits and hyphens, starting with a letter, at most 40 characters"
RESERVED = "is reserved: choose another id"
HYPHENS = "must not end with a hyphen or hold two in a row"
TEXT = "must not hold control characters, line breaks or unassigned characters"
EMAIL = "must be an e-mail address, like owner@example.com"
COLOR = "must be a colour as # and six hexadecimal digits, like #1f5f54"
ONLY_ADMINS = "must be your own user id: only an admin makes stores for others"
JARGON = ("pattern", "string_", "type_error", "Input", "validat", "pydantic", "regex", "NoneType", "Traceback")

FIELDS: dict[str, tuple[dict[str, Any], str, str]] = {
    "name missing": ({"name": ...}, "name", "is required"),
    "name empty": ({"name": ""}, "name", "must not be empty"),
    "name of spaces": ({"name": "   "}, "name", "must not be empty"),
    "name too long": ({"name": "x" * 101}, "name", "must be at most 100 characters"),
    "name a number": ({"name": 7}, "name", "must be text"),
    "name null": ({"name": None}, "name", "must be text"),
    "name a list": ({"name": ["a"]}, "name", "must be text"),
    "name with newline": ({"name": "a\nb"}, "name", TEXT),
    "name with NUL": ({"name": "a\0b"}, "name", TEXT),
    "name with escape": ({"name": "a\x1b[31mb"}, "name", TEXT),
    "name with line separator": ({"name": "a\u2028b"}, "name", TEXT),
    "engine missing": ({"engine": ...}, "engine", "is required"),
    "engine unknown": ({"engine": "magento"}, "engine", "must be one of: medusa, woocommerce"),
    "engine a path": (
        {"engine": "../medusa"},
        "engine",
        "must be the name of an engine, as GET /api/engines lists them",
    ),
    "engine true": ({"engine": True}, "engine", "must be text"),
    "plan unknown": ({"plan": "huge"}, "plan", "must be one of: small, medium, large"),
    "plan null": ({"plan": None}, "plan", "must be text"),
    "cluster unknown": ({"cluster": "mars"}, "cluster", "must be one of: local"),
    "country unknown": ({"country": "XX"}, "country", "must be a two-letter ISO 3166-1 country code, like DE"),
    "country lower case": ({"country": "de"}, "country", "must be a two-letter ISO 3166-1 country code, like DE"),
    "country too long": ({"country": "Germany"}, "country", "must be at most 2 characters"),
    "currency unknown": ({"currency": "XXX"}, "currency", "must be a three-letter ISO 4217 currency code, like EUR"),
    "color a word": ({"color": "red"}, "color", COLOR),
    "color short": ({"color": "#abc"}, "color", COLOR),
    "color with newline": ({"color": "#1f5f54\n"}, "color", COLOR),
    "color a template": ({"color": "{{ x }}"}, "color", COLOR),
    "color null": ({"color": None}, "color", "must be text"),
    "sample products a word": ({"sample_products": "yes"}, "sample_products", "must be true or false"),
    "sample products text": ({"sample_products": "false"}, "sample_products", "must be true or false"),
    "sample products a number": ({"sample_products": 1}, "sample_products", "must be true or false"),
    "sample products zero": ({"sample_products": 0}, "sample_products", "must be true or false"),
    "sample products null": ({"sample_products": None}, "sample_products", "must be true or false"),
    "sample products a list": ({"sample_products": []}, "sample_products", "must be true or false"),
    "e-mail without @": ({"admin_email": "olga"}, "admin_email", EMAIL),
    "e-mail without dot": ({"admin_email": "olga@localhost"}, "admin_email", EMAIL),
    "e-mail with newline": ({"admin_email": "olga@example.com\n"}, "admin_email", EMAIL),
    "e-mail with template": ({"admin_email": "{{x}}@example.com"}, "admin_email", EMAIL),
    "e-mail too long": ({"admin_email": "a@" + "b" * 300 + ".com"}, "admin_email", "must be at most 254 characters"),
    "id reserved metrics": ({"id": "metrics"}, "id", RESERVED),
    "id reserved activity": ({"id": "activity"}, "id", RESERVED),
    "id reserved kube-x": ({"id": "kube-x"}, "id", RESERVED),
    "id punycode": ({"id": "xn--tea"}, "id", RESERVED),
    "id starts with hyphen": ({"id": "-a"}, "id", ID_RULE),
    "id ends with hyphen": ({"id": "a-"}, "id", HYPHENS),
    "id two hyphens": ({"id": "a--b"}, "id", HYPHENS),
    "id upper case": ({"id": "A"}, "id", ID_RULE),
    "id underscore": ({"id": "a_b"}, "id", ID_RULE),
    "id dot": ({"id": "a.b"}, "id", ID_RULE),
    "id digit first": ({"id": "1a"}, "id", ID_RULE),
    "id 41 characters": ({"id": "a" * 41}, "id", ID_RULE),
    "id newline": ({"id": "abc\n"}, "id", ID_RULE),
    "id empty": ({"id": ""}, "id", "must not be empty"),
    "id template": ({"id": "{{ 7*7 }}"}, "id", ID_RULE),
    "id full width": ({"id": "\uff41\uff42"}, "id", ID_RULE),
    "unknown field": ({"colour": "red"}, "colour", "is not known here"),
    "unknown nasty field": ({"a\0\n{{x}}" + "y" * 200: 1}, "a??{{x}}" + "y" * 52 + "…", "is not known here"),
    "status cannot be set": ({"status": "ready"}, "status", "is not known here"),
    "owner somebody else": ({"owner": "otto"}, "owner", ONLY_ADMINS),
    "owner nobody": ({"owner": "nobody"}, "owner", ONLY_ADMINS),
    "owner a template": ({"owner": "{{x}}"}, "owner", "must be the id of a user"),
    "e-mail twice": (
        {"email": "olga@example.com", "admin_email": "olga@example.com"},
        "email",
        "is another name for admin_email: give one of the two",
    ),
    "e-mail by its other name": ({"email": "olga"}, "email", EMAIL),
}


@pytest.mark.parametrize(("change", "field", "rule"), FIELDS.values(), ids=FIELDS)
def test_a_bad_field_is_refused_by_name_and_rule(api: Api, change: dict[str, Any], field: str, rule: str) -> None:
    body = {"name": "Demo", "engine": "medusa", "id": "demo", **change}

    reply = api.post("/api/stores", {name: value for name, value in body.items() if value is not ...})

    assert reply.status == 422
    assert reply.json["errors"] == [{"field": field, "rule": rule}]
    assert reply.json["detail"] == f"{field}: {rule}"
    assert not [word for word in JARGON if word in reply.text]
    assert api.get("/api/stores").json["items"] == []


def test_every_bad_field_is_named_at_once(api: Api) -> None:
    reply = api.post("/api/stores", {"engine": 1, "id": "A", "colour": "red"})

    assert {error["field"] for error in reply.json["errors"]} == {"name", "engine", "id", "colour"}


BODIES: dict[str, tuple[str, int, str]] = {
    "empty": ("", 422, "body: is required"),
    "not JSON": ("name=demo", 400, "The body is not JSON: Expecting value at line 1, column 1."),
    "cut off": ('{"name": "Demo"', 400, "The body is not JSON: Expecting ',' delimiter at line 1, column 16."),
    "single quotes": ("{'name': 1}", 400, "Expecting property name enclosed in double quotes"),
    "raw newline in a string": ('{"name": "a\nb"}', 400, "Invalid control character"),
    "list": ("[]", 422, "body: must be a JSON object"),
    "list of one store": ('[{"name": "Demo", "engine": "medusa"}]', 422, "body: must be a JSON object"),
    "text": ('"demo"', 422, "body: must be a JSON object"),
    "null": ("null", 422, "body: must be a JSON object"),
    "number": ("7", 422, "body: must be a JSON object"),
    "NaN": ('{"name": NaN}', 400, "The body holds NaN, which is not JSON."),
    "Infinity": ('{"name": -Infinity}', 400, "The body holds -Infinity, which is not JSON."),
    "huge float": ('{"name": 1e999}', 400, "The body holds a number that is too large."),
    "huge integer": ('{"name": ' + "9" * 5000 + "}", 400, "The body holds a number that is too long."),
    "duplicate key": ('{"name": "a", "engine": "medusa", "name": "b"}', 400, "The body holds the field name twice."),
    "duplicate key within": ('{"name": {"a": 1, "a": 2}}', 400, "The body holds the field a twice."),
    "lone surrogate": (r'{"name": "\ud800"}', 400, "lone surrogate"),
    "lone surrogate as a name": (r'{"\udfff": 1}', 400, "lone surrogate"),
    "nested lists": ("[" * 30_000, 400, "The body is nested too deeply."),
    "nested objects": ('{"a":' * 10_000 + "1" + "}" * 10_000, 400, "The body is nested too deeply."),
    "two documents": ("{} {}", 400, "The body is not JSON: Extra data"),
    "byte order mark": ("\ufeff{}", 400, "The body is not JSON"),
    "over 64 kB": (json.dumps({"name": "x" * 65_536}), 413, "The body must be at most 64 kB."),
    "1 MB": (json.dumps({"name": "x" * 1_000_000}), 413, "The body must be at most 64 kB."),
    "over 64 kB in UTF-8": (json.dumps({"name": "é" * 40_000}, ensure_ascii=False), 413, "The body must be at most 64 kB."),
}


@pytest.mark.parametrize(("body", "status", "detail"), BODIES.values(), ids=BODIES)
def test_a_bad_body_is_refused(api: Api, body: str, status: int, detail: str) -> None:
    reply = api.call("POST", "/api/stores", body=body)

    assert reply.status == status
    assert detail in reply.json["detail"]


def test_a_body_just_below_the_limit_is_read(api: Api) -> None:
    padded = json.dumps({"name": "Demo", "engine": "medusa"}).ljust(65_536)

    assert api.call("POST", "/api/stores", body=padded).status == 202


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/json; charset=utf-16"]
)
def test_a_body_that_is_not_said_to_be_json_is_refused(api: Api, kind: str) -> None:
    reply = api.post("/api/stores", {"name": "Demo", "engine": "medusa"}, headers={"content-type": kind})

    assert reply.status == 415
    assert reply.json["detail"] == "Send the body as Content-Type: application/json, in UTF-8."


@pytest.mark.parametrize("kind", ["Application/JSON", 'application/json;charset="UTF-8"', "application/json; charset=utf-8"])
def test_json_may_be_named_in_any_way(api: Api, kind: str) -> None:
    assert api.post("/api/stores", {"name": "Demo", "engine": "medusa"}, headers={"content-type": kind}).status == 202


@pytest.mark.parametrize("body", ["%%%", "/w==", "eyJ9\n=", "ÿ"])
def test_base64_that_is_none_or_not_text_is_refused(api: Api, body: str) -> None:
    assert api.call("POST", "/api/stores", body=body, base64=True).status == 400


LITERAL = (*NASTY_TEXTS, "{{ 7*7 }}", "{% if x %}", "$(id)", '"', "'", "\\", "a" * 100, "-", "🛍️", "null", "!unsafe x")


@pytest.mark.parametrize("name", LITERAL)
def test_text_is_stored_as_it_was_sent(api: Api, name: str) -> None:
    created = api.post("/api/stores", {"name": name, "engine": "medusa"})

    assert created.status == 202
    store_id = created.json["store"]["id"]
    assert api.get(f"/api/stores/{store_id}").json["name"] == name


QUERIES: dict[str, tuple[str, str, str]] = {
    "limit 0": ("/api/stores?limit=0", "limit", "must be at least 1"),
    "limit 101": ("/api/stores?limit=101", "limit", "must be at most 100"),
    "limit a word": ("/api/stores?limit=ten", "limit", "must be a whole number"),
    "limit empty": ("/api/stores?limit=", "limit", "must be a whole number"),
    "limit a fraction": ("/api/stores?limit=1.5", "limit", "must be a whole number"),
    "limit of many digits": ("/api/stores?limit=" + "9" * 5000, "limit", "is too large"),
    "limit with a comma": ("/api/stores?limit=1,2", "limit", "must be a whole number"),
    "limit twice": ("/api/stores?limit=1&limit=2", "limit", "must be given once"),
    "cursor empty": ("/api/stores?cursor=", "cursor", "must not be empty"),
    "cursor too long": ("/api/stores?cursor=" + "x" * 1025, "cursor", "must be at most 1024 characters"),
    "cursor not ours": ("/api/stores?cursor=%00%27--", "cursor", ""),
    "unknown": ("/api/stores?order=name", "order", "is not a parameter of this request; it takes: limit, cursor, status,"),
    "status unknown": (
        "/api/stores?status=well",
        "status",
        "must be one of: provisioning, ready, upgrading, rolling_back",
    ),
    "sort unknown": ("/api/stores?sort=url", "sort", "must be one of: id, -id, created_at, -created_at, name, -name"),
    "engine a path": ("/api/stores?engine=../x", "engine", "must be the name of an engine"),
    "cluster empty": ("/api/stores?cluster=", "cluster", "must not be empty"),
    "q empty": ("/api/stores?q=", "q", "must not be empty"),
    "q too long": ("/api/stores?q=" + "x" * 101, "q", "must be at most 100 characters"),
    "cursor of another order": ("/api/stores?sort=name&cursor=WyJzdG9yZXMiLCAiZGVtbyJd", "cursor", "must be a cursor that"),
    "unknown where none is": ("/api/engines?x", "x", "is not a parameter of this request; it takes: none"),
    "unknown on health": ("/health?verbose=1", "verbose", "is not a parameter of this request; it takes: none"),
    "after negative": ("/api/operations/OP000001/events?after=-1", "after", "must be at least 0"),
    "wait too long": ("/api/operations/OP000001/events?wait=21", "wait", "must be at most 20"),
    "page of operations": ("/api/stores/demo/operations?limit=0", "limit", "must be at least 1"),
}


@pytest.mark.parametrize(("path", "field", "rule"), QUERIES.values(), ids=QUERIES)
def test_a_bad_parameter_is_refused_by_name_and_rule(api: Api, path: str, field: str, rule: str) -> None:
    api.create("demo")

    reply = api.get(path)

    assert reply.status == 422
    assert [error["field"] for error in reply.json["errors"]] == [field]
    assert rule in reply.json["errors"][0]["rule"]
    assert not [word for word in JARGON if word in reply.text]


@pytest.mark.parametrize("query", ["limit=%ff", "&".join(f"a{number}=1" for number in range(50))])
def test_a_query_that_cannot_be_read_is_refused(api: Api, query: str) -> None:
    assert api.get(f"/api/stores?{query}").status == 400


PATHS = [
    "A",
    "a_b",
    "x" * 41,
    "..",
    "%2e%2e",
    "a\0b",
    "{{ 7*7 }}",
    "größe",
    "a'b",
    "demo\n",
    "demo/",
    "demo//operations",
    "a" * 5000,
]


@pytest.mark.parametrize("store_id", PATHS, ids=range(len(PATHS)))
@pytest.mark.parametrize(
    "path", ["/api/stores/{}", "/api/operations/{}", "/api/stores/{}/operations", "/api/operations/{}/events"]
)
def test_an_impossible_id_in_the_path_is_not_found(api: Api, path: str, store_id: str) -> None:
    reply = api.get(path.format(store_id).replace("?", ""))

    assert reply.status == 404
    assert reply.json["reason"] == "NotFound"

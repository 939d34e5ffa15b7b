"""The description and its page come from this server alone, under a policy that says so."""

from __future__ import annotations

import json
import re

import pytest

from tests.functional.api.client import Api


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(api: Api) -> None:
    page = api.get("/docs", token=None)

    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self';" in policy
    assert "http" not in page.text.replace("<!doctype html>", "").replace("</html>", "")
    assert re.findall(r"<script(?! src=\"/docs/)", page.text) == []
    assets = re.findall(r"(?:src|href)=\"(/[^\"]+)\"", page.text)
    assert len(assets) == 3
    assert {api.get(asset, token=None).status for asset in assets} == {200}


def test_a_runbook_is_a_page_for_everybody_that_loads_nothing(api: Api) -> None:
    page = api.get("/docs/runbooks/ImagePull", token=None)

    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert "<h1>ImagePull: an image cannot be pulled</h1>" in page.text
    assert "<strong>Retry?</strong> No" in page.text
    assert "<script" not in page.text
    assert '<a href="/docs/runbooks/ImagePull">' in api.get("/docs/runbooks", token=None).text


@pytest.mark.parametrize("name", ["PlanFailed", "Unexplained"])
def test_a_failure_without_a_cause_has_the_page_that_says_so(api: Api, name: str) -> None:
    assert "<h1>Unexplained: " in api.get(f"/docs/runbooks/{name}", token=None).text


@pytest.mark.parametrize("name", ["OfTomorrow", "README", "..%2f..%2fSECURITY", "imagepull", "x" * 65])
def test_nothing_but_a_reason_has_a_runbook(api: Api, name: str) -> None:
    assert api.get(f"/docs/runbooks/{name}", token=None).status in {404, 422}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/docs", "text/html; charset=utf-8"),
        ("/docs/runbooks", "text/html; charset=utf-8"),
        ("/docs/runbooks/TimedOut", "text/html; charset=utf-8"),
        ("/docs/start.js", "text/javascript; charset=utf-8"),
        ("/docs/swagger-ui.js", "text/javascript; charset=utf-8"),
        ("/docs/swagger-ui.css", "text/css; charset=utf-8"),
        ("/openapi.json", "application/json; charset=utf-8"),
    ],
)
def test_each_part_says_what_it_is(api: Api, path: str, kind: str) -> None:
    reply = api.get(path, token=None)

    assert reply.headers["content-type"] == kind
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_swagger_ui_fetches_nothing_from_elsewhere(api: Api) -> None:
    style = api.get("/docs/swagger-ui.css", token=None).text

    assert not re.findall(r"url\(['\"]?https?:", style)
    assert "@import" not in style


def test_the_description_is_served(api: Api) -> None:
    assert json.loads(api.get("/openapi.json", token=None).text)["openapi"].startswith("3.1")


def test_what_is_below_api_is_not_cached_and_may_not_be_framed(api: Api) -> None:
    headers = api.get("/api/engines").headers

    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert not [name for name in headers if name.startswith("access-control")]


def test_head_is_get_without_the_body(api: Api) -> None:
    got, head = api.get("/api/engines"), api.call("HEAD", "/api/engines")

    assert (head.status, head.headers, head.text) == (got.status, got.headers, "")

"""/openapi.json and /docs: the API's description, for programs and for people. Everything comes from this server."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from importlib.resources import files

from aws_lambda_powertools.event_handler import Request, Response

from functions.api.context import ApiRouter, call

router = ApiRouter()

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Storeyard API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
START = """SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});
"""
HOUR = "public, max-age=3600"


@cache
def _asset(name: str) -> str:
    return files("aws_lambda_powertools.event_handler.openapi.swagger_ui").joinpath(name).read_text(encoding="utf-8")


def _text(body: str, kind: str, headers: dict[str, str] | None = None) -> Response[str]:
    return Response(status_code=HTTPStatus.OK.value, content_type=f"{kind}; charset=utf-8", body=body, headers=headers or {})


@router.get("/openapi.json", include_in_schema=False)
def openapi_json(request: Request) -> Response[str]:
    """Return the OpenAPI description."""
    return _text(call(request).describe(), "application/json")


@router.get("/docs", include_in_schema=False)
def docs() -> Response[str]:
    """Return the page that shows the description."""
    return _text(PAGE, "text/html", {"Content-Security-Policy": PAGE_POLICY})


@router.get("/docs/start.js", include_in_schema=False)
def start_js() -> Response[str]:
    """Return the script that starts the page."""
    return _text(START, "text/javascript")


@router.get("/docs/swagger-ui.js", include_in_schema=False)
def swagger_js() -> Response[str]:
    """Return Swagger UI, as it comes with Powertools."""
    return _text(_asset("swagger-ui-bundle.min.js"), "text/javascript", {"Cache-Control": HOUR})


@router.get("/docs/swagger-ui.css", include_in_schema=False)
def swagger_css() -> Response[str]:
    """Return Swagger UI's style, as it comes with Powertools."""
    return _text(_asset("swagger-ui.min.css"), "text/css", {"Cache-Control": HOUR})

"""/docs/runbooks: what each reason means and what to do about it. Served from the project's own pages, for everybody."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path as InPath

from functions.api.context import ApiRouter
from functions.api.runbook_page import INDEX, POLICY, page_of
from functions.domain.errors import NotFound
from functions.domain.reasons import UNEXPLAINED, reason_of
from functions.domain.reasons.base import PLACE

router = ApiRouter()

PAGES = Path(__file__).resolve().parents[2] / "docs/runbooks"
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "public, max-age=3600"}


@cache
def _page(stem: str) -> str:
    return page_of((PAGES / f"{stem}.md").read_text(encoding="utf-8"))


def _html(stem: str) -> Response[str]:
    return Response(HTTPStatus.OK.value, content_type="text/html; charset=utf-8", body=_page(stem), headers={**HEADERS})


@router.get(PLACE, include_in_schema=False)
def runbooks() -> Response[str]:
    """Return the list of all runbooks."""
    return _html(INDEX)


@router.get(f"{PLACE}/<reason>", include_in_schema=False)
def runbook(reason: Annotated[str, InPath(max_length=64)]) -> Response[str]:
    """Return the page about a reason. Only a name that the registry knows is looked for on the disk."""
    found = reason_of(reason)
    if found is None and reason != UNEXPLAINED:
        raise NotFound(f"there is no reason of this name; {PLACE} lists them")
    return _html(found.stem if found else UNEXPLAINED)

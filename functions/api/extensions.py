"""/api/extensions: the plugins, themes and modules in the shops of the caller's stores."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Request
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api.context import ApiRouter, call
from functions.api.extensions_views import ExtensionList, ExtensionView, StoreExtensions
from functions.api.missing import MissingView
from functions.api.stores import Cursor, StoreIdInPath, possible
from functions.application.extensions import Sought
from functions.domain.extension import NAME_MAX, VERSION_MAX, VERSION_PATTERN, ExtensionKind

router = ApiRouter()

StoreLimit = Annotated[int, Query(ge=1, le=50, description="how many stores to ask at most")]
Slug = Annotated[str | None, Query(min_length=1, max_length=NAME_MAX, description="only with this slug, whatever its case")]
Below = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=VERSION_MAX,
        pattern=VERSION_PATTERN,
        description="only with an older version, as PHP's version_compare has it; never one whose version cannot be read",
    ),
]
OneKind = Annotated[ExtensionKind | None, Query(description="only of this kind")]


@router.get(
    "/stores/<store_id>/extensions",
    summary="List a store's extensions",
    operation_id="listStoreExtensions",
    tags=["extensions"],
)
def list_store_extensions(
    request: Request, store_id: StoreIdInPath, slug: Slug = None, below: Below = None, kind: OneKind = None
) -> StoreExtensions:
    """Return the plugins, themes and modules that a store's shop has right now, 500 at most. A failed store is asked, too."""
    here = call(request)
    found = here.platform.extensions.of_store(possible(store_id), here.caller, Sought(slug, below, kind))
    return StoreExtensions(items=[ExtensionView.of(one) for one in found])


@router.get("/extensions", summary="List extensions of all stores", operation_id="listExtensions", tags=["extensions"])
def list_extensions(  # noqa: PLR0913 - what a listing is asked for, by name
    request: Request,
    *,
    slug: Slug = None,
    below: Below = None,
    kind: OneKind = None,
    limit: StoreLimit = 50,
    cursor: Cursor = None,
) -> ExtensionList:
    """Return what the shops of the next stores of the caller have, by the stores' ids; they are asked at once.

    A page may have no items although more stores follow. A store that does not answer is named in `missing`.
    """
    here = call(request)
    page = here.platform.extensions.of_all(here.caller, Sought(slug, below, kind), limit=limit, cursor=cursor)
    items = [ExtensionView.of(one) for one in page.items]
    return ExtensionList(items=items, missing=MissingView.all(page.missing), next_cursor=page.cursor)

"""/api/tokens: the caller's personal access tokens, for programs."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Request, Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from functions.api.access_views import CreateToken, NewTokenView, TokenList, TokenView
from functions.api.context import ApiRouter, call
from functions.api.sessions import nothing
from functions.api.stores import Cursor, Limit
from functions.domain.errors import NotFound

router = ApiRouter()

TokenIdInPath = Annotated[str, Path(description="the token's id")]
_id_pattern = re.compile(r"[0-9a-f]{1,64}")


@router.post("/tokens", summary="Make a token", operation_id="createToken", tags=["access"], status_code=201)
def create_token(request: Request, token: Annotated[CreateToken, Body()]) -> Response[NewTokenView]:
    """Make a personal access token, which is shown this once. Its scope is not above the caller's."""
    here = call(request)
    made, secret = here.platform.accounts.tokens.create(
        here.known, name=token.name, scope=token.scope, lifetime=timedelta(days=token.expires_in_days)
    )
    here.noted.detail |= {"token": made.id, "name": made.name, "scope": made.scope.value}
    return Response(
        status_code=HTTPStatus.CREATED.value,
        content_type=content_types.APPLICATION_JSON,
        body=NewTokenView(**TokenView.of(made).model_dump(), token=secret),
    )


@router.get("/tokens", summary="List tokens", operation_id="listTokens", tags=["access"])
def list_tokens(request: Request, limit: Limit = 50, cursor: Cursor = None) -> TokenList:
    """Return one page of the caller's personal access tokens that are good."""
    here = call(request)
    page = here.platform.accounts.tokens.of(here.caller, limit=limit, cursor=cursor)
    return TokenList(items=[TokenView.of(token) for token in page.items], next_cursor=page.cursor)


@router.delete("/tokens/<token_id>", summary="Revoke a token", operation_id="revokeToken", tags=["access"], status_code=204)
def revoke_token(request: Request, token_id: TokenIdInPath) -> Response[None]:
    """End a personal access token at once."""
    here = call(request)
    if not _id_pattern.fullmatch(token_id):
        raise NotFound("there is no token with this id")
    here.noted.detail["token"] = token_id
    here.platform.accounts.tokens.revoke(token_id, here.caller)
    return nothing()

"""/api/stores: create, list, look at and delete stores, and ask for operations on them."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Request, Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query

from functions.api.context import ApiRouter, Call, call
from functions.api.once import IdempotencyKey, asked_once
from functions.api.schemas import AcceptedView, CreateOperation, CreateStore, OperationList, OperationView, StoreList, StoreView
from functions.application.planning import Accepted
from functions.domain.errors import NotFound
from functions.domain.kinds import delete
from functions.domain.store import ID_MAX, ID_PATTERN

router = ApiRouter()

StoreIdInPath = Annotated[str, Path(description="the store's id")]
Limit = Annotated[int, Query(ge=1, le=100, description="how many to return at most")]
Cursor = Annotated[str | None, Query(min_length=1, max_length=1024, description="next_cursor of the page before")]

_id_pattern = re.compile(ID_PATTERN)


@router.post("/stores", summary="Create a store", operation_id="createStore", tags=["stores"], status_code=202)
def create_store(request: Request, store: Annotated[CreateStore, Body()], key: IdempotencyKey = None) -> Response[AcceptedView]:
    """Accept a store; the operation in the answer makes it. Follow that one's events until it has ended."""
    here = call(request)
    once = asked_once(request, here.caller, key)
    return _accepted(here, here.platform.service.create(store, here.caller, once))


@router.get("/stores", summary="List stores", operation_id="listStores", tags=["stores"])
def list_stores(request: Request, limit: Limit = 50, cursor: Cursor = None) -> StoreList:
    """Return one page of the caller's stores; an admin sees everyone's."""
    here = call(request)
    page = here.platform.service.list_stores(here.caller, limit=limit, cursor=cursor)
    engines = here.platform.service.engines()
    return StoreList(items=[StoreView.of(store, engines) for store in page.items], next_cursor=page.cursor)


@router.get("/stores/<store_id>", summary="Look at a store", operation_id="getStore", tags=["stores"])
def get_store(request: Request, store_id: StoreIdInPath) -> StoreView:
    """Return a store, and what may be asked of it right now."""
    here = call(request)
    service = here.platform.service
    return StoreView.of(service.get(possible_store(store_id), here.caller), service.engines())


@router.delete("/stores/<store_id>", summary="Delete a store", operation_id="deleteStore", tags=["stores"], status_code=202)
def delete_store(request: Request, store_id: StoreIdInPath) -> Response[AcceptedView]:
    """Cancel what is under way and remove the store with all its data. Asking twice returns the same operation."""
    here = call(request)
    return _accepted(here, here.platform.service.request(possible_store(store_id), delete.KIND.name, here.caller))


@router.post(
    "/stores/<store_id>/operations",
    summary="Ask for an operation",
    operation_id="createOperation",
    tags=["operations"],
    status_code=202,
)
def create_operation(
    request: Request,
    store_id: StoreIdInPath,
    operation: Annotated[CreateOperation, Body()],
    key: IdempotencyKey = None,
) -> Response[AcceptedView]:
    """Accept an operation on a store; `allowed_operations` of the store says which are possible."""
    here = call(request)
    once = asked_once(request, here.caller, key)
    service, wanted = here.platform.service, operation
    return _accepted(here, service.request(possible_store(store_id), wanted.kind, here.caller, wanted.parameters, once))


@router.get(
    "/stores/<store_id>/operations", summary="List a store's operations", operation_id="listOperations", tags=["operations"]
)
def list_operations(request: Request, store_id: StoreIdInPath, limit: Limit = 50, cursor: Cursor = None) -> OperationList:
    """Return one page of a store's operations, newest first; also of a store that is gone."""
    here = call(request)
    page = here.platform.service.operations(possible_store(store_id), here.caller, limit=limit, cursor=cursor)
    return OperationList(items=[OperationView.of(operation) for operation in page.items], next_cursor=page.cursor)


def possible_store(store_id: str) -> str:
    """Return an id that a store may have. Raises NotFound for any other, without a look at the state."""
    if len(store_id) > ID_MAX or not _id_pattern.fullmatch(store_id):
        raise NotFound("there is no store with this id")
    return store_id


def _accepted(here: Call, accepted: Accepted) -> Response[AcceptedView]:
    store = StoreView.of(accepted.store, here.platform.service.engines())
    body = AcceptedView(store=store, operation=OperationView.of(accepted.operation))
    location = f"/api/operations/{accepted.operation.id}"
    return Response(
        status_code=HTTPStatus.ACCEPTED.value,
        content_type=content_types.APPLICATION_JSON,
        body=body,
        headers={"Location": location},
    )

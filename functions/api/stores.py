"""/api/stores: create, list, look at, change and delete stores, and ask for operations on them."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated, Final

from aws_lambda_powertools.event_handler import Request, Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query
from aws_lambda_powertools.event_handler.openapi.types import OpenAPIResponse

from functions.api.bodies import ChangeStore, CreateOperation, CreateStore
from functions.api.context import ApiRouter, Call, call
from functions.api.once import IdempotencyKey, asked_once
from functions.api.schemas import (
    AcceptedView,
    OperationList,
    OperationView,
    StoreChangeView,
    StoreDetailView,
    StoreList,
    StoreView,
)
from functions.api.shown import shown
from functions.application.planning import Accepted
from functions.application.store_list import Sort, Wanted
from functions.domain.errors import NotFound
from functions.domain.kinds import delete
from functions.domain.store import ID_MAX, ID_PATTERN, SLUG_PATTERN, StoreStatus

router = ApiRouter()

StoreIdInPath = Annotated[str, Path(description="the store's id")]
Limit = Annotated[int, Query(ge=1, le=100, description="how many to return at most")]
Cursor = Annotated[str | None, Query(min_length=1, max_length=1024, description="next_cursor of the page before")]

_id_pattern = re.compile(ID_PATTERN)
CHANGED: Final[dict[int, OpenAPIResponse]] = {
    200: {"description": "There is nothing to change", "content": {"application/json": {"model": StoreChangeView}}},
    202: {"description": "Accepted", "content": {"application/json": {"model": StoreChangeView}}},
}


@router.post("/stores", summary="Create a store", operation_id="createStore", tags=["stores"], status_code=202)
def create_store(request: Request, store: Annotated[CreateStore, Body()], key: IdempotencyKey = None) -> Response[AcceptedView]:
    """Accept a store; the operation in the answer makes it. Follow that one's events until it has ended."""
    here = call(request)
    once = asked_once(request, here.caller, key)
    wanted, service = store.request(), here.platform.service
    return accepted_answer(here, service.create(wanted, here.caller, once, owner=store.owner, origin=here.origin))


@router.get("/stores", summary="List stores", operation_id="listStores", tags=["stores"])
def list_stores(  # noqa: PLR0913 - what a listing is asked for, by name
    request: Request,
    *,
    limit: Limit = 50,
    cursor: Cursor = None,
    status: Annotated[StoreStatus | None, Query(description="stores with this status only")] = None,
    engine: Annotated[
        str | None, Query(min_length=1, max_length=40, pattern=SLUG_PATTERN, description="stores on this engine only")
    ] = None,
    cluster: Annotated[
        str | None, Query(min_length=1, max_length=40, pattern=SLUG_PATTERN, description="stores on this cluster only")
    ] = None,
    q: Annotated[
        str | None, Query(min_length=1, max_length=100, description="part of an id or a name, whatever its case")
    ] = None,
    sort: Annotated[Sort, Query(description="the order; with - backwards. All but id read the caller's stores whole")] = "id",
) -> StoreList:
    """Return one page of the caller's stores; an admin sees everyone's."""
    here = call(request)
    wanted = Wanted(status=status, engine=engine, cluster=cluster, q=q, sort=sort)
    page = here.platform.service.list_stores(here.caller, limit=limit, cursor=cursor, wanted=wanted)
    engines = here.platform.service.engines()
    return StoreList(items=[StoreView.of(store, engines) for store in page.items], next_cursor=page.cursor)


@router.get("/stores/<store_id>", summary="Look at a store", operation_id="getStore", tags=["stores"])
def get_store(request: Request, store_id: StoreIdInPath) -> StoreDetailView:
    """Return a store, what may be asked of it right now, and why the rest may not."""
    service = call(request).platform.service
    store = service.get(possible(store_id), call(request).caller)
    return StoreDetailView.told(store, service.engines(), service.refused(store))


@router.patch(
    "/stores/<store_id>",
    summary="Change a store's settings",
    operation_id="changeStore",
    tags=["stores"],
    status_code=202,
    responses=CHANGED,
)
def change_store(
    request: Request, store_id: StoreIdInPath, change: Annotated[ChangeStore, Body()]
) -> Response[StoreChangeView]:
    """Give the shop another name, colour or first administrator's address, or lock its code: by the operation answered.

    Until that has succeeded the store's fields are the old ones, and if it fails they stay so: the shop gets its old settings
    back. What is installed stays the same. A store that is so already is answered with 200 and no operation.
    """
    here = call(request)
    service, wanted = here.platform.service, change.model_dump(exclude_none=True)
    store, operation = service.change(possible(store_id), here.caller, wanted, origin=here.origin)
    view = OperationView.of(operation) if operation is not None else None
    return Response(
        status_code=(HTTPStatus.OK if operation is None else HTTPStatus.ACCEPTED).value,
        content_type=content_types.APPLICATION_JSON,
        body=StoreChangeView(store=StoreView.of(store, service.engines()), operation=view),
        headers={} if operation is None else {"Location": f"/api/operations/{operation.id}"},
    )


@router.delete("/stores/<store_id>", summary="Delete a store", operation_id="deleteStore", tags=["stores"], status_code=202)
def delete_store(request: Request, store_id: StoreIdInPath) -> Response[AcceptedView]:
    """Cancel what is under way and remove the store with all its data. Asking twice returns the same operation."""
    here = call(request)
    service, kind = here.platform.service, delete.KIND.name
    return accepted_answer(here, service.request(possible(store_id), kind, here.caller, origin=here.origin))


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
    accepted = service.request(possible(store_id), wanted.kind, here.caller, wanted.parameters, once, origin=here.origin)
    return accepted_answer(here, accepted)


@router.get(
    "/stores/<store_id>/operations", summary="List a store's operations", operation_id="listOperations", tags=["operations"]
)
def list_operations(request: Request, store_id: StoreIdInPath, limit: Limit = 50, cursor: Cursor = None) -> OperationList:
    """Return one page of a store's operations, newest first; also of a store that is gone."""
    here = call(request)
    page = here.platform.service.operations(possible(store_id), here.caller, limit=limit, cursor=cursor)
    return OperationList(items=shown(here, page.items), next_cursor=page.cursor)


def possible(store_id: str) -> str:
    """Return the id, or raise NotFound for one that no store can have."""
    if len(store_id) > ID_MAX or not _id_pattern.fullmatch(store_id):
        raise NotFound("there is no store with this id")
    return store_id


def accepted_answer(here: Call, accepted: Accepted) -> Response[AcceptedView]:
    """Return the answer to a request that an operation was accepted for."""
    store = StoreView.of(accepted.store, here.platform.service.engines())
    body = AcceptedView(store=store, operation=OperationView.of(accepted.operation))
    location = f"/api/operations/{accepted.operation.id}"
    return Response(
        status_code=HTTPStatus.ACCEPTED.value,
        content_type=content_types.APPLICATION_JSON,
        body=body,
        headers={"Location": location},
    )

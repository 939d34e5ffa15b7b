"""/api/orders, and the products that can be ordered: the shops of the caller's stores, whatever their engines."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Request, Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query

from functions.api.context import ApiRouter, call
from functions.api.missing import MissingView
from functions.api.once import IdempotencyKey, asked_once
from functions.api.orders_views import CreateOrder, OrderList, OrderView, PlacedView, ProductList, ProductView
from functions.api.stores import Cursor, Limit, StoreIdInPath, possible
from functions.domain.errors import NotFound
from functions.domain.order import OrderStatus
from functions.domain.ordering import ID_PATTERN
from functions.domain.store import ID_MAX

router = ApiRouter()

OrderIdInPath = Annotated[str, Path(description="the order's id in its store")]
ProductLimit = Annotated[int, Query(ge=1, le=50, description="how many to return at most")]
OneStore = Annotated[str | None, Query(min_length=1, max_length=ID_MAX, description="a store's id; none: all of yours")]
OneStatus = Annotated[OrderStatus | None, Query(description="only orders that stand so")]

_id_pattern = re.compile(ID_PATTERN)


@router.post("/orders", summary="Place an order", operation_id="createOrder", tags=["orders"], status_code=201)
def create_order(request: Request, order: Annotated[CreateOrder, Body()], key: IdempotencyKey = None) -> Response[PlacedView]:
    """Order through the shop's own public API, as a guest who pays on delivery.

    Send an `Idempotency-Key`: a shop cannot take an order back, and with a key it is placed once however often it is asked for.
    """
    here = call(request)
    here.noted.store_id = order.store
    placed = here.platform.orders.place(order, here.caller, asked_once(request, here.caller, key))
    view = OrderView.of(placed)
    here.noted.detail |= {"order": view.id, "total": view.total, "currency": view.currency}
    return Response(
        status_code=HTTPStatus.CREATED.value,
        content_type=content_types.APPLICATION_JSON,
        body=PlacedView(order=view),
        headers={"Location": view.links.self},
    )


@router.get("/orders", summary="List orders", operation_id="listOrders", tags=["orders"])
def list_orders(
    request: Request, store: OneStore = None, status: OneStatus = None, limit: Limit = 50, cursor: Cursor = None
) -> OrderList:
    """Return one page of a store's orders, or of all the caller's stores merged by time, newest first.

    A store that does not answer is named in `missing`; the only one that is asked is an error instead.
    """
    here = call(request)
    wanted = None if store is None else possible(store)
    page = here.platform.orders.list_orders(here.caller, store_id=wanted, status=status, limit=limit, cursor=cursor)
    items = [OrderView.of(order) for order in page.items]
    return OrderList(items=items, missing=MissingView.all(page.missing), next_cursor=page.cursor)


@router.get("/orders/<store_id>/<order_id>", summary="Track an order", operation_id="getOrder", tags=["orders"])
def get_order(request: Request, store_id: StoreIdInPath, order_id: OrderIdInPath) -> OrderView:
    """Return an order as it stands in its shop right now."""
    here = call(request)
    if not _id_pattern.fullmatch(order_id):
        raise NotFound("there is no order with this id")
    return OrderView.of(here.platform.orders.get(possible(store_id), order_id, here.caller))


@router.get("/stores/<store_id>/products", summary="List a store's products", operation_id="listProducts", tags=["orders"])
def list_products(request: Request, store_id: StoreIdInPath, limit: ProductLimit = 50, cursor: Cursor = None) -> ProductList:
    """Return one page of what can be ordered in a store, by what its buyers see."""
    here = call(request)
    page = here.platform.orders.products(possible(store_id), here.caller, limit=limit, cursor=cursor)
    return ProductList(items=[ProductView.of(product) for product in page.items], next_cursor=page.cursor)

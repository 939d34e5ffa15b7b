"""/api/stores/{store_id}/payments: how the buyers of a store pay by card."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Request, Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.api.context import ApiRouter, call
from functions.api.payments_views import ChangePayments, PaymentsView, PaymentsWork
from functions.api.schemas import AcceptedView
from functions.api.stores import StoreIdInPath, accepted_answer, possible

router = ApiRouter()


@router.get(
    "/stores/<store_id>/payments", summary="See how a store's buyers pay", operation_id="getPayments", tags=["payments"]
)
def get_payments(request: Request, store_id: StoreIdInPath) -> PaymentsView:
    """Return whose account buyers pay into by card, and where the provider is to call the shop. A secret is never in it."""
    here = call(request)
    return PaymentsView.of(here.platform.payments.of(possible(store_id), here.caller))


@router.put(
    "/stores/<store_id>/payments",
    summary="Have a store take payments by card",
    operation_id="changePayments",
    tags=["payments"],
    status_code=202,
)
def change_payments(
    request: Request, store_id: StoreIdInPath, account: Annotated[ChangePayments, Body()]
) -> Response[AcceptedView]:
    """Accept the keys of the owner's account; the operation in the answer starts the shop with them.

    The secrets go into the store's cluster before the operation is accepted and are nowhere else.
    """
    here = call(request)
    wanted = account.wanted()
    return accepted_answer(here, here.platform.payments.change(possible(store_id), here.caller, wanted, origin=here.origin))


@router.delete(
    "/stores/<store_id>/payments",
    summary="Take no payments by card any more",
    operation_id="stopPayments",
    tags=["payments"],
    status_code=202,
)
def stop_payments(request: Request, store_id: StoreIdInPath) -> Response[AcceptedView]:
    """Have the shop offer what it offered before: payment on delivery. What was paid stays as it is."""
    here = call(request)
    return accepted_answer(here, here.platform.payments.stop(possible(store_id), here.caller, origin=here.origin))


@router.post(
    "/stores/<store_id>/payments/check",
    summary="See whether a shop's key works",
    operation_id="checkPayments",
    tags=["payments"],
)
def check_payments(request: Request, store_id: StoreIdInPath) -> PaymentsWork:
    """Have the shop itself ask the provider something. If that fails, the problem has its own words; no money moves."""
    here = call(request)
    here.platform.payments.check(possible(store_id), here.caller)
    return PaymentsWork(works=True)

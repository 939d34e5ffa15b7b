"""/api/stores/{store_id}/mail: the relay that a store's mail goes out through."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Request, Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.api.context import ApiRouter, call
from functions.api.mail_views import ChangeMail, MailSent, MailView, TestMail
from functions.api.schemas import AcceptedView
from functions.api.stores import StoreIdInPath, accepted_answer, possible

router = ApiRouter()


@router.get("/stores/<store_id>/mail", summary="See how a store's mail goes out", operation_id="getMail", tags=["mail"])
def get_mail(request: Request, store_id: StoreIdInPath) -> MailView:
    """Return the store's relay: its own, or that of its cluster. A password is never in it."""
    here = call(request)
    return MailView.of(here.platform.mail.of(possible(store_id), here.caller))


@router.put(
    "/stores/<store_id>/mail",
    summary="Give a store a mail relay of its own",
    operation_id="changeMail",
    tags=["mail"],
    status_code=202,
)
def change_mail(request: Request, store_id: StoreIdInPath, relay: Annotated[ChangeMail, Body()]) -> Response[AcceptedView]:
    """Accept a relay of the store's own; the operation in the answer starts the shop with it.

    The password goes into the store's cluster before the operation is accepted and is nowhere else.
    """
    here = call(request)
    wanted = relay.wanted()
    return accepted_answer(here, here.platform.mail.change(possible(store_id), here.caller, wanted, origin=here.origin))


@router.delete(
    "/stores/<store_id>/mail",
    summary="Use the platform's mail relay again",
    operation_id="resetMail",
    tags=["mail"],
    status_code=202,
)
def reset_mail(request: Request, store_id: StoreIdInPath) -> Response[AcceptedView]:
    """Have the shop use the relay of its cluster, as that is set now; without one it sends no mail."""
    here = call(request)
    return accepted_answer(here, here.platform.mail.back(possible(store_id), here.caller, origin=here.origin))


@router.post("/stores/<store_id>/mail/test", summary="Send a test mail", operation_id="testMail", tags=["mail"])
def test_mail(request: Request, store_id: StoreIdInPath, mail: Annotated[TestMail, Body()]) -> MailSent:
    """Have the shop itself send a mail through its relay. If it does not, the problem has the relay's own words."""
    here = call(request)
    here.platform.mail.send_test(possible(store_id), here.caller, mail.to)
    return MailSent(sent=True)

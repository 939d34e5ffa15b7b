"""/api/webhooks: who is told of events over HTTP, and what was sent."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated, Final

from aws_lambda_powertools.event_handler import Request, Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query

from functions.api.context import ApiRouter, call
from functions.api.sessions import nothing
from functions.api.stores import Cursor, Limit
from functions.api.webhooks_views import (
    ChangeWebhook,
    CreateWebhook,
    DeliveryList,
    DeliveryView,
    NewWebhookView,
    RedeliverDead,
    RedeliveredView,
    WebhookList,
    WebhookView,
)
from functions.domain.access import Scope
from functions.domain.errors import Forbidden, NotFound
from functions.domain.webhook import DeliveryStatus

router = ApiRouter()

WebhookIdInPath = Annotated[str, Path(description="the webhook's id")]
DeliveryIdInPath = Annotated[str, Path(description="the delivery's id")]
StatusWanted = Annotated[DeliveryStatus | None, Query(description="deliveries with this status only")]
_webhook_id: Final = re.compile(r"wh-[0-9a-z]{1,40}")
_delivery_id: Final = re.compile(r"[0-9A-Z]{26}")


@router.post("/webhooks", summary="Make a webhook", operation_id="createWebhook", tags=["webhooks"], status_code=201)
def create_webhook(request: Request, webhook: Annotated[CreateWebhook, Body()]) -> Response[NewWebhookView]:
    """Make an endpoint that is told of events from now on. The secret in the answer is shown this once."""
    here = call(request)
    if webhook.platform and not here.known.allows(Scope.ADMIN):
        raise Forbidden("Only an admin may have a webhook that is told of every owner's stores, with a token of that scope.")
    made = here.platform.webhooks.service.create(here.caller, webhook.wanted())
    here.noted.detail |= {"webhook": made.id, "platform": made.platform}
    return Response(
        status_code=HTTPStatus.CREATED.value,
        content_type=content_types.APPLICATION_JSON,
        body=NewWebhookView.of(made, here.platform.clock.now()),
        headers={"Location": f"/api/webhooks/{made.id}"},
    )


@router.get("/webhooks", summary="List webhooks", operation_id="listWebhooks", tags=["webhooks"])
def list_webhooks(request: Request, limit: Limit = 50, cursor: Cursor = None) -> WebhookList:
    """Return one page of the caller's webhooks; an admin sees everyone's, and those of the platform."""
    here = call(request)
    page, now = here.platform.webhooks.service.of(here.caller, limit=limit, cursor=cursor), here.platform.clock.now()
    return WebhookList(items=[WebhookView.of(each, now) for each in page.items], next_cursor=page.cursor)


@router.get("/webhooks/<webhook_id>", summary="Look at a webhook", operation_id="getWebhook", tags=["webhooks"])
def get_webhook(request: Request, webhook_id: WebhookIdInPath) -> WebhookView:
    """Return a webhook."""
    here = call(request)
    return WebhookView.of(here.platform.webhooks.service.get(possible(webhook_id), here.caller), here.platform.clock.now())


@router.patch("/webhooks/<webhook_id>", summary="Change a webhook", operation_id="changeWebhook", tags=["webhooks"])
def change_webhook(request: Request, webhook_id: WebhookIdInPath, change: Annotated[ChangeWebhook, Body()]) -> WebhookView:
    """Change where it leads, what it is told, or whether it is told anything.

    While it is disabled, nothing is queued for it, and what waited becomes dead letters, which can be sent again later.
    """
    here = call(request)
    here.noted.detail |= {"webhook": possible(webhook_id), "changed": ", ".join(sorted(change.model_fields_set))}
    changed = here.platform.webhooks.service.change(webhook_id, here.caller, change.model_dump(exclude_none=True))
    return WebhookView.of(changed, here.platform.clock.now())


@router.delete(
    "/webhooks/<webhook_id>", summary="Remove a webhook", operation_id="deleteWebhook", tags=["webhooks"], status_code=204
)
def delete_webhook(request: Request, webhook_id: WebhookIdInPath) -> Response[None]:
    """Tell it nothing any more, also of what waits. What is known of what was sent to it goes too."""
    here = call(request)
    here.noted.detail["webhook"] = possible(webhook_id)
    here.platform.webhooks.service.remove(webhook_id, here.caller)
    return nothing()


@router.post(
    "/webhooks/<webhook_id>/secret", summary="Give a webhook a new secret", operation_id="rotateWebhook", tags=["webhooks"]
)
def rotate_webhook(request: Request, webhook_id: WebhookIdInPath) -> NewWebhookView:
    """Make a new secret, shown this once. For 24 hours what is sent has two signatures: by it, and by the one before."""
    here = call(request)
    here.noted.detail["webhook"] = possible(webhook_id)
    return NewWebhookView.of(here.platform.webhooks.service.rotate(webhook_id, here.caller), here.platform.clock.now())


@router.post(
    "/webhooks/<webhook_id>/test", summary="Try a webhook out", operation_id="testWebhook", tags=["webhooks"], status_code=202
)
def test_webhook(request: Request, webhook_id: WebhookIdInPath) -> Response[DeliveryView]:
    """Send it an event of the type webhook.test, whatever its filters are. What the endpoint says is in the delivery soon."""
    here = call(request)
    here.noted.detail["webhook"] = possible(webhook_id)
    queued = here.platform.webhooks.service.test(webhook_id, here.caller)
    return _accepted(DeliveryView.of(queued), webhook_id)


@router.get("/webhooks/<webhook_id>/deliveries", summary="List deliveries", operation_id="listDeliveries", tags=["webhooks"])
def list_deliveries(
    request: Request, webhook_id: WebhookIdInPath, *, status: StatusWanted = None, limit: Limit = 50, cursor: Cursor = None
) -> DeliveryList:
    """Return one page of what was sent to a webhook in the last 30 days, or waits, newest first."""
    here = call(request)
    log = here.platform.webhooks.log
    page = log.page(possible(webhook_id), here.caller, status=status, limit=limit, cursor=cursor)
    return DeliveryList(items=[DeliveryView.of(each) for each in page.items], next_cursor=page.cursor)


@router.get(
    "/webhooks/<webhook_id>/deliveries/<delivery_id>",
    summary="Look at a delivery",
    operation_id="getDelivery",
    tags=["webhooks"],
)
def get_delivery(request: Request, webhook_id: WebhookIdInPath, delivery_id: DeliveryIdInPath) -> DeliveryView:
    """Return one delivery with its tries."""
    here = call(request)
    return DeliveryView.of(here.platform.webhooks.log.get(possible(webhook_id), here.caller, _delivery(delivery_id)))


@router.post(
    "/webhooks/<webhook_id>/deliveries/<delivery_id>/redeliver",
    summary="Send a delivery again",
    operation_id="redeliverOne",
    tags=["webhooks"],
    status_code=202,
)
def redeliver(request: Request, webhook_id: WebhookIdInPath, delivery_id: DeliveryIdInPath) -> Response[DeliveryView]:
    """Send the same bytes under the same id again, after what waits. One that waits for its next try is tried at once."""
    here = call(request)
    here.noted.detail |= {"webhook": possible(webhook_id), "delivery": _delivery(delivery_id)}
    again = here.platform.webhooks.log.redeliver(webhook_id, here.caller, delivery_id)
    return _accepted(DeliveryView.of(again), webhook_id)


@router.post(
    "/webhooks/<webhook_id>/redeliver",
    summary="Send dead letters again",
    operation_id="redeliverDead",
    tags=["webhooks"],
    status_code=202,
)
def redeliver_dead(
    request: Request, webhook_id: WebhookIdInPath, range_: Annotated[RedeliverDead, Body()]
) -> Response[RedeliveredView]:
    """Send the dead letters of a time again, or all, the oldest first; so many at a time: ask again while there are more."""
    here = call(request)
    here.noted.detail["webhook"] = possible(webhook_id)
    done = here.platform.webhooks.log.redeliver_dead(webhook_id, here.caller, since=range_.since, until=range_.until)
    return Response(
        status_code=HTTPStatus.ACCEPTED.value,
        content_type=content_types.APPLICATION_JSON,
        body=RedeliveredView(count=done.count, more=done.more),
    )


def possible(webhook_id: str) -> str:
    """Return the id. Raises NotFound for what no webhook's can be."""
    if not _webhook_id.fullmatch(webhook_id):
        raise NotFound("there is no webhook with this id")
    return webhook_id


def _delivery(delivery_id: str) -> str:
    if not _delivery_id.fullmatch(delivery_id):
        raise NotFound("there is no delivery with this id")
    return delivery_id


def _accepted(view: DeliveryView, webhook_id: str) -> Response[DeliveryView]:
    return Response(
        status_code=HTTPStatus.ACCEPTED.value,
        content_type=content_types.APPLICATION_JSON,
        body=view,
        headers={"Location": f"/api/webhooks/{webhook_id}/deliveries/{view.id}"},
    )

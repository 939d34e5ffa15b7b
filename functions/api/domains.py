"""/api/stores/{store_id}/domains: domains of a shop's own."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final

from aws_lambda_powertools.event_handler import Request, Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query
from pydantic import TypeAdapter, ValidationError

from functions.api.context import ApiRouter, Call, call
from functions.api.domains_views import ClaimDomain, DnsView, DomainCheckView, DomainList, DomainView, ascii_name
from functions.api.schemas import OperationView, StoreChangeView, StoreView
from functions.api.stores import CHANGED, Cursor, Limit, StoreIdInPath, possible
from functions.application.planning import Accepted
from functions.domain.domain_names import DomainName
from functions.domain.errors import NotFound
from functions.domain.store import Store

router = ApiRouter()

NameInPath = Annotated[str, Path(description="the domain")]
Anyway = Annotated[
    bool,
    Query(description="true: a domain that is the store's is served also where it does not lead here, or not yet"),
]
CLAIMED: Final[Any] = {
    200: {"description": "It was claimed before", "content": {"application/json": {"model": DomainView}}},
    201: {"description": "Claimed", "content": {"application/json": {"model": DomainView}}},
}
CHECKED: Final[Any] = {
    200: {"description": "There is nothing to do yet, or no more", "content": {"application/json": {"model": DomainCheckView}}},
    202: {"description": "An operation has the shop answer there", "content": {"application/json": {"model": DomainCheckView}}},
}
LONGEST: Final = 253
_names: Final[TypeAdapter[str]] = TypeAdapter(DomainName)


@router.get("/stores/<store_id>/domains", summary="List a store's domains", operation_id="listDomains", tags=["domains"])
def list_domains(request: Request, store_id: StoreIdInPath, limit: Limit = 50, cursor: Cursor = None) -> DomainList:
    """Return one page of the domains that a store has claimed, by name."""
    here = call(request)
    page = here.platform.domains.of_store(possible(store_id), here.caller, limit=limit, cursor=cursor)
    return DomainList(items=[DomainView.of(each) for each in page.items], next_cursor=page.cursor)


@router.post(
    "/stores/<store_id>/domains",
    summary="Claim a domain for a store",
    operation_id="claimDomain",
    tags=["domains"],
    status_code=201,
    responses=CLAIMED,
)
def claim_domain(request: Request, store_id: StoreIdInPath, domain: Annotated[ClaimDomain, Body()]) -> Response[DomainView]:
    """Return the records to set in the DNS: one that proves that the domain is yours, and those that lead to the shop.

    Nothing else happens until it is checked. Any store may claim any domain; that of the one who can set the record has it.
    """
    here = call(request)
    found, made = here.platform.domains.claim(possible(store_id), here.caller, domain.name)
    here.noted.no_deed = not made
    here.noted.detail = {"domain": domain.name}
    return Response(
        status_code=(HTTPStatus.CREATED if made else HTTPStatus.OK).value,
        content_type=content_types.APPLICATION_JSON,
        body=DomainView.of(found),
        headers={"Location": f"/api/stores/{store_id}/domains/{domain.name}"},
    )


@router.get("/stores/<store_id>/domains/<name>", summary="Look at a store's domain", operation_id="getDomain", tags=["domains"])
def get_domain(request: Request, store_id: StoreIdInPath, name: NameInPath) -> DomainView:
    """Return a domain that a store has claimed, with the records to set."""
    here = call(request)
    return DomainView.of(here.platform.domains.get(possible(store_id), here.caller, sent(name)))


@router.post(
    "/stores/<store_id>/domains/<name>/check",
    summary="Look a domain up in the DNS",
    operation_id="checkDomain",
    tags=["domains"],
    responses=CHECKED,
)
def check_domain(
    request: Request, store_id: StoreIdInPath, name: NameInPath, anyway: Anyway = False
) -> Response[DomainCheckView]:
    """Look at what the DNS says right now. Once it proves that the domain is the store's and leads here, it is served.

    The first domain that is served is the primary one. A domain that another store has is only proven by the TXT record; that
    store loses it first, so check again a little later.
    """
    here = call(request)
    domains = here.platform.domains
    found = domains.check(possible(store_id), here.caller, sent(name), anyway=anyway, origin=here.origin)
    here.noted.no_deed = not found.changed
    here.noted.detail = {"domain": found.domain.claim.name}
    view = DomainCheckView(
        domain=DomainView.of(found.domain),
        dns=DnsView.of(found.seen),
        message=found.message,
        store=StoreView.of(found.domain.store, here.platform.service.engines()),
        operation=OperationView.of(found.accepted.operation) if found.accepted else None,
    )
    return Response(
        status_code=(HTTPStatus.OK if found.accepted is None else HTTPStatus.ACCEPTED).value,
        content_type=content_types.APPLICATION_JSON,
        body=view,
        headers=_location(found.accepted),
    )


@router.put(
    "/stores/<store_id>/domains/<name>/primary",
    summary="Make a domain the shop's address",
    operation_id="makePrimaryDomain",
    tags=["domains"],
    status_code=202,
    responses=CHANGED,
)
def make_primary(request: Request, store_id: StoreIdInPath, name: NameInPath) -> Response[StoreChangeView]:
    """Have the shop's pages be at a verified domain; its other names lead there."""
    here = call(request)
    store, accepted = here.platform.domains.make_primary(possible(store_id), here.caller, sent(name), origin=here.origin)
    return _changed(here, store, accepted)


@router.delete(
    "/stores/<store_id>/domains/<name>",
    summary="Give a domain up",
    operation_id="removeDomain",
    tags=["domains"],
    status_code=202,
    responses=CHANGED,
)
def remove_domain(request: Request, store_id: StoreIdInPath, name: NameInPath) -> Response[StoreChangeView]:
    """Take a domain off the store. One that the shop may answer at goes by an operation, and is free once that is done."""
    here = call(request)
    here.noted.detail = {"domain": name[:LONGEST]}
    store, accepted = here.platform.domains.remove(possible(store_id), here.caller, sent(name), origin=here.origin)
    here.noted.no_deed = accepted is not None
    return _changed(here, store, accepted)


def sent(name: str) -> str:
    """Return the domain that a path names, as the DNS has it. Raises NotFound for what none can be."""
    try:
        return _names.validate_python(ascii_name(name))
    except (ValidationError, ValueError) as error:
        raise NotFound("the store has no domain of this name") from error


def _changed(here: Call, store: Store, accepted: Accepted | None) -> Response[StoreChangeView]:
    operation = OperationView.of(accepted.operation) if accepted else None
    return Response(
        status_code=(HTTPStatus.OK if accepted is None else HTTPStatus.ACCEPTED).value,
        content_type=content_types.APPLICATION_JSON,
        body=StoreChangeView(store=StoreView.of(store, here.platform.service.engines()), operation=operation),
        headers=_location(accepted),
    )


def _location(accepted: Accepted | None) -> dict[str, Any]:
    return {} if accepted is None else {"Location": f"/api/operations/{accepted.operation.id}"}

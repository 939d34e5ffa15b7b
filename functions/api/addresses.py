"""/api/address: is an address free for a new store?"""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Request
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from functions.api.context import ApiRouter, call
from functions.api.schemas import View
from functions.api.wording import rules
from functions.domain.errors import InvalidRequest
from functions.domain.store import SLUG_PATTERN, StoreId, StoreName

router = ApiRouter()

MOST = 200


class _Wanted(BaseModel):
    """What is asked about, by the rules of a new store."""

    model_config = ConfigDict(frozen=True)

    id: StoreId | None = None
    name: StoreName | None = None


class AddressView(View):
    """Whether a new store could have an address, right now."""

    id: str | None = Field(description="the id: as asked about, or made from the name; null: none can be made")
    url: str | None = Field(description="the address that a store with this id would have; null: there can be no such id")
    available: bool
    message: str = Field(description="why not, in one sentence; empty if it is free")


@router.get("/address", summary="Is an address free", operation_id="checkAddress", tags=["stores"])
def check_address(
    request: Request,
    *,
    id: Annotated[str | None, Query(min_length=1, max_length=MOST, description="the id that is wanted")] = None,  # noqa: A002 - as a store has it
    name: Annotated[
        str | None, Query(min_length=1, max_length=MOST, description="the name that an id is to be made from")
    ] = None,
    cluster: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=40,
            pattern=SLUG_PATTERN,
            description="the cluster it is wanted on; the first if left out",
        ),
    ] = None,
) -> AddressView:
    """Say whether an id is free, or make one that is from a name. Nothing is kept for the caller until a store is asked for."""
    service = call(request).platform.service
    if (id is None) == (name is None):
        raise InvalidRequest("give either an id or a name", field="id" if name is None else "name")
    try:
        wanted = _Wanted(id=id, name=name)
    except ValidationError as error:
        field, rule = rules([dict(each) for each in error.errors(include_url=False)])[0]
        return AddressView(id=id, url=None, available=False, message=f"The {field} {rule}.")
    found = service.address(store_id=wanted.id, name=wanted.name or "", cluster=cluster)
    return AddressView(id=found.id, url=found.url, available=not found.taken, message=found.taken)

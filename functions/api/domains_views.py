"""The public JSON of domains."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import idna
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue

from functions.api.schemas import OperationView, StoreView, View
from functions.application.domains import Domain
from functions.application.ports.dns import DnsSeen
from functions.domain.domain_claim import ClaimStatus
from functions.domain.domain_names import DomainName, token_name

_EXAMPLE: dict[str, JsonValue] = {"name": "shop.example.com"}
LONGEST = 1024


def ascii_name(value: object) -> object:
    """Return a name in the form that the DNS has it in, as IDNA 2008 says; what is no text stays. Raises ValueError."""
    if not isinstance(value, str) or len(value) > LONGEST or (value.isascii() and "xn--" not in value.lower()):
        return value
    try:
        return idna.encode(value, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise ValueError("must be a name that may be registered: its letters beyond ASCII may not") from error


class ClaimDomain(BaseModel):
    """A domain that a store shall have."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    name: Annotated[
        DomainName,
        BeforeValidator(ascii_name),
        Field(description="the domain; letters beyond ASCII are kept in their form with xn--"),
    ]


class DomainRecordView(View):
    """One record of the DNS."""

    type: Literal["TXT", "CNAME", "A", "AAAA"]
    name: str
    value: str


class DomainView(View):
    """A store's claim to a domain."""

    name: str
    status: ClaimStatus = Field(description="pending: nothing in the DNS has proven it yet; verified: the store holds it")
    served: bool = Field(description="whether the shop answers there, as far as the last operation that ended well goes")
    primary: bool = Field(description="whether the shop's address is there; its other names lead there")
    proof: DomainRecordView = Field(description="the record that proves it, whoever had the domain before")
    leads_here: list[DomainRecordView] = Field(
        description="records that lead to the shop, of which one is enough: an alias, or all of the addresses of a type"
    )
    created_at: datetime
    verified_at: datetime | None = Field(description="when the DNS proved it; null: not yet")

    @classmethod
    def of(cls, domain: Domain) -> DomainView:
        """Return the public form."""
        claim = domain.claim
        alias = [DomainRecordView(type="CNAME", name=claim.name, value=domain.host)] if domain.host else []
        addresses = [
            DomainRecordView(type="AAAA" if ":" in address else "A", name=claim.name, value=address)
            for address in sorted(domain.addresses)
        ]
        return cls(
            name=claim.name,
            status=claim.status,
            served=domain.served,
            primary=domain.primary,
            proof=DomainRecordView(type="TXT", name=token_name(claim.name), value=claim.token),
            leads_here=[*alias, *addresses],
            created_at=claim.created_at,
            verified_at=claim.verified_at,
        )


class DomainList(View):
    """One page of a store's domains, by name."""

    items: list[DomainView]
    next_cursor: str | None = Field(description="send it as cursor to get the next page; null on the last")


class DnsView(View):
    """What the DNS says of a domain right now, as every resolver sees it that answers."""

    texts: list[str] = Field(description="of the record that proves it")
    aliases: list[str] = Field(description="the names that it is an alias of")
    addresses: list[str]

    @classmethod
    def of(cls, seen: DnsSeen) -> DnsView:
        """Return the public form."""
        return cls(texts=sorted(seen.texts), aliases=sorted(seen.aliases), addresses=sorted(seen.addresses))


class DomainCheckView(View):
    """What was found of a domain, and the operation that was accepted because of it, if any."""

    domain: DomainView
    dns: DnsView
    message: str = Field(description="one sentence for a person: what it means, and what to set")
    store: StoreView
    operation: OperationView | None = Field(description="null: there is nothing to do yet, or no more")

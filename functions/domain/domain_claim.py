"""Whose a domain is: what stores claim, and the one store that holds a name."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from functions.domain.record import Record
from functions.domain.store import Store


class ClaimStatus(StrEnum):
    """Pending: nothing has proven it yet. Verified: it has, and the store holds the name."""

    PENDING = "pending"
    VERIFIED = "verified"


class Proof(StrEnum):
    """What in the DNS has shown whose a name is."""

    TOKEN = "token"  # noqa: S105 - a word
    ADDRESS = "address"


class DomainClaim(Record):
    """A store's claim to a name. Any number of stores may claim one; `of` tells a store from one that had its id before."""

    store_id: str
    of: datetime = Field(description="when the store was made that claims it")
    name: str
    token: str = Field(description="what the TXT record has to say; not secret, and no two claims have the same")
    status: ClaimStatus = ClaimStatus.PENDING
    proof: Proof | None = None
    leaving: bool = Field(default=False, description="goes with the next operation that ends well and does not serve it")
    created_at: datetime
    verified_at: datetime | None = None
    version: int = 0

    def is_of(self, store: Store) -> bool:
        """False for the claim of an earlier store with the same id."""
        return (self.store_id, self.of) == (store.id, store.created_at)


class DomainHolding(Record):
    """The one store that has a name, written under the name: no two can. Nobody's where `store_id` is empty.

    The row stays when nobody holds the name any more: `owner` is whose store had it last, and a record in the DNS that
    was for that store is no proof for another owner's.
    """

    name: str
    store_id: str
    of: datetime
    owner: str
    version: int = 0

    def is_of(self, store: Store) -> bool:
        """True if this very store holds the name."""
        return (self.store_id, self.of) == (store.id, store.created_at)

    def freed(self) -> DomainHolding:
        """Return it as nobody's."""
        return self.model_copy(update={"store_id": ""})

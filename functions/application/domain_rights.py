"""Which domains a store may have served, and what the end of an operation makes of that.

A store holds a name from its proof until an operation that serves it no more has ended well, or the store is gone. Only then
can another store have it, so that no name is ever served by two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from functions.application.ports.repository import Change, Remove, Replace, Repository
from functions.domain.domain_claim import ClaimStatus, DomainClaim, DomainHolding
from functions.domain.entities import DOMAIN_CLAIMS, DOMAINS, STORES
from functions.domain.errors import InvalidParameters, Unreadable
from functions.domain.kinds import all_kinds
from functions.domain.kinds.base import Kind
from functions.domain.operation import Operation, OperationStatus
from functions.domain.store import Store

FREED_AT_ONCE: Final = 4  # with each its holding: what the commit that ends an operation has room for


def claims_of(repository: Repository, store: Store) -> list[DomainClaim]:
    """Return a store's claims by name, without those of an earlier store with its id."""
    return [claim for claim in repository.rows(DOMAIN_CLAIMS, store_id=store.id) if claim.is_of(store)]


def holder_of(repository: Repository, holding: DomainHolding | None) -> Store | None:
    """Return the store that holds a name, or None. One that is gone holds nothing. Raises Unreadable."""
    if holding is None or not holding.store_id:
        return None
    store = repository.get(STORES, id=holding.store_id)
    return store if store is not None and holding.is_of(store) else None


def not_held(repository: Repository, store: Store, names: Iterable[str]) -> list[str]:
    """Return those of these names that the store does not hold."""
    wanted = list(names)
    if not wanted:
        return []
    held = {claim.name for claim in claims_of(repository, store) if claim.status is ClaimStatus.VERIFIED}
    return [name for name in wanted if name not in held]


def check_held(repository: Repository, kind: Kind, store: Store, parameters: Mapping[str, Any]) -> None:
    """Raise InvalidParameters for a domain that an operation is to serve and the store does not hold."""
    missing = not_held(repository, store, parameters["names"]) if kind.names_domains else []
    if missing:
        wrong = f"must be domains that {store.id} holds: {missing[0]} is not proven to be its own"
        said = {"msg": f"Value error, {wrong}", "ctx": {"error": wrong}}
        raise InvalidParameters([{"loc": ("names",), "type": "value_error", **said}])


def let_go(repository: Repository, ended: Operation, store: Store | None) -> list[Change]:
    """Return the changes that free the names which an operation has taken from its store, for the commit that ends it."""
    kind = all_kinds().get(ended.kind)
    if store is None or kind is None or not kind.names_domains or ended.status is not OperationStatus.SUCCEEDED:
        return []
    served = ended.parameters.get("names", ())
    try:
        going = [claim for claim in claims_of(repository, store) if claim.leaving and claim.name not in served]
        return [change for claim in going[:FREED_AT_ONCE] for change in freeing(repository, store, claim)]
    except Unreadable:  # a newer version's: they stay with the store
        return []


def freeing(repository: Repository, store: Store, claim: DomainClaim) -> list[Change]:
    """Return the changes after which a claim is gone, and its name nobody's."""
    holding = repository.get(DOMAINS, name=claim.name)
    freed: list[Change] = [Replace(holding.freed())] if holding is not None and holding.is_of(store) else []
    return [Remove(claim), *freed]

"""What of the DNS proves that a name is a store's, and that it leads here. Pure."""

from __future__ import annotations

from functions.application.ports.dns import DnsSeen
from functions.domain.domain_claim import DomainClaim, DomainHolding, Proof
from functions.domain.store import Store

# A store's own host name, and the addresses at which the internet reaches its cluster.
Here = tuple[str, frozenset[str]]


def leads_here(seen: DnsSeen, here: Here) -> bool:
    """True for an alias of the store's own host name, and for addresses that are all the cluster's."""
    host, addresses = here
    return host in seen.aliases or (bool(seen.addresses) and seen.addresses <= addresses)


def proof_in(seen: DnsSeen, claim: DomainClaim, here: Here) -> Proof | None:
    """Return what shows that the name is the claimant's, or None. Whether an address is enough: `address_proves`."""
    if claim.token in seen.texts:
        return Proof.TOKEN
    return Proof.ADDRESS if leads_here(seen, here) else None


def address_proves(claim: DomainClaim, store: Store, holding: DomainHolding | None, holder: Store | None) -> bool:
    """Whether a record that leads here is proof enough for a store.

    All stores of a cluster are at the same addresses, so it is none for a name that a store has, or that was another owner's:
    the record may be there from that time. Nor is it for a name that this store was made to let go of.
    """
    if claim.leaving:
        return False
    return holding is None or (holder is None and holding.owner == store.owner)

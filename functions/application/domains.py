"""Domains of shops' own: claimed, proven by the DNS, served, made the primary one, given up, taken over with a new proof."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from functions.application.domain_proof import address_proves, leads_here, proof_in
from functions.application.domain_rights import claims_of, freeing, holder_of
from functions.application.paging import MAX_PAGE, page_of, read_cursor
from functions.application.planning import Accepted
from functions.application.ports.dns import Dns, DnsSeen
from functions.application.ports.repository import Change, Insert, Remove, Replace, Repository
from functions.application.ports.system import Clock
from functions.application.stores import StoreService
from functions.domain.cluster import Cluster
from functions.domain.domain_claim import ClaimStatus, DomainClaim, DomainHolding, Proof
from functions.domain.domain_names import MOST_DOMAINS, NAME_MAX, is_below, token_name
from functions.domain.entities import DOMAIN_CLAIMS, DOMAINS
from functions.domain.errors import (
    Conflict,
    DomainNotVerified,
    InvalidRequest,
    NotFound,
    OperationNotAllowed,
    TooManyDomains,
    VersionConflict,
)
from functions.domain.kinds.domains import KIND
from functions.domain.origin import NOWHERE, Origin
from functions.domain.store import Store, StoreStatus
from functions.domain.user import Role, User

ATTEMPTS: Final = 5
_ANY_NAME: Final = re.compile(rf"[a-z0-9.-]{{1,{NAME_MAX}}}")
# Who asks a store to let go of a name that another one has proven to be its own.
SYSTEM: Final = User(
    id="system", name="The platform", role=Role.ADMIN, created_at=datetime.fromisoformat("2026-01-01T00:00:00+00:00")
)


@dataclass(frozen=True)
class Domain:
    """A store's claim as it stands: whether its shop answers there, and where its records have to lead."""

    claim: DomainClaim
    store: Store
    host: str
    addresses: frozenset[str]

    @property
    def served(self) -> bool:
        """True if the shop answers at it."""
        return self.claim.name in self.store.spec.domains

    @property
    def primary(self) -> bool:
        """True if the shop's address is at it."""
        return self.store.spec.domains[:1] == (self.claim.name,)


@dataclass(frozen=True)
class DomainPage:
    """One page of a store's claims; `cursor` is opaque and None on the last page."""

    items: Sequence[Domain]
    cursor: str | None


@dataclass(frozen=True)
class Checked:
    """What a look at the DNS found, in words too, and what was accepted because of it."""

    domain: Domain
    seen: DnsSeen
    message: str
    accepted: Accepted | None = None
    changed: bool = False


class DomainService:
    """The use cases. Each raises NotFound for a store that the user may not see, and for a name that it has not claimed."""

    def __init__(  # noqa: PLR0913 - the ports it needs, by name
        self,
        *,
        stores: StoreService,
        repository: Repository,
        dns: Dns,
        clock: Clock,
        reserved: Sequence[str] = (),
        token_only: bool = False,
    ) -> None:
        self._stores = stores
        self._repository = repository
        self._dns = dns
        self._clock = clock
        self._reserved = reserved
        self._token_only = token_only

    def claim(self, store_id: str, user: User, name: str) -> tuple[Domain, bool]:
        """Return a store's claim to a name, made if there is none, and whether it was made. Raises InvalidRequest, Conflict."""
        for _ in range(ATTEMPTS):
            store = self._stores.get(store_id, user)
            row = self._repository.get(DOMAIN_CLAIMS, store_id=store.id, name=name)
            if row is not None and row.is_of(store):
                return self._shown(store, row), False
            self._check_claimable(store, name)
            made = DomainClaim(
                store_id=store.id,
                of=store.created_at,
                name=name,
                token=f"storeyard-{secrets.token_hex(16)}",
                created_at=self._clock.now(),
                version=0 if row is None else row.version,  # that of an earlier store is written over
            )
            try:
                self._repository.commit(Insert(made) if row is None else Replace(made))
            except VersionConflict:
                continue
            return self._shown(store, made), True
        raise VersionConflict("the store's domains are changing right now; try again in a moment")

    def of_store(self, store_id: str, user: User, *, limit: int, cursor: str | None) -> DomainPage:
        """Return a page of a store's claims, by name."""
        store, listing = self._stores.get(store_id, user), f"domains/{store_id}"
        after, size = read_cursor(listing, cursor, fits=_ANY_NAME) or "", max(1, min(limit, MAX_PAGE))
        mine = (claim for claim in claims_of(self._repository, store) if claim.name > after)
        page = page_of(mine, listing=listing, size=size, key=lambda claim: claim.name)
        return DomainPage([self._shown(store, claim) for claim in page.items], page.cursor)

    def get(self, store_id: str, user: User, name: str) -> Domain:
        """Return a store's claim to a name."""
        store, claim = self._claimed(store_id, user, name)
        return self._shown(store, claim)

    def check(self, store_id: str, user: User, name: str, *, anyway: bool = False, origin: Origin = NOWHERE) -> Checked:
        """Look at the DNS: what proves that the name is the store's makes it so, and what leads here is served.

        `anyway`: it is served also where it does not lead here, or not yet. A name that another store holds is only proven by
        its token; that store has to let go of it first, which is asked for. Raises Unavailable, and what `request` raises.
        """
        store, claim = self._claimed(store_id, user, name)
        self._stores.check_asked(store_id, KIND, user, origin)
        seen = self._dns.look(name, token_name(name))
        for _ in range(ATTEMPTS):
            store, claim = self._claimed(store_id, user, name)
            holding = self._repository.get(DOMAINS, name=name)
            changed = False
            if claim.status is ClaimStatus.PENDING:
                holder = holder_of(self._repository, holding)
                proof = proof_in(seen, claim, self._place(store))
                weak = proof is Proof.ADDRESS and (self._token_only or not address_proves(claim, store, holding, holder))
                if proof is None or weak:
                    return Checked(self._shown(store, claim), seen, _unproven(claim, taken=holder is not None))
                if holder is not None and holder.id != store.id:
                    return self._taken_from(holder, store, claim, seen)
                claim = claim.model_copy(update={"status": ClaimStatus.VERIFIED, "proof": proof, "leaving": False})
                claim = claim.model_copy(update={"verified_at": self._clock.now()})
                try:
                    self._repository.commit(Replace(claim), *_held(holding, store, name))
                except VersionConflict:
                    continue
                claim, changed = claim.model_copy(update={"version": claim.version + 1}), True
            return self._served(store, claim, seen, user, anyway=anyway, origin=origin, changed=changed)
        raise VersionConflict("the domain is changing right now; try again in a moment")

    def make_primary(self, store_id: str, user: User, name: str, *, origin: Origin = NOWHERE) -> tuple[Store, Accepted | None]:
        """Record an operation that makes a verified name the shop's address; none where it is. Raises what `request` raises."""
        store, claim = self._claimed(store_id, user, name)
        if claim.status is not ClaimStatus.VERIFIED:
            raise DomainNotVerified(f"{name} is not verified yet: check it first")
        names = [name, *(each for each in self._names(store) if each != name)]
        if tuple(names) == store.spec.domains and store.status is StoreStatus.READY:
            return store, None
        accepted = self._stores.request(store_id, KIND.name, user, {"names": names}, origin=origin)
        return accepted.store, accepted

    def remove(self, store_id: str, user: User, name: str, *, origin: Origin = NOWHERE) -> tuple[Store, Accepted | None]:
        """Give a name up: at once where the shop never answered there, else by an operation. Raises what `request` raises."""
        store, claim = self._claimed(store_id, user, name)
        if claim.status is ClaimStatus.PENDING and not claim.leaving:
            self._repository.commit(Remove(claim))
            return store, None
        if store.deployed is None and store.active_operation_id is None:  # nothing of it was ever installed
            self._repository.commit(*freeing(self._repository, store, claim), Replace(store))
            return store, None
        names = [each for each in self._names(store) if each != name]
        also: list[Change] = [] if claim.leaving else [Replace(claim.model_copy(update={"leaving": True}))]
        accepted = self._stores.request(store_id, KIND.name, user, {"names": names}, origin=origin, also=also)
        return accepted.store, accepted

    def _served(  # noqa: PLR0913 - what the check found, by name
        self, store: Store, claim: DomainClaim, seen: DnsSeen, user: User, *, anyway: bool, origin: Origin, changed: bool
    ) -> Checked:
        """Have a verified name served that leads here."""
        shown, name = self._shown(store, claim), claim.name
        here = leads_here(seen, self._place(store))
        if shown.served and not claim.leaving:
            where = "leads here" if here else f"does not lead here: set {shown.host} as its CNAME, or the addresses"
            return Checked(shown, seen, f"The shop answers at {name}, which {where}.", changed=changed)
        if not here and not anyway:
            said = f"{name} is the store's. It does not lead here yet: set its CNAME or address, then check again."
            return Checked(shown, seen, said, changed=changed)
        names = [*(each for each in self._names(store) if each != name), name]
        also: list[Change] = [Replace(claim.model_copy(update={"leaving": False}))] if claim.leaving else []
        accepted = self._stores.request(store.id, KIND.name, user, {"names": names}, origin=origin, also=also)
        said = f"{name} is the store's: an operation has the shop answer there."
        return Checked(self._shown(accepted.store, claim), seen, said, accepted, changed=True)

    def _taken_from(self, holder: Store, store: Store, claim: DomainClaim, seen: DnsSeen) -> Checked:
        """Have the store that holds a name let go of it, for one that has proven by its token to be the one it is meant for.

        Nothing is told of that store. It holds the name until it answers there no more; then a check finds it free.
        """
        said = (
            f"The token proves that {claim.name} is yours. It is taken from the store that has it now: check again in a minute."
        )
        shown = self._shown(store, claim)
        theirs = self._repository.get(DOMAIN_CLAIMS, store_id=holder.id, name=claim.name)
        lost: list[Change] = []
        if theirs is not None and theirs.status is ClaimStatus.VERIFIED:
            lost = [Replace(theirs.model_copy(update={"status": ClaimStatus.PENDING, "leaving": True, "proof": None}))]
        names = [each for each in self._names(holder) if each != claim.name]
        with suppress(Conflict, VersionConflict, NotFound):  # what is under way there goes first: the next check asks again
            # Without this request's origin, which is nothing that the other owner is to see.
            self._stores.request(holder.id, KIND.name, SYSTEM, {"names": names}, also=lost)
        return Checked(shown, seen, said)

    def _names(self, store: Store) -> list[str]:
        """What a store is served at and keeps."""
        kept = {
            claim.name
            for claim in claims_of(self._repository, store)
            if claim.status is ClaimStatus.VERIFIED and not claim.leaving
        }
        return [name for name in store.spec.domains if name in kept]

    def _claimed(self, store_id: str, user: User, name: str) -> tuple[Store, DomainClaim]:
        store = self._stores.get(store_id, user)
        claim = self._repository.get(DOMAIN_CLAIMS, store_id=store.id, name=name)
        if claim is None or not claim.is_of(store):
            raise NotFound(f"there is no domain {name} of the store {store_id}")
        return store, claim

    def _check_claimable(self, store: Store, name: str) -> None:
        ours = [cluster.domain for cluster in self._stores.clusters().values()]
        if is_below(name, [*ours, *self._reserved]):
            raise InvalidRequest("is the platform's own: claim a domain of yours", field="name")
        if store.spec.is_copy:
            raise OperationNotAllowed(f"{store.id} is a copy, which has no domains")
        if len(claims_of(self._repository, store)) >= MOST_DOMAINS:
            raise TooManyDomains(f"{store.id} has {MOST_DOMAINS} domains, and may have no more: remove one first")

    def _place(self, store: Store) -> tuple[str, frozenset[str]]:
        cluster: Cluster | None = self._stores.clusters().get(store.spec.cluster)
        return (cluster.host(store.id), cluster.met_at) if cluster is not None else ("", frozenset())

    def _shown(self, store: Store, claim: DomainClaim) -> Domain:
        host, addresses = self._place(store)
        return Domain(claim, store, host, addresses)


def _held(holding: DomainHolding | None, store: Store, name: str) -> list[Change]:
    mine = {"store_id": store.id, "of": store.created_at, "owner": store.owner}
    if holding is None:
        return [Insert(DomainHolding.model_validate({"name": name, **mine}))]
    return [Replace(holding.model_copy(update=mine))]


def _unproven(claim: DomainClaim, *, taken: bool) -> str:
    """What has to be set. That another store has a name is seen by whoever opens it, and says nothing of that store."""
    if taken:
        return (
            f"{claim.name} is in use. The TXT record {token_name(claim.name)} with your token takes it over, and nothing else."
        )
    return (
        f"Nothing in the DNS proves that {claim.name} is yours: set the TXT record {token_name(claim.name)} to {claim.token}."
    )

"""What a new store is asked for with: whose it becomes, on which cluster, on which engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from functions.application.ports.catalogue import Catalogue
from functions.application.ports.repository import Repository
from functions.application.ports.system import Ids
from functions.domain.cluster import Cluster
from functions.domain.engine import Engine
from functions.domain.entities import STORES, USERS
from functions.domain.errors import InvalidRequest
from functions.domain.image import check_allowed
from functions.domain.kinds import delete
from functions.domain.placement import check_choice, check_known, choose_engine
from functions.domain.store import Store, StoreRequest, StoreStatus, slug_of
from functions.domain.user import Role, User


@dataclass(frozen=True)
class Address:
    """Where a new store would be. `taken`: why it cannot be there, in the words of the refusal; empty: it can."""

    id: str
    url: str
    taken: str = ""


def free_id(repository: Repository, ids: Ids, name: str, attempt: int = 0) -> str:
    """Return an id made from a name: the name's own if that is free and the attempt the first."""
    slug = slug_of(name)
    if attempt == 0 and repository.get(STORES, id=slug) is None:
        return slug
    return f"{slug}-{ids.suffix()}"


def taken(store_id: str, there: Store | None = None) -> str:
    """The sentence for an id that a store has already; `there`: that store, where the caller may see it."""
    if there is not None and there.status is StoreStatus.DELETING:
        return f"the store {store_id} is being deleted: its id is free once nothing of it is left"
    if there is not None and there.reason == delete.KIND.failure_reason:
        return f"the store {store_id} could not be deleted: {there.message} Delete it again once that is mended, to have its id"
    return f"a store with the id {store_id} exists already"


def owner_for(repository: Repository, owner: str, user: User) -> User:
    """Return whose store it becomes. Raises InvalidRequest; who is no admin is not told which users there are."""
    if owner == user.id:
        return user
    if user.role is not Role.ADMIN:
        raise InvalidRequest("must be your own user id: only an admin makes stores for others", field="owner")
    found = repository.get(USERS, id=owner)
    if found is None:
        raise InvalidRequest("must be the id of a user", field="owner")
    return found


def cluster_named(clusters: Mapping[str, Cluster], name: str | None) -> Cluster:
    """Return the cluster of that name, the first where none is said, to show an address. Raises InvalidRequest."""
    if name is None and clusters:
        return next(iter(clusters.values()))
    if name is None or name not in clusters:
        raise InvalidRequest(f"must be one of: {', '.join(clusters) or '(no cluster is configured)'}", field="cluster")
    return clusters[name]


def engine_for(catalogue: Catalogue, request: StoreRequest) -> Engine:
    """Return the engine that is asked for. Raises InvalidRequest where there is none, or it does not fit the rest."""
    engine = choose_engine(request.engine, catalogue.engines(), catalogue.problems())
    check_choice(engine, plan=request.plan, currency=request.currency, country=request.country)
    check_known(engine, request)
    check_allowed(request.image, catalogue.own_images())
    return engine

"""What a store could be upgraded to, and what that would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from functions.application.installed import deployed_of
from functions.application.ports.catalogue import Catalogue
from functions.application.ports.clusters import Clusters
from functions.application.revisions import newest
from functions.application.stores import StoreService
from functions.domain.engine import Engine
from functions.domain.errors import InvalidRequest, OperationNotAllowed
from functions.domain.placement import chart_values
from functions.domain.store import Store
from functions.domain.user import User
from functions.domain.version import Deployed, Target


@dataclass(frozen=True)
class ChangedValue:
    """A value of the store's chart that an upgrade changes, by its path; None is not there."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Offer:
    """A version that a store could be upgraded to."""

    target: Target
    values: tuple[ChangedValue, ...]


@dataclass(frozen=True)
class Offers:
    """What is installed of a store, and what is offered; `message` says why nothing is."""

    installed: Deployed | None
    items: tuple[Offer, ...] = ()
    message: str = ""


class Upgrades:
    """What upgrades there are. Nothing in the cluster is looked at."""

    def __init__(self, *, stores: StoreService, catalogue: Catalogue, clusters: Clusters) -> None:
        self._stores = stores
        self._catalogue = catalogue
        self._clusters = clusters

    def of_store(self, store_id: str, user: User) -> Offers:
        """Return what the store could be upgraded to. Raises NotFound for a store that the user may not see."""
        store = self._stores.get(store_id, user)
        try:
            target = newest(self._catalogue, store, store.spec)
            deployed = deployed_of(store)
            return Offers(deployed, (Offer(target, tuple(self._changes(store, deployed, target))),))
        except (OperationNotAllowed, InvalidRequest) as error:
            said = f"{error.field} {error.message}" if error.field else error.message
            return Offers(store.deployed, message=f"{said}.")

    def _changes(self, store: Store, deployed: Deployed, target: Target) -> Iterator[ChangedValue]:
        """The values of both versions, told apart. Where the chart of before is not here any more, only images can be."""
        engine = self._catalogue.engines()[store.spec.engine]
        old = self._catalogue.engine_of(engine.name, deployed.chart_digest) or engine
        before = self._values(store, old, deployed.images)
        after = self._values(store, engine, target.images)
        there, then = dict(_flat(before)), dict(_flat(after))
        for path in sorted({*there, *then}):
            if there.get(path) != then.get(path):
                yield ChangedValue(path, there.get(path), then.get(path))

    def _values(self, store: Store, engine: Engine, images: Mapping[str, str]) -> Mapping[str, Any]:
        cluster = self._clusters.all().get(store.spec.cluster)
        if cluster is None or store.spec.plan not in engine.plans or not set(engine.images) <= set(images):
            return {"image": dict(images)}
        return chart_values(store.spec, cluster, engine, images)


def _flat(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value

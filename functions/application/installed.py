"""What is installed of a store, as something that an operation can install again: settings change, versions do not."""

from __future__ import annotations

from functions.application.paging import each
from functions.application.ports.catalogue import Catalogue
from functions.application.ports.repository import Repository
from functions.domain.engine import Engine
from functions.domain.entities import STORES_OPERATIONS
from functions.domain.errors import OperationNotAllowed
from functions.domain.kinds.base import Kind
from functions.domain.placement import with_own
from functions.domain.store import Store, StoreFields
from functions.domain.version import Deployed, Target


def target_of(repository: Repository, catalogue: Catalogue, kind: Kind, store: Store) -> Target | None:
    """Return what an operation of this kind on the store is to install, if it installs anything. Raises OperationNotAllowed.

    A store that has sold is made again as it was: another version would be an upgrade.
    """
    if kind.keeps:
        return installed(repository, catalogue, store)
    if not kind.deploys:
        return None
    if kind.creates and store.deployed is not None and store.verified_at is not None:
        digest = _digest(repository, store, store.deployed)
        if digest and catalogue.holds(store.spec.engine, digest):
            return as_target(store.deployed, digest)
    engine: Engine | None = catalogue.engines().get(store.spec.engine)
    return new_target(catalogue, engine, store.spec, store.spec.cluster) if engine is not None else None


def new_target(catalogue: Catalogue, engine: Engine, spec: StoreFields, cluster: str) -> Target:
    """Return what is newest for a store like this on a cluster, which runs the image that its owner named."""
    target = catalogue.target(engine, cluster)
    return target.model_copy(update={"images": with_own(target.images, engine, spec)})


def deployed_of(store: Store) -> Deployed:
    """Return what is installed of the store. Raises OperationNotAllowed where that is nothing."""
    if store.deployed is None:
        raise OperationNotAllowed(f"nothing is installed of {store.id} yet: ask for provision first")
    return store.deployed


def installed(repository: Repository, catalogue: Catalogue, store: Store) -> Target:
    """Return the target that is deployed. Raises OperationNotAllowed where there is none, or where its chart is gone."""
    deployed = deployed_of(store)
    digest = _digest(repository, store, deployed)
    if not digest or not catalogue.holds(store.spec.engine, digest):
        raise OperationNotAllowed(
            f"the chart {store.spec.engine} {deployed.chart_version} that {store.id} was installed with is not here any more"
        )
    return as_target(deployed, digest)


def taken_along(catalogue: Catalogue, store: Store, target: Target, cluster: str) -> Target:
    """Return what is installed of a store as the images of another cluster are called. Raises OperationNotAllowed.

    Where it is what is newest here, it is what is newest there. An older one has its name only in the same registry.
    """
    engine = catalogue.engines()[store.spec.engine]
    here, there = (catalogue.target(engine, name).images for name in (store.spec.cluster, cluster))
    images = dict(target.images)
    for name in images.keys() & there.keys():
        if images[name] == here.get(name):
            images[name] = there[name]
        elif images[name] != store.spec.image and _registry(images[name]) != _registry(there[name]):
            raise OperationNotAllowed(
                f"the cluster {cluster} has its images from elsewhere, and not those of the version that {store.id} runs: "
                "upgrade it first"
            )
    return target.model_copy(update={"images": images})


def _registry(image: str) -> str:
    return image.rpartition("/")[0]


def as_target(deployed: Deployed, digest: str) -> Target:
    """Return what is installed, of the chart with this digest, as something that is to be."""
    return Target(
        engine_version=deployed.engine_version,
        chart_version=deployed.chart_version,
        chart_digest=digest,
        images=deployed.images,
    )


def _digest(repository: Repository, store: Store, deployed: Deployed) -> str:
    """The digest of the chart. A version that did not record it left the one that an operation promised; empty: unknown."""
    if deployed.chart_digest:
        return deployed.chart_digest
    history = each(repository, STORES_OPERATIONS, backwards=True, store_id=store.id)
    promised = (one.target for one in history if one.target is not None and one.owner == store.owner)
    fitting = (
        target for target in promised if (target.chart_version, target.images) == (deployed.chart_version, deployed.images)
    )
    return next((target.chart_digest for target in fitting), "")

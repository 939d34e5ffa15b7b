"""A module or a package per engine: how a buyer orders there, and how the shop's owner sees the order.

Each has an `Adapter`, by which the platform proves that a store sells, and a `Desk`, by which it orders for others.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import httpx

from functions.adapters.shops.base import Shop
from functions.application.ports.catalogue import Catalogue
from functions.application.ports.clusters import Clusters
from functions.application.ports.shops import Credentials, EngineAdapter, OrderDesk
from functions.domain.errors import InvalidRequest, ShopUnavailable
from functions.domain.store import Store


def open_shop(adapter: str, shop: Shop) -> EngineAdapter:
    """Return the adapter of that name for a shop. Raises InvalidRequest for one that does not exist."""
    made: EngineAdapter = _module(adapter).Adapter(shop)
    return made


def open_desk(adapter: str, shop: Shop) -> OrderDesk:
    """Return the desk of the adapter of that name for a shop. Raises InvalidRequest for one that does not exist."""
    made: OrderDesk = _module(adapter).Desk(shop)
    return made


def _module(adapter: str) -> ModuleType:
    name = f"{__name__}.{adapter}"
    if not adapter.isidentifier() or adapter == "base" or find_spec(name) is None:
        raise InvalidRequest(f"has an adapter that does not exist: {adapter}", field="engine")
    return import_module(name)


class EngineShops:
    """Opens the shops of stores, whatever their engines: at the ingress of the store's cluster, with its Secret."""

    def __init__(
        self,
        *,
        clusters: Clusters,
        catalogue: Catalogue,
        credentials: Credentials,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._clusters = clusters
        self._catalogue = catalogue
        self._credentials = credentials
        self._transport = transport

    def open(self, store: Store, *, seconds: float) -> OrderDesk:
        """Return the desk of a store's shop. Raises Unavailable where its engine, cluster or credentials are not there."""
        cluster = self._clusters.all().get(store.spec.cluster)
        engine = self._catalogue.engines().get(store.spec.engine)
        if cluster is None or engine is None:
            raise ShopUnavailable(f"the cluster or the engine of the store {store.id} is not there any more")
        shop = Shop(
            url=store.address,
            address=cluster.ingress_address,
            port=cluster.ingress_port,
            country=store.spec.country,
            currency=store.spec.currency,
            credentials=self._credentials.of(cluster.name, store.id),
            ca_file=cluster.tls_ca_file,
            transport=self._transport,
            seconds=seconds,
        )
        return open_desk(engine.adapter, shop)

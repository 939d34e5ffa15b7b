"""The composition root: the one place where entry points meet adapters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from functions.adapters.catalogue import FileCatalogue
from functions.adapters.inprocess import InProcessWaker
from functions.adapters.inventory import InventoryClusters
from functions.adapters.system import SystemClock, UlidIds
from functions.domain.lifecycle import Lifecycle, Limits
from functions.domain.ports import Catalogue, Clock, Clusters, Repository, Waker
from functions.domain.service import StoreService
from functions.health import Beat, Health
from functions.settings import Settings, settings


@dataclass(frozen=True)
class Platform:
    """What entry points use. `beat` is struck by a worker in this process; `health` asks it only where `local` is."""

    settings: Settings
    repository: Repository
    service: StoreService
    lifecycle: Lifecycle
    clock: Clock
    catalogue: Catalogue
    clusters: Clusters
    waker: Waker
    beat: Beat
    health: Health


def build(chosen: Settings) -> Platform:
    """Wire a platform as the settings say."""
    repository = _repository(chosen)
    clock = SystemClock()
    catalogue = FileCatalogue(chosen.charts)
    clusters = InventoryClusters(chosen.inventory)
    waker = _waker(chosen)
    beat = Beat()
    limits = Limits(
        lease=timedelta(seconds=chosen.lease_seconds), timeout=timedelta(seconds=chosen.operation_timeout), slots=chosen.slots
    )
    probes = {"state": repository.ping}
    if not chosen.queue_url:
        probes["worker"] = beat.probe
    return Platform(
        settings=chosen,
        repository=repository,
        service=StoreService(
            repository=repository, catalogue=catalogue, clusters=clusters, clock=clock, ids=UlidIds(), waker=waker
        ),
        lifecycle=Lifecycle(repository=repository, clock=clock, limits=limits),
        clock=clock,
        catalogue=catalogue,
        clusters=clusters,
        waker=waker,
        beat=beat,
        health=Health(probes),
    )


@cache
def platform() -> Platform:
    """Return this process's platform, made on first use. Raises BadSetting."""
    return build(settings())


def _repository(chosen: Settings) -> Repository:
    if chosen.state_backend == "dynamodb":
        from functions.adapters.dynamodb import DynamoRepository  # noqa: PLC0415 - boto3 takes half a second to import

        return DynamoRepository(table=chosen.state_table, endpoint=chosen.dynamodb_endpoint)
    from functions.adapters.sqlite import SqliteRepository  # noqa: PLC0415

    return SqliteRepository(chosen.state_file)


def _waker(chosen: Settings) -> Waker:
    if chosen.queue_url:
        from functions.adapters.sqs import SqsWaker  # noqa: PLC0415 - boto3 takes half a second to import

        return SqsWaker(chosen.queue_url)
    return InProcessWaker()

"""The composition root: the one place where entry points meet adapters."""

from __future__ import annotations

import hashlib
import os
import socket
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from functions.adapters.ansible.inventory import InventoryClusters
from functions.adapters.catalogue import FileCatalogue
from functions.adapters.inprocess import InProcessWaker, News
from functions.adapters.kube.observer import KubernetesObserver
from functions.adapters.system import SystemClock, UlidIds
from functions.application.health import Beat, Health, Remembered
from functions.application.operations import Lifecycle, Limits
from functions.application.ports.catalogue import Catalogue
from functions.application.ports.clusters import Clusters, Observer
from functions.application.ports.queue import Waker
from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock
from functions.application.stores import StoreService
from functions.domain.errors import Unavailable
from functions.settings import PROJECT, Settings, settings

if TYPE_CHECKING:
    from functions.adapters.ansible.runner import AnsibleRunner
    from functions.worker.executor import Executor


@dataclass(frozen=True)
class Platform:
    """What entry points use. `beat` is struck by a worker in this process; `health` asks it only where `local` is.

    `news` is told by a worker in this process what it writes; elsewhere long polls find out by looking.
    """

    settings: Settings
    repository: Repository
    service: StoreService
    lifecycle: Lifecycle
    clock: Clock
    catalogue: Catalogue
    clusters: Clusters
    waker: Waker
    observer: Observer
    beat: Beat
    health: Health
    news: News


def build(chosen: Settings) -> Platform:
    """Wire a platform as the settings say."""
    repository = _repository(chosen)
    clock = SystemClock()
    catalogue = FileCatalogue(chosen.charts, chosen.images)
    clusters = InventoryClusters(chosen.inventory)
    waker = _waker(chosen)
    observer = KubernetesObserver(clusters)
    beat, news = Beat(), News()
    limits = Limits(
        lease=timedelta(seconds=chosen.lease_seconds), timeout=timedelta(seconds=chosen.operation_timeout), slots=chosen.slots
    )
    probes = {"state": repository.ping}
    if not chosen.queue_url:
        probes["worker"] = beat.probe
        probes["cluster"] = Remembered(lambda: _ping_any(clusters, observer))
    return Platform(
        settings=chosen,
        repository=repository,
        service=StoreService(
            repository=repository, catalogue=catalogue, clusters=clusters, clock=clock, ids=UlidIds(), waker=waker
        ),
        lifecycle=Lifecycle(repository=repository, clock=clock, limits=limits, tell=news.tell),
        clock=clock,
        catalogue=catalogue,
        clusters=clusters,
        waker=waker,
        observer=observer,
        beat=beat,
        health=Health(probes),
        news=news,
    )


@cache
def platform() -> Platform:
    """Return this process's platform, made on first use. Raises BadSetting."""
    return build(settings())


def host_name(chosen: Settings) -> str:
    """What workers of this host and data folder are called, before the slash."""
    return f"{socket.gethostname()}-{hashlib.sha256(str(chosen.home).encode()).hexdigest()[:6]}"


def runner(chosen: Settings, *, spares: int = 0) -> AnsibleRunner:
    """Make what runs playbooks, with so many runner processes that wait for a run."""
    from functions.adapters.ansible.process import Places  # noqa: PLC0415
    from functions.adapters.ansible.runner import AnsibleRunner  # noqa: PLC0415 - only workers need it

    passed = {"STOREYARD_HOME": str(chosen.home), "STOREYARD_CACHE": str(chosen.cache), **chosen.inventory_variables}
    if chosen.installation:
        passed["STOREYARD_INSTALLATION"] = chosen.installation
    return AnsibleRunner(
        Places(project=PROJECT, inventory=chosen.inventory, runs=chosen.runs, cache=chosen.cache, passed=passed), spares=spares
    )


def executor(made: Platform, ansible: AnsibleRunner | None = None) -> Executor:
    """Make what runs operations."""
    from functions.worker.executor import Executor, Parts  # noqa: PLC0415 - only workers need it

    return Executor(
        Parts(
            repository=made.repository,
            lifecycle=made.lifecycle,
            clock=made.clock,
            catalogue=made.catalogue,
            runner=ansible or runner(made.settings),
            observer=made.observer,
            worker=f"{host_name(made.settings)}/{os.getpid()}",
            beat=made.beat.strike,
        )
    )


def _ping_any(clusters: Clusters, observer: Observer) -> None:
    """Return if one cluster is ready; raise what the last one said."""
    problem = Unavailable("The inventory has no cluster.")
    for name in clusters.all():
        try:
            observer.ping(name)
        except Unavailable as error:
            problem = error
        else:
            return
    raise problem


def _repository(chosen: Settings) -> Repository:
    if chosen.state_backend == "dynamodb":
        from functions.adapters.state.dynamodb.repository import DynamoRepository  # noqa: PLC0415 - boto3 takes half a second to import

        return DynamoRepository(table=chosen.state_table, endpoint=chosen.dynamodb_endpoint)
    from functions.adapters.state.sqlite.repository import SqliteRepository  # noqa: PLC0415

    return SqliteRepository(chosen.state_file)


def _waker(chosen: Settings) -> Waker:
    if chosen.queue_url:
        from functions.adapters.sqs import SqsWaker  # noqa: PLC0415 - boto3 takes half a second to import

        return SqsWaker(chosen.queue_url)
    return InProcessWaker()

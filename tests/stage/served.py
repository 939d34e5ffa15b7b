"""The platform of the stage, and its API on loopback with a worker, a reaper and a dispatcher beside it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import uvicorn

from functions.adapters.backups import target_of
from functions.adapters.catalogue import FileCatalogue
from functions.adapters.inprocess import InProcessWaker
from functions.adapters.system import UlidIds
from functions.api.asgi import App
from functions.api.context import LongPolls
from functions.api.handler import create_handler
from functions.api.pages import Pages
from functions.application.domains import DomainService
from functions.application.drift import DriftService
from functions.application.extensions import ExtensionService
from functions.application.health import Health
from functions.application.insight import Insight
from functions.application.mail import MailService
from functions.application.notice_courier import notice_key
from functions.application.notice_parts import Notices
from functions.application.orders import OrderService
from functions.application.outbox import dispatch_until
from functions.application.payments import PaymentService
from functions.application.webhook_parts import Webhooks
from functions.bootstrap import Platform, build, host_name
from functions.courier.threads import Couriers, queue_key, send_until
from functions.domain.errors import Unavailable
from functions.domain.store import Store
from functions.reaper.handler import reap_until
from functions.settings import PROJECT, read
from functions.worker import assembly
from functions.worker.pool import Pool
from functions.worker.recovery import requeue_own
from tests.fakes import FakeIds
from tests.fakes.dns import FakeDns
from tests.fakes.mail import FakePasswords
from tests.fakes.nodes import FakeNodes
from tests.fakes.notices import FakeMail
from tests.fakes.shops import FakeShops
from tests.fakes.webhooks import FakeSender
from tests.stage.clock import StageClock
from tests.stage.cluster import AWAY, StageCluster, StageInspector, StageObserver
from tests.stage.doors import with_trouble
from tests.stage.kept import go_on, is_kept, keep
from tests.stage.past import Past
from tests.stage.runner import Script, StageRunner
from tests.stage.seeds import DAYS, Seeded, seed

READY_SECONDS = 30.0
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Wanted:
    """What the stage is to be like. `hold`: what is under way stays so; `pace`: seconds on the stage for one of a
    run; `slots`: operations that run at once; `freeze`: whatever runs stays so.
    """

    port: int
    now: datetime
    stores: int = 0
    pace: float = 1.0
    hold: bool = False
    slow: float = 0.0
    failing: Mapping[str, int] | None = None
    dashboard: Path | None = None
    slots: int = 2
    freeze: bool = False


@dataclass(frozen=True)
class Stage:
    """A stage that is set: where it answers, and what is on it."""

    url: str
    platform: Platform
    seeded: Seeded


@contextmanager
def stage(folder: Path, wanted: Wanted) -> Iterator[Stage]:
    """Set the stage in a folder, or go on with the one that was set there, and serve it."""
    cluster, clock = StageCluster(), StageClock(_begin(wanted))
    shops = FakeShops(clock)
    shops.on_open = _only_near
    observer = StageObserver(cluster, pace=wanted.pace)
    platform = _platform(folder, clock, cluster, observer, shops, slots=wanted.slots)
    script = Script(
        repository=platform.repository,
        clock=clock,
        cluster=cluster,
        target=target_of(str(folder / "home/backups")),
        pace=wanted.pace,
    )
    if is_kept(folder):
        clock.go(wanted.now)
        seeded = go_on(folder, platform)
        requeue_own(repository=platform.repository, lifecycle=platform.lifecycle, host=host_name(platform.settings))
    else:
        past = Past(platform, clock, script, observer, later=lambda: build_images(folder / "home", tag="2"))
        seeded = seed(past, shops, wanted.now, stores=wanted.stores)
        clock.go(wanted.now)
        keep(folder, seeded)
    runner = StageRunner(script, held=frozenset(seeded.held if wanted.hold else ()), freeze=wanted.freeze)
    with _served(platform, wanted) as url, _working(platform, runner):
        yield Stage(url, platform, seeded)


def _begin(wanted: Wanted) -> datetime:
    return datetime.fromtimestamp(wanted.now.timestamp() - (DAYS + 1) * DAY_SECONDS, wanted.now.tzinfo)


def _platform(
    folder: Path, clock: StageClock, cluster: StageCluster, observer: StageObserver, shops: FakeShops, *, slots: int
) -> Platform:
    """The platform as `make up` makes it, with two clusters of which one is away."""
    home = folder / "home"
    home.mkdir(mode=0o700, exist_ok=True)
    inventory = folder / "clusters.json"
    here = {"cluster_provider": "kind", "cluster_kubeconfig": "/nowhere", "cluster_domain": "localhost"}
    away = {**here, "cluster_provider": "k3s", "cluster_domain": "far.example"}
    inventory.write_text(json.dumps({"local": here, AWAY: away}))
    build_images(home, tag="2" if is_kept(folder) else "1")
    given = {
        "STOREYARD_HOME": str(home),
        "STOREYARD_CACHE": str(folder / "cache"),
        "STOREYARD_INVENTORY": str(inventory),
        "JWT_SECRET": "of the stage, which nobody has to keep",
        "OPERATION_TIMEOUT": "86400",
        "QUEUE_TIMEOUT": "86400",
        "REGISTRATION": "open",
        "STOREYARD_SLOTS": str(slots),
    }
    ids = UlidIds() if is_kept(folder) else FakeIds()  # those that count begin anew
    nodes = FakeNodes(**{AWAY: Unavailable(f"The cluster {AWAY} cannot be reached.")})
    made = build(read(given), clock=clock, ids=ids, nodes=nodes)
    inspector = StageInspector(cluster, clock)
    probes = {"state": made.repository.ping, "worker": made.liveness.probe, "cluster": lambda: observer.ping("local")}
    return replace(
        made,
        observer=observer,
        insight=Insight(service=made.service, repository=made.repository, inspector=inspector, clock=clock),
        drift=DriftService(stores=made.service, catalogue=made.catalogue, inspector=inspector, clock=clock),
        orders=OrderService(stores=made.service, shops=shops, repository=made.repository, clock=clock, ids=ids),
        extensions=ExtensionService(stores=made.service, shops=shops),
        domains=DomainService(stores=made.service, repository=made.repository, dns=FakeDns(), clock=clock),
        mail=MailService(stores=made.service, shops=shops, passwords=FakePasswords()),
        payments=PaymentService(stores=made.service, shops=shops, secrets=FakePasswords()),
        webhooks=Webhooks.over(
            made.repository, clock=clock, ids=ids, sender=FakeSender(), holder="stage", changed=made.sending.wake
        ),
        notices=Notices.over(
            made.repository,
            clock=clock,
            ids=ids,
            sender=FakeSender(),
            mail=FakeMail(),
            holder="stage",
            changed=made.sending.wake,
        ),
        health=Health(probes),
    )


def _only_near(store: Store) -> None:
    """Raise for a shop that is where nothing answers from."""
    if store.spec.cluster == AWAY:
        raise Unavailable(f"The cluster {AWAY} cannot be reached.")


def build_images(home: Path, *, tag: str) -> None:
    """Say that all images are built, with this tag: another one is a newer version of every engine."""
    names = {name for engine in FileCatalogue(PROJECT / "charts").engines().values() for name in engine.images}
    (home / "images.json").write_text(json.dumps({name: f"images/{name}:{tag}" for name in sorted(names)}))


@contextmanager
def _served(platform: Platform, wanted: Wanted) -> Iterator[str]:
    handler = create_handler(lambda: platform, waits=LongPolls(pause=platform.notifier.pause), pages=Pages.of(wanted.dashboard))
    app = App(with_trouble(handler, slow=wanted.slow, failing=wanted.failing or {}))
    config = uvicorn.Config(app, host="127.0.0.1", port=wanted.port, log_config=None, access_log=False, ws="none")
    server = uvicorn.Server(config)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    patience = threading.Event()
    while not server.started:
        if not serving.is_alive():
            raise OSError(f"the stage cannot listen on 127.0.0.1:{wanted.port}: is the port taken?")
        patience.wait(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        app.drain()
        server.should_exit = True
        serving.join(READY_SECONDS)


@contextmanager
def _working(platform: Platform, runner: StageRunner) -> Iterator[None]:
    """Run what is queued, mend, and hand events out. Nothing is asked for by a schedule: the stage stays as it was set."""
    over = threading.Event()
    waker = platform.waker
    assert isinstance(waker, InProcessWaker)
    executor = assembly.executor(platform, runner)
    pool = Pool(executor=executor, wake_ups=waker, liveness=platform.liveness, slots=platform.limits.slots)
    seen = 0

    def wait() -> None:
        nonlocal seen
        seen = platform.outbox.wait(seen, 1.0)

    look = partial(over.wait, 1.0)
    helpers = [
        threading.Thread(
            target=reap_until, args=(over,), kwargs={"lifecycle": platform.lifecycle, "waker": waker, "seconds": 2.0}
        ),
        threading.Thread(target=dispatch_until, args=(over, platform.dispatcher, wait)),
        threading.Thread(target=send_until, args=(over, Couriers(platform.webhooks.courier, queue_key), look)),
        threading.Thread(target=send_until, args=(over, Couriers(platform.notices.courier, notice_key), look)),
    ]
    pool.start()
    for helper in helpers:
        helper.start()
    try:
        yield
    finally:
        over.set()
        pool.stop(READY_SECONDS)
        platform.outbox.wake()
        for helper in helpers:
            helper.join()

"""The composition root: the one place where entry points meet adapters."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from typing import TYPE_CHECKING

from functions.adapters import hosts
from functions.adapters.ansible.inventory import InventoryClusters
from functions.adapters.catalogue import FileCatalogue
from functions.adapters.dns import DnsResolvers
from functions.adapters.inprocess import ChangeNotifier, InProcessWaker
from functions.adapters.installation import installation_id
from functions.adapters.kube.capacity import KubernetesCapacity
from functions.adapters.kube.clients import ClusterClients
from functions.adapters.kube.credentials import OwnSecrets, SecretCredentials
from functions.adapters.kube.inspector import KubernetesInspector
from functions.adapters.kube.observer import KubernetesObserver
from functions.adapters.kube.rooms import KubernetesRooms
from functions.adapters.passwords import Argon2Passwords
from functions.adapters.shops import EngineShops
from functions.adapters.signing import JwtSigner
from functions.adapters.system import SystemClock, UlidIds
from functions.application.accounts import Accounts
from functions.application.activity import ActivityLog
from functions.application.backup_care import BackupCare
from functions.application.backups import BackupService
from functions.application.chat.parts import Chat
from functions.application.cluster_service import ClusterService
from functions.application.counting import Counter
from functions.application.domains import DomainService
from functions.application.draining import Drains
from functions.application.drift import DriftService
from functions.application.extensions import ExtensionService
from functions.application.health import CachedProbe, Health, WorkerLiveness, check_records, ping_any
from functions.application.insight import Insight
from functions.application.limits import Limits
from functions.application.mail import MailService
from functions.application.notice_parts import Notices
from functions.application.operations import Lifecycle
from functions.application.orders import OrderService
from functions.application.orphans import OrphanService
from functions.application.outbox import Dispatcher, Subscriber
from functions.application.payments import PaymentService
from functions.application.ports.capacity import CapacityReader
from functions.application.ports.catalogue import Catalogue
from functions.application.ports.clusters import Clusters, Observer
from functions.application.ports.queue import Waker
from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock, Ids
from functions.application.ports.tracing import Tracing
from functions.application.rates import Rates
from functions.application.rooms import Rooms
from functions.application.schedules import Schedules
from functions.application.stores import StoreService
from functions.application.turns import slots_on
from functions.application.upgrades import Upgrades
from functions.application.waking import FreeSlotWaker
from functions.application.webhook_parts import Webhooks
from functions.backends import (
    chat_of,
    notices_of,
    repository_of,
    signing_secret,
    sweep_of,
    target_of,
    tracing_of,
    wakers_of,
    webhook_sender_of,
)
from functions.domain.mail import MAIL_SECRET
from functions.domain.payments import PAYMENTS_SECRET
from functions.domain.retention import Retention
from functions.domain.schedule import BACKUP, DRILL
from functions.settings import PROJECT, Settings, settings

if TYPE_CHECKING:
    from functions.adapters.ansible.runner import AnsibleRunner


@dataclass(frozen=True)
class Platform:
    """What entry points use. `liveness` is a worker's in this process; `health` asks it only where `local` is.

    `outbox` is woken when something was put into the outbox by this process, whose `dispatcher` then hands it to subscribers;
    one of them is `notifier`, which long polls of this process wait for. On AWS long polls find out by looking. `sending` is
    woken when something was queued for a webhook or a target of notices by this process, `chatting` when something is to
    be sent to a chat program. Where platforms share a state, all of them wake each of these, and `outbox` wakes `notifier`.
    """

    settings: Settings
    repository: Repository
    service: StoreService
    places: ClusterService
    drains: Drains
    insight: Insight
    upgrades: Upgrades
    drift: DriftService
    orphans: OrphanService
    orders: OrderService
    extensions: ExtensionService
    mail: MailService
    payments: PaymentService
    domains: DomainService
    backups: BackupService
    schedules: Schedules
    care: BackupCare
    rooms: Rooms
    lifecycle: Lifecycle
    clock: Clock
    catalogue: Catalogue
    clusters: Clusters
    waker: Waker
    observer: Observer
    liveness: WorkerLiveness
    activity: ActivityLog
    limits: Limits
    counter: Counter
    metrics_token: str | None
    tracing: Tracing
    health: Health
    notifier: ChangeNotifier
    outbox: InProcessWaker
    dispatcher: Dispatcher
    accounts: Accounts
    rates: Rates
    webhooks: Webhooks
    notices: Notices
    sending: InProcessWaker
    chat: Chat
    chatting: InProcessWaker


def build(
    chosen: Settings, *, clock: Clock | None = None, ids: Ids | None = None, nodes: CapacityReader | None = None
) -> Platform:
    """Wire a platform as the settings say; another clock, other ids and nodes are for tests."""
    clock, ids = clock or SystemClock(), ids or UlidIds()
    repository = repository_of(chosen, clock)
    kept = None if chosen.queue_url else chosen.kept_charts
    catalogue = FileCatalogue(chosen.charts, chosen.images, kept, own=chosen.own_images)
    clusters = InventoryClusters(chosen.inventory)
    waker, wakers = wakers_of(chosen, repository)
    observer = KubernetesObserver(clusters)
    liveness, outbox = WorkerLiveness(), wakers("outbox")
    notifier = ChangeNotifier(outbox if chosen.shared else None)  # where one dispatcher hands out for many processes
    activity = ActivityLog(repository=repository, clock=clock, ids=ids, days=chosen.activity_days)
    sending, chatting = wakers("sending"), wakers("chatting")
    # Who holds what one process does at a time: on machines of one's own the platform, also after a restart; else each process.
    sender, host = webhook_sender_of(chosen, clusters), host_name(chosen)
    holder = hosts.process_name(host) if chosen.queue_url else host
    webhooks = Webhooks.over(repository, clock=clock, ids=ids, sender=sender, holder=holder, changed=sending.wake)
    notices = notices_of(chosen, repository, clock, ids, sender, holder, sending.wake)
    times = (chosen.lease_seconds, chosen.operation_timeout, chosen.queue_timeout)
    lease, timeout, queue = (timedelta(seconds=each) for each in times)
    limits = Limits(lease=lease, timeout=timeout, queue=queue, slots=chosen.slots)
    allowed = partial(slots_on, clusters)
    lifecycle = Lifecycle(repository=repository, clock=clock, limits=limits, changed=outbox.wake, slots_on=allowed)
    probes = {"state": repository.ping, "records": lambda: check_records(repository)}
    if not chosen.queue_url:
        probes["worker"] = liveness.probe
        probes["cluster"] = CachedProbe(lambda: ping_any(clusters, observer))
    clients = ClusterClients(clusters)
    reader = nodes or KubernetesCapacity(clients.of)
    places = ClusterService(repository=repository, catalogue=catalogue, clusters=clusters, clock=clock, reader=reader)
    service = StoreService(
        repository=repository,
        catalogue=catalogue,
        clusters=clusters,
        clock=clock,
        ids=ids,
        waker=FreeSlotWaker(waker, lifecycle.may_start) if chosen.queue_url else waker,
        changed=outbox.wake,
        stores_per_owner=chosen.stores_per_owner,
        placement=places.placement,
    )
    days = {"upgrade_days": chosen.backups_upgrade_days, "gone_days": chosen.backups_gone_days}
    retention = Retention(daily=chosen.backups_daily, weekly=chosen.backups_weekly, **days)
    every = {BACKUP: chosen.backup_every_hours, DRILL: chosen.drill_every_hours}
    schedules = Schedules(stores=service, repository=repository, clock=clock, every=every)
    installation = partial(installation_id, chosen.home, chosen.installation or "")
    inspector = KubernetesInspector(clusters, clients.of, installation=installation)
    signer, is_open = JwtSigner(lambda: signing_secret(chosen), clock), chosen.registration == "open"
    dns = DnsResolvers(chosen.dns_resolvers)
    shops = EngineShops(clusters=clusters, catalogue=catalogue, credentials=SecretCredentials(clients))
    insight = Insight(service=service, repository=repository, inspector=inspector, clock=clock, dns=dns)
    orders = OrderService(stores=service, shops=shops, repository=repository, clock=clock, ids=ids)
    rates = Rates(repository=repository, clock=clock, per_token=chosen.rate_per_token, per_address=chosen.rate_per_address)
    chat = chat_of(chosen, repository, clock, service, insight, orders, rates, activity, chatting.wake)
    told = [] if chosen.queue_url or chosen.shared else [notifier]
    subscribers: list[Subscriber] = [*told, activity, webhooks.outbox, notices.outbox, chat.follower]
    return Platform(
        settings=chosen,
        repository=repository,
        service=service,
        places=places,
        drains=Drains(repository=repository, cordons=places.cordons, stores=service),
        insight=insight,
        upgrades=Upgrades(stores=service, catalogue=catalogue, clusters=clusters),
        drift=DriftService(stores=service, catalogue=catalogue, inspector=inspector, clock=clock),
        orphans=sweep_of(chosen, repository, clusters, clock, clients.of, installation, catalogue.images),
        orders=orders,
        extensions=ExtensionService(stores=service, shops=shops),
        mail=MailService(stores=service, shops=shops, passwords=OwnSecrets(clients, installation, MAIL_SECRET)),
        payments=PaymentService(stores=service, shops=shops, secrets=OwnSecrets(clients, installation, PAYMENTS_SECRET)),
        domains=DomainService(
            stores=service,
            repository=repository,
            dns=dns,
            clock=clock,
            reserved=chosen.hosts,
            token_only=chosen.domain_proof == "token",
        ),
        backups=BackupService(repository=repository, clock=clock, target=lambda: target_of(chosen), retention=retention),
        schedules=schedules,
        care=BackupCare(
            repository=repository,
            clock=clock,
            stores=service,
            schedules=schedules,
            retention=retention,
            target=lambda: target_of(chosen),
            holder=holder,
            slots=chosen.slots,
        ),
        rooms=Rooms(repository=repository, clock=clock, cleaner=KubernetesRooms(clients.of, installation=installation)),
        lifecycle=lifecycle,
        clock=clock,
        catalogue=catalogue,
        clusters=clusters,
        waker=waker,
        observer=observer,
        liveness=liveness,
        activity=activity,
        limits=limits,
        counter=Counter(repository),
        tracing=tracing_of(chosen),
        metrics_token=chosen.metrics_token.get_secret_value() if chosen.metrics_token else None,
        health=Health(probes),
        notifier=notifier,
        outbox=outbox,
        dispatcher=Dispatcher(repository=repository, clock=clock, subscribers=subscribers, holder=holder),
        accounts=Accounts.over(repository, clock=clock, ids=ids, hasher=Argon2Passwords(), signer=signer, open_to_all=is_open),
        rates=rates,
        webhooks=webhooks,
        notices=notices,
        sending=sending,
        chat=chat,
        chatting=chatting,
    )


@cache
def platform() -> Platform:
    """Return this process's platform, made on first use. Raises BadSetting."""
    return build(settings())


@cache
def api_platform() -> Platform:
    """Return this process's platform for the API, which needs something to sign tokens with. Raises BadSetting."""
    made = platform()
    signing_secret(made.settings)
    return made


def worker_name(chosen: Settings) -> str:
    """What a worker in this process is called."""
    return f"{host_name(chosen)}/{os.getpid()}"


def host_name(chosen: Settings) -> str:
    """What workers of this host and data folder are called, before the slash."""
    return hosts.host_name(chosen.home, shared=chosen.shared)


def runner(chosen: Settings, *, standby: int = 0) -> AnsibleRunner:
    """Make what runs playbooks, with so many runner processes that wait for a run."""
    from functions.adapters.ansible.process import RunnerPaths  # noqa: PLC0415
    from functions.adapters.ansible.runner import AnsibleRunner  # noqa: PLC0415 - only workers need it

    passed = {"STOREYARD_HOME": str(chosen.home), "STOREYARD_CACHE": str(chosen.cache), **chosen.inventory_variables}
    if chosen.installation:
        passed["STOREYARD_INSTALLATION"] = chosen.installation
    return AnsibleRunner(
        RunnerPaths(
            project=PROJECT,
            inventory=chosen.inventory,
            runs=chosen.runs,
            cache=chosen.cache,
            passed=passed,
            kept_charts=chosen.kept_charts,
        ),
        standby=standby,
    )

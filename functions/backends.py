"""Which adapter stands behind a port, where the settings choose. What only some of them need is imported when it is chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from functions.adapters.inprocess import InProcessWaker
from functions.adapters.webhooks import HttpWebhookSender
from functions.application.lease_times import LeaseTimes
from functions.application.notice_parts import Notices
from functions.application.ports.backups import BackupTarget
from functions.application.ports.clusters import Clusters
from functions.application.ports.notices import MailSender
from functions.application.ports.queue import Waker
from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock, Ids
from functions.application.ports.tracing import NO_TRACING, Tracing
from functions.application.ports.webhooks import WebhookSender
from functions.domain.webhook_address import Reach, network_of
from functions.settings import NO_BACKUPS, Settings


def repository_of(chosen: Settings, clock: Clock) -> Repository:
    """Make the store of record. No call to it lasts so long that a lease could not be renewed after one that failed."""
    call = LeaseTimes(chosen.lease_seconds).call
    if chosen.state_backend == "dynamodb":
        from functions.adapters.state.dynamodb.repository import DynamoRepository  # noqa: PLC0415 - boto3 takes half a second to import

        return DynamoRepository(table=chosen.state_table, endpoint=chosen.dynamodb_endpoint, clock=clock, call_seconds=call)
    from functions.adapters.state.sqlite.repository import SqliteRepository  # noqa: PLC0415

    return SqliteRepository(chosen.state_file, clock=clock, busy_seconds=call)


def target_of(chosen: Settings) -> BackupTarget:
    """Make the place of backups: the one that the runs write to."""
    from functions.adapters import backups  # noqa: PLC0415 - most requests want none of it

    place = str(chosen.home / "backups") if chosen.state_backend == "sqlite" else NO_BACKUPS
    return backups.target_of(chosen.backups or place, chosen.backups_endpoint)


def tracing_of(chosen: Settings) -> Tracing:
    """Make what spans go to."""
    if chosen.otlp_endpoint is None:
        return NO_TRACING
    from functions.adapters.tracing import OpenTelemetryTracing  # noqa: PLC0415 - most run without it, and it takes a while

    return OpenTelemetryTracing(chosen.otlp_endpoint)


def waker_of(chosen: Settings) -> Waker:
    """Make what wakes workers."""
    if chosen.queue_url:
        from functions.adapters.sqs import SqsWaker  # noqa: PLC0415 - boto3 takes half a second to import

        return SqsWaker(chosen.queue_url)
    return InProcessWaker()


def notices_of(  # noqa: PLR0913, PLR0917 - what they are made of
    chosen: Settings,
    repository: Repository,
    clock: Clock,
    ids: Ids,
    sender: WebhookSender,
    holder: str,
    changed: Callable[[], object],
) -> Notices:
    """Make what people are told by."""
    return Notices.over(
        repository,
        clock=clock,
        ids=ids,
        sender=sender,
        mail=_mail_of(chosen, clock),
        holder=holder,
        page=chosen.page,
        a_minute=chosen.notices_a_minute,
        changed=changed,
    )


def _mail_of(chosen: Settings, clock: Clock) -> MailSender | None:
    """What the platform's own mail goes out through; None where no relay is set."""
    if chosen.mail_relay is None:
        return None
    from functions.adapters.smtp import SmtpMailSender  # noqa: PLC0415 - only where a relay is set

    return SmtpMailSender(chosen.mail_relay, clock)


def webhook_sender_of(chosen: Settings, clusters: Clusters) -> HttpWebhookSender:
    """Make what sends webhooks."""
    return HttpWebhookSender(partial(_reach, chosen, clusters))


def _reach(chosen: Settings, clusters: Clusters) -> Reach:
    """How far webhooks reach right now: not to the platform itself, nor to where its shops are met."""
    known_clusters = clusters.all().values()
    met = [network_of(address) for cluster in known_clusters for address in sorted(cluster.met_at)]
    names = (*(cluster.domain for cluster in known_clusters), *chosen.hosts)
    return Reach(trusted=chosen.webhook_hosts, names=names, networks=(*chosen.webhook_refused, *met))

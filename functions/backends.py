"""Which adapter stands behind a port, where the settings choose. What only some of them need is imported when it is chosen."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING

from functions.adapters.ansible.folders import RunFoldersHere
from functions.adapters.inprocess import InProcessWaker
from functions.adapters.kept import kept_once
from functions.adapters.kube.client import Kube
from functions.adapters.kube.orphans import KubernetesOrphans
from functions.adapters.webhooks import HttpWebhookSender
from functions.application.activity import ActivityLog
from functions.application.certificate_care import CertificateCare
from functions.application.chat.parts import Chat, ChatSecrets
from functions.application.chat.service import ChatService
from functions.application.insight import Insight
from functions.application.lease_times import LeaseTimes
from functions.application.notice_parts import Notices
from functions.application.orders import OrderService
from functions.application.orphans import OrphanService
from functions.application.ports.backups import BackupTarget
from functions.application.ports.chat import ChatSender
from functions.application.ports.clusters import Clusters
from functions.application.ports.notices import MailSender
from functions.application.ports.queue import Waker
from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock, Ids
from functions.application.ports.tracing import NO_TRACING, Tracing
from functions.application.rates import Rates
from functions.application.state_copies import StateCopies, Ways
from functions.application.stores import StoreService
from functions.domain.chat import Provider
from functions.domain.chat_settings import known
from functions.domain.errors import InvalidRequest
from functions.domain.webhook_address import Reach, network_of
from functions.settings import NO_BACKUPS, BadSetting, Settings

if TYPE_CHECKING:
    from functions.adapters.chat.slack_socket import Listen, SlackSocket


def repository_of(chosen: Settings, clock: Clock) -> Repository:
    """Make the store of record. No call to it lasts so long that a lease could not be renewed after one that failed."""
    call = LeaseTimes(chosen.lease_seconds).call
    if chosen.state_backend == "dynamodb":
        from functions.adapters.state.dynamodb.repository import DynamoRepository  # noqa: PLC0415 - boto3 takes half a second to import

        return DynamoRepository(table=chosen.state_table, endpoint=chosen.dynamodb_endpoint, clock=clock, call_seconds=call)
    if chosen.state_url is not None and chosen.shared:
        from functions.adapters.state.postgresql.repository import PostgresRepository  # noqa: PLC0415 - Lambda has no psycopg

        try:
            return PostgresRepository(chosen.state_url.get_secret_value(), clock=clock, call_seconds=call)
        except InvalidRequest as error:
            raise BadSetting(f"The setting STATE_URL cannot be used: {error.message}.") from None
    from functions.adapters.state.sqlite.repository import SqliteRepository  # noqa: PLC0415

    return SqliteRepository(chosen.state_file, clock=clock, busy_seconds=call)


def target_of(chosen: Settings) -> BackupTarget:
    """Make the place of backups: the one that the runs write to."""
    from functions.adapters import backups  # noqa: PLC0415 - most requests want none of it

    place = str(chosen.home / "backups") if chosen.state_backend == "sqlite" else NO_BACKUPS
    return backups.target_of(chosen.backups or place, chosen.backups_endpoint)


def state_copies_of(chosen: Settings, clock: Clock, place: str, endpoint: str | None) -> StateCopies:
    """Make what copies the state file, and puts copies back. Raises InvalidRequest where the state is no file."""
    if chosen.state_backend != "sqlite":
        raise InvalidRequest(f"STATE_BACKEND is {chosen.state_backend}: only the state in a file is copied so.")
    from functions.adapters import backups  # noqa: PLC0415 - a platform that runs wants none of this
    from functions.adapters.lock import hold  # noqa: PLC0415
    from functions.adapters.state.sqlite import copies  # noqa: PLC0415

    return StateCopies(
        home=chosen.home,
        file=chosen.state_file,
        target=backups.target_of(place, endpoint),
        clock=clock,
        ways=Ways(copy=copies.copy_state, check=copies.check_state, put_back=copies.put_back, hold=hold),
    )


def tracing_of(chosen: Settings) -> Tracing:
    """Make what spans go to."""
    if chosen.otlp_endpoint is None:
        return NO_TRACING
    from functions.adapters.tracing import OpenTelemetryTracing  # noqa: PLC0415 - most run without it, and it takes a while

    return OpenTelemetryTracing(chosen.otlp_endpoint)


def wakers_of(chosen: Settings, repository: Repository) -> tuple[Waker, Callable[[str], InProcessWaker]]:
    """Make what wakes workers, and what hands out wakers by name: they reach this process, or each one that has the state."""
    wakers: Callable[[str], InProcessWaker] = cache(lambda _: InProcessWaker())
    if chosen.shared:
        from functions.adapters.state.postgresql.repository import PostgresRepository  # noqa: PLC0415 - Lambda has no psycopg
        from functions.adapters.state.postgresql.wakeups import SharedWakeUps  # noqa: PLC0415

        assert isinstance(repository, PostgresRepository)  # noqa: S101
        wakers = SharedWakeUps(repository.connections).waker
    if chosen.queue_url:
        from functions.adapters.sqs import SqsWaker  # noqa: PLC0415 - boto3 takes half a second to import

        return SqsWaker(chosen.queue_url), wakers
    return wakers("work"), wakers


def sweep_of(  # noqa: PLR0913, PLR0917 - what it is made of
    chosen: Settings,
    repository: Repository,
    clusters: Clusters,
    clock: Clock,
    clients: Callable[[str], Kube],
    ours: Callable[[], str],
    images: Callable[[str], Mapping[str, str]],
) -> OrphanService:
    """Make what finds what nobody names. Runs have folders of this machine only where their worker is here too."""
    folders = None if chosen.queue_url else RunFoldersHere(chosen.runs)
    finder = KubernetesOrphans(clients, installation=ours)
    return OrphanService(repository=repository, clusters=clusters, finder=finder, clock=clock, folders=folders, images=images)


def webhook_sender_of(chosen: Settings, clusters: Clusters) -> HttpWebhookSender:
    """Make what sends webhooks."""
    return HttpWebhookSender(partial(_reach, chosen, clusters))


def _reach(chosen: Settings, clusters: Clusters) -> Reach:
    """How far webhooks reach right now: not to the platform itself, nor to where its shops are met."""
    known_clusters = clusters.all().values()
    met = [network_of(address) for cluster in known_clusters for address in sorted(cluster.met_at)]
    names = (*(cluster.domain for cluster in known_clusters), *chosen.hosts)
    return Reach(trusted=chosen.webhook_hosts, names=names, networks=(*chosen.webhook_refused, *met))


def chat_of(  # noqa: PLR0913, PLR0917 - what it is made of
    chosen: Settings,
    repository: Repository,
    clock: Clock,
    stores: StoreService,
    insight: Insight,
    orders: OrderService,
    rates: Rates,
    activity: ActivityLog,
    changed: Callable[[], object],
) -> Chat:
    """Make what chat programs are served by."""
    return Chat.over(
        repository,
        clock=clock,
        service=ChatService(stores=stores, insight=insight, orders=orders, repository=repository),
        rates=rates,
        activity=activity,
        senders=cache(partial(_chat_sender, chosen)),
        secrets=ChatSecrets(
            slack=known(chosen.slack_signing_secret, chosen.slack_signing_secret_previous),
            mattermost=known(chosen.mattermost_token, chosen.mattermost_token_previous),
        ),
        page_url=chosen.page,
        changed=changed,
    )


def _chat_sender(chosen: Settings, provider: Provider) -> ChatSender | None:
    """Make what sends to a chat program; None for one that is not configured."""
    if provider is Provider.SLACK and chosen.slack_bot_token is not None:
        from functions.adapters.chat.slack import SlackSender  # noqa: PLC0415 - only who sends needs slack_sdk

        token = chosen.slack_bot_token.get_secret_value()
        return SlackSender(token=token, api=chosen.slack_api, answers_at=chosen.slack_answers_at)
    if provider is Provider.MATTERMOST and chosen.mattermost_url and chosen.mattermost_bot_token is not None:
        from functions.adapters.chat.mattermost import MattermostSender  # noqa: PLC0415

        return MattermostSender(url=chosen.mattermost_url, token=chosen.mattermost_bot_token.get_secret_value())
    return None


def slack_socket_of(chosen: Settings, listen: Listen) -> SlackSocket:
    """Make the connection of Socket Mode. Raises AssertionError where it is not configured."""
    from functions.adapters.chat.slack_socket import SlackSocket  # noqa: PLC0415 - only who is configured so needs it

    assert chosen.slack_app_token is not None  # noqa: S101
    return SlackSocket(token=chosen.slack_app_token.get_secret_value(), api=chosen.slack_api, listen=listen)


def notices_of(  # noqa: PLR0913, PLR0917 - what it is made of
    chosen: Settings,
    repository: Repository,
    clock: Clock,
    ids: Ids,
    sender: HttpWebhookSender,
    holder: str,
    changed: Callable[[], object],
) -> Notices:
    """Make what tells people in chats and by mail."""
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


def certificates_of(
    repository: Repository, clock: Clock, clusters: Clusters, holder: str, changed: Callable[[], object]
) -> CertificateCare:
    """Make what looks at the certificates of shops."""
    from functions.adapters.kube.health import certificate_of  # noqa: PLC0415 - no function of AWS looks at them

    return CertificateCare(
        repository=repository, clock=clock, clusters=clusters, look=certificate_of, holder=holder, changed=changed
    )


def _mail_of(chosen: Settings, clock: Clock) -> MailSender | None:
    """Make what the platform's own mail goes out through; None where no relay is set."""
    if chosen.mail_relay is None:
        return None
    from functions.adapters.smtp import SmtpMailSender  # noqa: PLC0415

    return SmtpMailSender(chosen.mail_relay, clock)


def signing_secret(chosen: Settings) -> str:
    """Return what access tokens are signed with: as given, or on one machine made once. Raises BadSetting.

    Only the API needs it; it asks before it answers the first request.
    """
    if chosen.jwt_secret is not None:
        return chosen.jwt_secret.get_secret_value()
    if chosen.state_backend != "sqlite":
        where = f"where STATE_BACKEND is {chosen.state_backend}"
        raise BadSetting(f"The setting JWT_SECRET must be given {where}: all its processes need the same.")
    file = chosen.home / "jwt-secret"
    try:
        return kept_once(file, lambda: secrets.token_urlsafe(48))
    except OSError as error:
        said = f"The setting JWT_SECRET is not given, and a secret cannot be kept in {file}: {error.strerror}."
        raise BadSetting(said) from error

"""The public JSON of a look into a store."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from functions.api.schemas import View
from functions.application.insight import Credentials, Made, StoreHealth, StoreUsage
from functions.application.ports.insight import Log, LogLine, PodHealth, VolumeUsage
from functions.domain.quantity import whole


class CredentialsView(View):
    """How the shop's owner signs in."""

    admin_url: str
    admin_email: str | None
    admin_password: str | None
    keys: dict[str, str] = Field(description="what the engine shows besides, by its name in the store's Secret")
    message: str = Field(description="why there is nothing, if there is nothing")

    @classmethod
    def of(cls, found: Credentials) -> CredentialsView:
        """Return the public form."""
        return cls(
            admin_url=found.admin_url,
            admin_email=found.admin_email,
            admin_password=found.admin_password,
            keys=dict(found.keys),
            message=found.message,
        )


class LogLineView(View):
    """One line of a log. What is secret in it is replaced by [redacted]."""

    at: datetime
    pod: str
    component: str
    container: str
    text: str

    @classmethod
    def of(cls, line: LogLine) -> LogLineView:
        """Return the public form."""
        return cls(at=line.at, pod=line.pod, component=line.component, container=line.container, text=line.text)


class LogView(View):
    """Lines of a store's logs, in order of time."""

    lines: list[LogLineView]
    next_cursor: str | None = Field(description="send it as cursor to get what comes next; null: nothing does")
    pods: list[str] = Field(description="all pods of the store, by name")
    message: str = Field(description="why there is nothing, if there is nothing to be expected")

    @classmethod
    def of(cls, log: Log, cursor: str | None) -> LogView:
        """Return the public form."""
        lines = [LogLineView.of(line) for line in log.lines]
        return cls(lines=lines, next_cursor=cursor, pods=list(log.pods), message=log.message)


class PodView(View):
    """How a pod is."""

    name: str
    component: str
    ready: bool
    phase: str = Field(description="as Kubernetes has it: Pending, Running, Succeeded, Failed, Unknown")
    restarts: int
    reason: str = Field(description="why it waits, or how a container of it ended that was started again; empty: neither")
    started_at: datetime | None

    @classmethod
    def of(cls, pod: PodHealth) -> PodView:
        """Return the public form."""
        return cls(
            name=pod.name,
            component=pod.component,
            ready=pod.ready,
            phase=pod.phase,
            restarts=pod.restarts,
            reason=pod.reason,
            started_at=pod.started_at,
        )


class IngressView(View):
    """What the shop's address answers to a GET of its first page."""

    status: int | None = Field(description="HTTP status; null: no answer")
    milliseconds: int | None = Field(description="until the head of the answer; null: no answer")
    message: str = Field(description="why there is no answer, if there is none")


class CertificateView(View):
    """The certificate that the shop's address shows."""

    issuer: str
    not_after: datetime
    days_left: int = Field(description="whole days until then; negative: it has expired")


class StoreHealthView(View):
    """How a store is right now."""

    ok: bool
    message: str = Field(description="one sentence for a person: what is wrong first, or that all is well")
    pods: list[PodView]
    ingress: IngressView
    verified_at: datetime | None = Field(description="when a test order last went through")
    certificate: CertificateView | None = Field(description="null on http, and where none is shown")

    @classmethod
    def of(cls, health: StoreHealth) -> StoreHealthView:
        """Return the public form."""
        ingress, shown, left = health.seen.ingress, health.seen.certificate, health.days_left
        certificate = None
        if shown is not None and left is not None:
            certificate = CertificateView(issuer=shown.issuer, not_after=shown.not_after, days_left=left)
        return cls(
            ok=health.ok,
            message=health.message,
            pods=[PodView.of(pod) for pod in health.seen.pods],
            ingress=IngressView(status=ingress.status, milliseconds=ingress.milliseconds, message=ingress.message),
            verified_at=health.verified_at,
            certificate=certificate,
        )


class CpuView(View):
    """Processor time."""

    used_millicores: int | None = Field(description="null: not known")
    limit_millicores: int | None = Field(description="what all pods of the store may take together")


class MemoryView(View):
    """Memory."""

    used_bytes: int | None = Field(description="the working set; null: not known")
    limit_bytes: int | None = Field(description="what all pods of the store may take together")


class VolumeView(View):
    """One volume."""

    name: str
    claimed_bytes: int | None
    used_bytes: int | None = Field(description="null: not known, and message says why")
    capacity_bytes: int | None
    message: str

    @classmethod
    def of(cls, volume: VolumeUsage) -> VolumeView:
        """Return the public form."""
        return cls(
            name=volume.name,
            claimed_bytes=volume.claimed_bytes,
            used_bytes=volume.used_bytes,
            capacity_bytes=volume.capacity_bytes,
            message=volume.message,
        )


class DiskView(View):
    """Disk."""

    volumes: list[VolumeView]
    limit_bytes: int | None = Field(description="what all volumes of the store may claim together")


class UsageView(View):
    """What a store takes, against what its plan gives."""

    cpu: CpuView
    memory: MemoryView
    disk: DiskView
    messages: list[str] = Field(description="why something is not known")

    @classmethod
    def of(cls, usage: StoreUsage) -> UsageView:
        """Return the public form."""
        seen, quota = usage.seen, usage.quota
        return cls(
            cpu=CpuView(used_millicores=seen.cpu_millicores, limit_millicores=whole(quota.get("limits.cpu"), times=1000)),
            memory=MemoryView(used_bytes=seen.memory_bytes, limit_bytes=whole(quota.get("limits.memory"))),
            disk=DiskView(
                volumes=[VolumeView.of(volume) for volume in seen.volumes],
                limit_bytes=whole(quota.get("requests.storage")),
            ),
            messages=list(seen.messages),
        )


class RevisionView(View):
    """A revision of the store's release."""

    revision: int
    status: str = Field(description="as Helm has it: deployed, superseded, failed, pending-upgrade …")
    chart_version: str
    engine_version: str
    description: str
    deployed_at: datetime | None
    operation_id: str | None = Field(description="the operation that made it; null: none says so")
    kind: str | None = Field(description="that operation's kind")

    @classmethod
    def of(cls, made: Made) -> RevisionView:
        """Return the public form."""
        revision, operation = made.revision, made.operation
        return cls(
            revision=revision.number,
            status=revision.status,
            chart_version=revision.chart_version,
            engine_version=revision.app_version,
            description=revision.description,
            deployed_at=revision.deployed_at,
            operation_id=operation.id if operation else None,
            kind=operation.kind if operation else None,
        )


class HistoryView(View):
    """The revisions of a store's release, newest first."""

    items: list[RevisionView]
    message: str = Field(description="why there is none, if there is none")

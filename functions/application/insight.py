"""A look into a store where it runs: credentials, logs, health, usage and history, for whoever may see the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from functions.application.domain_health import astray
from functions.application.paging import MAX_PAGE
from functions.application.ports.dns import Dns
from functions.application.ports.insight import (
    Certificate,
    HealthSeen,
    IngressAnswer,
    Log,
    LogQuery,
    PodHealth,
    Revision,
    StoreInspector,
    UsageSeen,
)
from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock
from functions.application.queries import operations_page
from functions.application.reads import Reads
from functions.application.stores import StoreService
from functions.domain.certificate import renew_by
from functions.domain.operation import Operation
from functions.domain.store import Store, StoreStatus
from functions.domain.user import User

EMAIL_KEY, PASSWORD_KEY = "admin-email", "admin-password"


@dataclass(frozen=True)
class Credentials:
    """How a shop's owner signs in. `keys`: what the engine shows besides; None: there is nothing in the cluster yet."""

    admin_url: str
    admin_email: str | None = None
    admin_password: str | None = field(default=None, repr=False)
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    message: str = ""


@dataclass(frozen=True)
class StoreHealth:
    """How a store is: what was seen, and what that means in one sentence."""

    ok: bool
    message: str
    seen: HealthSeen
    verified_at: datetime | None
    days_left: int | None = None


@dataclass(frozen=True)
class StoreUsage:
    """What a store takes, and what its plan gives."""

    seen: UsageSeen
    quota: Mapping[str, str]


@dataclass(frozen=True)
class Made:
    """A revision, and the operation that made it, as far as the store's operations tell."""

    revision: Revision
    operation: Operation | None


class Insight:
    """The use cases. Each raises NotFound for a store that the user may not see, ClusterUnavailable or ClusterRefused."""

    def __init__(  # noqa: PLR0913 - the ports it needs, by name
        self,
        *,
        service: StoreService,
        repository: Repository,
        inspector: StoreInspector,
        clock: Clock,
        reads: Reads | None = None,
        dns: Dns | None = None,
    ) -> None:
        self._service = service
        self._repository = repository
        self._inspector = inspector
        self._clock = clock
        self._reads = reads or Reads()
        self._dns = dns

    def credentials(self, store_id: str, user: User) -> Credentials:
        """Return how the shop's owner signs in."""
        store = self._service.get(store_id, user)
        cluster, engine = store.spec.cluster, self._service.engines().get(store.spec.engine)
        admin_url = store.address + (engine.admin_path if engine else "/")
        values = self._reads.read(cluster, lambda: self._inspector.credentials(cluster, store.id))
        if not values:
            return Credentials(admin_url, message=_nothing(store) if values is None else "The store's Secret is not made yet.")
        shown = [name for name, key in engine.secret_keys.items() if key.shown] if engine else []
        keys = {name: values[name] for name in shown if name in values}
        return Credentials(admin_url, values.get(EMAIL_KEY), values.get(PASSWORD_KEY), keys)

    def logs(self, store_id: str, user: User, wanted: LogQuery) -> Log:
        """Return lines of the store's logs."""
        store = self._service.get(store_id, user)
        cluster = store.spec.cluster
        found = self._reads.read(cluster, lambda: self._inspector.logs(cluster, store.id, wanted))
        return found or Log((), wanted.after or {}, (), _nothing(store))

    def health(self, store_id: str, user: User) -> StoreHealth:
        """Return how the store is right now."""
        store = self._service.get(store_id, user)
        cluster = store.spec.cluster
        seen = self._reads.read(cluster, lambda: self._inspector.health(cluster, store.id, store.address))
        if seen is None:
            nothing = HealthSeen((), IngressAnswer(message="The shop's address was not asked: there is no shop."))
            return StoreHealth(ok=False, message=_nothing(store), seen=nothing, verified_at=store.verified_at)
        left = (seen.certificate.not_after - self._clock.now()).days if seen.certificate else None
        trouble = _trouble(store, seen, left)
        well = f"{_ready(seen)} of the store are ready, and its shop answers."
        grows = f" {seen.scaling}" if seen.scaling else ""
        late = _ends_soon(seen.certificate, self._clock.now())
        said = trouble or f"{well}{grows}{late}{self._no_mail(store)}{self._astray(store)}"
        return StoreHealth(ok=not trouble, message=said, seen=seen, verified_at=store.verified_at, days_left=left)

    def _no_mail(self, store: Store) -> str:
        """What is said of a shop that is well and sends no mail. A copy is not to."""
        silent = not store.spec.is_copy and self._service.relay_of(store) is None
        return " The shop sends no mail: no relay is set." if silent else ""

    def _astray(self, store: Store) -> str:
        """What is said of a shop that is well, and that buyers do not find at its domains."""
        names = [] if self._dns is None else astray(store, self._service.clusters().get(store.spec.cluster), self._dns)
        if not names:
            return ""
        do = "does" if len(names) == 1 else "do"
        return f" In the DNS {', '.join(names)} {do} not lead to this cluster: whoever goes there may not find the shop."

    def usage(self, store_id: str, user: User) -> StoreUsage:
        """Return what the store takes, and what it may take."""
        store = self._service.get(store_id, user)
        cluster = store.spec.cluster
        seen = self._reads.read(cluster, lambda: self._inspector.usage(cluster, store.id))
        seen = seen or UsageSeen(None, None, (), messages=(_nothing(store),))
        return StoreUsage(seen, seen.quota or self._plan(store))

    def history(self, store_id: str, user: User) -> tuple[Sequence[Made], str]:
        """Return the revisions of the store's release, newest first; and a sentence if there is none."""
        store = self._service.get(store_id, user)
        cluster = store.spec.cluster
        found = self._reads.read(cluster, lambda: self._inspector.history(cluster, store.id))
        if not found:
            return (), _nothing(store) if found is None else "Nothing has been installed for the store yet."
        by_revision = self._operations(store)
        return [Made(revision, by_revision.get(revision.number)) for revision in found], ""

    def _plan(self, store: Store) -> Mapping[str, str]:
        engine = self._service.engines().get(store.spec.engine)
        plan = engine.plans.get(store.spec.plan) if engine else None
        return plan.quota if plan else {}

    def _operations(self, store: Store) -> dict[int, Operation]:
        """The operations that say which revision they installed, of this store and not of one that had its id before."""
        page = operations_page(self._repository, store.id, limit=MAX_PAGE)
        return {
            number: operation
            for operation in reversed(page.items)
            if operation.created_at >= store.created_at and (number := _revision_of(operation.result)) is not None
        }


def _revision_of(result: Mapping[str, Any] | None) -> int | None:
    deployed = (result or {}).get("deployed")
    number = deployed.get("revision") if isinstance(deployed, Mapping) else None
    return number if isinstance(number, int) else None


def _nothing(store: Store) -> str:
    return f"There is nothing of the store in the cluster {store.spec.cluster} right now."


def _trouble(store: Store, seen: HealthSeen, days_left: int | None) -> str:
    """The first thing that is wrong, in one sentence; empty if all is well."""
    if store.status is not StoreStatus.READY:
        return f"The store is {store.status.value}."
    serving = [pod for pod in seen.pods if not pod.job]
    if not serving:
        return "The store has no pod."
    missing = _not_ready(serving)
    if missing:
        return missing
    if seen.ingress.status is None:
        return seen.ingress.message
    if seen.ingress.status >= 400:  # noqa: PLR2004 - where HTTP's errors begin
        return f"The shop's address answers with {seen.ingress.status}."
    return "The shop's certificate has expired." if days_left is not None and days_left < 0 else ""


def _ends_soon(certificate: Certificate | None, now: datetime) -> str:
    """What is said of a certificate that should have been renewed by now."""
    if certificate is None or certificate.not_before is None:
        return ""
    late = now > renew_by(certificate.not_before, certificate.not_after)
    return f" Its certificate ends on {certificate.not_after:%Y-%m-%d %H:%M} UTC and was not renewed in time." if late else ""


def _ready(seen: HealthSeen) -> str:
    """How many pods are ready of a store that is well: of several of one kind, one may not be."""
    ready = [pod.ready for pod in seen.pods if not pod.job]
    return "All pods" if all(ready) else f"{sum(ready)} of {len(ready)} pods"


def _not_ready(pods: Sequence[PodHealth]) -> str:
    """What of the store has no pod that is ready. A second pod of it that only starts takes nothing away."""
    ready = {pod.component for pod in pods if pod.ready}
    pod = next((pod for pod in pods if pod.component not in ready), None)
    if pod is None:
        return ""
    return f"The pod {pod.name} is not ready{f': {pod.reason}' if pod.reason else ''}."

"""Looks at the certificates that shops show, some stores at a time, one process at a time; tells of each that is late, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from functions.application.audiences import told_of
from functions.application.held import HeldLease
from functions.application.notice_outbox import enqueue
from functions.application.parallel import ask_all
from functions.application.ports.clusters import Clusters
from functions.application.ports.insight import Certificate
from functions.application.ports.repository import Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.domain.activity import activity_id
from functions.domain.certificate import CERTIFICATES, KEPT, RENEWAL, CertificateState, ShownCertificate, renew_by
from functions.domain.cluster import Cluster
from functions.domain.entities import ALL_STORES
from functions.domain.errors import Unreadable, VersionConflict
from functions.domain.notice import Notice, kept_until
from functions.domain.notice_entities import AUDIENCES_TARGETS
from functions.domain.notice_target import NoticeEvent
from functions.domain.store import Store, StoreStatus
from functions.observability import logger

LEASE: Final = "certificates"
LEASE_TIME: Final = timedelta(minutes=2)
STORES_AT_ONCE: Final = 10
TURN_EVERY: Final = timedelta(seconds=15)
WALK_EVERY: Final = timedelta(hours=1)  # until the first store is looked at again, if all were looked at by then
LOOK_SECONDS: Final = 3.0
NO_SHOP: Final = frozenset({StoreStatus.PROVISIONING, StoreStatus.DELETING})
Look = Callable[[Cluster, str], Certificate | None]


class CertificateCare:
    """One turn looks at some stores. `look` returns the certificate that a cluster's ingress shows for an address, or None."""

    def __init__(  # noqa: PLR0913 - the ports it needs, by name
        self,
        *,
        repository: Repository,
        clock: Clock,
        clusters: Clusters,
        look: Look,
        holder: str,
        changed: Callable[[], object] = lambda: None,
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._clusters = clusters
        self._look = look
        self._changed = changed
        self._lease = HeldLease(repository=repository, clock=clock, name=LEASE, holder=holder, time=LEASE_TIME)
        self._turn_at: datetime | None = None
        self._walked_from: datetime | None = None

    def go_on(self) -> None:
        """Look at the stores whose turn it is, unless another process does. Raises Unavailable where the state is away."""
        now = self._clock.now()
        if self._turn_at is not None and now < self._turn_at:
            return
        if not self._lease.hold():
            return
        self._turn_at = now + TURN_EVERY
        page = self._next(now)
        clusters = self._clusters.all() if page else {}
        for store in page:
            cluster = clusters.get(store.spec.cluster)
            if cluster is None or cluster.scheme != "https" or store.status in NO_SHOP:
                continue
            try:
                self._look_at(store, cluster, now)
            except (VersionConflict, Unreadable) as error:  # somebody else wrote, or only a newer version can read it
                logger.warning("a store's certificates were not noted", store_id=store.id, cause=error.message)

    def _next(self, now: datetime) -> Sequence[Store]:
        """Return the stores that are next, and note how far the walk is; none while it waits to begin again."""
        if not self._lease.place:
            if self._walked_from is not None and now < self._walked_from + WALK_EVERY:
                return ()
            self._walked_from = now
        page = self._repository.find(ALL_STORES, after=self._lease.place, limit=STORES_AT_ONCE)
        self._lease.place = ALL_STORES.place.sort_of(page[-1]) if len(page) == STORES_AT_ONCE else ""
        return page

    def _look_at(self, store: Store, cluster: Cluster, now: datetime) -> None:
        names = (cluster.host(store.id), *store.spec.domains)
        asked = {name: partial(self._look, cluster, f"https://{name}") for name in names}
        answers = ask_all(asked, seconds=LOOK_SECONDS)
        seen = {name: answer for name, answer in answers.items() if isinstance(answer, Certificate)}
        known = {name: self._repository.get(CERTIFICATES, host=name) for name in seen}
        rows = [_row(store, name, found, known[name], now) for name, found in seen.items()]
        trouble = [row for row in rows if row.state(now) is not CertificateState.WELL and row.told != row.mark(now)]
        if trouble:
            self._tell(store, trouble, now)
        marked = [row.model_copy(update={"told": row.mark(now)}) if row in trouble else row for row in rows]
        self._write(known, marked)

    def _tell(self, store: Store, trouble: Sequence[ShownCertificate], now: datetime) -> None:
        """Queue what people are told. What died before it was noted is queued once: its id is made of the certificates."""
        since = max(row.since(now) for row in trouble)
        name = activity_id(since, store.id, *(f"{row.host} {row.mark(now)}" for row in trouble))
        targets = [
            target
            for target in told_of(self._repository, AUDIENCES_TARGETS, store.owner)
            if target.active and NoticeEvent.NEEDS_ATTENTION in target.events
        ]
        for target in targets:
            made = Notice(
                id=name,
                target_id=target.id,
                event=NoticeEvent.NEEDS_ATTENTION,
                store_id=store.id,
                store_name=store.spec.name,
                store_url=store.address,
                owner=store.owner,
                what=RENEWAL,
                message=" ".join(row.sentence(now) for row in trouble),
                at=since,
                queued_at=now,
                expires_at=kept_until(now),
            )
            enqueue(self._repository, made, self._clock)
        logger.warning("certificates not renewed in time", store_id=store.id, hosts=[row.host for row in trouble])
        self._changed()

    def _write(self, known: Mapping[str, ShownCertificate | None], rows: Sequence[ShownCertificate]) -> None:
        changes = [Insert(row) if known[row.host] is None else Replace(row) for row in rows]
        if changes:
            self._repository.commit(*changes)


def _row(store: Store, host: str, found: Certificate, known: ShownCertificate | None, now: datetime) -> ShownCertificate:
    """Return what is known of a name's certificate after a look."""
    said = {
        "store_id": store.id,
        "not_after": found.not_after,
        "renew_by": renew_by(found.not_before, found.not_after),
        "expires_at": now + KEPT,
    }
    if known is None:
        return ShownCertificate(host=host, **said)
    return known.model_copy(update=said if known.store_id == store.id else {**said, "told": ""})

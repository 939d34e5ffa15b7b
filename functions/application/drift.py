"""What somebody changed by hand of a store in its cluster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from functions.application.ports.catalogue import Catalogue
from functions.application.ports.insight import DRIFT_SECONDS, StoreInspector
from functions.application.ports.system import Clock
from functions.application.reads import Reads
from functions.application.stores import StoreService
from functions.domain.drift import Drift, Expected
from functions.domain.placement import namespace_of
from functions.domain.store import Store
from functions.domain.user import User
from functions.domain.version import Deployed

# Each look is some hundred requests: so many at a time of one cluster, beside those of other looks.
AT_ONCE: Final = 2
NO_CHART: Final = "The chart that the store was installed with is not here any more: its fence and its keys were not compared."
BUSY: Final = "An operation is under way on the store: what it changes meanwhile is left out."


@dataclass(frozen=True)
class Found:
    """What was found, and when. `message` says what was not looked at."""

    drift: Drift
    checked_at: datetime
    message: str = ""


class DriftService:
    """The use case. Nothing of it is kept: every call looks."""

    def __init__(
        self,
        *,
        stores: StoreService,
        catalogue: Catalogue,
        inspector: StoreInspector,
        clock: Clock,
        reads: Reads | None = None,
    ) -> None:
        self._stores = stores
        self._catalogue = catalogue
        self._inspector = inspector
        self._clock = clock
        self._reads = reads or Reads(seconds=DRIFT_SECONDS, at_once=AT_ONCE)

    def of_store(self, store_id: str, user: User) -> Found:
        """Compare a store with what was installed.

        Raises NotFound for a store that the user may not see, ClusterUnavailable or ClusterRefused.
        """
        store, now = self._stores.get(store_id, user), self._clock.now()
        if store.deployed is None:
            return Found(Drift(None), now, "Nothing has been installed for the store yet.")
        cluster, expected = store.spec.cluster, self._expected(store, store.deployed)
        drift = self._reads.read(cluster, lambda: self._inspector.drift(cluster, store.id, expected))
        if drift is None:
            there = f"There is nothing of the store in the cluster {cluster} right now."
            return Found(Drift(None, missing=(f"Namespace/{namespace_of(store.id)}",)), now, there)
        notes = [NO_CHART if expected.quota is None else "", BUSY if expected.busy else ""]
        return Found(drift, now, " ".join(filter(None, notes)))

    def _expected(self, store: Store, deployed: Deployed) -> Expected:
        """What it is compared with, as the chart says it that was installed."""
        engine = self._catalogue.engine_of(store.spec.engine, deployed.chart_digest)
        plan = engine.plans.get(store.spec.plan) if engine is not None else None
        return Expected(
            store_id=store.id,
            owner=store.owner,
            engine=store.spec.engine,
            plan=store.spec.plan,
            quota=None if plan is None else plan.quota,
            keys=tuple(engine.secret_keys) if engine is not None else (),
            revision=deployed.revision,
            busy=store.active_operation_id is not None,
        )

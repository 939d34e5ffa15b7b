"""What clusters hold and what their stores ask for, as it was seen some seconds ago at most: for who places stores."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from functions.application.paging import each
from functions.application.parallel import ask_all
from functions.application.ports.capacity import CapacityReader
from functions.application.ports.catalogue import Catalogue
from functions.application.ports.insight import LOOK_SECONDS
from functions.application.ports.repository import Repository
from functions.application.reads import Reads
from functions.domain.capacity import NOTHING, Amounts, asked_by, plus
from functions.domain.entities import ALL_STORES
from functions.domain.errors import StoreyardError
from functions.domain.store import StoreStatus

KEPT_SECONDS: Final = 10.0
Seen = Amounts | StoreyardError


@dataclass(frozen=True)
class Load:
    """What the plans of a cluster's stores ask for together, and how many stores there are of each status."""

    asked: Amounts = NOTHING
    stores: Mapping[StoreStatus, int] = field(default_factory=dict)


NO_LOAD: Final = Load()


def loads(repository: Repository, catalogue: Catalogue) -> dict[str, Load]:
    """Return the load of each cluster that has stores. Reads every store. Raises Unavailable."""
    engines, found = catalogue.engines(), dict[str, Load]()
    for store in each(repository, ALL_STORES):
        spec, load = store.spec, found.get(store.spec.cluster, NO_LOAD)
        engine = engines.get(spec.engine)
        plan = engine.plans.get(spec.plan) if engine is not None else None
        asked = load.asked if plan is None else plus(load.asked, asked_by(plan))
        found[spec.cluster] = Load(asked, {**load.stores, store.status: load.stores.get(store.status, 0) + 1})
    return found


class Capacities:
    """Asks clusters at once, each for LOOK_SECONDS at most, and keeps answers and failures for some seconds.

    Whoever comes while clusters are asked waits for that, so a burst of requests asks once.
    """

    def __init__(  # noqa: PLR0913 - the ports it needs, and its times, by name
        self,
        *,
        repository: Repository,
        catalogue: Catalogue,
        reader: CapacityReader,
        seconds: float = LOOK_SECONDS,
        kept: float = KEPT_SECONDS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._repository = repository
        self._catalogue = catalogue
        self._reader = reader
        self._reads = Reads(seconds=seconds, at_once=1)
        self._seconds = seconds
        self._kept = kept
        self._now = now
        self._asking = threading.Lock()
        self._seen: dict[str, tuple[float, Seen]] = {}
        self._loads: tuple[float, dict[str, Load]] | None = None

    def seen(self, clusters: Collection[str]) -> Mapping[str, Seen]:
        """Return what each of these clusters gives to pods, or why that is not known. Never raises."""
        with self._asking:
            stale = [name for name in clusters if not self._fresh(self._seen.get(name))]
            found = ask_all({name: self._question(name) for name in stale}, seconds=self._seconds)
            self._seen |= {name: (self._now(), answer) for name, answer in found.items()}
            return {name: self._seen[name][1] for name in clusters}

    def asked(self, cluster: str) -> Amounts:
        """Return what the plans of a cluster's stores ask for, those placed since counted in. Raises Unavailable."""
        return self._load().get(cluster, NO_LOAD).asked

    def placed(self, cluster: str, amounts: Amounts) -> None:
        """Count a store in that is being placed on a cluster, until the stores are read again."""
        with self._asking:
            if self._loads is not None:
                load = self._loads[1].get(cluster, NO_LOAD)
                self._loads[1][cluster] = Load(plus(load.asked, amounts), load.stores)

    def _load(self) -> Mapping[str, Load]:
        with self._asking:
            if self._loads is None or not self._fresh(self._loads):
                self._loads = (self._now(), loads(self._repository, self._catalogue))
            return self._loads[1]

    def _fresh(self, kept: tuple[float, object] | None) -> bool:
        return kept is not None and self._now() - kept[0] < self._kept

    def _question(self, cluster: str) -> Callable[[], Amounts]:
        return lambda: self._reads.read(cluster, lambda: self._reader.allocatable(cluster))

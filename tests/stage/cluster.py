"""The stage's cluster: pods, logs, use and revisions of the shops that are played, the same each time."""

from __future__ import annotations

import time
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from functions.application.ports.insight import (
    HealthSeen,
    IngressAnswer,
    Log,
    LogLine,
    LogQuery,
    PodHealth,
    Revision,
    UsageSeen,
    VolumeUsage,
)
from functions.application.ports.system import Clock
from functions.domain.drift import Difference, Drift, Expected
from functions.domain.errors import Unavailable
from functions.domain.evidence import Evidence
from functions.domain.operation import Operation
from tests.stage.words import LAST_WORDS, LINES

AWAY: Final = "faraway"  # a cluster that does not answer
MIB, GIB = 1 << 20, 1 << 30
EVERY = 7  # seconds between two lines of a pod
DB_SECONDS, WEB_SECONDS = 0.8, 2.0  # until they are ready


class StageCluster:
    """What is there of the shops. Written by runs, read by `StageInspector` and `StageObserver`."""

    def __init__(self) -> None:
        self.revisions: dict[str, list[Revision]] = {}
        self.evidence: dict[str, Evidence] = {}
        self.begun: dict[str, float] = {}

    def begins(self, operation: Operation, evidence: Evidence | None) -> None:
        """A run on a shop has begun; `evidence`: what is to be seen if that is nothing good."""
        self.begun[operation.store_id] = time.monotonic()
        self.evidence.pop(operation.store_id, None)
        if evidence is not None:
            self.evidence[operation.store_id] = evidence

    def ends(self, operation: Operation, *, good: bool, at: datetime) -> None:
        """A run on a shop is over."""
        if good and operation.kind == "delete":
            self.revisions.pop(operation.store_id, None)
        elif operation.target is not None:
            made = self.revisions.setdefault(operation.store_id, [])
            word = "complete" if good else "failed: timed out waiting for the condition"
            before = [Revision(**{**vars(each), "status": "superseded"}) for each in made] if good else made
            made[:] = [
                *before,
                Revision(
                    number=len(made) + 1,
                    status="deployed" if good else "failed",
                    chart_version=operation.target.chart_version,
                    app_version=operation.target.engine_version,
                    description=f"{'Upgrade' if made else 'Install'} {word}",
                    deployed_at=at,
                ),
            ]


class StageObserver:
    """Shows a shop's parts coming up, and what there is to see of one that does not."""

    def __init__(self, cluster: StageCluster, *, pace: float) -> None:
        self._cluster = cluster
        self._pace = pace

    def ping(self, cluster: str) -> None:
        """Answer, unless it is the one that is away."""
        if cluster == AWAY:
            raise Unavailable(f"The cluster {cluster} cannot be reached.")

    def components(self, cluster: str, store_id: str) -> Mapping[str, bool]:
        """Return the parts as they are by now."""
        passed = time.monotonic() - self._cluster.begun.get(store_id, 0.0)
        well = store_id not in self._cluster.evidence
        return {"db": passed > DB_SECONDS * self._pace, "web": well and passed > WEB_SECONDS * self._pace}

    def evidence(self, cluster: str, store_id: str) -> Evidence:
        """Return what is to be seen."""
        return self._cluster.evidence.get(store_id, Evidence())


class StageInspector:
    """Looks into the shops. Those that have no revision yet have nothing there."""

    def __init__(self, cluster: StageCluster, clock: Clock) -> None:
        self._cluster = cluster
        self._clock = clock

    def credentials(self, cluster: str, store_id: str) -> Mapping[str, str] | None:
        """Return the values of the shop's Secret."""
        if not self._there(cluster, store_id):
            return None
        number = _number(store_id)
        return {
            "admin-email": f"admin@{store_id}.example",
            "admin-password": f"staged-{number:08x}-password",
            "publishable-key": f"pk_{number:08x}" * 2,
            "rest-key": f"ck_{number:08x}",
            "rest-secret": f"cs_{number:08x}",
        }

    def logs(self, cluster: str, store_id: str, wanted: LogQuery) -> Log | None:
        """Return lines of the shop's pods, of which there is one more every few seconds."""
        if not self._there(cluster, store_id):
            return None
        names = pods_of(store_id, replicas=2 if _number(store_id) % 2 else 1)
        chosen = [(pod, part) for pod, part in names if wanted.component in {None, part} and wanted.pod in {None, pod}]
        every = [line for pod, part in chosen for line in self._lines(store_id, pod, part, wanted)]
        after = wanted.after or {}
        found = sorted((line for line in every if line.key > after.get(f"{line.pod}/main", "")), key=lambda line: line.key)
        shown = found[-wanted.tail :] if wanted.after is None else found[: wanted.tail]
        positions = {**after, **{f"{line.pod}/main": line.key for line in shown}}
        message = "No container of the store was started again." if wanted.previous and not shown else ""
        return Log(shown, positions, [pod for pod, _ in names], message)

    def health(self, cluster: str, store_id: str, url: str) -> HealthSeen | None:
        """Return how the pods are."""
        if not self._there(cluster, store_id):
            return None
        seen, at = self._cluster.evidence.get(store_id), self._clock.now() - timedelta(hours=30)
        bad = {pod.component: pod for pod in seen.pods if not pod.ready} if seen else {}
        pods = [
            PodHealth(
                name,
                part,
                ready=part not in bad,
                phase="Running" if part not in bad or bad[part].waiting else "Pending",
                restarts=bad[part].restarts if part in bad else _restarts(name),
                reason=(bad[part].waiting or "Unschedulable") if part in bad else "Error" if _restarts(name) else "",
                started_at=at,
            )
            for name, part in pods_of(store_id, replicas=2 if _number(store_id) % 2 else 1)
        ]
        return HealthSeen(pods, IngressAnswer(503, 4) if "web" in bad else IngressAnswer(200, 20 + _number(store_id) % 60))

    def usage(self, cluster: str, store_id: str) -> UsageSeen | None:
        """Return what the shop takes; one whose id says so is near its limit."""
        if not self._there(cluster, store_id):
            return None
        number = _number(store_id)
        share = 0.96 if "busy" in store_id else 0.1 + number % 50 / 100
        volumes = (
            VolumeUsage("db", GIB, int(share * GIB), GIB),
            VolumeUsage("uploads", GIB, None, None, "The storage does not say how full it is.")
            if number % 5 == 0
            else VolumeUsage("uploads", GIB, int(share * 0.7 * GIB), GIB),
        )
        quota = {"limits.cpu": "8", "limits.memory": "3Gi", "requests.storage": "5Gi", "pods": "8"}
        return UsageSeen(int(8000 * share * 0.5), int(3 * GIB * share), volumes, quota)

    def history(self, cluster: str, store_id: str) -> Sequence[Revision] | None:
        """Return the revisions, newest first."""
        return self._cluster.revisions[store_id][::-1] if self._there(cluster, store_id) else None

    def drift(self, cluster: str, store_id: str, expected: Expected) -> Drift | None:
        """Return that all is as installed; of one whose id says so, what somebody changed."""
        if not self._there(cluster, store_id):
            return None
        if "busy" not in store_id:
            return Drift(expected.revision)
        changed = (
            Difference("Deployment/web", "/spec/replicas", 1, 3),
            Difference("ResourceQuota/plan", "/spec/hard/pods", "8", "80"),
        )
        return Drift(expected.revision, changed, missing=("NetworkPolicy/db",), extra=("ConfigMap/notes",))

    def _there(self, cluster: str, store_id: str) -> bool:
        if cluster == AWAY:
            raise Unavailable(f"The cluster {cluster} cannot be reached.")
        return store_id in self._cluster.revisions

    def _lines(self, store_id: str, pod: str, part: str, wanted: LogQuery) -> Sequence[LogLine]:
        now, offset = int(self._clock.now().timestamp()), _number(pod) % EVERY
        last = (now - offset) // EVERY
        if wanted.previous:
            if part != "web" or not (store_id in self._cluster.evidence or _restarts(pod)):
                return []
            return [_line(pod, part, (last - 40 + number) * EVERY, text) for number, text in enumerate(LAST_WORDS)]
        first = last - 2000
        if wanted.since is not None:
            first = max(first, int(wanted.since.timestamp()) // EVERY)
        words = LINES[part]
        return [_line(pod, part, number * EVERY + offset, words[number % len(words)]) for number in range(first, last + 1)]


def pods_of(store_id: str, *, replicas: int) -> Sequence[tuple[str, str]]:
    """Return the shop's pods with their components."""
    number = _number(store_id)
    webs = [(f"web-{number % 0xFFFFF:05x}-{_number(f'{store_id}/{each}') % 0xFFFFF:05x}", "web") for each in range(replicas)]
    return [("db-0", "db"), *sorted(webs)]


def _line(pod: str, part: str, seconds: int, text: str) -> LogLine:
    at = datetime.fromtimestamp(seconds, UTC)
    return LogLine(f"{at:%Y-%m-%dT%H:%M:%S}.{_number(pod) % 1000:03d}000000Z", pod, part, "main", text, at)


def _restarts(pod: str) -> int:
    """How often a container of a pod that is well was started again: one in three has been once."""
    return _number(pod) % 3 // 2


def _number(text: str) -> int:
    return zlib.crc32(text.encode())

"""An inspector that sees what a test puts there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

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
from functions.domain.drift import Drift, Expected
from tests.fakes.platform import START

PODS = (
    PodHealth("db-0", "db", ready=True, phase="Running", restarts=0),
    PodHealth("web-1", "web", True, "Running", 2, "Error"),
)
GIB = 1 << 30


def line(number: int, text: str = "", *, pod: str = "web-1") -> LogLine:
    """A line of the second with this number."""
    at = START + timedelta(seconds=number)
    return LogLine(f"{at:%Y-%m-%dT%H:%M:%S}.000000000Z", pod, pod.partition("-")[0], "main", text or f"line {number}", at)


class FakeInspector:
    """Every store is in its cluster, unless `there` is False. `on_look` runs before each look, with the cluster's name."""

    def __init__(self) -> None:
        self.there = True
        self.on_look: Callable[[str], None] = lambda _: None
        self.looks: list[tuple[str, str]] = []
        self.queries: list[LogQuery] = []
        self.values: dict[str, str] = {"admin-email": "olga@demo.example", "admin-password": "right-horse", "db-password": "no"}
        self.lines: list[LogLine] = [line(1), line(2, pod="db-0"), line(3)]
        self.seen = HealthSeen(PODS, IngressAnswer(200, 12))
        self.used = UsageSeen(
            30, 300 << 20, (VolumeUsage("db", GIB, 1 << 20, GIB),), {"limits.cpu": "8", "limits.memory": "3Gi"}
        )
        self.revisions: list[Revision] = [Revision(1, "deployed", "0.1.0", "1.0.0", "Install complete", START)]
        self.drifted = Drift(revision=1)
        self.expected: list[Expected] = []

    def credentials(self, cluster: str, store_id: str) -> Mapping[str, str] | None:
        """Return the values."""
        return self.values if self._look(cluster, "credentials", store_id) else None

    def logs(self, cluster: str, store_id: str, wanted: LogQuery) -> Log | None:
        """Return the lines that are wanted, as a cluster would."""
        self.queries.append(wanted)
        if not self._look(cluster, "logs", store_id):
            return None
        after = wanted.after or {}
        found = [each for each in self.lines if each.key > after.get(f"{each.pod}/{each.container}", "")]
        shown = found[-wanted.tail :] if wanted.after is None else found[: wanted.tail]
        positions = {**after, **{f"{each.pod}/{each.container}": each.key for each in shown}}
        return Log(shown, positions, sorted({each.pod for each in self.lines}))

    def health(self, cluster: str, store_id: str, url: str) -> HealthSeen | None:
        """Return what is seen."""
        return self.seen if self._look(cluster, "health", url) else None

    def usage(self, cluster: str, store_id: str) -> UsageSeen | None:
        """Return what is used."""
        return self.used if self._look(cluster, "usage", store_id) else None

    def history(self, cluster: str, store_id: str) -> Sequence[Revision] | None:
        """Return the revisions."""
        return self.revisions if self._look(cluster, "history", store_id) else None

    def drift(self, cluster: str, store_id: str, expected: Expected) -> Drift | None:
        """Return what is different, and remember what it was to be compared with."""
        self.expected.append(expected)
        return self.drifted if self._look(cluster, "drift", store_id) else None

    def _look(self, cluster: str, what: str, whose: str) -> bool:
        self.looks.append((what, whose))
        self.on_look(cluster)
        return self.there

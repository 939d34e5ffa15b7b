"""A look into one store where it runs: what the cluster says of it, in the application's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from functions.domain.drift import Drift, Expected

# What one look may take, over all that it asks. Somebody waits for it.
LOOK_SECONDS: Final = 3.0
# What a comparison with all that was installed may take.
DRIFT_SECONDS: Final = 8.0


@dataclass(frozen=True)
class LogQuery:
    """Which lines of a store's logs are wanted.

    `after` has, by `<pod>/<container>`, the `key` of the last line that the caller has: then the oldest `tail` lines after
    those come, else the newest `tail`.
    """

    component: str | None = None
    pod: str | None = None
    since: datetime | None = None
    tail: int = 200
    previous: bool = False
    after: Mapping[str, str] | None = None


@dataclass(frozen=True)
class LogLine:
    """One line, without secrets and without what would move a terminal's cursor. `key` is its time to the nanosecond."""

    key: str
    pod: str
    component: str
    container: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Log:
    """Lines in order of time; `positions` is what the next query has as `after`. `pods`: all of the store's, by name."""

    lines: Sequence[LogLine]
    positions: Mapping[str, str]
    pods: Sequence[str]
    message: str = ""


@dataclass(frozen=True)
class PodHealth:
    """How a pod is. `reason`: why it waits, or how it ended last; `job`: it does a job and ends."""

    name: str
    component: str
    ready: bool
    phase: str
    restarts: int
    reason: str = ""
    started_at: datetime | None = None
    job: bool = False


@dataclass(frozen=True)
class IngressAnswer:
    """What the shop's address answers: a status and its time, or why there is none."""

    status: int | None = None
    milliseconds: int | None = None
    message: str = ""


@dataclass(frozen=True)
class Certificate:
    """The certificate that the shop's address shows. `not_before`: since when it is valid, None where that was not read."""

    issuer: str
    not_after: datetime
    not_before: datetime | None = None


@dataclass(frozen=True)
class HealthSeen:
    """What was seen of a store's health. `certificate` is None on http, and where none was shown.

    `scaling`: why a shop that is to grow with its load does not, in one sentence.
    """

    pods: Sequence[PodHealth]
    ingress: IngressAnswer
    certificate: Certificate | None = None
    scaling: str = ""


@dataclass(frozen=True)
class VolumeUsage:
    """A volume: what was claimed, and what the kubelet says of it, None where it says nothing."""

    name: str
    claimed_bytes: int | None
    used_bytes: int | None
    capacity_bytes: int | None
    message: str = ""


@dataclass(frozen=True)
class UsageSeen:
    """What a store takes; None is not known, and `messages` say why. `quota` is what its namespace is held to."""

    cpu_millicores: int | None
    memory_bytes: int | None
    volumes: Sequence[VolumeUsage]
    quota: Mapping[str, str] = field(default_factory=dict)
    messages: Sequence[str] = ()


@dataclass(frozen=True)
class Revision:
    """A revision of the store's release, as Helm recorded it."""

    number: int
    status: str
    chart_version: str
    app_version: str
    description: str
    deployed_at: datetime | None


class StoreInspector(Protocol):
    """Looks into stores. None: the cluster has no namespace of this store that this installation made.

    Every method takes LOOK_SECONDS at most between its calls, raises Unavailable if the cluster does not answer, and
    ClusterRefused if it does not let the platform look.
    """

    def credentials(self, cluster: str, store_id: str) -> Mapping[str, str] | None:
        """Return the values of the store's Secret by key; none where it has not been made."""

    def logs(self, cluster: str, store_id: str, wanted: LogQuery) -> Log | None:
        """Return lines of the store's containers. Where its Secret cannot be read, none: they might hold a value of it."""

    def health(self, cluster: str, store_id: str, url: str) -> HealthSeen | None:
        """Return how the store's pods are, and what its address answers."""

    def usage(self, cluster: str, store_id: str) -> UsageSeen | None:
        """Return what the store takes of processor, memory and disk."""

    def history(self, cluster: str, store_id: str) -> Sequence[Revision] | None:
        """Return the revisions of the store's release, newest first."""

    def drift(self, cluster: str, store_id: str, expected: Expected) -> Drift | None:
        """Return how the store's objects differ from what was installed. Takes DRIFT_SECONDS at most."""

"""Readiness: named probes, each of which passes or says in one sentence what is wrong."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice

from functions.application.ports.clusters import Clusters, Observer
from functions.application.ports.repository import Repository
from functions.domain.errors import StoreyardError, Unavailable
from functions.observability import logger

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 15.0
MAX_NAMED = 10
Probe = Callable[[], None]


class NotWell(Unavailable):
    """A part does not do its work: a sentence that strangers may read, and the cause, which they may not."""

    def __init__(self, message: str, *, cause: str = "") -> None:
        super().__init__(message)
        self.cause = cause


class Degraded(NotWell):
    """A part does its work all the same; somebody has to look at the message."""


@dataclass(frozen=True)
class Check:
    """What one probe found. `public`: what strangers may read of the message; empty: nothing. `ok` with one: degraded."""

    ok: bool
    message: str = ""
    public: str = ""


class Health:
    """Asks all probes. A probe raises a StoreyardError to say that it is not well."""

    def __init__(self, probes: Mapping[str, Probe]) -> None:
        self._probes = probes

    def check(self) -> dict[str, Check]:
        """Return what each probe found, by name: `state`, `cluster`, and `worker` where one runs in this process."""
        return {name: _ask(probe) for name, probe in self._probes.items()}


def _ask(probe: Probe) -> Check:
    try:
        probe()
    except NotWell as error:
        return Check(ok=isinstance(error, Degraded), message=f"{error.message} {error.cause}".strip(), public=error.message)
    except StoreyardError as error:
        return Check(ok=False, message=error.message)
    except Exception:  # noqa: BLE001 - readiness answers, whatever a probe does
        logger.exception("a readiness probe broke")
        return Check(ok=False, message="It cannot be told.")
    return Check(ok=True)


def check_records(repository: Repository) -> None:
    """Raise Degraded if records were set aside. Strangers read their kind and a hash of their key; the log names them."""
    found = repository.unreadable()
    if not found:
        return
    short = (f"{why.partition(':')[0]} {hashlib.sha256(key.encode()).hexdigest()[:8]}" for key, why in sorted(found.items()))
    named = [*islice(short, MAX_NAMED), *([f"{len(found) - MAX_NAMED} more"] if len(found) > MAX_NAMED else [])]
    said = f"Records that this version cannot read are left out, the others are not affected: {', '.join(named)}."
    raise Degraded(said, cause=f"Their keys: {', '.join(sorted(found))}.")


class WorkerLiveness:
    """Whether the worker in this process does its work: its loop is alive, and it can start runs.

    After a run that could not be started it takes no work but for one try now and then, until one goes well.
    """

    def __init__(self, *, limit: float = 10.0, now: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._now = now
        self._lock = threading.Lock()
        self._last: float | None = None
        self._cause = ""
        self._pause = FIRST_PAUSE
        self._next_try = 0.0

    def beat(self) -> None:
        """Note that the worker's loop is alive."""
        self._last = self._now()

    def run_not_started(self, cause: str) -> None:
        """Note that a run could not be started, and why."""
        with self._lock:
            self._pause = min(LONGEST_PAUSE, self._pause * 2) if self._cause else FIRST_PAUSE
            self._cause = cause
            self._next_try = self._now() + self._pause

    def run_started(self) -> None:
        """Note that a run has begun its work."""
        with self._lock:
            self._cause = ""

    @property
    def cause(self) -> str:
        """Why runs cannot be started; empty if they can, as far as is known."""
        return self._cause

    def may_take_work(self) -> bool:
        """True if the worker may claim an operation; while runs cannot be started, True is for one try of one thread."""
        with self._lock:
            if self._cause and self._now() < self._next_try:
                return False
            self._next_try = self._now() + self._pause
            return True

    def probe(self) -> None:
        """Raise NotWell if the worker's loop is not alive, or cannot start runs."""
        if self._last is None or self._now() - self._last > self._limit:
            raise NotWell("No worker is running.")
        if self._cause:
            raise NotWell("The worker cannot start runs.", cause=self._cause)


class CachedProbe:
    """A probe whose answer is kept for some seconds, so that many callers cost one question."""

    def __init__(self, probe: Probe, *, seconds: float = 5.0, now: Callable[[], float] = time.monotonic) -> None:
        self._probe = probe
        self._seconds = seconds
        self._now = now
        self._lock = threading.Lock()
        self._asked: float | None = None
        self._error: StoreyardError | None = None

    def __call__(self) -> None:
        """Raise what the probe raised last, asking it again if that is too long ago."""
        with self._lock:
            if self._asked is None or self._now() - self._asked > self._seconds:
                self._error = None
                try:
                    self._probe()
                except StoreyardError as error:
                    self._error = error
                self._asked = self._now()
            if self._error is not None:
                raise self._error


def ping_any(clusters: Clusters, observer: Observer) -> None:
    """Return if one cluster is ready; raise what the last one said."""
    problem = Unavailable("The inventory has no cluster.")
    for name in clusters.all():
        try:
            observer.ping(name)
        except Unavailable as error:
            problem = error
        else:
            return
    raise problem

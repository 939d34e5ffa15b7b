"""Readiness: named probes, each of which passes or says in one sentence what is wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from functions.domain.errors import StoreyardError, Unavailable
from functions.observability import logger

Probe = Callable[[], None]


@dataclass(frozen=True)
class Check:
    """What one probe found."""

    ok: bool
    message: str = ""


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
    except StoreyardError as error:
        return Check(ok=False, message=error.message)
    except Exception:  # noqa: BLE001 - readiness answers, whatever a probe does
        logger.exception("a readiness probe broke")
        return Check(ok=False, message="It cannot be told.")
    return Check(ok=True)


class Beat:
    """A worker's sign of life: `strike` in its loop, `probe` fails once the last strike is too old."""

    def __init__(self, *, limit: float = 10.0, now: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._now = now
        self._last: float | None = None

    def strike(self) -> None:
        """Note that the worker's loop is alive."""
        self._last = self._now()

    def probe(self) -> None:
        """Raise Unavailable if the worker's loop is not alive."""
        if self._last is None or self._now() - self._last > self._limit:
            raise Unavailable("No worker is running.")


class Remembered:
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

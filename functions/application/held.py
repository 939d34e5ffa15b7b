"""A named lease that one process at a time holds, to do what must not be done twice at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from functions.application.ports.repository import Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.domain.entities import LEASES
from functions.domain.errors import VersionConflict
from functions.domain.lease import Lease


class HeldLease:
    """Takes the lease where nobody has it, and lengthens it in time for as long as its holder asks."""

    def __init__(self, *, repository: Repository, clock: Clock, name: str, holder: str, time: timedelta) -> None:
        self._repository = repository
        self._clock = clock
        self._name = name
        self._holder = holder
        self._time = time
        self._held_until: datetime | None = None
        self.place = ""

    def hold(self) -> bool:
        """True while this process has the lease. Then `place` is where the holder before it had got to."""
        now = self._clock.now()
        if self._held_until is not None and now < self._held_until - self._time / 2:
            return True
        lease = self._repository.get(LEASES, name=self._name)
        taken = lease is not None and lease.holder not in {"", self._holder} and lease.until is not None and lease.until > now
        again = self._held_until is not None and lease is not None and lease.holder == self._holder
        self._held_until = None
        if lease is not None and not again:
            self.place = lease.place
        if not taken and self._write(lease, holder=self._holder, until=now + self._time):
            self._held_until = now + self._time
        return self._held_until is not None

    def release(self) -> None:
        """Let another process begin at once: this one ends."""
        if self._held_until is None:
            return
        self._held_until = None
        lease = self._repository.get(LEASES, name=self._name)
        if lease is not None and lease.holder == self._holder:
            self._write(lease, holder="", until=None)

    def _write(self, lease: Lease | None, *, holder: str, until: datetime | None) -> bool:
        changed = {"holder": holder, "until": until, "place": self.place}
        try:
            if lease is None:
                self._repository.commit(Insert(Lease(name=self._name).model_copy(update=changed)))
            else:
                self._repository.commit(Replace(lease.model_copy(update=changed)))
        except VersionConflict:
            return False
        return True

"""Claims on queues: who sends from one takes it first, and writes what came of it only while it is still theirs."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import takewhile
from typing import Final, Generic, TypeVar

from functions.application.paging import each
from functions.application.ports.repository import Change, Replace, Repository
from functions.application.ports.system import Clock
from functions.domain.claimed import ClaimedQueue
from functions.domain.entities import Lookup
from functions.domain.errors import VersionConflict

LOOKED_AT: Final = 200
WRITE_ATTEMPTS: Final = 20
Q = TypeVar("Q", bound=ClaimedQueue)


class Claims(Generic[Q]):
    """The queues of one kind. `holder` is the same for a process that takes another one's place after it died.

    `lasts`: longer than a send can take, and than the commits after it. `fresh` reads a queue again.
    """

    def __init__(  # noqa: PLR0913 - what differs from kind to kind, by name
        self,
        *,
        repository: Repository,
        clock: Clock,
        listed: Lookup[Q],
        fresh: Callable[[Q], Q | None],
        holder: str,
        lasts: timedelta,
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._listed = listed
        self._fresh = fresh
        self._holder = holder
        self._lasts = lasts

    def due(self) -> Iterator[Q]:
        """Yield queues of which something may be sent now, the longest due first, read as far as asked. Raises Unavailable."""
        now = self._clock.now()
        return takewhile(lambda queue: queue.due_at <= now, each(self._repository, self._listed, at_once=LOOKED_AT))

    def recover(self) -> int:
        """Free what an earlier process of this name was sending; only for who knows that none is left. Raises Unavailable."""
        freed = 0
        for queue in list(each(self._repository, self._listed, at_once=LOOKED_AT)):
            if queue.claim.startswith(f"{self._holder}/"):
                freed += self.commit(Replace(queue.freed(self._clock.now())))
        return freed

    def take(self, queue: Q) -> Q | None:
        """Return a queue claimed; None where nothing is to be done, or somebody else is at it."""
        found, now = self._fresh(queue), self._clock.now()
        if found is None or not found.waits or found.claimed(now) or found.due_at > now:
            return None
        taken = found.taken(now + self._lasts, f"{self._holder}/{secrets.token_hex(8)}")
        return _written(taken) if self.commit(Replace(taken)) else None

    def kept(self, queue: Q) -> Q:
        """Return a claimed queue with its time begun anew, for a change."""
        return queue.taken(self._clock.now() + self._lasts)

    def write(self, queue: Q, change: Callable[[Q], Q], more: Callable[[], Sequence[Change]] = tuple) -> Q | None:
        """Write a claimed queue changed, with more in the same commit; return it if it is still claimed by this turn.

        More comes into it meanwhile, so all is read again until nobody was faster. Who lost the claim writes nothing.
        """
        for _ in range(WRITE_ATTEMPTS):
            fresh = self._fresh(queue)
            if fresh is None or fresh.claim != queue.claim:
                return None
            changed = change(fresh)
            if self.commit(*more(), Replace(changed)):
                return _written(changed) if changed.claim else None
        return None  # the claim runs out

    def commit(self, *changes: Change) -> bool:
        """Write these; False if somebody was faster with one of them."""
        try:
            self._repository.commit(*changes)
        except VersionConflict:
            return False
        return True


def _written(queue: Q) -> Q:
    return queue.model_copy(update={"version": queue.version + 1})

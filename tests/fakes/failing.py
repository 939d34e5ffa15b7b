"""A store of record that fails as real ones do: before the write, after it, by a rival's write, or slowly.

It stands before any repository and counts the calls, so that a test can let each call of a use case fail in each way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from functions.application.ports.repository import Change, Repository
from functions.domain.entities import EntityType, Lookup
from functions.domain.errors import OutcomeUnknown, Unavailable, VersionConflict
from functions.domain.record import Record

E = TypeVar("E", bound=Record)
R = TypeVar("R")


class How(StrEnum):
    """How a call fails."""

    BEFORE = "before"  # it raises Unavailable and has done nothing
    AFTER = "after"  # it did what it was told; the answer is lost
    CONFLICT = "conflict"  # somebody wrote first; of a read: nothing
    SLOW = "slow"  # it is stuck on its way there: `meanwhile` runs, then it goes on
    SLOW_ANSWER = "slow-answer"  # it did what it was told, and `meanwhile` runs before it returns


class FailingRepository:
    """Passes every call on; the calls whose numbers (from 1) are in `faults` fail as these say.

    `meanwhile` is what goes on while a call is stuck: what others do, or, for a test with threads, the wait for a release.
    """

    def __init__(
        self, inner: Repository, faults: Mapping[int, How] | None = None, meanwhile: Callable[[], object] = lambda: None
    ) -> None:
        self._inner = inner
        self._faults = dict(faults or {})
        self._meanwhile = meanwhile
        self.calls: list[str] = []

    def commit(self, *changes: Change) -> None:
        """Apply all changes, or none."""
        self._call("commit", lambda: self._inner.commit(*changes), writes=True)

    def get(self, entity: EntityType[E], **key: object) -> E | None:
        """Return the entity, or None."""
        return self._call("get", lambda: self._inner.get(entity, **key))

    def rows(
        self, entity: EntityType[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what shares a key partition."""
        return self._call("rows", lambda: self._inner.rows(entity, after=after, backwards=backwards, limit=limit, **partition))

    def find(
        self, lookup: Lookup[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what a look-up's partition holds."""
        return self._call("find", lambda: self._inner.find(lookup, after=after, backwards=backwards, limit=limit, **partition))

    def unreadable(self) -> Mapping[str, str]:
        """Return what was set aside; no call to the store of record."""
        return self._inner.unreadable()

    def sweep(self, now: datetime, *, limit: int = 500) -> int:
        """Remove what has expired."""
        return self._call("sweep", lambda: self._inner.sweep(now, limit=limit), writes=True)

    def ping(self) -> None:
        """Raise Unavailable unless it answers."""
        self._call("ping", self._inner.ping)

    def _call(self, name: str, call: Callable[[], R], *, writes: bool = False) -> R:
        self.calls.append(name)
        how = self._faults.get(len(self.calls))
        if how is How.BEFORE:
            raise Unavailable("The state cannot be reached.")
        if how is How.CONFLICT and name == "commit":
            raise VersionConflict("somebody wrote first")
        if how is How.SLOW:
            self._meanwhile()
        answer = call()
        if how is How.AFTER:
            raise (OutcomeUnknown if writes else Unavailable)("The state did not answer.")
        if how is How.SLOW_ANSWER:
            self._meanwhile()
        return answer

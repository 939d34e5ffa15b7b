"""How what is accepted is recorded, and that a request with an Idempotency-Key is done once.

The answer to such a request is recorded in the commit that accepts it, so that whoever lost the answer gets the same again.
There is no state "in flight": of requests that run at once one commits, and the others, refused by the store of record, find
its answer and give the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from functions.application.planning import Accepted
from functions.application.ports.repository import Change, Insert, Repository
from functions.domain.entities import IDEMPOTENCY, OPERATIONS
from functions.domain.errors import Conflict, Forbidden, InvalidRequest, NotFound, OutcomeUnknown, Unavailable, VersionConflict
from functions.domain.idempotency import IdempotencyRecord
from functions.domain.operation import Operation

HEADER: Final = "Idempotency-Key"
KEPT: Final = timedelta(hours=24)


@dataclass(frozen=True)
class Once:
    """Whose key it is, and what is asked with it. Both are kept as hashes: a key of another form or length is none."""

    user: str
    key: str
    request: str

    @classmethod
    def of(cls, user: str, *, key: str, asked: str) -> Once:
        """Make it of a caller's key and of everything that the request says."""
        return cls(user, hashlib.sha256(key.encode()).hexdigest(), hashlib.sha256(asked.encode()).hexdigest())


def done_once(repository: Repository, once: Once | None, do: Callable[[], Accepted]) -> Accepted:
    """Return what the request was answered with before, else do it. Raises InvalidRequest for a key of another request."""
    if once is None:
        return do()
    before = _answer(repository, once)
    if before is not None:
        return before
    try:
        return do()
    except (Conflict, Forbidden, NotFound, VersionConflict):  # perhaps because the same request was just accepted
        meanwhile = _answer(repository, once)
        if meanwhile is None:
            raise
        return meanwhile


def record(repository: Repository, accepted: Accepted, changes: Sequence[Change], *, once: Once | None, now: datetime) -> None:
    """Commit what is accepted, with the answer. A commit that was not confirmed counts if the operation is there.

    Raises VersionConflict, also where the key was used meanwhile, and OutcomeUnknown.
    """
    answers = [] if once is None else [Insert(_record_of(once, accepted, now))]
    try:
        repository.commit(*changes, *answers)
    except OutcomeUnknown:
        if not _is_recorded(repository, accepted.operation):
            raise


def _is_recorded(repository: Repository, operation: Operation) -> bool:
    try:
        return repository.get(OPERATIONS, id=operation.id) is not None
    except Unavailable:
        return False


def _record_of(once: Once, accepted: Accepted, now: datetime) -> IdempotencyRecord:
    return IdempotencyRecord(
        user=once.user,
        key=once.key,
        request=once.request,
        store=accepted.store,
        operation=accepted.operation,
        expires_at=now + KEPT,
    )


def _answer(repository: Repository, once: Once) -> Accepted | None:
    record = repository.get(IDEMPOTENCY, user=once.user, key=once.key)
    if record is None:
        return None
    if record.request != once.request:
        raise InvalidRequest("was used for another request: use a new key for a new request", field=HEADER)
    return Accepted(record.store, record.operation)

"""The subscriber that queues notices: each event once for each target, what repeats counted, whatever dies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from functions.application.audiences import told_of
from functions.application.ports.repository import Change, Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.domain.activity import activity_id
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import Unreadable, VersionConflict
from functions.domain.kinds import all_kinds
from functions.domain.notice import (
    MOST_WAITING,
    REPEATED,
    Notice,
    NoticeQueue,
    NoticeRepeat,
    NoticeStatus,
    event_of,
    kept_until,
)
from functions.domain.notice_entities import AUDIENCES_TARGETS, NOTICE_QUEUES, NOTICE_REPEATS, NOTICES
from functions.domain.notice_target import NoticeEvent, NoticeTarget
from functions.domain.operation import Operation
from functions.domain.outbox import OutboxEntry
from functions.domain.store import Store

WRITE_ATTEMPTS: Final = 20
TOO_MANY: Final = "Too many waited for the target: this one was counted."


class NoticeOutbox:
    """Takes events out of the outbox. It sends nothing: functions/application/notice_courier.py does."""

    def __init__(self, *, repository: Repository, clock: Clock, changed: Callable[[], object] = lambda: None) -> None:
        self._repository = repository
        self._clock = clock
        self._changed = changed

    @property
    def name(self) -> str:
        """What this subscriber of the outbox is called."""
        return "notices"

    def handle(self, entry: OutboxEntry) -> None:
        """Queue what people are told of the end of an operation. Raises Unavailable, VersionConflict: offer it again."""
        if not entry.event.final:
            return
        operation = self._read(entry)
        event = event_of(operation) if operation is not None else None
        if operation is None or event is None:
            return
        concerned = told_of(self._repository, AUDIENCES_TARGETS, entry.owner)
        targets = [target for target in concerned if target.active and event in target.events]
        if not targets:
            return
        store = self._repository.get(STORES, id=entry.store_id)
        for target in targets:
            enqueue(self._repository, _notice(target, entry, operation, store, event, self._clock.now()), self._clock)
        self._changed()

    def _read(self, entry: OutboxEntry) -> Operation | None:
        try:
            return self._repository.get(OPERATIONS, id=entry.operation_id)
        except Unreadable:
            return None


def enqueue(repository: Repository, notice: Notice, clock: Clock) -> Notice | None:
    """Put a notice at the end of its target's queue, or count it with the one before; None if it is there already.

    Notice and queue are one commit, so nothing waits that no queue knows. Raises VersionConflict: offer it again.
    """
    for _ in range(WRITE_ATTEMPTS):
        if repository.get(NOTICES, target_id=notice.target_id, id=notice.id) is not None:
            return None
        written, changes = _changes(repository, notice, clock)
        try:
            repository.commit(*changes)
        except VersionConflict:
            continue
        return written
    raise VersionConflict("the notices of this target are changing right now; try again in a moment")


def _changes(repository: Repository, notice: Notice, clock: Clock) -> tuple[Notice, list[Change]]:
    repeat = repository.get(NOTICE_REPEATS, **_repeat_key(notice)) if notice.may_repeat else None
    first = repository.get(NOTICES, target_id=notice.target_id, id=repeat.notice_id) if repeat is not None else None
    now = clock.now()
    if first is not None:
        counted = notice.settled(NoticeStatus.COUNTED, now)
        return counted, [Insert(counted), Replace(first.model_copy(update={"repeats": first.repeats + 1}))]
    queue = repository.get(NOTICE_QUEUES, target_id=notice.target_id)
    known = queue or NoticeQueue(target_id=notice.target_id, due_at=now)
    if len(known.waiting) >= MOST_WAITING:
        notice = notice.settled(NoticeStatus.COUNTED, now, TOO_MANY)
    changed = known.with_next(notice.id, now)
    changes: list[Change] = [Insert(notice), Insert(changed) if queue is None else Replace(changed)]
    if notice.may_repeat and notice.status is NoticeStatus.PENDING:
        made = {**_repeat_key(notice), "notice_id": notice.id, "expires_at": now + REPEATED}
        changes.append(Insert(NoticeRepeat.model_validate(made)) if repeat is None else Replace(repeat.model_copy(update=made)))
    return notice, changes


def _repeat_key(notice: Notice) -> dict[str, Any]:
    named = {"target_id": notice.target_id, "owner": notice.owner, "store_id": notice.store_id}
    return named | {"event": notice.event, "reason": notice.reason}


def _notice(  # noqa: PLR0913, PLR0917 - what a notice is made of
    target: NoticeTarget, entry: OutboxEntry, operation: Operation, store: Store | None, event: NoticeEvent, now: datetime
) -> Notice:
    kind = all_kinds().get(operation.kind)
    return Notice(
        id=activity_id(entry.event.at, entry.operation_id, entry.number),
        target_id=target.id,
        event=event,
        store_id=entry.store_id,
        store_name=store.spec.name if store else str(operation.spec.get("name", "")),
        store_url=store.address if store else "",
        owner=entry.owner,
        operation_id=operation.id,
        what=kind.words if kind else operation.kind,
        scheduled=operation.scheduled,
        reason=operation.reason,
        message=operation.message,
        retryable=operation.retryable,
        at=entry.event.at,
        queued_at=now,
        expires_at=kept_until(now),
    )

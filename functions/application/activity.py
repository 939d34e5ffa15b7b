"""The activity log: how lines get into it, and how they are read.

What becomes of operations is told by the outbox, so no line of it is lost whatever dies meanwhile, and one that comes twice is
one line: its id is made of the event. What else is asked for is written by the door that was asked (functions/api/recorded.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from functions.application.paging import MAX_PAGE, Page, each, read_cursor, write_cursor
from functions.application.ports.repository import Insert, Repository
from functions.application.ports.system import Clock, Ids
from functions.domain.activity import Activity, Detail, activity_id, moment_of
from functions.domain.entities import ACTIVITIES, ALL_ACTIVITY, OPERATIONS, STORES_ACTIVITY
from functions.domain.errors import Unreadable, VersionConflict
from functions.domain.kinds import all_kinds
from functions.domain.operation import Operation
from functions.domain.origin import Origin
from functions.domain.outbox import OutboxEntry
from functions.domain.user import Role, User

LOOKED_AT: Final = 1000  # lines that one page is looked for in: a filter that fits little costs no more than one that fits much
ENDED: Final = "operation.ended"
AT_ONCE: Final = 100


@dataclass(frozen=True)
class Deed:
    """What somebody did, as the log is told. `owner` may see it besides the actor's own lines."""

    action: str
    outcome: str
    actor: str
    owner: str
    store_id: str | None = None
    reason: str = ""
    detail: Detail | None = None


@dataclass(frozen=True)
class Wanted:
    """Which lines. `store_id` is looked up, the others sort out; `stores`: only what is about a store."""

    store_id: str | None = None
    actor: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    stores: bool = False

    def fits(self, line: Activity) -> bool:
        """True for a line that is wanted."""
        return (
            self.actor in (None, line.actor)
            and self.action in (None, line.action)
            and not (self.stores and line.store_id is None)
        )


class ActivityLog:
    """Writes lines, and is a subscriber of the outbox."""

    def __init__(self, *, repository: Repository, clock: Clock, ids: Ids, days: int) -> None:
        self._repository = repository
        self._clock = clock
        self._ids = ids
        self._kept = timedelta(days=days)

    @property
    def name(self) -> str:
        """What this subscriber of the outbox is called."""
        return "activity"

    def record(self, deed: Deed, origin: Origin) -> None:
        """Write one line. Raises Unavailable."""
        now = self._clock.now()
        self._write(
            Activity(
                id=activity_id(now, self._ids.operation_id()),
                at=now,
                actor=deed.actor,
                action=deed.action,
                store_id=deed.store_id,
                owner=deed.owner,
                outcome=deed.outcome,
                reason=deed.reason,
                source=origin.source,
                address=origin.address,
                request_id=origin.request_id,
                detail=deed.detail or {},
                expires_at=now + self._kept,
            )
        )

    def handle(self, entry: OutboxEntry) -> None:
        """Write that an operation was accepted, or how it ended. Raises Unavailable."""
        if entry.number != 1 and not entry.event.final:
            return
        operation = self._operation(entry.operation_id)
        if entry.number == 1:
            self._write(self._line(entry, operation, action=_asked(entry, operation), outcome="accepted"))
        if entry.event.final:
            ended = self._line(entry, operation, action=ENDED, outcome=operation.status.value if operation else "ended")
            told = {"reason": operation.reason, "detail": _ended(operation)} if operation else {}
            self._write(ended.model_copy(update=told))

    def _line(self, entry: OutboxEntry, operation: Operation | None, *, action: str, outcome: str) -> Activity:
        at = entry.event.at
        return Activity(
            id=activity_id(at, entry.operation_id, action),
            at=at,
            actor=operation.requested_by if operation else "",
            action=action,
            store_id=entry.store_id,
            operation_id=entry.operation_id,
            owner=entry.owner,
            outcome=outcome,
            source=operation.source if operation else "",
            address=operation.address if operation else "",
            request_id=operation.request_id if operation else "",
            detail={"kind": entry.kind},
            expires_at=at + self._kept,
        )

    def _operation(self, operation_id: str) -> Operation | None:
        """The operation as it is now; None where this version cannot read it: the line then says less."""
        try:
            return self._repository.get(OPERATIONS, id=operation_id)
        except Unreadable:
            return None

    def _write(self, line: Activity) -> None:
        if line.expires_at <= self._clock.now():
            return
        try:
            self._repository.commit(Insert(line))
        except VersionConflict:  # an event that came before
            return


def _asked(entry: OutboxEntry, operation: Operation | None) -> str:
    """The action's word: a kind that makes stores or ends them is a deed on the store, every other one an operation on it."""
    kind = all_kinds().get(entry.kind)
    new = kind is not None and kind.creates and operation is not None and operation.status_before is kind.running
    if new:
        return "store.create"
    return "store.delete" if entry.kind == "delete" else f"operation.{entry.kind}"


def _ended(operation: Operation) -> Detail:
    seconds = operation.seconds
    detail: Detail = {"kind": operation.kind, "engine": operation.engine}
    if seconds is not None:
        detail["seconds"] = round(seconds, 1)
    if operation.again:
        detail["retry"] = True
    return detail


def activity_page(
    repository: Repository, user: User, wanted: Wanted, *, limit: int, cursor: str | None = None
) -> Page[Activity]:
    """Return lines that the user may see, newest first. Raises InvalidRequest(field="cursor").

    One page looks at so many lines and no more: it may hold less than `limit`, or nothing, and still have a cursor. A cursor is
    made of a line that the user may see, so it tells nothing of others.
    """
    listing, size = f"activity/{wanted.store_id or ''}", max(1, min(limit, MAX_PAGE))
    after = read_cursor(listing, cursor) or (moment_of(wanted.until) if wanted.until else "")
    found: list[Activity] = []
    last = ""
    for looked, line in enumerate(seen(repository, user, wanted, after=after)):
        if wanted.since is not None and line.at < wanted.since:
            return Page(found)
        if len(found) == size or looked == LOOKED_AT:
            return Page(found, write_cursor(listing, last))
        last = line.id
        if wanted.fits(line):
            found.append(line)
    return Page(found)


def seen(repository: Repository, user: User, wanted: Wanted, *, after: str = "") -> Iterator[Activity]:
    """Every line that the user may see, newest first, read as far as somebody asks."""
    admin = user.role is Role.ADMIN
    if wanted.store_id is not None:
        lines = each(repository, STORES_ACTIVITY, after=after, backwards=True, at_once=AT_ONCE, store_id=wanted.store_id)
        yield from (line for line in lines if admin or line.owner == user.id)
    elif admin:
        yield from each(repository, ALL_ACTIVITY, after=after, backwards=True, at_once=AT_ONCE)
    else:
        yield from _own(repository, user, after)


def _own(repository: Repository, user: User, after: str) -> Iterator[Activity]:
    while True:
        found = repository.rows(ACTIVITIES, after=after, backwards=True, limit=AT_ONCE, owner=user.id)
        yield from found
        if len(found) < AT_ONCE:
            return
        after = found[-1].id

"""Notices: what targets are told in words, what waits, what repeats, and when it is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import Field

from functions.domain.claimed import ClaimedQueue
from functions.domain.kinds import all_kinds
from functions.domain.kinds.base import Ended
from functions.domain.notice_target import FAILING, PROBLEM_MAX, NoticeEvent, NoticeTarget
from functions.domain.operation import Operation, OperationStatus
from functions.domain.record import Record
from functions.domain.schedule import BACKUP
from functions.domain.store import StoreStatus
from functions.domain.webhook import KEPT, WAITS

MOST_WAITING: Final = 500  # that a queue lists; what comes on top is counted
TEST: Final = "notice.test"
MINUTE: Final = timedelta(minutes=1)
REPEATED: Final = timedelta(hours=1)  # in which the same of the same store is counted


class NoticeStatus(StrEnum):
    """Counted: the same was told within the hour, and that one says how often. Dropped: the target may not know any more."""

    PENDING = "pending"
    SENT = "sent"
    COUNTED = "counted"
    DEAD = "dead"
    DROPPED = "dropped"


class Notice(Record):
    """One thing that one target is told, as it was when it happened."""

    id: str = Field(description="made of the event, so that one that comes twice is there already")
    target_id: str
    event: str
    store_id: str = Field(default="", description="empty: a test")
    store_name: str = ""
    store_url: str = ""
    owner: str = ""
    operation_id: str = ""
    what: str = Field(default="", description="the operation's kind, in words")
    scheduled: bool = False
    reason: str = ""
    message: str = ""
    retryable: bool | None = None
    at: datetime
    queued_at: datetime
    status: NoticeStatus = NoticeStatus.PENDING
    said: str = Field(default="", description="why it was not sent, in one sentence")
    repeats: int = Field(default=0, description="how often the same happened in the hour after it")
    settled_at: datetime | None = None
    expires_at: datetime
    version: int = 0

    def settled(self, status: NoticeStatus, now: datetime, said: str = "") -> Notice:
        """Return it as not to be sent any more."""
        return self.model_copy(update={"status": status, "settled_at": now, "said": said[:PROBLEM_MAX]})

    @property
    def may_repeat(self) -> bool:
        """True for what is counted when it happens again soon: failures. A store that is ready is that once."""
        return self.event not in {TEST, NoticeEvent.STORE_READY}


class NoticeQueue(ClaimedQueue):
    """What waits for one target, in order.

    `sent_at`: when messages went out in the last minute. `held`: what waits was held back, since they were enough; it goes
    out as one message. `more`: how many came on top of what the queue can list.
    """

    target_id: str
    waiting: tuple[str, ...] = ()
    more: int = 0
    sent_at: tuple[datetime, ...] = ()
    held: bool = False
    tries: int = 0

    @property
    def waits(self) -> bool:
        """True if something is to be done."""
        return self.ended or bool(self.waiting)

    def with_next(self, notice_id: str, now: datetime) -> NoticeQueue:
        """Return it with one more notice at its end."""
        if len(self.waiting) >= MOST_WAITING:
            return self.model_copy(update={"more": self.more + 1})
        due = self.due_at if self.waiting or self.claimed(now) else now
        return self.model_copy(update={"waiting": (*self.waiting, notice_id), "due_at": due})

    def without(self, done: frozenset[str]) -> NoticeQueue:
        """Return it without what is settled."""
        return self.model_copy(update={"waiting": tuple(each for each in self.waiting if each not in done)})

    def recent(self, now: datetime) -> tuple[datetime, ...]:
        """Return when messages went out in the last minute."""
        return tuple(each for each in self.sent_at if now - each < MINUTE)


class NoticeRepeat(Record):
    """That a target was told of something, for as long as the same is only counted."""

    target_id: str
    owner: str
    store_id: str
    event: str
    reason: str
    notice_id: str
    expires_at: datetime
    version: int = 0


class NoticeBudget(Record):
    """When codes were sent, for one user or to one address, in the last hour."""

    subject: str
    sent_at: tuple[datetime, ...] = ()
    expires_at: datetime
    version: int = 0


def event_of(operation: Operation) -> NoticeEvent | None:
    """Return what people are told of an operation that has ended; None: nothing.

    A store needs attention where it does not sell any more although it did, or where what looks after it found something.
    """
    kind = all_kinds().get(operation.kind)
    if operation.status is OperationStatus.SUCCEEDED:
        return NoticeEvent.STORE_READY if kind is not None and kind.creates else None
    if operation.status not in {OperationStatus.FAILED, OperationStatus.TIMED_OUT}:
        return None
    if operation.kind == BACKUP:
        return NoticeEvent.BACKUP_FAILED
    if kind is None or kind.creates or operation.status_before is None:
        return NoticeEvent.OPERATION_FAILED
    before, result = operation.status_before, operation.result or {}
    after = kind.status_after(Ended(good=False, before=before, result=result, attempt=operation.attempt))
    broken = after is StoreStatus.FAILED and before is not StoreStatus.FAILED
    looked = kind.running is None or kind.interrupts
    return NoticeEvent.NEEDS_ATTENTION if broken or looked else NoticeEvent.OPERATION_FAILED


def next_try(target: NoticeTarget, now: datetime, *, wait: timedelta) -> datetime:
    """Return when a queue that just failed is tried again: at the latest when its target has failed for a day."""
    last = (target.failing_since or now) + FAILING
    return max(min(now + wait, last), now + WAITS[0])


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    return WAITS[min(tries, len(WAITS)) - 1]


def kept_until(now: datetime) -> datetime:
    """Return until when a notice is kept."""
    return now + KEPT

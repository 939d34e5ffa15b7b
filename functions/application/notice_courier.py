"""Sends what waits for notice targets: in order per target, at least once, whoever dies in the middle, and never as a flood.

A queue is taken by a claim in the state, as those of webhooks are (functions/application/webhook_courier.py). A target gets so
many messages a minute; what comes on top is held back until the minute is over, and is one message then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from functions.application.audiences import may_know
from functions.application.claims import Claims
from functions.application.notice_channels import Channels, Outcome, Told
from functions.application.notice_targets import TargetHealth
from functions.application.ports.repository import Change, Remove, Replace, Repository
from functions.application.ports.system import Clock
from functions.application.webhook_courier import Jitter, jitter
from functions.domain.notice import MINUTE, Notice, NoticeQueue, NoticeStatus, next_try, wait_after
from functions.domain.notice_entities import DUE_NOTICES, NOTICE_QUEUES, NOTICE_TARGETS, NOTICES
from functions.domain.notice_target import NoticeTarget
from functions.observability import logger

# Longer than a send can take, by mail with all its steps, and than the commits after it.
CLAIM: Final = timedelta(seconds=120)
AT_ONCE: Final = 20  # in one commit
SWITCHED_OFF: Final = "The target was switched off before this was sent."


class NoticeCourier:
    """Any number may work at once. `holder` is the same for a process that takes another one's place after it died.

    `a_minute`: the messages that one target gets in a minute.
    """

    def __init__(  # noqa: PLR0913 - the ports it needs, by name
        self,
        *,
        repository: Repository,
        clock: Clock,
        channels: Channels,
        holder: str,
        a_minute: int,
        jitter: Jitter = jitter,
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._channels = channels
        self._a_minute = a_minute
        self._jitter = jitter
        self._health = TargetHealth(repository=repository, clock=clock)
        self._claims = Claims(
            repository=repository, clock=clock, listed=DUE_NOTICES, fresh=self._fresh, holder=holder, lasts=CLAIM
        )

    def due(self) -> Iterator[NoticeQueue]:
        """Yield queues of which something may be sent now, the longest due first, read as far as asked. Raises Unavailable."""
        return self._claims.due()

    def recover(self) -> int:
        """Free what an earlier process of this name was sending; only for who knows that none is left. Raises Unavailable."""
        return self._claims.recover()

    def work(self, queue: NoticeQueue) -> int:
        """Send what is due of a queue until something fails or is held back; return how many messages were taken."""
        claimed, sent = self._claims.take(queue), 0
        while claimed is not None:
            claimed, taken = self._step(claimed)
            sent += taken
        return sent

    def _step(self, queue: NoticeQueue) -> tuple[NoticeQueue | None, int]:
        """Do the next thing of a claimed queue; return it while it is still claimed, and whether a message was taken."""
        target, now = self._repository.get(NOTICE_TARGETS, id=queue.target_id), self._clock.now()
        if target is None:
            return self._forgotten(queue), 0
        if not queue.waiting:
            return self._claims.write(queue, lambda fresh: _free(fresh, now)), 0
        if not target.active:
            return self._settled(queue, queue.waiting[:AT_ONCE], NoticeStatus.DEAD, SWITCHED_OFF), 0
        if len(recent := queue.recent(now)) >= self._a_minute:
            return self._claims.write(queue, lambda fresh: _free(fresh, recent[0] + MINUTE, held=True)), 0
        many = len(queue.waiting) > self._a_minute or queue.held or queue.more > 0
        chosen = queue.waiting if many else queue.waiting[:1]
        notices = [found for name in chosen if (found := self._repository.get(NOTICES, target_id=target.id, id=name))]
        unknown = frozenset(chosen) - {notice.id for notice in notices}
        hidden = [notice.id for notice in notices if not may_know(self._repository, target, notice.store_id, notice.at)]
        if unknown or hidden:
            return self._settled(queue, (*unknown, *hidden)[:AT_ONCE], NoticeStatus.DROPPED), 0
        return self._send(queue, target, notices)

    def _send(self, queue: NoticeQueue, target: NoticeTarget, notices: Sequence[Notice]) -> tuple[NoticeQueue | None, int]:
        told = self._channels.send(target, notices, queue.more)
        names = tuple(notice.id for notice in notices)
        logger.info("notice sent", target=target.id, kind=target.kind.value, notices=len(names), outcome=told.outcome.value)
        if told.outcome is Outcome.TAKEN:
            result = self._settled(queue, names, NoticeStatus.SENT, taken=True)
            self._health.taken(target)
            return result, 1
        failing = self._health.failed(target, told.said, gone=told.outcome is Outcome.GONE)
        if told.outcome is Outcome.REFUSED:
            return self._settled(queue, names, NoticeStatus.DEAD, told.said), 0
        self._later(queue, failing, told)
        return None, 0

    def _later(self, queue: NoticeQueue, target: NoticeTarget, told: Told) -> None:
        """Let go of the queue until the next try; of one whose target was switched off just now, what waits is dead at once."""
        now, tries = self._clock.now(), queue.tries + 1
        wait = max(wait_after(tries) * self._jitter(), told.asked or timedelta())
        due = next_try(target, now, wait=wait) if target.active else now
        self._claims.write(queue, lambda fresh: _free(fresh, due).model_copy(update={"tries": tries}))

    def _settled(
        self, queue: NoticeQueue, names: Sequence[str], status: NoticeStatus, said: str = "", *, taken: bool = False
    ) -> NoticeQueue | None:
        """Record what is done with, part by part. Who dies between two parts has the rest sent once more."""
        claimed: NoticeQueue | None = queue
        for begin in range(0, len(names), AT_ONCE):
            if claimed is None:
                return None
            part = frozenset(names[begin : begin + AT_ONCE])
            moved = partial(self._moved, part=part, told=queue.more if taken and begin == 0 else None)
            claimed = self._claims.write(claimed, moved, partial(self._ends, queue, part, status, said))
        return claimed

    def _moved(self, fresh: NoticeQueue, *, part: frozenset[str], told: int | None) -> NoticeQueue:
        """A queue without what is settled; with `told` a message was taken, which named or counted so many more."""
        now = self._clock.now()
        update: dict[str, object] = {}
        if told is not None:
            update |= {"sent_at": (*fresh.recent(now), now), "held": False, "tries": 0, "more": max(0, fresh.more - told)}
        return self._claims.kept(fresh.without(part)).model_copy(update=update)

    def _ends(self, queue: NoticeQueue, names: frozenset[str], status: NoticeStatus, said: str) -> list[Change]:
        now = self._clock.now()
        found = [self._repository.get(NOTICES, target_id=queue.target_id, id=name) for name in names]
        return [Replace(notice.settled(status, now, said)) for notice in found if notice is not None]

    def _forgotten(self, queue: NoticeQueue) -> NoticeQueue | None:
        """Remove what a target that is gone was told, part by part, and the queue with the last part."""
        found = self._repository.rows(NOTICES, target_id=queue.target_id, limit=AT_ONCE)
        changes: list[Change] = [Remove(notice) for notice in found]
        if len(found) < AT_ONCE:
            self._claims.commit(*changes, Remove(queue))
            return None
        return queue if self._claims.commit(*changes) else None

    def _fresh(self, queue: NoticeQueue) -> NoticeQueue | None:
        return self._repository.get(NOTICE_QUEUES, target_id=queue.target_id)


def notice_key(queue: NoticeQueue) -> tuple[str, ...]:
    """Return what tells queues apart."""
    return (queue.target_id,)


def _free(queue: NoticeQueue, due: datetime, *, held: bool = False) -> NoticeQueue:
    return queue.freed(due).model_copy(update={"held": held or queue.held})

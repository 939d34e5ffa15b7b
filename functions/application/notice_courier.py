"""Sends what waits for notice targets: in order per target, at least once, whoever dies in the middle, and never as a flood.

A queue is taken by a claim in the state, as those of webhooks are (functions/application/webhook_courier.py). A target gets so
many messages a minute; what comes on top is held back until the minute is over, and is one message then.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile
from typing import Final

from functions.application.notice_channels import Channels, Outcome, Told
from functions.application.notice_outbox import is_admins
from functions.application.notice_targets import TargetHealth
from functions.application.paging import each
from functions.application.ports.repository import Change, Remove, Replace, Repository
from functions.application.ports.system import Clock
from functions.application.webhook_courier import Jitter, jitter
from functions.domain.entities import STORES
from functions.domain.errors import VersionConflict
from functions.domain.notice import MINUTE, Notice, NoticeQueue, NoticeStatus, next_try, wait_after
from functions.domain.notice_entities import DUE_NOTICES, NOTICE_QUEUES, NOTICE_TARGETS, NOTICES
from functions.domain.notice_target import NoticeTarget
from functions.observability import logger

# Longer than a send can take, by mail with all its steps, and than the commits after it.
CLAIM: Final = timedelta(seconds=120)
LOOKED_AT: Final = 200
AT_ONCE: Final = 20  # in one commit
WRITE_ATTEMPTS: Final = 20
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
        self._holder = holder
        self._a_minute = a_minute
        self._jitter = jitter
        self._health = TargetHealth(repository=repository, clock=clock)

    def due(self) -> Iterator[NoticeQueue]:
        """Yield queues of which something may be sent now, the longest due first, read as far as asked. Raises Unavailable."""
        now = self._clock.now()
        return takewhile(lambda queue: queue.due_at <= now, each(self._repository, DUE_NOTICES, at_once=LOOKED_AT))

    def recover(self) -> int:
        """Free what an earlier process of this name was sending; only for who knows that none is left. Raises Unavailable."""
        freed = 0
        for queue in list(each(self._repository, DUE_NOTICES, at_once=LOOKED_AT)):
            if queue.claim.startswith(f"{self._holder}/"):
                freed += self._committed(Replace(_free(queue, self._clock.now())))
        return freed

    def work(self, queue: NoticeQueue) -> int:
        """Send what is due of a queue until something fails or is held back; return how many messages were taken."""
        claimed, sent = self._claim(queue), 0
        while claimed is not None:
            claimed, taken = self._step(claimed)
            sent += taken
        return sent

    def _claim(self, queue: NoticeQueue) -> NoticeQueue | None:
        found, now = self._repository.get(NOTICE_QUEUES, target_id=queue.target_id), self._clock.now()
        if found is None or not found.waits or found.claimed(now) or found.due_at > now:
            return None
        until = now + CLAIM
        taken = {"claim": f"{self._holder}/{secrets.token_hex(8)}", "claimed_until": until, "due_at": until}
        claimed = found.model_copy(update=taken)
        return _written(claimed) if self._committed(Replace(claimed)) else None

    def _step(self, queue: NoticeQueue) -> tuple[NoticeQueue | None, int]:
        """Do the next thing of a claimed queue; return it while it is still claimed, and whether a message was taken."""
        target, now = self._repository.get(NOTICE_TARGETS, id=queue.target_id), self._clock.now()
        if target is None:
            return self._forgotten(queue), 0
        if not queue.waiting:
            return self._recorded(queue, lambda fresh: _free(fresh, now)), 0
        if not target.active:
            return self._settled(queue, queue.waiting[:AT_ONCE], NoticeStatus.DEAD, SWITCHED_OFF), 0
        if len(recent := queue.recent(now)) >= self._a_minute:
            return self._recorded(queue, lambda fresh: _free(fresh, recent[0] + MINUTE, held=True)), 0
        many = len(queue.waiting) > self._a_minute or queue.held or queue.more > 0
        chosen = queue.waiting if many else queue.waiting[:1]
        notices = [found for name in chosen if (found := self._repository.get(NOTICES, target_id=target.id, id=name))]
        unknown = frozenset(chosen) - {notice.id for notice in notices}
        hidden = [notice.id for notice in notices if not self._may_know(target, notice)]
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
        self._recorded(queue, lambda fresh: _free(fresh, due).model_copy(update={"tries": tries}))

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
            claimed = self._recorded(claimed, moved, partial(self._ends, queue, part, status, said))
        return claimed

    def _moved(self, fresh: NoticeQueue, *, part: frozenset[str], told: int | None) -> NoticeQueue:
        """A queue without what is settled; with `told` a message was taken, which named or counted so many more."""
        now = self._clock.now()
        update: dict[str, object] = {"claimed_until": now + CLAIM, "due_at": now + CLAIM}
        if told is not None:
            update |= {"sent_at": (*fresh.recent(now), now), "held": False, "tries": 0, "more": max(0, fresh.more - told)}
        return fresh.without(part).model_copy(update=update)

    def _ends(self, queue: NoticeQueue, names: frozenset[str], status: NoticeStatus, said: str) -> list[Change]:
        now = self._clock.now()
        found = [self._repository.get(NOTICES, target_id=queue.target_id, id=name) for name in names]
        return [Replace(notice.settled(status, now, said)) for notice in found if notice is not None]

    def _recorded(
        self,
        queue: NoticeQueue,
        change: Callable[[NoticeQueue], NoticeQueue],
        more: Callable[[], list[Change]] = list,
    ) -> NoticeQueue | None:
        """Write a queue with what is settled of it; return it if it is still claimed by this turn.

        Notices come into the queue meanwhile, and are counted, so all is read again until nobody was faster. Who lost the
        claim writes nothing.
        """
        for _ in range(WRITE_ATTEMPTS):
            fresh = self._repository.get(NOTICE_QUEUES, target_id=queue.target_id)
            if fresh is None or fresh.claim != queue.claim:
                return None
            changed = change(fresh)
            if self._committed(*more(), Replace(changed)):
                return _written(changed) if changed.claim else None
        return None  # the claim runs out

    def _forgotten(self, queue: NoticeQueue) -> NoticeQueue | None:
        """Remove what a target that is gone was told, part by part, and the queue with the last part."""
        found = self._repository.rows(NOTICES, target_id=queue.target_id, limit=AT_ONCE)
        changes: list[Change] = [Remove(notice) for notice in found]
        if len(found) < AT_ONCE:
            self._committed(*changes, Remove(queue))
            return None
        return queue if self._committed(*changes) else None

    def _may_know(self, target: NoticeTarget, notice: Notice) -> bool:
        """True while the target may be told of the store, as it is for webhooks: rights may have ended since it was queued."""
        if not notice.store_id:
            return True
        if target.platform:
            return is_admins(self._repository, target)
        store = self._repository.get(STORES, id=notice.store_id)
        return store is None or store.owner == target.owner or store.created_at > notice.at

    def _committed(self, *changes: Change) -> bool:
        try:
            self._repository.commit(*changes)
        except VersionConflict:
            return False
        return True


def notice_key(queue: NoticeQueue) -> tuple[str, ...]:
    """Return what tells queues apart."""
    return (queue.target_id,)


def _free(queue: NoticeQueue, due: datetime, *, held: bool = False) -> NoticeQueue:
    return queue.model_copy(update={"claim": "", "claimed_until": None, "due_at": due, "held": held or queue.held})


def _written(queue: NoticeQueue) -> NoticeQueue:
    return queue.model_copy(update={"version": queue.version + 1})
